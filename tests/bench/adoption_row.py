"""Row: what an adoption would do to ten thousand open cases, foreseen on a ledger without a case being asked."""

import datetime as dt
import time
from collections.abc import Iterator
from itertools import cycle, islice

import asyncpg

from gateway.adopting.foreseeing import Outlook, look_ahead
from gateway.adopting.proposals import Clocks, Wish, adopt_policy
from ledger.migrating import migrate
from ledger.open_cases import open_cases
from ledger.rows import CaseRow, FactRow, case_row, fact_row
from schemas.values import CaseId
from tests.bench.line import Line
from tests.ledger.database import running_server
from tests.rules.life import Life
from tests.rules.town import HASTY, MONDAY

OPEN, MOST_SECONDS = 10_000, 60.0
NOW = MONDAY + dt.timedelta(days=125)
BEGAN_DAYS_AGO = (1, 20, 50, 75, 120)
CAMPAIGN = "bench"
WISH = Wish("principal", "某委〔2026〕9号")
METHOD = (
    f"{OPEN:,} cases at work in a PostgreSQL of their own, begun {', '.join(map(str, BEGAN_DAYS_AGO))} days ago in turn; "
    "each read with its duties, and the adoption of a policy that differs in every limit and ladder worked out by the "
    "rules as the case would; wall time of one process; no case is asked, no workflow runs"
)


async def foreseen_adoption() -> list[Line]:
    """Fill a ledger, and look ahead."""
    async with running_server() as server, server.database() as database:
        await migrate(database.owner)
        async with asyncpg.create_pool(database.owner, min_size=1, max_size=2) as pool:
            await _fill(pool)
            before = time.perf_counter()
            outlook = await _looked_ahead(pool)
            seconds = time.perf_counter() - before
    if len(outlook.foreseen) != OPEN:
        raise RuntimeError(f"only {len(outlook.foreseen)} of {OPEN} cases could be foreseen")
    return [
        Line(
            id="adoption_foreseen",
            what=f"dry run of an adoption over {OPEN:,} open cases",
            unit="s",
            ours=round(seconds, 1),
            goal=f"under {MOST_SECONDS:g} s",
            met=seconds < MOST_SECONDS,
            method=METHOD,
            samples={"cases": OPEN, "duties": sum(len(one.duties) for one in outlook.foreseen.values())},
        )
    ]


async def _looked_ahead(pool: asyncpg.Pool) -> Outlook:
    outlook, clocks = Outlook(), Clocks(HASTY)
    async for cases in open_cases(pool, CAMPAIGN):
        look_ahead(cases, {}, lambda case, _: adopt_policy(case, clocks.of(case), WISH), NOW, outlook)
    return outlook


async def _fill(pool: asyncpg.Pool) -> None:
    rows = _rows()
    while some := list(islice(rows, 1000)):
        facts, cases = zip(*some, strict=True)
        await pool.copy_records_to_table("facts", records=facts, columns=FactRow._fields)
        await pool.copy_records_to_table("cases", records=cases, columns=CaseRow._fields)


def _rows() -> Iterator[tuple[FactRow, CaseRow]]:
    lives = [_life(days) for days in BEGAN_DAYS_AGO]
    for number, life in enumerate(islice(cycle(lives), OPEN), 1):
        own = {"case_id": CaseId(f"{CAMPAIGN}/{number:05}"), "campaign": CAMPAIGN}
        opening = life.case.opening.model_copy(update=own)
        first = life.entries[0]
        fact = first.fact.model_copy(update={"opening": opening})
        entry = first.model_copy(update={"case_id": opening.case_id, "fact": fact})
        yield fact_row(entry), case_row(life.case.model_copy(update={"opening": opening}))


def _life(days: int) -> Life:
    return Life(at=NOW - dt.timedelta(days=days)).at_work(60).wait_until(NOW)
