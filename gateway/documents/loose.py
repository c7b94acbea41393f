"""Problems that stand in running text without numbered paragraphs: 一是…;二是… and …不到位、…不力等问题."""

import re
from typing import Final

from gateway.documents.drafts import Draft, settle
from gateway.documents.items import finish
from gateway.documents.lines import EDGES
from gateway.documents.outline import Node
from gateway.documents.spoken import split_faults, split_spoken
from gateway.documents.wording import LABEL, fault_weight, first_sentence, heading_of, is_aspect, is_set_aside
from schemas.intake import DocumentKind, ReadItem

FOUND: Final = re.compile(r"问题|发现|指出|存在|不足|表现")
ASKS: Final = re.compile(r"要求|建议|强调|表示|表态|希望|提出.{0,8}(?:要求|意见)|整改要|下一步|会议")
AIM: Final = re.compile(r"((?:针对|关于|对于)[^。;]{4,120}?问题)(?:的整改)?(?:情况)?[,。:]\s*")
MOST: Final = 0.5


def items(root: Node, kind: DocumentKind) -> list[ReadItem]:
    """The problems of a feedback opinion's (or a notice's) running text, in the order in which they stand."""
    if kind is not DocumentKind.FEEDBACK_OPINION:
        return _labelled(root) or _aimed(root)
    return _labelled(root) or spoken(root) or _strung(root)


def _paragraphs(root: Node, *, whole: bool = False) -> list[tuple[str | None, str]]:
    """Each paragraph with its heading, in the parts that may hold problems."""
    found: list[tuple[str | None, str]] = []
    for node in root.walk():
        heads = [node, *node.ancestors] if node.style is not None else []
        if not whole and any(is_set_aside(head.heading) for head in heads):
            continue
        name = node.heading or None
        found += [(name, text) for text in (node.text, *node.paragraphs) if text and not _names(node, text)]
    return found


def _names(node: Node, text: str) -> bool:
    """Whether a text is only the heading of the part that follows."""
    return is_aspect(text) and text == node.text


def _labelled(root: Node) -> list[ReadItem]:
    """反馈问题:… 整改情况:… without numbers."""
    drafts: list[tuple[str | None, Draft]] = []
    for name, text in _paragraphs(root, whole=True):
        label = LABEL.match(text)
        if label and label["asked"]:
            head = first_sentence(text[label.end() :])
            drafts.append((name, Draft(head, [rest] if (rest := text[label.end() + len(head) :].lstrip("。")) else [])))
        elif drafts and (not label or label["answered"]):
            _, draft = drafts[-1]
            draft.measures += [text[label.end() :] if label else text]
    read = [finish(_split(draft), number=None, group=name) for name, draft in drafts]
    return read if len(read) > 1 or (read and read[0].measures) else []


def _aimed(root: Node) -> list[ReadItem]:
    """Paragraphs that each begin with the problem that they answer: 针对“……”问题,…… ."""
    found = []
    for name, text in _paragraphs(root):
        aim = AIM.match(text)
        if aim and fault_weight(aim[1]) >= 2:
            found.append(finish(_split(Draft(aim[1], [], [text[aim.end() :]])), number=None, group=name))
    return found


def _split(draft: Draft) -> Draft:
    points = [split_spoken(text) for text in draft.measures if text]
    draft.measures = [
        part
        for intro, found in points
        for part in ([*([intro] if len(intro) > 12 else []), *found] if found else [intro])
        if part
    ]
    settle(draft)
    return draft


def spoken(root: Node, share: float = 0.8) -> list[ReadItem]:
    """The points of 一是…二是… lists that state shortcomings, in reading order."""
    found: list[ReadItem] = []
    carried = ""
    for name, text in _paragraphs(root):
        intro, points = split_spoken(text)
        lead = re.split(r"[。!?]", intro.rstrip("。:"))[-1] or carried
        faults = [point for point in points if fault_weight(heading_of(point)) >= 2]
        problem = bool(FOUND.search(lead + carried)) and not ASKS.search(lead)
        if points and len(faults) >= (min(MOST, share) if problem else share) * len(points) and not ASKS.search(lead):
            found += [_item(point, number, name) for number, point in enumerate(points, 1)]
        carried = text[-40:] if not points else ""
    return found


def _item(point: str, number: int, name: str | None) -> ReadItem:
    head = heading_of(re.split(r"[;]", point)[0])
    return finish(Draft(head, [rest] if (rest := point[len(head) :].strip(EDGES)) else []), number=number, group=name)


def _strung(root: Node) -> list[ReadItem]:
    for name, text in _paragraphs(root):
        parts = split_faults(text)
        if parts and not re.search(r"以往|上轮|历史上", text[:10]):
            return [finish(Draft(part), number=None, group=name) for part in parts]
    return []
