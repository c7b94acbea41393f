"""Problems that a text names by a range of numbers: 1—20号问题, 第3至5项."""

import re
from dataclasses import dataclass
from typing import Final

from gateway.documents import statuses
from gateway.documents.outline import Node
from schemas.intake import ReadItem, StatedStatus

RANGE: Final = re.compile(
    r"第?\s*(\d{1,3})\s*(?:号|项|个|条)?(?:\s*(?:[-—–~―]{1,2}|至|到)\s*第?\s*(\d{1,3}))?\s*(?:号|"
    r"项|个|条)(?:反馈|具体|整改)?(?:问题|任务|事项)?"
)
NAMES: Final = re.compile(
    r"(?:号|^第.*(?:项|个|条))(?:反馈|具体|整改)?(?:问题|任务|事项)$|^第.*(?:-|—|–|~|―|至|"
    r"到).*(?:项|个|条|号)$|^\d+\D+\d+\s*项(?:整改)?(?:问题|任务)$"
)
WIDEST: Final = 300


@dataclass(frozen=True)
class Named:
    """Problems that a sentence names by their numbers, and the status that it states of them."""

    low: int
    high: int
    said: StatedStatus | None
    printed: str


def spread(node: Node, item: ReadItem) -> list[ReadItem]:
    """A problem that is printed under several numbers at once, as one item for each number."""
    if node.until is None or node.number is None:
        return [item]
    flag = f"原文把第{node.number}至{node.until}项合并表述。"
    numbers = range(node.number, node.until + 1)
    return [item.model_copy(update={"number": value, "flags": (*item.flags, flag)}) for value in numbers]


def apply(items: list[ReadItem], texts: list[str]) -> list[ReadItem]:
    """Give items the status that a range states of them; where nothing is itemised, a range stands for its items."""
    named = [entry for text in texts for entry in _named(text)]
    if not items:
        return _stand_in(named)
    known = {value: entry.said for entry in named if entry.said for value in range(entry.low, entry.high + 1)}
    return [
        item.model_copy(update={"status": known[item.number]}) if item.status is None and item.number in known else item
        for item in items
    ]


def _named(text: str) -> list[Named]:
    """Each range of a text with the status that the words behind it state."""
    return [entry for sentence in re.split(r"[。;]", text) for entry in _in_sentence(sentence)]


def _in_sentence(sentence: str) -> list[Named]:
    found = [match for match in RANGE.finditer(sentence) if NAMES.search(match[0])]
    ends = [match.start() for match in found[1:]] + [len(sentence)]
    return [
        Named(
            int(match[1]),
            int(match[2] or match[1]),
            statuses.stated([f"该问题{sentence[match.end() : end]}"]),
            match[0],
        )
        for match, end in zip(found, ends[: len(found)], strict=True)
        if 0 < int(match[1]) <= int(match[2] or match[1]) <= WIDEST
    ]


def _stand_in(named: list[Named]) -> list[ReadItem]:
    items: dict[int, ReadItem] = {}
    for entry in named:
        for value in range(entry.low, entry.high + 1):
            flag = f"原文只以“{entry.printed}”列出，没有逐项写明问题内容。"
            items.setdefault(value, ReadItem(number=value, title=f"第{value}号问题", status=entry.said, flags=(flag,)))
    return [items[value] for value in sorted(items)]
