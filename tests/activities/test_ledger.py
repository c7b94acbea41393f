"""What the deed of writing promises a story."""

import pytest
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from activities.ledger import LedgerDeeds
from rules.chain import ChainBroken, FactsMissing
from schemas.entries import Batch
from schemas.values import CaseId
from tests.ledger.lives import Life


class Book:
    """A ledger that takes everything, or fails as it is told."""

    def __init__(self, failure: Exception | None = None) -> None:
        self.failure = failure
        self.number = 0

    async def last(self, _: CaseId) -> int:
        return self.number

    async def append(self, batch: Batch) -> int:
        if self.failure:
            raise self.failure
        if batch.entries[0].number > self.number + 1:
            raise FactsMissing
        self.number = batch.entries[-1].number
        return self.number


async def test_it_returns_how_far_the_case_is_written() -> None:
    life = Life().wait(40)

    assert await _written(Book(), life) == len(life.entries)


async def test_where_facts_before_it_are_missing_it_writes_nothing_and_says_from_where_on() -> None:
    life = Life().wait(40)
    book = Book()

    assert await ActivityEnvironment().run(LedgerDeeds(book).write_facts, life.batch(3)) == 0
    assert book.number == 0


async def test_facts_that_do_not_follow_are_refused_for_good() -> None:
    with pytest.raises(ApplicationError, match="another fact 3") as refused:
        await _written(Book(ChainBroken("another fact 3 stands in the ledger")), Life())

    assert (refused.value.type, refused.value.non_retryable) == ("ChainBroken", True)


async def test_a_ledger_that_is_away_is_tried_again() -> None:
    with pytest.raises(ConnectionRefusedError):
        await _written(Book(ConnectionRefusedError()), Life())


async def _written(book: Book, life: Life) -> int:
    return await ActivityEnvironment().run(LedgerDeeds(book).write_facts, life.batch())
