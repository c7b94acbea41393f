"""Declared counts beside itemised ones: every difference as a sentence with both numbers."""

from collections import Counter

from gateway.documents.counts import Counts
from schemas.intake import ReadItem, StatedStatus

UNITS = ((StatedStatus.DONE, "done", "已完成整改"), (StatedStatus.BASICALLY_DONE, "basically_done", "基本完成"))


def mismatches(counts: Counts, items: list[ReadItem], clues: list[ReadItem]) -> list[str]:
    """Every difference between what is declared and what is itemised, and every gap in the numbers."""
    found = [*_total(counts, items), *_sum(counts), *_statuses(counts, items), *numbering(items)]
    declared = counts.declared.clues
    if declared is not None and clues and declared != len(clues):
        found.append(f"声明移交问题线索{declared}件，逐件列出{len(clues)}件。")
    return found


def numbering(items: list[ReadItem]) -> list[str]:
    """Missing and doubled numbers: over the whole document where numbers run on, else group by group."""
    numbered = [item for item in items if item.number is not None]
    if len(numbered) < 2:
        return []
    restarts = sum(1 for item in numbered if item.number == 1) > 1
    if not restarts:
        return _gaps([item.number or 0 for item in numbered], "", whole=True)
    return [sentence for group, numbers in _lists(numbered) for sentence in _gaps(numbers, group)]


def _lists(items: list[ReadItem]) -> list[tuple[str, list[int]]]:
    """The numbers list by list: a new list begins with a new group, or at 1."""
    lists: list[tuple[str, list[int]]] = []
    for item in items:
        group = f"“{item.group}”中" if item.group else ""
        if not lists or lists[-1][0] != group or (item.number == 1 and lists[-1][1][-1] > 1):
            lists.append((group, []))
        lists[-1][1].append(item.number or 0)
    return lists


def _gaps(numbers: list[int], where: str, *, whole: bool = False) -> list[str]:
    first = 1 if whole or (min(numbers) == 2 and len(numbers) > 1) else min(numbers)
    present = set(numbers)
    missing = [value for value in range(first, max(numbers)) if value not in present]
    doubled = [value for value, times in sorted(Counter(numbers).items()) if times > 1]
    sentences = [f"{where}编号缺第{_listed(missing)}项。"] if missing and len(missing) <= 2 * len(numbers) else []
    return sentences + ([f"{where}编号第{_listed(doubled)}项重复。"] if doubled else [])


def _listed(values: list[int]) -> str:
    return "、".join(str(value) for value in values)


def _total(counts: Counts, items: list[ReadItem]) -> list[str]:
    total = counts.declared.total
    if total is None or total == len(items):
        return []
    return [f"声明反馈问题{total}个，逐项列出{len(items)}个，相差{abs(total - len(items))}个。"]


def _sum(counts: Counts) -> list[str]:
    declared = counts.declared
    parts = [declared.done, declared.basically_done, declared.ongoing, counts.lasting, counts.open]
    known = [value for value in parts if value is not None]
    if declared.total is None or not known:
        return []
    added, spoken = sum(known), "+".join(str(value) for value in known)
    if added > declared.total or (added < declared.total and len(known) > 1 and declared.ongoing is not None):
        return [f"声明的各类完成情况({spoken}={added}个)与声明的问题总数{declared.total}个不符。"]
    return []


def _statuses(counts: Counts, items: list[ReadItem]) -> list[str]:
    """Stated statuses against declared ones; items that state none may stand for any."""
    silent = sum(1 for item in items if item.status is None)
    stated = Counter(item.status for item in items)
    found = []
    going = stated[StatedStatus.ONGOING]
    going += 0 if counts.lasting is not None else stated[StatedStatus.LONG_TERM]
    going += 0 if counts.open is not None else stated[StatedStatus.NOT_STARTED]
    pairs = [(getattr(counts.declared, name), stated[status], word) for status, name, word in UNITS]
    for declared, itemised, word in [*pairs, (counts.declared.ongoing, going, "正在推进或持续整改")]:
        if declared is not None and len(items) > silent and not itemised <= declared <= itemised + silent:
            found.append(f"声明{word}{declared}个，逐项写明{itemised}个。")
    return found
