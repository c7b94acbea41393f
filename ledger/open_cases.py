"""The cases that are not over, many at once, and which rules each of them has run under."""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from typing import Final

import asyncpg

from ledger.rows import FactRow, case_of, entry_of
from schemas.case import Case
from schemas.entries import Entry
from schemas.steps import Procedure
from schemas.values import CaseId

AT_ONCE: Final = 500  # cases: a few megabytes

OPEN: Final = """
SELECT case_id, fact, state
FROM cases JOIN facts USING (case_id)
WHERE facts.number = 1 AND ($1::text IS NULL OR campaign = $1) AND stage <> 'settled' AND case_id > $2
  AND (cardinality($3::text[]) = 0 OR case_id = ANY ($3))
ORDER BY case_id
LIMIT $4
"""

SCRIPTED: Final = """
SELECT case_id, fact #>> '{opening,procedure}' AS procedure
FROM cases JOIN facts USING (case_id)
WHERE facts.number = 1 AND stage = 'running' AND ($1::text IS NULL OR campaign = $1)
ORDER BY case_id
"""

# The policy of most open cases; where no case is open, that of most cases.
IN_FORCE: Final = """
SELECT max(case_id COLLATE "C")
FROM (
  SELECT case_id, stage, coalesce(state -> 'adopted_policy', fact -> 'opening' -> 'policy')::text AS policy
  FROM cases JOIN facts USING (case_id)
  WHERE facts.number = 1 AND campaign = $1
) AS ruled
GROUP BY policy
ORDER BY count(*) FILTER (WHERE stage <> 'settled') DESC, count(*) DESC, 1 DESC
LIMIT 1
"""

RULES: Final = f"""
SELECT {", ".join(FactRow._fields)}
FROM facts
WHERE case_id = ANY ($1) AND kind = ANY ($2)
ORDER BY case_id, number
"""  # noqa: S608 - the columns are names of ours

UNTOLD: Final = """
SELECT case_id
FROM items LEFT JOIN cases USING (case_id)
WHERE items.campaign = $1 AND cases.case_id IS NULL
ORDER BY case_id
"""

BEHIND: Final = """
SELECT case_id
FROM unnest($1::text[], $2::integer[]) AS done (case_id, number) LEFT JOIN cases USING (case_id)
WHERE coalesce(head_number, 0) < done.number
ORDER BY case_id
"""

OF_RULES: Final = ("case_opened", "policy_adopted", "calendar_adopted")


async def open_cases(
    pool: asyncpg.Pool, campaign: str | None = None, only: Collection[CaseId] = ()
) -> AsyncIterator[Sequence[Case]]:
    """Yield the open cases of a campaign or of all as the ledger knows them, or only some, by id, some hundred at once."""
    after = ""
    while rows := await pool.fetch(OPEN, campaign, after, list(only), AT_ONCE):
        after = rows[-1]["case_id"]
        yield [case_of(row["fact"], row["state"]) for row in rows]


async def scripted_cases(pool: asyncpg.Pool, campaign: str | None = None) -> dict[CaseId, Procedure]:
    """Return by which definition each of the open cases is told that are not told as remediation."""
    rows = await pool.fetch(SCRIPTED, campaign)
    return {row["case_id"]: Procedure.model_validate_json(row["procedure"]) for row in rows}


async def case_in_force(pool: asyncpg.Pool, campaign: str) -> CaseId | None:
    """Return one of the cases under whose policy a campaign runs, which is that of most; None where it has no case."""
    found: CaseId | None = await pool.fetchval(IN_FORCE, campaign)
    return found


async def rules_on_record(pool: asyncpg.Pool, case_id: CaseId) -> list[Entry]:
    """Return the facts that say which policy and calendar a case ran under, in order; none where there is no case."""
    return [entry_of(FactRow(*row)) for row in await pool.fetch(RULES, [case_id], OF_RULES)]


async def adoptions(pool: asyncpg.Pool, case_ids: Collection[CaseId], kind: str) -> dict[CaseId, list[Entry]]:
    """Return the adoptions of one kind (policy_adopted, calendar_adopted) of some cases, in order."""
    told: dict[CaseId, list[Entry]] = {}
    for row in await pool.fetch(RULES, list(case_ids), [kind]):
        told.setdefault(row["case_id"], []).append(entry_of(FactRow(*row)))
    return told


async def untold(pool: asyncpg.Pool, campaign: str) -> list[CaseId]:
    """Return the cases that a campaign's items were given and of which the ledger has no fact (yet)."""
    return [row["case_id"] for row in await pool.fetch(UNTOLD, campaign)]


async def behind(pool: asyncpg.Pool, done: Mapping[CaseId, int]) -> list[CaseId]:
    """Return the cases of which the ledger has not got as far as the numbers of these facts."""
    return [row["case_id"] for row in await pool.fetch(BEHIND, list(done), list(done.values()))]
