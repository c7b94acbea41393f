"""Whether the ledger still says what happened: by Temporal's histories, by its own chain, by its fold."""

import asyncio
from collections.abc import AsyncIterable, Iterable, Iterator
from typing import Final

import asyncpg

from ledger.chunks import CASES_AT_ONCE, in_chunks
from ledger.comparing import Told, compare, first_other, inspect
from ledger.connection import Connection
from ledger.findings import (
    Finding,
    FindingKind,
    lost,
    missing_case,
    reset,
    unreadable,
    unwitnessed,
    wrong_duties,
    wrong_registry,
    wrong_state,
)
from ledger.rows import CaseRow, DutyRow, case_row, duty_rows, entry_of, item_row
from ledger.shelf import Shelf, all_ids, take_down
from rules.cases import fold
from schemas.values import CaseId

# What a fact may look like that was written while the histories were read.
MAY_BE_LATE: Final = frozenset({FindingKind.CUT_OFF, FindingKind.MISSING_CASE})

# Seconds, in one verification: a worker's scribe takes a fact to the ledger some tenths of a second after it is on record.
PAUSES: Final = (0.2, 0.3, 0.5, 1.0, 2.0)


async def verify(pool: asyncpg.Pool, told: AsyncIterable[Told]) -> list[Finding]:
    """Return all that differs from what Temporal tells; an edited, inserted, deleted or reordered fact, a cut-off tail
    and a missing case are found, and a state, duty or registration that its facts don't tell. Nothing is written.
    """
    # The ledger is looked at as it was before the first history is read, so that a fact of this moment is no finding.
    async with pool.acquire() as connection, connection.transaction(isolation="repeatable_read", readonly=True):
        left = set(await all_ids(connection))
        found: list[Finding] = []
        pauses = iter(PAUSES)
        async for some in in_chunks(told):
            found += await _after_more_looks(pool, some, await _check_told(connection, some), pauses)
            left -= {case.case_id for case in some}
        return [*found, *await _check_alone(connection, sorted(left))]


async def _check_told(connection: Connection, some: list[Told]) -> list[Finding]:
    shelves = await take_down(connection, [told.case_id for told in some])
    found = []
    for told in some:
        shelf = shelves[told.case_id]
        facts = _by_a_reset(told, shelf) or compare(told, shelf.facts)
        found += facts or _check_derived(told.case_id, shelf)
        if told.trouble:
            found.append(unreadable(told.case_id, told.trouble))
        elif not facts and told.entries is None and told.head is None:
            found.append(unwitnessed(told.case_id))
    return found


def _by_a_reset(told: Told, shelf: Shelf) -> list[Finding]:
    """Say where a reset workflow leaves the ledger, which told nothing wrong: nobody has tampered with it."""
    if not told.was_reset or not told.entries or inspect(shelf.facts):
        return []
    number = first_other(told.entries, shelf.facts)
    return [reset(told.case_id, number)] if number else []


async def _after_more_looks(
    pool: asyncpg.Pool, some: list[Told], found: list[Finding], pauses: Iterator[float]
) -> list[Finding]:
    """Leave out what was only late: facts that reached the ledger after the first look, or do while one waits a bit."""
    by_case = {case_id: [one for one in found if one.case_id == case_id] for case_id in {one.case_id for one in found}}
    late = [told for told in some if {one.kind for one in by_case.get(told.case_id, [])} & MAY_BE_LATE]
    sound: set[CaseId] = set()
    while late:
        async with pool.acquire() as connection, connection.transaction(isolation="repeatable_read", readonly=True):
            shelves = await take_down(connection, [told.case_id for told in late])
        sound |= {told.case_id for told in late if _has_caught_up(told, shelves[told.case_id])}
        late = [told for told in late if told.case_id not in sound]
        if not late or (pause := next(pauses, None)) is None:
            break
        await asyncio.sleep(pause)
    return [one for one in found if one.case_id not in sound]


def _has_caught_up(told: Told, shelf: Shelf) -> bool:
    """Say whether all that is told is there now; what came still later is not told of yet."""
    last = told.entries[-1].number if told.entries else 0
    return not (
        compare(told, [row for row in shelf.facts if row.number <= last]) or _check_derived(told.case_id, shelf)
    )


async def _check_alone(connection: Connection, case_ids: list[CaseId]) -> list[Finding]:
    """Check cases that Temporal does not know: a closed one may be that old, an open one may not."""
    found = []
    for start in range(0, len(case_ids), CASES_AT_ONCE):
        shelves = await take_down(connection, case_ids[start : start + CASES_AT_ONCE])
        for case_id, shelf in shelves.items():
            found += inspect(shelf.facts) or _check_derived(case_id, shelf) or [_lonely(case_id, shelf)]
    return found


def _lonely(case_id: CaseId, shelf: Shelf) -> Finding:
    return unwitnessed(case_id) if all(case.outcome for case in shelf.cases) else lost(case_id)


def _check_derived(case_id: CaseId, shelf: Shelf) -> list[Finding]:
    """Compare what lists show with what the facts tell, once the facts are known to be sound."""
    if not shelf.facts:
        return [missing_case(case_id)] if shelf.cases else []
    case = fold(map(entry_of, shelf.facts))
    found = []
    if columns := _differing_columns(case_row(case), shelf.cases):
        found.append(wrong_state(case_id, columns))
    if duties := _differing_duties(duty_rows(case), shelf.duties):
        found.append(wrong_duties(case_id, duties))
    if shelf.items != [item_row(case)]:
        found.append(wrong_registry(case_id))
    return found


def _differing_columns(right: CaseRow, stored: list[CaseRow]) -> list[str]:
    if len(stored) != 1:
        return ["-"]
    return [column for column in CaseRow._fields if getattr(right, column) != getattr(stored[0], column)]


def _differing_duties(right: Iterable[DutyRow], stored: Iterable[DutyRow]) -> list[str]:
    told, found = {row.id: row for row in right}, {row.id: row for row in stored}
    return sorted(duty for duty in told.keys() | found.keys() if told.get(duty) != found.get(duty))
