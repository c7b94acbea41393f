"""Problems that a text names by a range of numbers: 1—20号问题, 第3至5项."""

import re
from typing import Final

from schemas.intake import ReadItem

from gateway.documents import statuses
from gateway.documents.outline import Node

RANGE: Final = re.compile(r"第?\s*(\d{1,3})\s*(?:号|项|个|条)?\s*(?:[-—–~―]{1,2}|至|到)\s*第?\s*(\d{1,3})\s*(?:号|项|个|条)(?:反馈|具体|整改)?(?:问题|任务|事项)?")
SINGLE: Final = re.compile(r"第?\s*(\d{1,3})\s*(?:号|项|个|条)(?:反馈|具体|整改)?(?:问题|任务|事项)")
WIDEST: Final = 300


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
    known = {value: said for low, high, said, _ in named if said for value in range(low, high + 1)}
    return [
        item.model_copy(update={"status": known[item.number]}) if item.status is None and item.number in known else item
        for item in items
    ]


def _named(text: str) -> list[tuple[int, int, "statuses.StatedStatus | None", str]]:
    found = []
    for sentence in re.split(r"[。;]", text):
        taken = [(int(match[1]), int(match[2]), match.span()) for match in RANGE.finditer(sentence)]
        spans = [span for *_, span in taken]
        taken += [
            (int(match[1]), int(match[1]), match.span())
            for match in SINGLE.finditer(sentence)
            if re.search("号", match[0]) and not any(start <= match.start() < end for start, end in spans)
        ]
        said = statuses.stated([sentence[max((end for *_, (_, end) in taken), default=0) :]])
        found += [(low, high, said, sentence.strip()) for low, high, _ in taken if 0 < low <= high <= WIDEST and re.search("问题|任务|事项|号", sentence)]
    return found


def _stand_in(named: "list[tuple[int, int, statuses.StatedStatus | None, str]]") -> list[ReadItem]:
    items: dict[int, ReadItem] = {}
    for low, high, said, sentence in named:
        for value in range(low, high + 1):
            flag = f"原文只以“{low}至{high}号”的范围列出,没有逐项写明问题内容。"
            items.setdefault(value, ReadItem(number=value, title=f"第{value}号问题", body=sentence, status=said, flags=(flag,)))
    return [items[value] for value in sorted(items)]
