"""The ledger refilled from Temporal's histories, in one transaction: whatever stops it leaves the old ledger."""

from collections.abc import AsyncIterable, Iterable
from itertools import pairwise
from typing import Final

import asyncpg

from ledger.chunks import CASES_AT_ONCE, in_chunks
from ledger.comparing import inspect
from ledger.connection import Connection
from ledger.registry import forget_items, register_opened
from ledger.rows import CaseRow, DutyRow, FactRow, case_row, duty_rows, entry_of, fact_row
from ledger.shelf import all_ids, take_down
from rules.cases import fold
from schemas.case import Case
from schemas.entries import Entry
from schemas.values import CaseId, Record
from schemas.words import Refusal, text

# In the order in which an append takes them, so that the two wait for each other and never in a ring. Readers go on.
LOCK: Final = "LOCK TABLE cases, facts, duties, campaigns, items IN EXCLUSIVE MODE"


class Rebuilt(Record):
    """What became of each case in a rebuild."""

    refilled: tuple[CaseId, ...]
    kept: tuple[CaseId, ...]  # no history is left; what the old ledger held is sound and stays
    dropped: tuple[CaseId, ...]  # no history is left, and what the old ledger held was broken


class Irreplaceable(Refusal):
    """Some cases are broken in the ledger and have no history to refill them from."""


async def rebuild(dsn: str, told: AsyncIterable[tuple[Entry, ...]], *, drop_broken: bool = False) -> Rebuilt:
    """Empty the ledger and refill it from the entries of each case; run by its owner, while readers see the old one.

    A history whose earliest facts are gone is continued from the old ledger, and a case without history is kept from
    there, where the chain holds. Where it does not, or what is told is no chain, Irreplaceable, and nothing is changed;
    with `drop_broken` such cases go. Rosters, campaigns' titles and items without a case are no facts and stay.
    """
    connection = await asyncpg.connect(dsn)
    try:
        async with connection.transaction():
            return await _rebuild(connection, told, drop_broken=drop_broken)
    finally:
        await connection.close()


async def _rebuild(connection: Connection, told: AsyncIterable[tuple[Entry, ...]], *, drop_broken: bool) -> Rebuilt:
    await connection.execute(LOCK)
    await connection.execute("SET LOCAL bihuan.rebuilding = 'on'; DELETE FROM duties; DELETE FROM cases")
    left = set(await all_ids(connection))
    refilled: list[CaseId] = []
    broken: list[CaseId] = []
    async for some in in_chunks(told):
        sound = await _completed(connection, some)
        await _refill(connection, sound)
        refilled += [facts[0].case_id for facts in sound]
        broken += sorted({facts[0].case_id for facts in some} - {facts[0].case_id for facts in sound})
        left -= {facts[0].case_id for facts in some}
    kept, unsound = await _keep(connection, sorted(left))
    broken = sorted({*broken, *unsound})
    if broken and not drop_broken:
        raise _irreplaceable(broken)
    await connection.execute("DELETE FROM facts WHERE case_id = ANY ($1)", broken)
    return Rebuilt(refilled=tuple(sorted(refilled)), kept=tuple(kept), dropped=tuple(broken))


async def _completed(connection: Connection, some: list[tuple[Entry, ...]]) -> list[list[Entry]]:
    """Put the facts whose history is gone before those that are told; leave out cases where the facts don't fit."""
    later = [entries[0].case_id for entries in some if entries[0].number > 1]
    shelves = await take_down(connection, later)
    sound = []
    for entries in some:
        first = entries[0]
        before = [row for row in shelves[first.case_id].facts if row.number < first.number] if first.number > 1 else []
        if _leads_to(before, first) and _hangs_together(entries):
            sound.append([*map(entry_of, before), *entries])
    return sound


def _hangs_together(entries: tuple[Entry, ...]) -> bool:
    """Say whether each fact follows the one before it; where a run was told otherwise than it was written, none does."""
    return all(after.previous == before.hash for before, after in pairwise(entries))


def _leads_to(before: list[FactRow], first: Entry) -> bool:
    if first.number == 1:
        return True
    whole = len(before) == first.number - 1 and not inspect(before)
    return whole and before[-1].hash == first.previous


async def _refill(connection: Connection, histories: list[list[Entry]]) -> None:
    cases = [fold(entries) for entries in histories]
    await connection.execute("DELETE FROM facts WHERE case_id = ANY ($1)", [case.id for case in cases])
    await _copy(connection, "facts", FactRow, [fact_row(entry) for entries in histories for entry in entries])
    await _derive(connection, cases)


async def _keep(connection: Connection, case_ids: list[CaseId]) -> tuple[list[CaseId], list[CaseId]]:
    """Derive what can be derived from the old ledger's own facts; return the sound cases and the broken ones."""
    kept: list[CaseId] = []
    broken: list[CaseId] = []
    for start in range(0, len(case_ids), CASES_AT_ONCE):
        shelves = await take_down(connection, case_ids[start : start + CASES_AT_ONCE])
        sound = {case_id: shelf.facts for case_id, shelf in shelves.items() if not inspect(shelf.facts)}
        await _derive(connection, [fold(map(entry_of, facts)) for facts in sound.values()])
        kept += sound
        broken += shelves.keys() - sound.keys()
    return kept, broken


async def _derive(connection: Connection, cases: list[Case]) -> None:
    """Write what follows from the facts: state, duties, registration."""
    await _copy(connection, "cases", CaseRow, map(case_row, cases))
    await _copy(connection, "duties", DutyRow, (row for case in cases for row in duty_rows(case)))
    await forget_items(connection, cases)
    await register_opened(connection, cases)


async def _copy(
    connection: Connection,
    table: str,
    row: type[FactRow | CaseRow | DutyRow],
    rows: Iterable[FactRow | CaseRow | DutyRow],
) -> None:
    await connection.copy_records_to_table(table, records=rows, columns=row._fields)


def _irreplaceable(broken: list[CaseId]) -> Irreplaceable:
    named = "、".join(broken)
    return Irreplaceable(
        text(
            f"以下事项在台账中已损坏，Temporal 中又没有可用的历史，重建无法补回：{named}。台账未作任何改动。"
            "请先从备份恢复这些事项，或明确同意舍弃它们后再重建。",
            f"These cases are broken in the ledger and Temporal has no history to refill them: {', '.join(broken)}. "
            "Nothing was changed. Restore them from a backup first, or rebuild again and agree to drop them.",
        )
    )
