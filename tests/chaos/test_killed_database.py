"""Whatever the driver makes of a database that is killed in the middle of an answer is known as a database away."""

import asyncio
import os
import signal
import tempfile
from pathlib import Path

import asyncpg

from embedded.site import Site
from gateway.watching import AWAY
from tests.embedded import machine

KILLS = 4
LONG_ANSWER = "SELECT i, repeat('x', 1000) FROM generate_series(1, 20) AS i"


async def test_every_failure_of_a_killed_database_is_known() -> None:
    failures: list[BaseException] = []
    is_over = asyncio.Event()
    with tempfile.TemporaryDirectory(prefix="bh-", dir=machine.place()) as closed:
        async with Site(machine.settings_for(Path(closed) / "home"), without_temporal=True) as site:
            dsn = site.addresses.database_url.get_secret_value()
            async with asyncpg.create_pool(dsn, min_size=0, max_size=4) as pool:
                asking = [asyncio.create_task(_ask(pool, is_over, failures)) for _ in range(4)]
                for _ in range(KILLS):
                    await asyncio.sleep(0.7)
                    leash = site.status[0].pid
                    os.kill(await asyncio.to_thread(machine.server_of, leash), signal.SIGKILL)
                    await _started_again(site, leash)
                is_over.set()
                await asyncio.gather(*asking)

    assert failures
    assert [repr(failure) for failure in failures if not isinstance(failure, AWAY)] == []


async def _started_again(site: Site, leash: int | None) -> None:
    await machine.eventually(lambda: site.status[0].state == "running" and site.status[0].pid != leash)


async def _ask(pool: asyncpg.Pool, is_over: asyncio.Event, failures: list[BaseException]) -> None:
    while not is_over.is_set():
        try:
            async with asyncio.timeout(2):
                await pool.fetch(LONG_ANSWER)
        except Exception as failure:  # noqa: BLE001 - which ones there are is the question
            failures.append(failure)
            await asyncio.sleep(0.01)
