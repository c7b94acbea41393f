"""A plain status table and its event rows, eight transactions a lifecycle: what many offices write by hand."""

import asyncio
import os

import asyncpg

from tests.bench.peers.station import STEPS, dsn, serve

TABLES = """
CREATE TABLE IF NOT EXISTS peer_items (id text PRIMARY KEY, state int NOT NULL, leader text, due timestamptz);
CREATE TABLE IF NOT EXISTS peer_events (id bigserial PRIMARY KEY, item text NOT NULL, step int, at timestamptz);
"""
ADVANCE = """
WITH advanced AS (UPDATE peer_items SET state = $2 WHERE id = $1 AND state = $2 - 1 RETURNING id)
INSERT INTO peer_events (item, step, at) SELECT id, $2, now() FROM advanced
"""


async def main() -> None:
    """Serve."""
    async with asyncpg.create_pool(dsn(), min_size=8, max_size=8) as pool:
        await pool.execute(TABLES)

        async def lifecycle(name: str) -> None:
            await pool.execute("INSERT INTO peer_items (id, state, due) VALUES ($1, 0, now() + interval '1 day')", name)
            await pool.execute("UPDATE peer_items SET leader = 'leader' WHERE id = $1", name)
            for step in range(1, STEPS + 2):  # the last one closes it
                await pool.execute(ADVANCE, name, step)

        await serve(lifecycle)


if __name__ == "__main__":
    asyncio.run(main())
    os._exit(0)
