"""The ledger is a projection: emptied and refilled it is the same, byte by byte."""

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import pytest

from ledger.book import Book
from ledger.fingerprint import dump, fingerprint
from ledger.reading import history, load_case
from ledger.rebuilding import Irreplaceable, rebuild
from ledger.registry import Campaign, register_campaign, register_items
from ledger.roster import save_roster
from rules.chain import sealed
from schemas.entries import Entry
from schemas.item import FeedbackItem
from tests.ledger.alone import verify_alone
from tests.ledger.database import Database
from tests.ledger.lives import START, Life, batch, histories, planned, write
from tests.ledger.test_roster import ROSTER


async def text(pool: asyncpg.Pool) -> list[str]:
    return [line async for line in dump(pool)]


@pytest.fixture
async def lives(book: Book, pool: asyncpg.Pool) -> list[Life]:
    """A ledger as an office has it: rosters, registered and unregistered campaigns, facts that came in pieces."""
    lives = [planned(), planned(), Life(assigned=False), Life("2026-r4").wait(200)]
    await save_roster(pool, ROSTER, START)
    await register_campaign(
        pool, Campaign(id="2026-r3", title="第三轮巡察", policy="county", anchor=None, registered_at=START)
    )
    await register_items(pool, "2026-r3", [lives[0].case.item, FeedbackItem(number=900, title="尚未立项")])
    for life in lives:
        await book.append(life.batch(1, 2))
        await book.append(life.batch())
    return lives


async def test_a_rebuilt_ledger_is_byte_identical(lives: list[Life], database: Database, pool: asyncpg.Pool) -> None:
    before = await text(pool)

    rebuilt = await rebuild(database.owner, histories(*reversed(lives)))

    assert await text(pool) == before
    assert rebuilt.refilled == tuple(sorted(life.case.id for life in lives))
    assert (rebuilt.kept, rebuilt.dropped) == ((), ())


async def test_an_emptied_ledger_is_refilled_byte_identical(
    lives: list[Life], database: Database, pool: asyncpg.Pool
) -> None:
    before = await fingerprint(pool)
    await database.tamper("TRUNCATE facts, cases, duties", "DELETE FROM items WHERE number <> 900")

    await rebuild(database.owner, histories(*lives))

    assert await fingerprint(pool) == before


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE facts SET at = now() WHERE number = 2",
        "DELETE FROM facts WHERE number = 2",
        "INSERT INTO facts SELECT case_id, 99, at, kind, command_id, asked, previous, hash, fact FROM facts WHERE number = 1",
        "UPDATE cases SET title = 'x', state = '{}'",
        "UPDATE duties SET rung = 9",
        "UPDATE items SET digest = number::text WHERE number <> 900",
    ],
)
async def test_whatever_was_done_to_it_is_mended(
    harm: str, lives: list[Life], database: Database, pool: asyncpg.Pool
) -> None:
    before = await text(pool)
    await database.tamper(harm)

    await rebuild(database.owner, histories(*lives))

    assert await text(pool) == before


async def test_cases_without_history_are_kept_and_named(
    lives: list[Life], database: Database, pool: asyncpg.Pool
) -> None:
    before = await text(pool)

    rebuilt = await rebuild(database.owner, histories(*lives[:1]))

    assert rebuilt.kept == tuple(sorted(life.case.id for life in lives[1:]))
    assert await text(pool) == before


async def test_a_kept_case_gets_back_the_state_that_its_facts_tell(
    lives: list[Life], database: Database, pool: asyncpg.Pool
) -> None:
    before = await text(pool)
    await database.tamper("UPDATE cases SET stage = 'settled'", "DELETE FROM duties")

    await rebuild(database.owner, histories())

    assert await text(pool) == before


async def test_a_history_whose_beginning_is_gone_is_continued_from_the_old_ledger(
    book: Book, database: Database, pool: asyncpg.Pool
) -> None:
    life = planned()
    await book.append(life.batch(1, 6))

    rebuilt = await rebuild(database.owner, _one(life.entries[4:]))

    assert rebuilt.refilled == (life.case.id,)
    assert await history(pool, life.case.id) == list(life.entries)
    assert await load_case(pool, life.case.id) == life.case
    assert await verify_alone(pool) == []


async def _one(*entries: tuple[Entry, ...]) -> AsyncIterator[tuple[Entry, ...]]:
    for some in entries:
        yield some


@pytest.mark.parametrize("first", [1, 5])
async def test_a_broken_case_without_a_whole_history_stops_the_rebuild_and_nothing_is_changed(
    first: int, book: Book, database: Database, pool: asyncpg.Pool
) -> None:
    life, other = planned(), planned()
    await write(book, life, other)
    await database.tamper("UPDATE facts SET at = now() WHERE number = 3 AND case_id = $case", case=life.case.id)
    before = await text(pool)
    told = (other.entries, life.entries[first - 1 :]) if first > 1 else (other.entries,)

    with pytest.raises(Irreplaceable, match=life.case.id):
        await rebuild(database.owner, _one(*told))

    assert await text(pool) == before


async def test_a_history_that_contradicts_itself_stops_the_rebuild_by_name_and_nothing_is_changed(
    book: Book, database: Database, pool: asyncpg.Pool
) -> None:
    """As when an earlier run is told otherwise than the later one knows it."""
    life, other = planned(), planned()
    await write(book, life, other)
    before = await text(pool)
    otherwise = sealed(life.entries[2].model_copy(update={"at": life.now}))
    told = (*life.entries[:2], otherwise, *life.entries[3:])

    with pytest.raises(Irreplaceable, match=life.case.id):
        await rebuild(database.owner, _one(told, other.entries))

    assert await text(pool) == before


async def test_broken_cases_go_where_the_operator_agrees(book: Book, database: Database, pool: asyncpg.Pool) -> None:
    life, other = planned(), planned()
    await write(book, life, other)
    await database.tamper("UPDATE facts SET at = now() WHERE number = 3 AND case_id = $case", case=life.case.id)

    rebuilt = await rebuild(database.owner, histories(other), drop_broken=True)

    assert rebuilt.dropped == (life.case.id,)
    assert await history(pool, life.case.id) == []
    assert await load_case(pool, life.case.id) is None
    assert await verify_alone(pool) == []


async def test_a_rebuild_that_fails_leaves_the_old_ledger(
    lives: list[Life], database: Database, pool: asyncpg.Pool
) -> None:
    before = await text(pool)

    async def torn() -> AsyncIterator[tuple[Entry, ...]]:
        for number in range(150):
            yield lives[0].entries if number == 0 else Life("2027-r1").entries
        raise ConnectionError("Temporal is gone")

    with pytest.raises(ConnectionError):
        await rebuild(database.owner, torn())

    assert await text(pool) == before


async def test_readers_go_on_and_writers_wait_while_it_is_rebuilt(
    book: Book, lives: list[Life], database: Database, pool: asyncpg.Pool
) -> None:
    life = lives[0]
    later = life.do("leave_note", "leader", text="重建期间的批示")
    writing: list[asyncio.Task[int]] = []

    async def told() -> AsyncIterator[tuple[Entry, ...]]:
        for other in lives:
            yield other.entries[:-1] if other is life else other.entries
        writing.append(asyncio.create_task(book.append(batch(later.entries[-1:]))))
        while not await pool.fetchval("SELECT true FROM pg_stat_activity WHERE wait_event_type = 'Lock'"):
            assert not writing[0].done()
        assert await load_case(pool, life.case.id) is not None

    await rebuild(database.owner, told())

    assert await writing[0] == len(later.entries)
    assert await history(pool, life.case.id) == list(later.entries)
    assert await verify_alone(pool) == []


async def test_only_the_owner_rebuilds(lives: list[Life], database: Database, pool: asyncpg.Pool) -> None:
    before = await text(pool)

    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await rebuild(database.app, histories(*lives))

    assert await text(pool) == before
