"""The ledger as text: two ledgers with the same text are the same, byte by byte."""

import hashlib
from collections.abc import AsyncIterator
from typing import Final

import asyncpg

ORDER: Final = {
    "campaigns": "id",
    "items": "campaign, number",
    "facts": "case_id, number",
    "cases": "case_id",
    "duties": "case_id, id",
    "rosters": "unit",
    "people": "roster_unit, id",
}


async def dump(pool: asyncpg.Pool) -> AsyncIterator[str]:
    """Yield every row of the ledger as a line, table by table, sorted by key; all of one moment."""
    async with pool.acquire() as connection, connection.transaction(isolation="repeatable_read", readonly=True):
        await connection.execute("SET LOCAL timezone = 'UTC'; SET LOCAL datestyle = 'ISO'")
        for table, key in ORDER.items():
            rows = connection.cursor(f"SELECT t::text AS line FROM {table} AS t ORDER BY {key}")  # noqa: S608
            async for row in rows:
                yield f"{table} {row['line']}"


async def fingerprint(pool: asyncpg.Pool) -> str:
    """Return the SHA-256 over the ledger's text."""
    digest = hashlib.sha256()
    async for line in dump(pool):
        digest.update(line.encode() + b"\n")
    return digest.hexdigest()
