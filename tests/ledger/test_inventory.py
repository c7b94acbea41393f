"""One line for each item and each case, whatever of it is missing."""

import asyncpg

from ledger.book import Book
from ledger.inventory import lines_of, take_inventory
from ledger.registry import Campaign, register_campaign, register_items
from schemas.case import Stage
from schemas.item import FeedbackItem
from schemas.values import CaseId
from tests.ledger.database import Database
from tests.ledger.lives import START, planned, write


async def test_a_case_in_order_is_counted_and_shown_as_it_stands(pool: asyncpg.Pool, book: Book) -> None:
    life = planned()
    await write(book, life)

    (line,) = (await take_inventory(pool)).values()

    count = len(life.entries)
    assert (line.case_id, line.registered, line.waits) == (life.case.id, True, True)
    assert (line.facts, line.last, line.head, line.hash) == (count, count, count, life.case.head.hash)
    assert (line.stage, line.outcome, line.updated_at) == (Stage.RECTIFYING, None, life.case.last_fact_at)
    assert line.next_alarm is not None


async def test_an_item_without_a_case_has_a_line_of_nothing(pool: asyncpg.Pool) -> None:
    campaign = Campaign(id="2026-r3", title="第三轮巡察", policy="county", anchor=None, registered_at=START)
    await register_campaign(pool, campaign)
    await register_items(pool, campaign.id, [FeedbackItem(number=7, title="第7个问题")])

    line = (await take_inventory(pool))[CaseId("2026-r3/007")]

    assert (line.registered, line.facts, line.last, line.head, line.stage, line.waits) == (True, 0, 0, 0, None, False)


async def test_what_is_missing_on_one_side_is_seen(pool: asyncpg.Pool, book: Book, database: Database) -> None:
    life = planned()
    await write(book, life)
    async with database.server.admin(database.name) as admin:
        await admin.execute("SET session_replication_role = replica; DELETE FROM items; DELETE FROM duties")
        await admin.execute("DELETE FROM facts WHERE number = 2 OR number = $1", len(life.entries))

    (line,) = (await take_inventory(pool)).values()

    count = len(life.entries)
    assert (line.registered, line.facts, line.last, line.head, line.waits) == (
        False,
        count - 2,
        count - 1,
        count,
        False,
    )


async def test_one_campaign_is_looked_at_without_those_whose_ids_begin_like_its_own(
    pool: asyncpg.Pool, book: Book
) -> None:
    lives = [planned("2026-r3"), planned("2026-r33")]
    await write(book, *lives)

    assert list(await take_inventory(pool, "2026-r3")) == [lives[0].case.id]
    assert list(await take_inventory(pool)) == [life.case.id for life in lives]
    assert list(await lines_of(pool, [lives[1].case.id, CaseId("2026-r3/999")])) == [lives[1].case.id]
