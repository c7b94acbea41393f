"""Lists, and the plans by which they are found."""

import json
from typing import Any

import asyncpg
import pytest

from ledger.book import Book
from ledger.reading import (
    HISTORY,
    LIST,
    TO_DOS,
    CaseFilter,
    campaign_heads,
    histories,
    history,
    list_cases,
    load_case,
    to_dos,
)
from rules.summary import summarise
from schemas.case import Stage
from schemas.policy import Colour
from schemas.values import CaseId
from tests.ledger.database import Database
from tests.ledger.lives import DAY, Life, planned, write


async def test_a_line_of_the_list_is_the_cases_summary(book: Book, pool: asyncpg.Pool) -> None:
    lives = [planned(), Life(assigned=False), Life().wait(40)]
    await write(book, *reversed(lives))

    assert await list_cases(pool, CaseFilter()) == [summarise(life.case) for life in lives]


async def test_each_filter_finds_its_cases_and_no_others(book: Book, pool: asyncpg.Pool) -> None:
    fresh, late, working = Life("2026-r4", assigned=False), Life().wait(40), planned()
    await write(book, fresh, late, working)

    async def found(**wanted: Any) -> set[CaseId]:
        return {summary.case_id for summary in await list_cases(pool, CaseFilter(**wanted))}

    assert await found(campaign="2026-r4") == {fresh.case.id}
    assert await found(stage=Stage.RECTIFYING) == {working.case.id}
    assert await found(leader="leader") == await found(leader="Leader") == {late.case.id, working.case.id}
    assert await found(unit="财务科", stage=Stage.ACKNOWLEDGING) == {late.case.id}
    assert await found(colour=Colour.RED) == {late.case.id}
    assert await found(leader="nobody") == set()
    assert await found(handler="handler") == await found(handler="Handler") == await found(leader="leader")
    assert await found(category=late.case.item.category) >= {late.case.id}
    assert await found(handler="nobody") == await found(category="nothing") == set()


async def test_overdue_is_reckoned_at_the_instant_that_is_asked_for(book: Book, pool: asyncpg.Pool) -> None:
    life = Life()
    await write(book, life)
    due = min(duty.deadline.at for duty in life.case.duties)

    assert await list_cases(pool, CaseFilter(overdue_at=due)) == []
    assert len(await list_cases(pool, CaseFilter(overdue_at=due + DAY))) == 1


async def test_an_item_is_overdue_by_its_own_limit_while_its_plan_is_owed_anew(book: Book, pool: asyncpg.Pool) -> None:
    life = Life().wait(1).do("acknowledge", "handler").wait(2)
    life.do("submit_plan", "handler", measures=["修订接待制度"], due="2026-05-20")
    life.wait(89).do("return_plan", "office", reason="措施不具体")
    await write(book, life)
    line = summarise(life.case)
    assert line.due is not None
    assert line.item_due is not None
    assert life.now < line.item_due < line.due

    assert await list_cases(pool, CaseFilter(overdue_at=line.item_due)) == []
    assert await list_cases(pool, CaseFilter(overdue_at=line.item_due + DAY / 24)) == [line]


async def test_a_long_list_is_read_page_by_page(book: Book, pool: asyncpg.Pool) -> None:
    lives = [Life() for _ in range(5)]
    await write(book, *lives)

    pages = [await list_cases(pool, CaseFilter(limit=2, offset=offset)) for offset in (0, 2, 4)]

    assert [[line.case_id for line in page] for page in pages] == [
        [life.case.id for life in lives[start : start + 2]] for start in (0, 2, 4)
    ]


async def test_a_case_that_nobody_opened_is_not_there(pool: asyncpg.Pool) -> None:
    assert await load_case(pool, CaseId("2026-r3/404")) is None
    assert await history(pool, CaseId("2026-r3/404")) == []


async def test_a_person_sees_the_duties_that_mean_him_the_most_urgent_first(book: Book, pool: asyncpg.Pool) -> None:
    life = planned()
    await write(book, life)

    owed = [duty for duty in sorted(life.case.duties, key=lambda d: d.deadline.at) if duty.owed_by.value == "handler"]

    assert owed
    assert await to_dos(pool, "handler") == [(life.case.id, duty.id) for duty in owed]
    assert await to_dos(pool, "nobody") == []


async def test_a_campaigns_head_covers_every_fact_of_every_case(book: Book, pool: asyncpg.Pool) -> None:
    first, second = planned(), Life()
    await write(book, first, second)
    before = await campaign_heads(pool)

    await write(book, second.wait(40))

    after = await campaign_heads(pool)
    assert [(head.cases, head.facts) for head in after] == [(2, len(first.entries) + len(second.entries))]
    assert before[0].hash != after[0].hash


@pytest.fixture
async def filled(database: Database, book: Book) -> None:
    """Twenty thousand cases in many campaigns, each the copy of one."""
    await write(book, planned())
    await database.tamper(
        """INSERT INTO cases
        SELECT 'c' || n, 'r' || n % 400, n, title, category, speed, 's' || n % 500, round, 'c' || n % 500,
               'l' || n % 500, leader, 'u' || n % 500, handler_id, handler, owes, now() + n * interval '1 minute',
               item_due, original_due, provisional, next_alarm, look_back, outcome, head_number, head_hash,
               updated_at, state
        FROM cases, generate_series(1, 20000) AS n""",
        """INSERT INTO facts SELECT 'c' || n, facts.number, at, kind, command_id, asked, previous, hash, '{}'
        FROM facts, generate_series(1, 2000) AS n""",
        """INSERT INTO duties (case_id, id, kind, owed_by, person_ids, subject, since, due, rule, calendar, provisional,
            original_due, ladder, rung)
        SELECT 'c' || n, 'd', kind, owed_by, ARRAY['p' || n % 500], subject, since, due, rule, calendar, provisional,
            original_due, ladder, rung
        FROM duties, generate_series(1, 20000) AS n WHERE id = (SELECT min(id) FROM duties)""",
        "ANALYZE",
    )


@pytest.mark.usefixtures("filled")
async def test_every_list_is_found_by_an_index(pool: asyncpg.Pool) -> None:
    start = (await pool.fetchval("SELECT min(due) FROM cases WHERE case_id LIKE 'c%'")) + DAY / 100
    wanted = {
        "cases_campaign": CaseFilter(campaign="r7"),
        "cases_leader": CaseFilter(leader="l7"),
        "cases_lead_unit": CaseFilter(unit="u7"),
        "cases_due": CaseFilter(overdue_at=start),
    }
    for index, asked in wanted.items():
        assert index in await _indexes(pool, LIST, *asked.arguments())
    for column in ("stage", "colour"):
        arguments = CaseFilter().arguments()
        arguments[1 if column == "stage" else 4] = f"{column[0]}7"
        assert f"cases_{column}" in await _indexes(pool, LIST, *arguments)
    assert "facts_pkey" in await _indexes(pool, HISTORY, "c7")
    assert "duties_persons" in await _indexes(pool, TO_DOS, "p7")


async def _indexes(pool: asyncpg.Pool, statement: str, *arguments: object) -> str:
    """Return the names of the indexes in a statement's plan; none where a whole table is read."""
    plan = json.loads(await pool.fetchval(f"EXPLAIN (FORMAT JSON) {statement}", *arguments))
    named = [part.get("Index Name", "") for part in _parts(plan[0]["Plan"])]
    whole = any(part["Node Type"] == "Seq Scan" for part in _parts(plan[0]["Plan"]))
    return "" if whole else " ".join(named)


def _parts(plan: dict[str, Any]) -> list[dict[str, Any]]:
    return [plan, *(part for inner in plan.get("Plans", []) for part in _parts(inner))]


async def test_the_histories_of_a_campaign_are_told_case_by_case_and_those_of_others_not(
    book: Book, pool: asyncpg.Pool
) -> None:
    lives = [planned(), Life(assigned=False), Life().wait(40)]
    await write(book, *reversed(lives), planned("2026-r4"))

    assert [told async for told in histories(pool, "2026-r3")] == [life.entries for life in lives]
    assert [told async for told in histories(pool, "2026-r5")] == []


async def test_histories_are_read_in_pages_and_hold_no_connection_between_them(
    book: Book, pool: asyncpg.Pool, database: Database
) -> None:
    lives = [Life(assigned=False) for _ in range(5)]
    await write(book, *lives)
    async with asyncpg.create_pool(database.app, min_size=1, max_size=1) as only_one:
        told = []
        async for entries in histories(only_one, "2026-r3", at_once=2):
            told.append(entries)
            assert await only_one.fetchval("SELECT count(*) FROM cases", timeout=5) == 5
    assert told == [life.entries for life in lives]
