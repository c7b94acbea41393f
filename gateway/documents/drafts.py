"""The texts of one problem, sorted by what they are: its title, its own words, what was done, how far it is."""

import re
from dataclasses import dataclass, field
from typing import Final

from gateway.documents import statuses
from gateway.documents.lines import EDGES, ENDS
from gateway.documents.outline import Node
from gateway.documents.spoken import split_spoken
from gateway.documents.wording import (
    ALONE,
    ANSWERED,
    LABEL,
    LEAD_IN,
    OWNED,
    STANDING,
    fault_weight,
    first_sentence,
    reports_deed,
)

INNER_LABEL: Final = re.compile(
    rf"(?<=[。;,”))】\s])(?=[【\[(]?(?:{ANSWERED}|{OWNED}|{STANDING}|具体表现|主要表现)[一二三四五六七八九十\d]{{0,2}}(?:[:】\]]))"
)
TITLE_STATE: Final = re.compile(rf"{statuses.BRACKETED.pattern}$|^{statuses.BRACKETED.pattern}")
LAST_SENTENCE: Final = re.compile(r"(?<=[。;])([^。;]{2,30}[。;]?)$")
FIRST_NUMBER: Final = re.compile(r"^(?:[(](?:1|一)[)]\s*[、.]?|①|1\s*[、.](?!\d))\s*")
STATEMENT: Final = re.compile(
    r"^(?:具体(?:表现|来看|为)|主要(?:表现|是)|表现(?:为|在)|(?:反馈|巡察|巡视|审计|检查|"
    r"督察)(?:组)?(?:发现|指出|反馈)|存在|有的|个别|部分|如|例如|抽查|经查)"
)


@dataclass
class Draft:
    """An item in the making: texts sorted by what they are."""

    title: str
    body: list[str] = field(default_factory=list)
    measures: list[str] = field(default_factory=list)
    standing: list[str] = field(default_factory=list)
    owned: dict[str, str] = field(default_factory=dict)
    answers: bool = False  # from here on the texts are measures
    awaits: bool = False  # the label of an answer is still to come: until then the texts are the problem's own


def draft_of(node: Node, *, answered: bool) -> Draft:
    """Sort the texts of a problem's node; `answered` says that the document reports measures at all."""
    title, rest = _title(node.text)
    content = node.content
    if not title and (asked := next((text for text in node.paragraphs), None)):
        label = LABEL.match(asked)
        title, rest = _title(asked[label.end() :] if label else asked)
        content = [part for part in node.content if part is not asked]
    draft = Draft(title, awaits=any(map(_answers, [rest, *content])))
    _strip_state(draft)
    if rest:
        _take_rest(draft, rest, answered=answered, later=bool(content))
    for place, part in enumerate(content):
        if isinstance(part, Node):
            _take_node(draft, part, answered=answered)
        else:
            _take_text(draft, part, answered=answered, last=place == len(content) - 1)
    settle(draft)
    return draft


def _answers(part: "str | Node") -> bool:
    """Whether a part of a problem carries the label of an answer (整改情况:)."""
    text = part.text if isinstance(part, Node) else part
    return bool(ALONE.match(text)) or any(
        (label := LABEL.match(piece)) and label["answered"] for piece in INNER_LABEL.split(text)
    )


def _strip_state(draft: Draft) -> None:
    """A status in brackets at either end of a title is no part of the title: 学习不深入(已完成)."""
    found = TITLE_STATE.search(draft.title)
    rest = TITLE_STATE.sub("", draft.title).strip(EDGES) if found else ""
    if found and rest:
        draft.title = rest
        draft.standing.append(found[1] or found[2])


def settle(draft: Draft) -> None:
    """Move a first or last sentence of the measures that only says how far the problem is to its status."""
    if not draft.measures:
        return
    said = []
    lead = first_sentence(draft.measures[0])
    if statuses.is_standing(lead) and (rest := draft.measures[0][len(lead) :].lstrip(ENDS)):
        said.append(lead)
        draft.measures[0] = rest
    last = LAST_SENTENCE.search(draft.measures[-1])
    if last and statuses.is_standing(last[1]):
        said.append(last[1])
        draft.measures[-1] = draft.measures[-1][: last.start(1)]
    draft.standing = [*said, *draft.standing]


def _title(text: str) -> tuple[str, str]:
    """The heading sentence and what follows it; a label before or behind it belongs to neither."""
    label = LABEL.match(text)
    if label and label["asked"]:
        text = text[label.end() :]
    cut = INNER_LABEL.search(text)
    head = first_sentence(text[: cut.start()] if cut else text)
    intro, points = split_spoken(head)
    if points and len(intro) >= 4:
        head = intro
    head = _before_doing(head)
    return head.strip(EDGES), text[len(head) :].lstrip(ENDS)


def _before_doing(head: str) -> str:
    """Cut a heading at its colon where an answer or the details follow: 关于……的问题:…… ."""
    colon = re.search(r"(?<=问题)[”\"]?(?:的整改)?(?:落实|进展)?(?:情况)?[:]|(?<=[^\d])[:](?=.{4,})", head)
    if colon is None or colon.start() < 4:
        return head
    before = head[: colon.start()]
    if before.count("(") > before.count(")") or before.count("【") > before.count("】"):
        return head
    names = fault_weight(before) >= 2 or (fault_weight(before) >= 0 and not re.search(r"以下|如下|主要|,", before))
    return before if names and len(before) >= 4 else head


def _take_rest(draft: Draft, rest: str, *, answered: bool, later: bool) -> None:
    """The text behind the heading sentence: the problem's own, unless an answer starts in it."""
    pieces = INNER_LABEL.split(rest)
    if len(pieces) > 1 or LABEL.match(rest):
        for piece in pieces:
            _take_text(draft, piece, answered=answered, last=False)
    elif draft.awaits or not answered or (later and not split_spoken(rest)[1]):
        draft.body.append(rest)
    else:
        _take_mixed(draft, rest)


def _take_mixed(draft: Draft, rest: str) -> None:
    """A text that tells the problem and then what was done, without a label between: cut at the first measure."""
    intro, points = split_spoken(rest)
    sentences = re.findall(r"[^。]+。?", intro if points else rest)
    cut = next((place for place, sentence in enumerate(sentences) if _does(sentence)), len(sentences))
    if not points and cut == len(sentences) and fault_weight(first_sentence(rest)) < 2:
        cut = 0
    body, doing = "".join(sentences[:cut]).strip(), "".join(sentences[cut:]).strip()
    draft.body.extend([body] if body else [])
    draft.measures.extend(_measures(doing + rest[len(intro) :] if points else doing))


def _does(sentence: str) -> bool:
    head = first_sentence(sentence)
    return reports_deed(head) or bool(LEAD_IN.match(head))


def _take_text(draft: Draft, text: str, *, answered: bool, last: bool) -> None:
    for piece in INNER_LABEL.split(text):
        label = LABEL.match(piece)
        if label:
            _take_labelled(draft, label, piece[label.end() :])
        elif statuses.is_standing(piece):
            draft.standing.append(piece)
        elif ALONE.match(piece):
            draft.answers = True
        elif not draft.answers and (
            draft.awaits or not answered or (not draft.measures and _tells_problem(piece) and not last)
        ):
            draft.body.append(piece)
        else:
            draft.measures.extend(_measures(_behind_status(draft, piece)))


def _behind_status(draft: Draft, text: str) -> str:
    """The text behind a sentence that only says how far the problem is, where a list of measures follows."""
    lead = first_sentence(text)
    if not (statuses.is_standing(lead) and split_spoken(text)[1]):
        return text
    draft.standing.append(lead)
    return text[len(lead) :].lstrip(ENDS)


def _tells_problem(text: str) -> bool:
    head = first_sentence(text)
    return bool(STATEMENT.match(text)) or (fault_weight(head) >= 2 and not _does(head) and not split_spoken(text)[1])


def _take_labelled(draft: Draft, label: re.Match[str], text: str) -> None:
    if label["owned"]:
        draft.owned[label["owned"]] = text.strip(EDGES)
        draft.standing.extend([text] if statuses.is_standing(text) else [])
    elif (label["standing"] and len(text) <= 40 and (statuses.stated([text]) or statuses.meaning(text))) or (
        not label["asked"] and statuses.is_standing(text)
    ):
        draft.standing.append(text)
        draft.answers = True
    elif label["asked"]:
        draft.body.extend([text] if text else [])
    else:
        draft.answers = True
        draft.measures.extend(_measures(text))


def _take_node(draft: Draft, node: Node, *, answered: bool) -> None:
    """A numbered point under a problem: a measure, or, before any answer, a point of the problem itself."""
    if ALONE.match(node.text) or LABEL.match(node.text):
        _take_answer(draft, node)
    elif (
        not answered
        or (draft.awaits and not draft.answers)
        or (not draft.answers and not draft.measures and _is_point(node))
    ):
        _take_point(draft, node)
    else:
        flat = _flat(node)
        own = [text for text in flat if not (LABEL.match(text) or statuses.is_standing(text))]
        draft.measures.extend(["\n".join(own)] if own else [])
        for text in flat:
            if text not in own:
                _take_text(draft, text, answered=True, last=False)


def _take_point(draft: Draft, node: Node) -> None:
    """A point of the problem's own words, with its number; an answer that follows within it is taken as one."""
    head, *rest = INNER_LABEL.split("\n".join([node.printed + node.text, *_flat(node)[1:]]))
    draft.body.append(head.strip())
    for piece in rest:
        _take_text(draft, piece, answered=True, last=False)


def _take_answer(draft: Draft, node: Node) -> None:
    """(1)整改情况: with the measures below it; (1)反馈问题: with the problem's own words."""
    _take_text(draft, node.text, answered=True, last=False)
    asked = (label := LABEL.match(node.text)) is not None and bool(label["asked"])
    draft.answers = draft.answers or not asked
    for part in node.content:
        texts = ["\n".join(_flat(part))] if isinstance(part, Node) else _measures(part)
        (draft.body if asked else draft.measures).extend(texts)


def _is_point(node: Node) -> bool:
    return fault_weight(node.heading) >= 3 and any(
        INNER_LABEL.search(text) or LABEL.match(text) for text in _later(node)
    )


def _later(node: Node) -> list[str]:
    above = node.parent
    texts = [
        text
        for part in (above.content if above else [])
        for text in (_flat(part) if isinstance(part, Node) else [part])
    ]
    return [text for text in texts if ((label := LABEL.match(text)) and label["answered"]) or INNER_LABEL.search(text)]


def _flat(node: Node) -> list[str]:
    first = [node.text] if node.text else []
    for part in node.content:
        if isinstance(part, Node):
            below = _flat(part)
            first += [part.printed + below[0], *below[1:]] if part.text else below
        else:
            first.append(part)
    return first


def _measures(text: str) -> list[str]:
    """The measures of a paragraph: each 一是 point, or the paragraph; words that only lead in stay with the first."""
    if not text.strip(EDGES):
        return []
    intro, points = split_spoken(text)
    if not points:
        return [FIRST_NUMBER.sub("", text.strip())]
    leads = not intro or intro.endswith((":", ":", ",", ","))
    return [intro + points[0] if leads else points[0], *points[1:]] if leads else [intro, *points]
