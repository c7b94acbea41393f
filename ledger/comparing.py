"""How stored facts are compared with those that happened, and with their own chain."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from ledger.findings import Finding, cut_off, deleted, edited, inserted, missing_case, reordered
from ledger.rows import FactRow, entry_of, fact_row
from rules.chain import ChainBroken, check_link
from schemas.entries import Entry
from schemas.values import CaseId, ChainHead


class Told(NamedTuple):
    """What Temporal tells of a case: the entries recomputed from its histories, of which the earliest may be gone."""

    case_id: CaseId
    entries: tuple[Entry, ...] | None  # None: no history is left
    head: ChainHead | None = None  # of the living case, where its history is gone or starts later
    was_reset: bool = False  # somebody has reset its workflow, so that facts may have been done again
    trouble: str | None = None  # why its history can't be told again


def compare(told: Told, stored: Sequence[FactRow]) -> list[Finding]:
    """Return what differs between the facts that happened and those that the ledger holds."""
    if not told.entries:
        return [*inspect(stored), *_against_head(told, stored)]
    first = told.entries[0].number
    expected = [fact_row(entry) for entry in told.entries]
    before = [row for row in stored if row.number < first]
    if not stored:
        return [missing_case(told.case_id)]
    after = [row for row in stored if row.number >= first]
    return [*_before(told.case_id, before, told.entries[0]), *_side_by_side(told.case_id, expected, after)]


def first_other(told: Sequence[Entry], stored: Sequence[Entry | FactRow]) -> int | None:
    """Return the number of the first fact that is told otherwise than it is stored, or that follows another one."""
    hashes = {entry.number: entry.hash for entry in stored} | {0: ChainHead().hash}
    for entry in told:
        follows = hashes.get(entry.number - 1, entry.previous)
        if (hashes.get(entry.number, entry.hash), follows) != (entry.hash, entry.previous):
            return entry.number
    return None


def inspect(stored: Sequence[FactRow]) -> list[Finding]:
    """Return where a chain does not hold by itself; a tail that is cut off cleanly does not show here."""
    found = []
    head = ChainHead()
    for row in stored:
        case_id = CaseId(row.case_id)
        found += [deleted(case_id, number) for number in range(head.number + 1, row.number)]
        # After a gap the hash before is unknown, so the fact's own word is taken for it.
        known = head if row.number == head.number + 1 else ChainHead(number=row.number - 1, hash=row.previous)
        if not _follows(known, row):
            found.append(edited(case_id, row.number))
        head = ChainHead(number=row.number, hash=row.hash)
    return found


def _follows(head: ChainHead, row: FactRow) -> bool:
    try:
        entry = entry_of(row)
        check_link(head, entry)
    except (ValueError, ChainBroken):
        return False
    return fact_row(entry) == row


def _against_head(told: Told, stored: Sequence[FactRow]) -> list[Finding]:
    """Prove an archive whose histories are gone by the head that the living case carries."""
    if told.head is None or told.head.number == 0:
        return []
    if not stored:
        return [missing_case(told.case_id)]
    if stored[-1].number < told.head.number:
        return [cut_off(told.case_id, stored[-1].number + 1, told.head.number)]
    at_head = [row for row in stored if row.number == told.head.number]
    return [edited(told.case_id, row.number) for row in at_head if row.hash != told.head.hash]


def _before(case_id: CaseId, before: Sequence[FactRow], first: Entry) -> list[Finding]:
    """Prove the facts whose history is gone by the first that is left: its hash covers them all."""
    found = inspect(before)
    last = before[-1].number if before else 0
    if last < first.number - 1:
        found += [deleted(case_id, number) for number in range(last + 1, first.number)]
    elif before and before[-1].hash != first.previous:
        found.append(edited(case_id, last))
    return found


def _side_by_side(case_id: CaseId, told: Sequence[FactRow], stored: Sequence[FactRow]) -> list[Finding]:
    matcher = SequenceMatcher(None, list(map(_content, told)), list(map(_content, stored)), autojunk=False)
    steps = [step for step in matcher.get_opcodes() if step[0] != "equal"]
    moved = dict(_moved(told, stored, steps))
    found = [reordered(case_id, number, stands_at) for number, stands_at in moved.items()]
    for _, a, b, c, d in steps:
        gone = [row.number for row in told[a:b] if row.number not in moved]
        new = [row.number for row in stored[c:d] if row.number not in moved.values()]
        if gone and not new and b == len(told) and d == len(stored):
            found.append(cut_off(case_id, gone[0], gone[-1]))
            continue
        common = min(len(gone), len(new))
        found += [edited(case_id, number) for number in new[:common]]
        found += [deleted(case_id, number) for number in gone[common:]]
        found += [inserted(case_id, number) for number in new[common:]]
    return found or _places(case_id, told, stored)


def _moved(
    told: Sequence[FactRow], stored: Sequence[FactRow], steps: Sequence[tuple[str, int, int, int, int]]
) -> Iterator[tuple[int, int]]:
    """Pair facts that are gone from one place and stand in another."""
    elsewhere = {_content(row): row.number for _, _, _, c, d in steps for row in stored[c:d]}
    for _, a, b, _, _ in steps:
        for row in told[a:b]:
            if (stands_at := elsewhere.pop(_content(row), None)) is not None:
                yield row.number, stands_at


def _places(case_id: CaseId, told: Sequence[FactRow], stored: Sequence[FactRow]) -> list[Finding]:
    """Return the facts whose content is right, but not their number or hash."""
    return [edited(case_id, right.number) for right, row in zip(told, stored, strict=True) if right != row]


def _content(row: FactRow) -> tuple[object, ...]:
    return row.at, row.kind, row.command_id, row.asked, row.fact
