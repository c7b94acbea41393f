"""The ledger as a run leaves it, with the moment at which PostgreSQL committed each fact: the third source."""

import asyncio
import datetime as dt
from typing import NamedTuple

import asyncpg

from ledger.rows import FactRow, entry_of
from schemas.entries import Entry

REST_SECONDS = 3.0
ALL = """
SELECT case_id, number, at, kind, command_id, asked, previous, hash, fact, pg_xact_commit_timestamp(xmin) AS committed
FROM facts ORDER BY case_id, number
"""


class Recorded(NamedTuple):
    """One fact, and when it was recorded."""

    entry: Entry
    committed: dt.datetime | None


async def read_record_at_rest(pool: asyncpg.Pool) -> list[Recorded]:
    """Return all facts in order, once no more have come for a while: what follows a case's end comes a little later."""
    before = -1
    while (count := await pool.fetchval("SELECT count(*) FROM facts")) != before:
        before = count
        await asyncio.sleep(REST_SECONDS)
    return await _read(pool)


async def _read(pool: asyncpg.Pool) -> list[Recorded]:
    rows = await pool.fetch(ALL)
    return [Recorded(entry_of(FactRow(*tuple(row)[:-1])), row["committed"]) for row in rows]
