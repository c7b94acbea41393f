"""What the lines of a document say: declared counts, problems, clues, and where they contradict each other."""

import re
from dataclasses import dataclass, field
from typing import Final

from gateway.documents import levels, loose, ranges, statuses
from gateway.documents.boilerplate import apart
from gateway.documents.counts import Counts, count
from gateway.documents.items import CUT, item_of
from gateway.documents.lines import Line, bare
from gateway.documents.mismatches import mismatches
from gateway.documents.outline import Node, build
from gateway.documents.tables import table_items
from schemas.intake import Declared, DocumentKind, ReadItem

READ: Final = frozenset({DocumentKind.REMEDIATION_NOTICE, DocumentKind.FEEDBACK_OPINION})


@dataclass
class Understanding:
    """What was understood of a document, before it becomes a reading."""

    counts: Counts = field(default_factory=lambda: Counts(Declared()))
    items: list[ReadItem] = field(default_factory=list)
    clues: list[ReadItem] = field(default_factory=list)
    mismatches: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def understand(kind: DocumentKind, lines: list[Line], title: str | None) -> Understanding:
    """Understand a document's lines; problems are looked for only where the kind lets one expect them."""
    plan = kind is DocumentKind.PLAN and bool(re.search("整改", title or ""))
    if kind not in READ and not plan:
        return Understanding()
    found = _problems(kind, lines)
    if plan and found.items:
        found.warnings.append("这是整改方案，所列措施为拟采取的措施，不代表已经完成。")
    return found


def _problems(kind: DocumentKind, lines: list[Line]) -> Understanding:
    body, closing = apart(lines)
    items, clues, rest = table_items(body)
    root = build(rest)
    nodes, by_count = levels.problems(root, _first_count(root))
    counts = count([*_outside(root, [*nodes, *levels.clues(root)]), *(line.text for line in closing)])
    if not items:
        nodes, by_count = levels.problems(root, counts.declared.total)
    answered = kind is DocumentKind.REMEDIATION_NOTICE or kind is DocumentKind.PLAN
    listed = items or _spread(nodes, answered=answered) or loose.items(root, kind)
    listed = _counted(listed, root, kind, counts.declared.total)
    listed = ranges.apply(listed, [text for node in root.walk() for text in (node.text, *node.paragraphs)])
    clues += [item_of(node, answered=True) for node in levels.clues(root)]
    flagged = [_flag(item, counts) for item in listed]
    warnings = [by_count] if by_count and listed else []
    return Understanding(
        counts,
        flagged,
        clues,
        mismatches(counts, flagged, clues),
        [*warnings, *_silences(counts, flagged, clues, rest)],
    )


def _counted(items: list[ReadItem], root: Node, kind: DocumentKind, declared: int | None) -> list[ReadItem]:
    """Where the points within the paragraphs of an opinion are as many as declared, and its headings are not."""
    if kind is not DocumentKind.FEEDBACK_OPINION or declared is None or len(items) == declared:
        return items
    spoken = loose.spoken(root, share=0.0)
    return spoken if len(spoken) == declared else items


def _first_count(root: Node) -> int | None:
    """The count that the text before the first numbered heading, or the first part, declares."""
    return count([text for node in [root, *root.children[:1]] for text in _texts(node)]).declared.total


def _texts(node: Node) -> list[str]:
    return (
        [text for part in node.walk() for text in (part.text, *part.paragraphs) if text]
        if node.style
        else node.paragraphs
    )


def _outside(root: Node, nodes: list[Node]) -> list[str]:
    """The texts that stand in no problem."""
    inside = {id(below) for node in nodes for below in node.walk()}
    return [text for node in root.walk() if id(node) not in inside for text in (node.text, *node.paragraphs) if text]


def _spread(nodes: list[Node], *, answered: bool) -> list[ReadItem]:
    """The nodes as items, each problem once: one listed first and answered later is the answered one."""
    read = [(node, item_of(node, answered=answered)) for node in nodes]
    done = {_core(item) for _, item in read if item.measures}
    kept = [(node, item) for node, item in read if not answered or item.measures or _core(item) not in done]
    return [copy for node, item in kept for copy in ranges.spread(node, item)]


def _core(item: ReadItem) -> str:
    """What of a title tells one problem from another."""
    return bare(re.sub(r"关于|针对|的?问题|的?整改.{0,4}情况|整改", "", item.title)) or item.title


def _flag(item: ReadItem, counts: Counts) -> ReadItem:
    """Where all problems are declared done, an item whose own text says that work goes on is flagged too."""
    declared = counts.declared
    if item.flags or item.status is not None or declared.total is None or declared.done != declared.total:
        return item
    found = _unfinished(item)
    sentence = f"原文称全部问题已完成整改，但本项正文又写“{found}”，请核实是否确已完成。"
    return item.model_copy(update={"flags": (sentence,)}) if found else item


def _unfinished(item: ReadItem) -> str | None:
    """The words in an item's measures that say that the work is not over."""
    return next((words for text in item.measures if (words := statuses.goes_on(text))), None)


def _silences(counts: Counts, items: list[ReadItem], clues: list[ReadItem], lines: list[Line]) -> list[str]:
    declared = counts.declared
    said = []
    if declared.clues and not clues:
        said.append(f"声明移交问题线索{declared.clues}件，正文没有逐件列出。")
    if (
        declared.total
        and len(items) < declared.total
        and lines
        and len(lines[-1].text) > 20
        and CUT.search(lines[-1].text)
    ):
        said.append("正文在句子中间结束，可能被截断，请核对原文是否完整。")
    return said
