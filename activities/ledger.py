"""The deed of writing facts into the ledger."""

from typing import Protocol

from temporalio import activity
from temporalio.exceptions import ApplicationError

from rules.chain import ChainBroken, FactsMissing
from schemas.entries import Batch
from schemas.values import CaseId


class Book(Protocol):
    """What the deed needs of the ledger."""

    async def last(self, case_id: CaseId) -> int:
        """Return the number of a case's last fact; 0 where it has none."""
        ...

    async def append(self, batch: Batch) -> int:
        """Write a batch exactly once and return the number of its last fact; FactsMissing where some before it are."""
        ...


class LedgerDeeds:
    """What a story asks of the ledger."""

    def __init__(self, book: Book) -> None:
        self._book = book

    @activity.defn(name="write_facts")
    async def write_facts(self, batch: Batch) -> int:
        """Return the number up to which the case's facts are in the ledger now; tried again until the ledger answers.

        Where facts before the batch are missing, nothing is written, and the number tells which. Only facts that
        contradict what is recorded are refused for good: no waiting makes them fit.
        """
        try:
            return await self._book.append(batch)
        except FactsMissing:
            return await self._book.last(batch.case_id)
        except ChainBroken as broken:
            raise ApplicationError(str(broken), type="ChainBroken", non_retryable=True) from broken
