"""The inventory: every item and every case that the ledger knows, one line each, as a sweep compares them."""

import datetime as dt
from collections.abc import Sequence
from typing import Final, NamedTuple

import asyncpg

from schemas.case import Stage
from schemas.values import CaseId

# Facts are counted, not read: an index holds all that is asked for. `$1` is told by `of`, which every part goes by.
_LINES: Final = """
SELECT case_id, items.case_id IS NOT NULL, coalesce(told.facts, 0), coalesce(told.last, 0),
       coalesce(cases.head_number, 0), cases.head_hash, cases.stage, cases.outcome, cases.next_alarm,
       cases.updated_at, coalesce(waiting.named, false)
FROM (SELECT case_id FROM items WHERE {of}) AS items
FULL JOIN (SELECT * FROM cases WHERE {of}) AS cases USING (case_id)
FULL JOIN (SELECT case_id, count(*) AS facts, max(number) AS last FROM facts WHERE {of} GROUP BY case_id) AS told
    USING (case_id)
LEFT JOIN (SELECT case_id, bool_or(cardinality(person_ids) > 0) AS named FROM duties WHERE {of} GROUP BY case_id)
    AS waiting USING (case_id)
ORDER BY case_id
"""
ALL: Final = _LINES.format(of="$1 = '' OR regexp_replace(case_id, '/[^/]*$', '') = $1")
SOME: Final = _LINES.format(of="case_id = ANY ($1)")


class Line(NamedTuple):
    """What the ledger holds of one case."""

    case_id: CaseId
    registered: bool  # its item stands in the register
    facts: int  # how many there are
    last: int  # the number of the last one
    head: int  # how many the current state was made from; 0 where there is none
    hash: str | None
    stage: Stage | None
    outcome: str | None
    next_alarm: dt.datetime | None
    updated_at: dt.datetime | None  # when the last fact that the state knows happened
    waits: bool  # some open duty means a person who is named


async def take_inventory(pool: asyncpg.Pool, campaign: str | None = None) -> dict[CaseId, Line]:
    """Return a line for each item and each case, of one campaign or of all."""
    return _by_id(await pool.fetch(ALL, campaign or ""))


async def lines_of(pool: asyncpg.Pool, case_ids: Sequence[CaseId]) -> dict[CaseId, Line]:
    """Return the lines of some cases as they are now; none for what the ledger does not know."""
    return _by_id(await pool.fetch(SOME, case_ids))


def _by_id(rows: Sequence[asyncpg.Record]) -> dict[CaseId, Line]:
    return {line.case_id: line for line in map(_line, rows)}


def _line(row: asyncpg.Record) -> Line:
    line = Line(*row)
    return line._replace(stage=Stage(line.stage)) if line.stage else line
