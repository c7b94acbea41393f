"""Facts reach the ledger exactly once and in order."""

import asyncio

import asyncpg
import pytest

from ledger.book import Book
from ledger.reading import history, load_case
from ledger.recent import Recent
from ledger.trouble import StateSpoiled
from ledger.writing import write
from rules.chain import ChainBroken, FactsMissing
from schemas.values import CaseId
from tests.ledger.database import Database
from tests.ledger.lives import Life, batch, planned


async def test_what_was_written_is_read_back_unchanged(book: Book, pool: asyncpg.Pool) -> None:
    life = planned()

    number = await book.append(life.batch())

    assert number == len(life.entries)
    assert await history(pool, life.case.id) == list(life.entries)
    assert await load_case(pool, life.case.id) == life.case


async def test_the_state_follows_fact_by_fact(book: Book, pool: asyncpg.Pool) -> None:
    life = planned()

    for entry in life.entries:
        await book.append(batch([entry]))

    assert await load_case(pool, life.case.id) == life.case


async def test_a_worker_that_has_just_started_continues_from_the_stored_state(pool: asyncpg.Pool) -> None:
    life = planned()

    for entry in life.entries:
        await Book(pool).append(batch([entry]))

    assert await load_case(pool, life.case.id) == life.case


async def test_a_batch_that_comes_twice_is_written_once(book: Book, pool: asyncpg.Pool) -> None:
    life = planned()

    assert await book.append(life.batch()) == await book.append(life.batch())

    assert await history(pool, life.case.id) == list(life.entries)


async def test_a_batch_that_is_partly_there_adds_the_rest(book: Book, pool: asyncpg.Pool) -> None:
    life = planned()
    await book.append(life.batch(1, 4))

    assert await book.append(life.batch(2)) == len(life.entries)

    assert await history(pool, life.case.id) == list(life.entries)


async def test_an_early_batch_that_comes_late_changes_nothing(book: Book, pool: asyncpg.Pool) -> None:
    life = planned()
    await book.append(life.batch())

    assert await book.append(life.batch(1, 2)) == 2

    assert await load_case(pool, life.case.id) == life.case


async def test_another_fact_in_the_place_of_a_written_one_is_a_fault(book: Book, pool: asyncpg.Pool) -> None:
    life = Life().wait(1)
    other = Life()
    other.case, other.entries, other.now = life.case, life.entries, life.now
    await book.append(life.do("acknowledge", "handler").batch())

    with pytest.raises(ChainBroken, match="another fact 3"):
        await book.append(other.do("leave_note", "leader", text="另一段历史").batch())

    assert await history(pool, life.case.id) == list(life.entries)


async def test_facts_before_which_others_are_missing_wait(book: Book, pool: asyncpg.Pool) -> None:
    life = planned()
    await book.append(life.batch(1, 3))

    with pytest.raises(FactsMissing):
        await book.append(life.batch(5))
    with pytest.raises(FactsMissing):
        await book.append(planned().batch(2))

    assert await history(pool, life.case.id) == list(life.entries[:3])


async def test_a_fact_that_is_not_its_hashs_is_refused(book: Book, pool: asyncpg.Pool) -> None:
    life = planned()
    forged = life.entries[3].model_copy(update={"at": life.now})

    with pytest.raises(ChainBroken):
        await book.append(batch([*life.entries[:3], forged]))

    assert await history(pool, life.case.id) == []


async def test_a_fact_of_another_case_is_refused(book: Book) -> None:
    life = Life()

    with pytest.raises(ChainBroken):
        await book.append(life.batch().model_copy(update={"case_id": CaseId("2026-r3/999")}))


async def test_one_bad_batch_does_not_stop_those_that_come_with_it(book: Book, pool: asyncpg.Pool) -> None:
    good, bad, unstorable = [planned() for _ in range(5)], planned(), Life("坏\0轮次")

    outcomes = await asyncio.gather(
        *(book.append(life.batch(3) if life is bad else life.batch()) for life in (*good, bad, unstorable)),
        return_exceptions=True,
    )

    assert outcomes[:5] == [len(life.entries) for life in good]
    assert [type(outcome) for outcome in outcomes[5:]] == [FactsMissing, asyncpg.CharacterNotInRepertoireError]
    for life in good:
        assert await load_case(pool, life.case.id) == life.case


async def test_two_workers_that_write_the_same_facts_at_once_write_them_once(pool: asyncpg.Pool) -> None:
    lives = [planned() for _ in range(10)]
    books = [Book(pool), Book(pool)]

    await asyncio.gather(
        *(book.append(batch([entry])) for life in lives for entry in life.entries[:1] for book in books),
        *(books[1].append(life.batch(1, 5)) for life in reversed(lives)),
    )
    await asyncio.gather(*(book.append(life.batch(4)) for book in books for life in lives))

    for life in lives:
        assert await history(pool, life.case.id) == list(life.entries)
        assert await load_case(pool, life.case.id) == life.case


async def test_an_append_waits_for_another_connection_that_writes_the_case(
    book: Book, database: Database, pool: asyncpg.Pool
) -> None:
    life = planned()
    await book.append(life.batch(1, 3))
    other = await asyncpg.connect(database.app)

    async with other.transaction():
        await other.execute("SELECT 1 FROM cases WHERE case_id = $1 FOR UPDATE", life.case.id)
        waiting = asyncio.create_task(book.append(life.batch(4)))
        while not await pool.fetchval("SELECT true FROM pg_stat_activity WHERE wait_event_type = 'Lock'"):
            assert not waiting.done()

    assert await waiting == len(life.entries)
    await other.close()


async def test_a_case_that_another_worker_is_just_opening_is_not_opened_twice(
    book: Book, database: Database, pool: asyncpg.Pool
) -> None:
    life = planned()
    other = await asyncpg.connect(database.app)

    async with other.transaction():
        await write(other, [life.batch(1, 4)], Recent())
        waiting = asyncio.create_task(book.append(life.batch()))
        while not await pool.fetchval("SELECT true FROM pg_stat_activity WHERE wait_event_type = 'Lock'"):
            assert not waiting.done()

    assert await waiting == len(life.entries)
    assert await load_case(pool, life.case.id) == life.case
    await other.close()


async def test_an_append_that_is_given_up_stops_no_other(database: Database, book: Book, pool: asyncpg.Pool) -> None:
    first, second = planned(), planned()
    other = await asyncpg.connect(database.owner)

    async with other.transaction():
        await other.execute("LOCK TABLE cases IN EXCLUSIVE MODE")
        given_up = asyncio.create_task(book.append(first.batch()))
        going_on = asyncio.create_task(book.append(second.batch()))
        await asyncio.sleep(0)
        given_up.cancel()

    assert await going_on == len(second.entries)
    assert await book.append(first.batch()) == len(first.entries)
    await other.close()


async def test_a_spoiled_state_is_not_built_upon(book: Book, database: Database, pool: asyncpg.Pool) -> None:
    life = planned()
    await book.append(life.batch(1, 5))
    await database.tamper('UPDATE cases SET state = \'{"stage": "settled"}\'')

    with pytest.raises(StateSpoiled):
        await Book(pool).append(life.batch(6))


@pytest.mark.parametrize("number", [3, 5])
async def test_a_fact_that_is_gone_from_the_ledger_is_not_taken_for_written(
    book: Book, database: Database, pool: asyncpg.Pool, number: int
) -> None:
    life = planned()
    await book.append(life.batch(1, 5))
    await database.tamper(f"DELETE FROM facts WHERE number = {number}")  # noqa: S608 - a number of ours

    with pytest.raises(StateSpoiled, match=f"fact {number} is gone"):
        await Book(pool).append(life.batch())


async def test_a_nul_in_a_title_keeps_no_case_out_of_the_ledger(book: Book, pool: asyncpg.Pool) -> None:
    life = Life(title="超标\0接待")

    await book.append(life.batch())

    assert await history(pool, life.case.id) == list(life.entries)
