"""Search attributes on a real PostgreSQL, in columns of the types that Temporal's visibility store has there."""

import datetime as dt
import json

import asyncpg
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from schemas.search import keyword
from tests.fuzz.signs import EVERYDAY, HOSTILE, LONG, SIGNS
from tests.ledger.database import Server

# Each attribute is a column that PostgreSQL derives from one JSON document, and each is indexed.
TABLE = """
CREATE FUNCTION as_instant(written varchar) RETURNS timestamp LANGUAGE plpgsql IMMUTABLE AS
    $$ BEGIN RETURN written::timestamptz AT TIME ZONE 'UTC'; END $$;
CREATE TABLE found (
    run varchar(64) PRIMARY KEY,
    attributes jsonb,
    keyword varchar(255) GENERATED ALWAYS AS (attributes ->> 'keyword') STORED,
    list jsonb GENERATED ALWAYS AS (attributes -> 'list') STORED,
    due timestamp GENERATED ALWAYS AS (as_instant(attributes ->> 'due')) STORED,
    round bigint GENERATED ALWAYS AS ((attributes -> 'round')::bigint) STORED
);
CREATE INDEX ON found (keyword, run);
CREATE INDEX ON found USING gin (list jsonb_path_ops);
"""
FIND = "SELECT keyword FROM found WHERE run = $1 AND keyword = $2 AND list @> $3 AND due = $4 AND round = $5"
FIRST, LAST = dt.datetime(1, 1, 2, tzinfo=dt.UTC), dt.datetime(9999, 12, 31, 23, 59, tzinfo=dt.UTC)


def examples(count: int) -> list[str]:
    """Return the texts that are known to hurt, and so many drawn ones, always the same."""
    drawn: list[str] = []

    @settings(
        max_examples=count,
        derandomize=True,
        database=None,
        deadline=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(HOSTILE | st.text(st.characters(exclude_categories=[]), min_size=150, max_size=400))
    def draw(text: str) -> None:
        drawn.append(text)

    draw()
    return [*EVERYDAY, *SIGNS, *(sign * times for sign in LONG for times in (199, 200, 201, 255, 256, 5_000)), *drawn]


async def store(admin: asyncpg.Connection, run: str, value: str, due: dt.datetime, number: int) -> None:
    attributes = {"keyword": value, "list": [value, value], "due": due.isoformat(), "round": number}
    await admin.execute("INSERT INTO found VALUES ($1, $2)", run, json.dumps(attributes, ensure_ascii=False))


async def test_every_value_is_found_again_as_it_was_written(server: Server) -> None:
    moments = (FIRST, dt.datetime(2026, 9, 30, 9, 30, tzinfo=dt.UTC), LAST)
    async with server.database() as database, server.admin(database.name) as admin:
        await admin.execute(TABLE)
        for place, text in enumerate(examples(300)):
            value, due, number = keyword(text), moments[place % 3], (0, 1, 2**63 - 1)[place % 3]
            await store(admin, str(place), value, due, number)
            written = json.dumps([value])
            found = await admin.fetchval(FIND, str(place), value, written, due.replace(tzinfo=None), number)
            assert found == value, ascii(text)


@pytest.mark.parametrize("value", ["长" * 256, "a\0b", "\ud800"])
async def test_what_is_not_made_fit_would_lose_its_row(server: Server, value: str) -> None:
    async with server.database() as database, server.admin(database.name) as admin:
        await admin.execute(TABLE)
        with pytest.raises((asyncpg.PostgresError, UnicodeEncodeError)):
            await store(admin, "1", value, LAST, 1)
        assert await admin.fetchval("SELECT count(*) FROM found") == 0
        await store(admin, "1", keyword(value), LAST, 1)
        assert await admin.fetchval("SELECT count(*) FROM found") == 1
