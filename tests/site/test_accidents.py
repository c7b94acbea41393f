"""Servers and worker are killed or stopped in the middle of a rehearsal: nothing is lost, nothing comes twice."""

import asyncio
import datetime as dt
import itertools
import os
import signal
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from temporalio.client import Client, WorkflowUpdateRPCTimeoutOrCancelledError
from temporalio.service import RPCError

from embedded.site import Site
from schemas.settings import load_settings
from tests.embedded import machine
from tests.site.running import Office, Program, eventually, office_at, running
from tests.site.small import ITEMS, small_play

CAMPAIGN = "2026-yanlian"
OUTAGE_SECONDS = 15


@pytest.fixture(scope="module")
def embedded() -> Iterator[Program]:
    """A rehearsal on a site whose servers are all its own."""
    with tempfile.TemporaryDirectory(prefix="bh-", dir=machine.place()) as closed:
        office = office_at(Path(closed) / "home")
        with _rehearsal(office) as program:
            yield program


@pytest.fixture(scope="module")
async def database() -> AsyncIterator[Site]:
    """A PostgreSQL that the office runs by itself."""
    with tempfile.TemporaryDirectory(prefix="bh-", dir=machine.place()) as closed:
        settings = load_settings(machine.environment(Path(closed) / "home"))
        async with Site(settings, without_temporal=True) as site:
            yield site


@pytest.fixture(scope="module")
def elsewhere(database: Site) -> Iterator[Program]:
    """A rehearsal whose ledger is in that PostgreSQL."""
    with tempfile.TemporaryDirectory(prefix="bh-", dir=machine.place()) as closed:
        office = office_at(Path(closed) / "home")
        addresses = database.addresses
        dsn = {
            "BIHUAN_DATABASE_URL": addresses.database_url.get_secret_value(),
            "BIHUAN_OWNER_DATABASE_URL": addresses.owner_database_url.get_secret_value(),
        }
        office.environ = {**office.environ, **dsn}
        with _rehearsal(office) as program:
            yield program


def _rehearsal(office: Office) -> Any:
    play = small_play(office.home.with_name("play"))
    return running(office, "rehearse", play, "--home", office.home)


class Witness:
    """Somebody who leaves notes in a case all the time, and remembers which of them were confirmed, as which fact."""

    def __init__(self, client: Client, case_id: str) -> None:
        self.case_id = case_id
        self.confirmed: dict[str, int] = {}
        self.unheard = ""  # why the last note was not confirmed at once
        self.is_tired = False
        self._handle = client.get_workflow_handle(case_id)

    async def write(self) -> None:
        for number in itertools.count(1):
            if self.is_tired:
                return
            await self._note({"id": f"witness-{id(self)}-{number}", "actor": "zheng-shuji", "text": "抓紧"})
            await asyncio.sleep(0.2)

    async def confirmed_more(self, count: int) -> None:
        """Wait until so many more notes are confirmed."""
        wanted, end = len(self.confirmed) + count, time.monotonic() + 60
        while len(self.confirmed) < wanted:
            assert time.monotonic() < end, f"after {len(self.confirmed)} notes: {self.unheard}"
            await asyncio.sleep(0.1)

    async def _note(self, note: dict[str, str]) -> None:
        """Leave one note: under the same id again and again until somebody answers."""
        while note["id"] not in self.confirmed and not self.is_tired:
            try:
                # No time-out around it: the SDK takes a cancellation for an answer.
                receipt = await self._handle.execute_update(
                    "leave_note", note, id=note["id"], rpc_timeout=dt.timedelta(seconds=5)
                )
                self.confirmed[note["id"]] = receipt["first"]
            except (RPCError, WorkflowUpdateRPCTimeoutOrCancelledError) as error:
                self.unheard = repr(error)
                await asyncio.sleep(0.2)


@asynccontextmanager
async def witness(program: Program, number: int) -> AsyncIterator[Witness]:
    """Let somebody leave notes while the block runs, and see some confirmed before and after it."""
    client = await Client.connect(program.office.address, namespace="bihuan")
    seen = Witness(client, f"{CAMPAIGN}/{number:03}")
    writing = asyncio.create_task(seen.write())
    try:
        await seen.confirmed_more(3)
        yield seen
        await seen.confirmed_more(3)
    finally:
        seen.is_tired = True
        await writing


async def _under_way(program: Program) -> None:
    await eventually(
        lambda: "批准整改方案" in program.words or program.process.poll() is not None, 60, what="the rehearsal"
    )
    assert program.process.poll() is None, program.words


def _is_once_in_the_ledger(office: Office, seen: Witness) -> bool:
    history = office.asked("show", seen.case_id)["history"]
    written = [(entry["command_id"], entry["number"]) for entry in history if entry["command_id"] in seen.confirmed]
    return written == list(seen.confirmed.items())


@pytest.mark.parametrize(("server", "name"), [("worker.py", "worker"), ("start-dev", "Temporal"), ("-D", "PostgreSQL")])
async def test_what_is_killed_is_started_again_and_nothing_is_lost(embedded: Program, server: str, name: str) -> None:
    await _under_way(embedded)
    async with witness(embedded, 8) as seen:
        os.kill(machine.server_of(embedded.leash_of(server)), signal.SIGKILL)
        await eventually(lambda: f"{name} 已重新启动" in embedded.words, 30, what=f"the restart of {name}")

    await eventually(
        lambda: _is_once_in_the_ledger(embedded.office, seen), 30, what="the ledger of all that was confirmed"
    )


async def test_while_the_ledger_is_away_commands_are_taken_and_the_clock_runs(
    elsewhere: Program, database: Site
) -> None:
    await _under_way(elsewhere)
    async with witness(elsewhere, 8) as seen:
        await database.stop()
        stopped, before = dt.datetime.now(dt.UTC), len(seen.confirmed)
        await asyncio.sleep(OUTAGE_SECONDS)
        started, meanwhile = dt.datetime.now(dt.UTC), len(seen.confirmed)
        await database.__aenter__()

    assert meanwhile - before > OUTAGE_SECONDS, "several notes a second"
    await eventually(
        lambda: _is_once_in_the_ledger(elsewhere.office, seen), 60, what="the ledger of all that was confirmed"
    )
    rungs = [at for at in await _rungs(database) if stopped < at < started]
    assert rungs, "deadlines are kept while nobody can write them down"


async def _rungs(database: Site) -> list[dt.datetime]:
    """Return when the clock rang, as the ledger has it."""
    pool = await asyncpg.create_pool(database.addresses.database_url.get_secret_value(), min_size=1, max_size=1)
    rows = await pool.fetch("SELECT at FROM facts WHERE kind = 'rung_climbed'")
    await pool.close()
    return [row["at"] for row in rows]


@pytest.mark.parametrize("site", ["embedded", "elsewhere"])
async def test_afterwards_every_item_settles_and_the_ledger_is_sound(site: str, request: pytest.FixtureRequest) -> None:
    program: Program = request.getfixturevalue(site)

    try:
        await eventually(lambda: "全部办结" in program.words, 120, what="the end of the campaign")
    except AssertionError as late:
        raise AssertionError(program.office.bihuan("list", "--campaign", CAMPAIGN)) from late

    cases = program.office.asked("list", "--campaign", CAMPAIGN)["cases"]
    assert [case["outcome"] for case in cases] == ["done"] * len(ITEMS)
    assert program.office.asked("verify") == {"sound": True, "findings": [], **_heads(program.office)}
    assert program.end(signal.SIGTERM) == 0
    assert "Traceback" not in program.words


def _heads(office: Office) -> dict[str, Any]:
    heads: Any = office.asked("verify")["campaigns"]
    assert [head["cases"] for head in heads] == [len(ITEMS)]
    return {"campaigns": heads}
