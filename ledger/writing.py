"""One transaction of the ledger: several batches checked, folded and written together."""

from collections import OrderedDict
from collections.abc import Sequence
from typing import Final

import asyncpg

from ledger import statements
from ledger.registry import register_opened
from ledger.rows import case_row, duty_rows, fact_row
from rules.cases import resume_fold
from rules.chain import ChainBroken
from schemas.case import Case
from schemas.facts import Batch, Entry
from schemas.values import CaseId

Outcome = int | Exception


class FactsMissing(Exception):  # noqa: N818 - trouble: the facts in between are on their way, or the ledger was cut
    """Facts before these are not in the ledger yet; try again, and if that does not help run `bihuan rebuild`."""


class StateSpoiled(Exception):  # noqa: N818 - trouble: the facts are still to come, the ledger has to be mended
    """The ledger's state of this case is not what its facts say; run `bihuan rebuild`."""


class Recent:
    """The latest cases by the hash of their head, so that a busy case is not read back before each append."""

    MOST: Final = 200

    def __init__(self) -> None:
        self._cases: OrderedDict[str, Case] = OrderedDict()

    def hashes(self) -> list[str]:
        """Return the heads of the cases that are here."""
        return list(self._cases)

    def get(self, head: str) -> Case | None:
        """Return the case with this head."""
        return self._cases.get(head)

    def put(self, before: Case | None, case: Case) -> None:
        """Put a case in place of its earlier self; the longest unused goes."""
        if before is not None:
            self._cases.pop(before.head.hash, None)
        self._cases[case.head.hash] = case
        if len(self._cases) > self.MOST:
            self._cases.popitem(last=False)


class Page:
    """The cases of one transaction: as they were, and as the batches leave them."""

    def __init__(self, before: dict[CaseId, Case], spoiled: set[CaseId], hashes: dict[tuple[CaseId, int], str]) -> None:
        self.before = before
        self.after = dict(before)
        self.added: list[Entry] = []
        self._spoiled = spoiled
        self._hashes = hashes

    def take(self, batch: Batch) -> int:
        """Fold what is new in a batch; facts that are there already are left, and others in their place refused."""
        if batch.case_id in self._spoiled:
            raise StateSpoiled(f"{batch.case_id}: its state in the ledger is spoiled; run `bihuan rebuild`")
        case = self.after.get(batch.case_id)
        fresh = []
        for entry in batch.entries:
            if entry.case_id != batch.case_id:
                raise ChainBroken(f"{batch.case_id}: a fact of {entry.case_id} in its batch")
            if case is not None and entry.number <= case.head.number:
                self._compare(entry)
                continue
            if entry.number > (case.head.number if case else 0) + 1:
                raise FactsMissing(f"{entry.case_id}: fact {entry.number} came before the facts that precede it")
            case = resume_fold(case, entry)
            fresh.append(entry)
        self._keep(case, fresh)
        return batch.entries[-1].number

    def _compare(self, entry: Entry) -> None:
        stored = self._hashes.get((entry.case_id, entry.number))
        if stored is None:
            raise FactsMissing(f"{entry.case_id}: fact {entry.number} is gone from the ledger")
        if stored != entry.hash:
            raise ChainBroken(f"{entry.case_id}: another fact {entry.number} stands in the ledger")

    def _keep(self, case: Case | None, fresh: list[Entry]) -> None:
        if case is None:
            return
        self.after[case.id] = case
        self.added += fresh
        self._hashes |= {(entry.case_id, entry.number): entry.hash for entry in fresh}

    @property
    def changed(self) -> list[Case]:
        """Return the cases that got new facts, by id."""
        return sorted((c for c in self.after.values() if self.before.get(c.id) is not c), key=lambda case: case.id)


async def write(connection: asyncpg.Connection, batches: Sequence[Batch], recent: Recent) -> list[Outcome]:
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


async def _open(connection: asyncpg.Connection, batches: Sequence[Batch], recent: Recent) -> Page:
    ids = sorted({batch.case_id for batch in batches})
    before: dict[CaseId, Case] = {}
    spoiled: set[CaseId] = set()
    for case_id, head, state in await connection.fetch(statements.LOCK_CASES, ids, recent.hashes()):
        case = recent.get(head) or _read(state)
        if case and case.id == case_id and case.head.hash == head:
            before[case_id] = case
        else:
            spoiled.add(case_id)
    return Page(before, spoiled, await _stored_hashes(connection, before, batches))


def _read(state: str) -> Case | None:
    try:
        return Case.model_validate_json(state)
    except ValueError:
        return None


async def _stored_hashes(
    connection: asyncpg.Connection, before: dict[CaseId, Case], batches: Sequence[Batch]
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


async def _write(connection: asyncpg.Connection, page: Page) -> None:
    # Sorted, so that two workers who open the same new cases wait for each other in one order.
    await connection.executemany(statements.ADD_FACT, sorted(map(fact_row, page.added)))
    await connection.executemany(statements.PUT_CASE, map(case_row, page.changed))
    await register_opened(connection, [case for case in page.changed if case.id not in page.before])
    await _write_duties(connection, page)


async def _write_duties(connection: asyncpg.Connection, page: Page) -> None:
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
