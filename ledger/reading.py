"""What is read from the ledger: lists, one case, its history."""

import datetime as dt
import json
from collections.abc import AsyncIterator
from itertools import groupby
from operator import itemgetter
from typing import Final, NamedTuple

import asyncpg
from pydantic import Field

from ledger.rows import CaseRow, FactRow, case_of, entry_of
from rules.summary import LIMIT_UNOWED
from schemas.case import Case, CaseSummary, Stage
from schemas.entries import Entry
from schemas.policy import Colour
from schemas.values import CaseId, PersonId, Value

SHOWN: Final = ", ".join(column for column in CaseRow._fields if column != "state")

# One statement for every filter: PostgreSQL plans it for the values at hand, so the filters not asked for cost nothing.
LIST: Final = f"""
SELECT {SHOWN}
FROM cases
WHERE ($1::text IS NULL OR campaign = $1)
  AND ($2::text IS NULL OR stage = $2)
  AND ($3::text IS NULL OR leader_id = $3 OR leader = $3)
  AND ($4::text IS NULL OR lead_unit = $4)
  AND ($5::text IS NULL OR colour = $5)
  AND ($6::timestamptz IS NULL OR due < $6 OR (stage = ANY($11) AND item_due < $6 AND due IS NOT NULL))
  AND ($7::text IS NULL OR handler_id = $7 OR handler = $7)
  AND ($8::text IS NULL OR category = $8)
ORDER BY campaign, number, case_id
LIMIT $9 OFFSET $10
"""  # noqa: S608 - the columns are names of ours

ONE: Final = "SELECT fact, state FROM cases JOIN facts USING (case_id) WHERE case_id = $1 AND facts.number = 1"

HISTORY: Final = """
SELECT case_id, number, at, kind, command_id, asked, previous, hash, fact
FROM facts
WHERE case_id = $1
ORDER BY number
"""

HISTORIES: Final = """
SELECT case_id, facts.number, at, kind, command_id, asked, previous, hash, fact
FROM facts JOIN (
  SELECT case_id FROM cases WHERE campaign = $1 AND case_id > $2 ORDER BY case_id LIMIT $3
) AS page USING (case_id)
ORDER BY case_id, facts.number
"""

HISTORIES_AT_ONCE: Final = 100  # cases: some megabytes

TO_DOS: Final = """
SELECT case_id, id FROM duties WHERE person_ids @> ARRAY[$1::text] ORDER BY due, case_id, id
"""

NAMES: Final = """
SELECT coalesce(json_agg(DISTINCT jsonb_build_array(leader, leader_id)) FILTER (WHERE leader IS NOT NULL), '[]'),
       coalesce(json_agg(DISTINCT jsonb_build_array(handler, handler_id)) FILTER (WHERE handler IS NOT NULL), '[]'),
       coalesce(json_agg(DISTINCT jsonb_build_array(lead_unit, '')) FILTER (WHERE lead_unit IS NOT NULL), '[]'),
       coalesce(json_agg(DISTINCT jsonb_build_array(category, '')) FILTER (WHERE category <> ''), '[]')
FROM cases
"""

HEADS: Final = "SELECT campaign, cases, facts, hash FROM campaign_heads ORDER BY campaign"


class CaseFilter(Value):
    """Which cases are wanted; what is left out is not asked for."""

    campaign: str | None = None
    stage: Stage | None = None
    leader: str | None = None  # id or name
    unit: str | None = None  # the lead unit
    handler: str | None = None  # id or name
    category: str | None = None
    colour: Colour | None = None
    overdue_at: dt.datetime | None = None  # something, or the item itself, was due before this instant
    limit: int = Field(default=1000, ge=1, le=100_000)
    offset: int = Field(default=0, ge=0)

    def arguments(self) -> list[object]:
        """Return the arguments of the list's statement."""
        stage, colour = self.stage and self.stage.value, self.colour and self.colour.value
        what = [self.campaign, stage, self.leader, self.unit, colour, self.overdue_at, self.handler, self.category]
        return [*what, self.limit, self.offset, [stage.value for stage in LIMIT_UNOWED]]


class NamesInUse(NamedTuple):
    """The names that cases bear; a person's with the id."""

    leaders: dict[str, str]
    handlers: dict[str, str]
    units: dict[str, str]
    categories: dict[str, str]


class CampaignHead(Value):
    """One hash over all cases of a campaign; two ledgers with the same one hold the same facts."""

    campaign: str
    cases: int
    facts: int
    hash: str


async def list_cases(pool: asyncpg.Pool, wanted: CaseFilter) -> list[CaseSummary]:
    """Return the cases that are wanted, by campaign and number; overdue is reckoned now, not when it was written."""
    return [_summary(row) for row in await pool.fetch(LIST, *wanted.arguments())]


async def load_case(pool: asyncpg.Pool, case_id: CaseId) -> Case | None:
    """Return a case as the ledger knows it; None where it knows none of that id."""
    row = await pool.fetchrow(ONE, case_id)
    return None if row is None else case_of(row["fact"], row["state"])


async def history(pool: asyncpg.Pool, case_id: CaseId) -> list[Entry]:
    """Return all facts of a case in order."""
    return [entry_of(FactRow(*row)) for row in await pool.fetch(HISTORY, case_id)]


async def histories(
    pool: asyncpg.Pool, campaign: str, at_once: int = HISTORIES_AT_ONCE
) -> AsyncIterator[tuple[Entry, ...]]:
    """Yield all facts of each case of a campaign in order, as they are when it is read; some cases are read at once, and
    no transaction is held open meanwhile."""
    after = ""
    while rows := await pool.fetch(HISTORIES, campaign, after, at_once):
        after = rows[-1]["case_id"]
        for _, told in groupby(rows, key=itemgetter("case_id")):
            yield tuple(entry_of(FactRow(*row)) for row in told)


async def names_in_use(pool: asyncpg.Pool) -> NamesInUse:
    """Return by which names cases can be found."""
    [found] = await pool.fetch(NAMES)
    return NamesInUse(*({one: other or "" for one, other in json.loads(pairs)} for pairs in found))


async def to_dos(pool: asyncpg.Pool, person: PersonId) -> list[tuple[CaseId, str]]:
    """Return the case and id of every open duty that means a person now, the most urgent first."""
    return [(row["case_id"], row["id"]) for row in await pool.fetch(TO_DOS, person)]


async def campaign_heads(pool: asyncpg.Pool) -> list[CampaignHead]:
    """Return the head of every campaign."""
    return [CampaignHead.model_validate(dict(row)) for row in await pool.fetch(HEADS)]


def _summary(row: asyncpg.Record) -> CaseSummary:
    return CaseSummary.model_validate(dict(row) | {"head": {"number": row["head_number"], "hash": row["head_hash"]}})
