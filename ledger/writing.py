"""One transaction of the ledger: several batches checked, folded and written together."""

from collections.abc import Sequence

from ledger import statements
from ledger.connection import Connection
from ledger.page import Page
from ledger.recent import Recent
from ledger.registry import register_opened
from ledger.rows import case_of, case_row, duty_rows, fact_row
from schemas.case import Case
from schemas.entries import Batch
from schemas.values import CaseId

Outcome = int | Exception


async def write(connection: Connection, batches: Sequence[Batch], recent: Recent) -> list[Outcome]:
    """Write what is new in some batches in one transaction; say of each how far it is in the ledger, or why not."""
    async with connection.transaction():
        page = await _open(connection, batches, recent)
        outcomes = [_take(page, batch) for batch in batches]
        if page.added:
            await _write(connection, page)
    for case in page.changed:
        recent.put(page.before.get(case.id), case)
    return outcomes


def _take(page: Page, batch: Batch) -> Outcome:
    try:
        return page.take(batch)
    except Exception as error:  # noqa: BLE001 - whatever is wrong with one batch, the others go on
        return error


async def _open(connection: Connection, batches: Sequence[Batch], recent: Recent) -> Page:
    ids = sorted({batch.case_id for batch in batches})
    before: dict[CaseId, Case] = {}
    spoiled: set[CaseId] = set()
    for case_id, head, first_fact, state in await connection.fetch(statements.LOCK_CASES, ids, recent.hashes()):
        case = recent.get(head) or _read(first_fact, state)
        if case and case.id == case_id and case.head.hash == head:
            before[case_id] = case
        else:
            spoiled.add(case_id)
    return Page(before, spoiled, await _stored_hashes(connection, before, batches))


def _read(first_fact: str | None, state: str) -> Case | None:
    try:
        return case_of(first_fact or "{}", state)
    except ValueError:
        return None


async def _stored_hashes(
    connection: Connection, before: dict[CaseId, Case], batches: Sequence[Batch]
) -> dict[tuple[CaseId, int], str]:
    repeated = [
        (entry.case_id, entry.number)
        for batch in batches
        if batch.case_id in before
        for entry in batch.entries
        if entry.number <= before[batch.case_id].head.number
    ]
    if not repeated:
        return {}
    ids, numbers = zip(*repeated, strict=True)
    found = await connection.fetch(statements.HASHES_OF, ids, numbers)
    return {(row["case_id"], row["number"]): row["hash"] for row in found}


async def _write(connection: Connection, page: Page) -> None:
    # Sorted, so that two workers who open the same new cases wait for each other in one order.
    await connection.executemany(statements.ADD_FACT, sorted(map(fact_row, page.added)))
    await connection.executemany(statements.PUT_CASE, map(case_row, page.changed))
    await register_opened(connection, [case for case in page.changed if case.id not in page.before])
    await _write_duties(connection, page)


async def _write_duties(connection: Connection, page: Page) -> None:
    gone, put = [], []
    for case in page.changed:
        before = page.before.get(case.id)
        old = {row.id: row for row in duty_rows(before)} if before else {}
        new = {row.id: row for row in duty_rows(case)}
        gone += [(case.id, duty) for duty in old if duty not in new]
        put += [row for duty, row in new.items() if old.get(duty) != row]
    if gone:
        await connection.executemany(statements.DROP_DUTY, gone)
    if put:
        await connection.executemany(statements.PUT_DUTY, put)
