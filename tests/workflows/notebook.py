"""A ledger in memory for stories: it keeps what a real one keeps, refuses a broken chain, and can be away."""

import asyncio

from rules.cases import resume_fold
from rules.chain import FactsMissing
from schemas.case import Case
from schemas.entries import Batch, Entry
from schemas.values import CaseId


class Notebook:
    """Takes each fact exactly once and in order; `away` makes it fail like a server that is down."""

    def __init__(self) -> None:
        self.entries: dict[str, list[Entry]] = {}
        self.cases: dict[str, Case] = {}
        self.away = asyncio.Event()
        self.failures = 0

    async def last(self, case_id: CaseId) -> int:
        self._demand()
        return len(self.entries.get(case_id, []))

    async def append(self, batch: Batch) -> int:
        self._demand()
        written = self.entries.setdefault(batch.case_id, [])
        if batch.entries[0].number > len(written) + 1:
            raise FactsMissing
        for entry in batch.entries:
            if entry.number <= len(written):
                assert written[entry.number - 1] == entry, "a fact changed after it was written"
                continue
            self.cases[batch.case_id] = resume_fold(self.cases.get(batch.case_id), entry)
            written.append(entry)
        return len(written)

    def _demand(self) -> None:
        if self.away.is_set():
            self.failures += 1
            raise ConnectionRefusedError("the ledger is away")

    def kinds(self, case_id: str) -> list[str]:
        return [entry.fact.kind for entry in self.entries.get(case_id, [])]
