"""The deed of writing facts into the ledger."""

from typing import Protocol

from temporalio import activity
from temporalio.exceptions import ApplicationError

from rules.chain import ChainBroken
from schemas.facts import Batch


class Book(Protocol):
    """What the deed needs of the ledger."""

    async def append(self, batch: Batch) -> int:
        """Write a batch exactly once and return the number of its last fact."""
        ...


class LedgerDeeds:
    """What a story asks of the ledger."""

    def __init__(self, book: Book) -> None:
        self._book = book

    @activity.defn(name="write_facts")
    async def write_facts(self, batch: Batch) -> int:
        """Return the number up to which the case's facts are in the ledger now; tried again until the ledger answers.

        Only facts that don't follow what is recorded are refused for good: no waiting makes them fit.
        """
        try:
            return await self._book.append(batch)
        except ChainBroken as broken:
            raise ApplicationError(str(broken), type="ChainBroken", non_retryable=True) from broken
