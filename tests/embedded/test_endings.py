"""A site ends as a whole, in order when told to and at once when killed; what ends by itself is started again."""

import asyncio
import os
import re
import signal
import sys
import time
from pathlib import Path

import asyncpg
import pytest

from embedded.child import Child
from embedded.folder import is_in_use
from embedded.site import Site
from tests.embedded import machine

# A child that on SIGTERM still finds both servers, and writes down that it did.
LAST_WORDS = """
import asyncio, os, pathlib, signal, socket, sys
import asyncpg
async def main():
    told = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, told.set)
    pathlib.Path(sys.argv[1]).write_text("here")
    await told.wait()
    await asyncio.sleep(1)
    connection = await asyncpg.connect(os.environ["BIHUAN_DATABASE_URL"])
    answer = await connection.fetchval("SELECT current_user::text")
    await connection.close()
    host, port = os.environ["TEMPORAL_ADDRESS"].split(":")
    socket.create_connection((host, int(port))).close()
    pathlib.Path(sys.argv[1]).write_text(answer)
asyncio.run(main())
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_the_worker_goes_first_and_finds_both_servers_until_its_end(
    home: Path, environ: dict[str, str], number: int
) -> None:
    words = home.parent / "words"
    with machine.held_up(environ, sys.executable, "-c", LAST_WORDS, str(words)) as held:
        await machine.eventually(words.exists)
        everyone = held.everyone

        # As a terminal does it: to all of the program's process group at once.
        os.killpg(held.program.pid, number)

        assert held.program.wait(30) == 0
    assert words.read_text() == "bihuan_app"
    assert not any(map(machine.lives, everyone))
    assert (home / "logs" / "postgres.log").read_text().rstrip().endswith("database system is shut down")


def test_nothing_outlives_a_killed_site_and_a_new_one_starts_at_once(environ: dict[str, str]) -> None:
    with machine.held_up(environ, "sleep", "1000") as held:
        everyone = held.everyone
        assert len(everyone) >= 6 + 3
        assert held.end(signal.SIGKILL) == -signal.SIGKILL

    with machine.held_up(machine.database_alone(environ)) as second:
        assert not any(map(machine.lives, everyone))
        assert second.end() == 0


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process that its parent has died")
async def test_nothing_outlives_a_killed_leash(environ: dict[str, str]) -> None:
    with machine.held_up(environ) as held:
        everyone = held.everyone
        for leash in held.leashes.values():
            os.kill(leash, signal.SIGKILL)
        held.end(signal.SIGKILL)

    await machine.eventually(lambda: not any(map(machine.lives, everyone)))


async def test_a_server_or_child_that_dies_is_started_again(home: Path) -> None:
    said: list[str] = []
    async with Site(machine.settings_for(home), say=lambda sentence: said.append(sentence.en)) as site:
        await site.start_child(Child(name="child", command=["sleep", "1000"], cwd=home))
        owner = site.addresses.owner_database_url.get_secret_value()
        before = {standing.name: standing.pid for standing in site.status}
        for leash in before.values():
            os.kill(machine.server_of(leash), signal.SIGKILL)

        await machine.eventually(lambda: all(s.restarts and s.state == "running" for s in site.status))

        connection = await asyncpg.connect(owner)
        assert await connection.fetchval("SELECT 1") == 1
        await connection.close()
        assert site.temporal is not None
        assert await site.temporal.namespace.exists()
        assert {standing.name for standing in site.status if standing.pid == before[standing.name]} == set()
    for name in ("PostgreSQL", "Temporal", "child"):
        ended = re.compile(rf"\d\d:\d\d:\d\d {name} ended by itself \(killed by signal 9\); starting again")
        assert any(ended.match(line) for line in said)
        assert f"{name} is running again." in said


async def test_a_child_that_does_not_listen_is_given_its_time_and_no_more(home: Path) -> None:
    deaf = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(99)"
    )
    settings = machine.settings_for(home)
    async with Site(settings, without_temporal=True) as site:
        await site.start_child(Child(name="child", command=[sys.executable, "-c", deaf], cwd=home, grace_seconds=1))
        log = home / "logs" / "child.log"
        await machine.eventually(lambda: log.exists() and "deaf" in log.read_text())
        child = machine.server_of(site.status[-1].pid)
        began = time.monotonic()

    assert 1 <= time.monotonic() - began < 10
    assert not machine.lives(child)


@pytest.mark.parametrize("after", [0.1, 0.4])
async def test_a_start_that_is_broken_off_leaves_nothing_running(home: Path, after: float) -> None:
    settings = machine.settings_for(home)
    starting = asyncio.ensure_future(Site(settings).__aenter__())
    await asyncio.sleep(after)
    starting.cancel()
    await asyncio.wait([starting])

    if starting.cancelled():
        assert not is_in_use(home)
    else:
        await starting.result().stop()
    async with Site(settings, without_temporal=True) as site:
        assert site.status[0].state == "running"
