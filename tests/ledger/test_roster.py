"""The roster of a unit is replaced as a whole."""

import asyncpg

from ledger.roster import load_roster, people, rosters, save_roster
from schemas.people import Role, Roster, RosterEntry
from tests.ledger.lives import DAY, START

OFFICE = RosterEntry(id="p1", name="张处长", unit="整改办", roles=(Role.OFFICE,))
HANDLER = RosterEntry(
    id="p2", name="李科员", unit="财务科", post="科员", roles=(Role.HANDLER,), categories=("财务管理",)
)
ROSTER = Roster(unit="某市卫健委", people=(OFFICE, HANDLER))


async def test_a_roster_is_read_back_unchanged(pool: asyncpg.Pool) -> None:
    await save_roster(pool, ROSTER, START)

    assert await load_roster(pool, "某市卫健委") == ROSTER
    assert await people(pool) == [OFFICE, HANDLER]


async def test_a_later_roster_takes_the_place_of_the_former(pool: asyncpg.Pool) -> None:
    await save_roster(pool, ROSTER, START)
    later = ROSTER.model_copy(update={"people": (OFFICE,)})

    await save_roster(pool, later, START + DAY)

    assert await rosters(pool) == [later]
    assert await pool.fetchval("SELECT array_agg(id) FROM people") == ["p1"]


async def test_each_unit_has_a_roster_of_its_own(pool: asyncpg.Pool) -> None:
    other = Roster(unit="某市教育局", people=(OFFICE,))
    await save_roster(pool, ROSTER, START)
    await save_roster(pool, other, START)

    assert await rosters(pool) == [ROSTER, other]
    assert await load_roster(pool, "某市水务局") is None
