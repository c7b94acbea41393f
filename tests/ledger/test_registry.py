"""The same words in the same campaign are the same case."""

import asyncio

import asyncpg
import pytest

from ledger.book import Book
from ledger.registry import Campaign, UnknownCampaign, campaigns, register_campaign, register_items
from schemas.item import FeedbackItem
from tests.ledger.lives import DAY, START, Life, write

ROUND = Campaign(id="2026-r3", title="第三轮巡察", policy="county", anchor=None, registered_at=START)


def item(number: int, title: str = "") -> FeedbackItem:
    return FeedbackItem(number=number, title=title or f"第{number}个问题")


@pytest.fixture(autouse=True)
async def _registered(pool: asyncpg.Pool) -> None:
    await register_campaign(pool, ROUND)


async def test_an_item_keeps_its_number_and_gets_its_case_id(pool: asyncpg.Pool) -> None:
    registered = await register_items(pool, ROUND.id, [item(2), item(1)])

    assert [(r.item.number, r.case_id, r.new) for r in registered] == [
        (2, "2026-r3/002", True),
        (1, "2026-r3/001", True),
    ]


async def test_the_same_text_again_is_the_same_case_however_it_is_numbered_or_spaced(pool: asyncpg.Pool) -> None:
    await register_items(pool, ROUND.id, [item(1, "公务接待超标准"), item(2)])

    again = await register_items(pool, ROUND.id, [item(7, "公务接待 超标准")])

    assert [(r.item.number, r.case_id, r.new) for r in again] == [(1, "2026-r3/001", False)]


async def test_another_text_under_a_taken_number_gets_the_next_free_one(pool: asyncpg.Pool) -> None:
    await register_items(pool, ROUND.id, [item(1), item(2)])

    second = await register_items(pool, ROUND.id, [item(1, "另一份文件的第一个"), item(3, "另一份文件的第三个")])

    assert [r.case_id for r in second] == ["2026-r3/004", "2026-r3/003"]


async def test_a_text_that_stands_twice_in_one_file_is_one_case(pool: asyncpg.Pool) -> None:
    registered = await register_items(pool, ROUND.id, [item(1, "同一问题"), item(2, "同一问题")])

    assert {r.case_id for r in registered} == {"2026-r3/001"}


async def test_the_same_text_in_another_campaign_is_another_case(pool: asyncpg.Pool) -> None:
    await register_campaign(pool, ROUND.model_copy(update={"id": "2027-r1"}))

    first, second = [(await register_items(pool, campaign, [item(1)]))[0] for campaign in (ROUND.id, "2027-r1")]

    assert (first.case_id, second.case_id) == ("2026-r3/001", "2027-r1/001")


async def test_intakes_that_run_at_once_agree(pool: asyncpg.Pool) -> None:
    files = [[item(number, f"问题{(number + shift) % 12}") for number in range(1, 11)] for shift in range(6)]

    registered = await asyncio.gather(*(register_items(pool, ROUND.id, file) for file in files))

    given = {(r.item.digest, r.case_id) for file in registered for r in file}
    assert len(given) == len({digest for digest, _ in given}) == len({case_id for _, case_id in given}) == 12
    kept = await pool.fetch("SELECT digest, case_id FROM items WHERE campaign = $1", ROUND.id)
    assert dict(given) == {row["digest"]: row["case_id"] for row in kept}


async def test_items_of_an_unknown_campaign_are_refused(pool: asyncpg.Pool) -> None:
    with pytest.raises(UnknownCampaign, match="2030-r9"):
        await register_items(pool, "2030-r9", [item(1)])


async def test_a_campaign_stays_as_it_was_first_registered(pool: asyncpg.Pool) -> None:
    later = ROUND.model_copy(update={"title": "别的名称", "registered_at": START + DAY})

    assert await register_campaign(pool, later) == ROUND
    assert await campaigns(pool) == [ROUND]


async def test_a_case_that_was_started_without_an_intake_is_registered_by_its_first_fact(
    book: Book, pool: asyncpg.Pool
) -> None:
    life = Life("2028-r2")
    await write(book, life)

    registered = await register_items(pool, "2028-r2", [life.case.item])

    assert [(r.case_id, r.new) for r in registered] == [(life.case.id, False)]
