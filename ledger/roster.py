"""The roster as it was last taken in: who may be named in a case."""

import datetime as dt

import asyncpg

from ledger.rows import plain
from schemas.people import Roster, RosterEntry


async def save_roster(pool: asyncpg.Pool, roster: Roster, at: dt.datetime) -> None:
    """Put a unit's roster in the place of its former one, as a whole or not at all."""
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute(
            "INSERT INTO rosters (unit, roster, imported_at) VALUES ($1, $2, $3) ON CONFLICT (unit) DO UPDATE"
            " SET roster = excluded.roster, imported_at = excluded.imported_at",
            roster.unit,
            roster.model_dump_json(),
            at,
        )
        await connection.execute("DELETE FROM people WHERE roster_unit = $1", roster.unit)
        await connection.executemany(
            "INSERT INTO people (roster_unit, id, name, unit, post, roles, categories)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7)",
            [_row(roster.unit, person) for person in roster.people],
        )


async def load_roster(pool: asyncpg.Pool, unit: str) -> Roster | None:
    """Return a unit's roster; None where none was taken in."""
    written = await pool.fetchval("SELECT roster FROM rosters WHERE unit = $1", unit)
    return None if written is None else Roster.model_validate_json(written)


async def rosters(pool: asyncpg.Pool) -> list[Roster]:
    """Return the rosters of all units, by unit."""
    rows = await pool.fetch("SELECT roster FROM rosters ORDER BY unit")
    return [Roster.model_validate_json(row["roster"]) for row in rows]


async def people(pool: asyncpg.Pool) -> list[RosterEntry]:
    """Return all persons of all rosters, by unit and in the roster's order."""
    return [person for roster in await rosters(pool) for person in roster.people]


def _row(unit: str, person: RosterEntry) -> tuple[object, ...]:
    roles = [role.value for role in person.roles]
    return (unit, person.id, *map(plain, (person.name, person.unit, person.post, roles, person.categories)))
