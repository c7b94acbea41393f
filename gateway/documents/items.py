"""A problem of the outline as an item: its title, its own text, what was done, and what it states of itself."""

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import Final

from gateway.documents import statuses
from gateway.documents.lines import EDGES, ENDS
from gateway.documents.outline import Node
from gateway.documents.spoken import split_spoken
from gateway.documents.wording import ALONE, ANSWERED, DOING, FAULT, LABEL, LEAD_IN, fault_weight, first_sentence
from schemas.intake import ReadItem, StatedStatus

AMOUNT: Final = re.compile(
    r"\d[\d,,]*(?:\.\d+)?\s*(?:余|多)?(?:亿|万|千|百)?(?:余|多)?元|"
    r"[一二三四五六七八九十百千两]{1,8}(?:余|多)?(?:万|亿)(?:余|多)?元"
)
DATE: Final = re.compile(
    r"(?:19|20)\d\d年\d{1,2}月(?:\d{1,2}日|[上中下]旬|底|初|份|末)?|(?<!\d)(?:19|"
    r"20)\d\d[-./]\d{1,2}[-./]\d{1,2}(?!\d)|(?<![\d年])\d{1,2}月(?:\d{1,2}日|底|上旬|中旬|下旬|初|"
    r"末)"
)
DAY: Final = re.compile(r"((?:19|20)\d\d)(?:年|[-./])(\d{1,2})(?:月|[-./])(\d{1,2})日?")
INNER_LABEL: Final = re.compile(rf"(?<=[。;,,”))】\s])(?=[【\[(]?(?:{ANSWERED})(?:[:】\]]))")
STATEMENT: Final = re.compile(
    r"^(?:具体(?:表现|来看|为)|主要(?:表现|是)|表现(?:为|在)|(?:反馈|巡察|巡视|审计|检查|"
    r"督察)(?:组)?(?:发现|指出|反馈)|存在|有的|个别|部分|如|例如|抽查|经查)"
)
CUT: Final = re.compile(r"[^。!?;;”))》】.…:]$")


@dataclass
class Draft:
    """An item in the making: texts sorted by what they are."""

    title: str
    body: list[str] = field(default_factory=list)
    measures: list[str] = field(default_factory=list)
    standing: list[str] = field(default_factory=list)
    owned: dict[str, str] = field(default_factory=dict)
    answers: bool = False  # from here on the texts are measures


def item_of(node: Node, *, answered: bool) -> ReadItem:
    """Turn a problem's node into an item; `answered` says that the document reports measures at all."""
    draft = _draft(node, answered=answered)
    item = finish(draft, number=node.number, group=_group(node))
    said = next((said for above in node.ancestors if (said := statuses.of_heading(above.heading))), None)
    return (
        item
        if item.status or said is None
        else item.model_copy(update={"status": said, "flags": tuple(flags(said, draft.measures))})
    )


def finish(draft: Draft, *, number: int | None, group: str | None) -> ReadItem:
    """Close a draft: status, flags, amounts and dates are read from its texts as they stand."""
    if not draft.measures and draft.answers:
        draft.measures = list(draft.standing)
    texts = [draft.title, *draft.body, *draft.measures, *draft.standing, *draft.owned.values()]
    whole = "\n".join(texts)
    said = _standing(draft)
    due = DAY.search(_owned(draft, "时限", "期限", "时间"))
    return ReadItem(
        number=number,
        group=group,
        title=draft.title,
        body="\n".join(draft.body),
        measures=tuple(draft.measures),
        status=said,
        flags=tuple(flags(said, draft.measures)),
        amounts=tuple(dict.fromkeys(AMOUNT.findall(whole))),
        dates=tuple(dict.fromkeys(DATE.findall(whole))),
        leader=_owned(draft, "领导") or None,
        lead_unit=_owned(draft, "牵头单位", "牵头科室", "牵头部门", "责任单位", "责任科室", "责任部门") or None,
        handler=_owned(draft, "责任人", "联系人") or None,
        due=_day(due) if due else None,
    )


def flags(said: StatedStatus | None, measures: list[str]) -> list[str]:
    """What a person should look at: a problem stated as done whose own text says that work goes on."""
    words = [found for text in measures if (found := statuses.goes_on(text))]
    if said is StatedStatus.DONE and words:
        return [f"原文称已完成整改，但本项正文又写“{words[0]}”，请核实是否确已完成。"]
    return []


def _draft(node: Node, *, answered: bool) -> Draft:
    title, rest = _title(node.text)
    draft = Draft(title)
    if not title and (asked := next((text for text in node.paragraphs), None)):
        label = LABEL.match(asked)
        title, rest = _title(asked[label.end() :] if label else asked)
        draft.title = title
        node = Node(
            node.style, node.number, node.text, node.until, node.parent, [p for p in node.content if p is not asked]
        )
    later = bool(node.content)
    if rest:
        _take_rest(draft, rest, answered=answered, later=later)
    for place, part in enumerate(node.content):
        if isinstance(part, Node):
            _take_node(draft, part, answered=answered)
        else:
            _take_text(draft, part, answered=answered, last=place == len(node.content) - 1)
    return draft


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
    colon = re.search(r"(?<=问题)[”\"]?(?:的整改)?(?:落实|进展)?(?:情况)?[:]|(?<=[^\d])[:](?=.{20,})", head)
    return head[: colon.start()] if colon and colon.start() >= 4 and fault_weight(head[: colon.start()]) >= 2 else head


def _take_rest(draft: Draft, rest: str, *, answered: bool, later: bool) -> None:
    """The text behind the heading sentence: the problem's own, unless an answer starts in it."""
    pieces = INNER_LABEL.split(rest)
    if len(pieces) > 1 or LABEL.match(rest):
        for piece in pieces:
            _take_text(draft, piece, answered=answered, last=False)
    elif not answered or (later and not split_spoken(rest)[1]):
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
    return bool(DOING.match(head) or LEAD_IN.match(head)) and not (FAULT.search(head[-5:]) and not LEAD_IN.match(head))


def _take_text(draft: Draft, text: str, *, answered: bool, last: bool) -> None:
    for piece in INNER_LABEL.split(text):
        label = LABEL.match(piece)
        if label:
            _take_labelled(draft, label, piece[label.end() :])
        elif statuses.is_standing(piece):
            draft.standing.append(piece)
        elif ALONE.match(piece):
            draft.answers = True
        elif (not answered and not draft.answers) or (
            not draft.answers and not draft.measures and _tells_problem(piece) and not last
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
    return bool(STATEMENT.match(text)) or (
        fault_weight(head) >= 2 and not LEAD_IN.match(head) and not split_spoken(text)[1]
    )


def _take_labelled(draft: Draft, label: re.Match[str], text: str) -> None:
    if label["owned"]:
        draft.owned[label["owned"]] = text.strip(EDGES)
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
    inner = "\n".join(_flat(node))
    if ALONE.match(node.text) or LABEL.match(node.text):
        _take_answer(draft, node)
    elif not answered or (not draft.answers and not draft.measures and _is_point(node)):
        head, *rest = INNER_LABEL.split(inner)
        draft.body.append(head)
        for piece in rest:
            _take_text(draft, piece, answered=True, last=False)
    else:
        own = [text for text in _flat(node) if not (LABEL.match(text) or statuses.is_standing(text))]
        draft.measures.extend(["\n".join(own)] if own else [])
        for text in _flat(node):
            if text not in own:
                _take_text(draft, text, answered=True, last=False)


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
    return [text for part in node.walk() for text in (part.text, *part.paragraphs) if text]


def _measures(text: str) -> list[str]:
    """The measures of a paragraph: each 一是 point, or the paragraph; words that only lead in stay with the first."""
    if not text.strip(EDGES):
        return []
    intro, points = split_spoken(text)
    if not points:
        return [text.strip()]
    leads = not intro or intro.endswith((":", ":", ",", ","))
    return [intro + points[0] if leads else points[0], *points[1:]] if leads else [intro, *points]


def _standing(draft: Draft) -> StatedStatus | None:
    labelled = [said for text in draft.standing if (said := statuses.stated([text]) or statuses.meaning(text))]
    if labelled:
        return labelled[-1]
    return statuses.stated(draft.measures or draft.body, draft.title)


def _owned(draft: Draft, *names: str) -> str:
    return next((text for label, text in draft.owned.items() for name in names if name in label), "")


def _day(found: re.Match[str]) -> dt.date | None:
    try:
        return dt.date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None


def _group(node: Node) -> str | None:
    above = next(node.ancestors, None)
    return above.heading or None if above else None
