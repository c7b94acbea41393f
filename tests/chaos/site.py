"""The site of a chaos run: the embedded one, two workers beside it, made to go on afresh after forty events."""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import asyncpg
from temporalio.client import Client
from temporalio.service import RPCError

from embedded.child import Child
from embedded.folder import SiteFolder
from embedded.keeper import Server, State
from embedded.postgres import Postgres
from embedded.process import Order
from embedded.site import Site
from embedded.temporal import Temporal
from gateway.temporal import TemporalAway, connect_to_temporal
from ledger.migrating import migrate
from schemas.search import SEARCH_ATTRIBUTES
from schemas.settings import Settings, load_settings
from tests.chaos.errands import Sheet
from tests.chaos.plan import Plant
from tests.chaos.volume import Volume
from tests.embedded import machine
from tests.site.running import Office, office_at

HOUSE = Path(__file__).parents[2]
WORKERS = ("worker", "worker-2")
TEMPORAL, POSTGRES = "Temporal", "PostgreSQL"
AFRESH_AFTER_EVENTS = 40


class _Hasty(Temporal):
    """Wants a fresh run early: continue-as-new happens all the time."""

    async def prepare(self) -> Order:
        order = await super().prepare()
        wanted = f"limit.historyCount.suggestContinueAsNew={AFRESH_AFTER_EVENTS}"
        return replace(order, command=[*order.command, "--dynamic-config-value", wanted])


class _Dated(Postgres):
    """Knows when each row was committed."""

    async def prepare(self) -> Order:
        order = await super().prepare()
        return replace(order, command=[*order.command, "--track_commit_timestamp=on"])


class HarshSite(Site):
    """The embedded site with these two servers."""

    def _arrange(self, folder: SiteFolder) -> Sequence[Server]:
        before = super()._arrange(folder)
        self.postgres = _Dated(folder)
        if len(before) == 1:  # only the database is wanted
            return [self.postgres]
        self.temporal = _Hasty(folder, self.settings, SEARCH_ATTRIBUTES)
        return [self.postgres, self.temporal]


class Victim:
    """A running site, as those see it who want to harm it."""

    def __init__(self, site: Site, office: Office, volume: Volume, sheet: Sheet) -> None:
        self.site, self.office, self.volume, self.sheet = site, office, volume, sheet
        self.workers_rest = False

    async def pid(self, name: str) -> int:
        """Return the process of a server that runs; wait for one that is being started."""
        while True:
            standing = next(standing for standing in self.site.status if standing.name == name)
            if standing.state is State.RUNNING and standing.pid and (found := _child_of(standing.pid)):
                return found
            await asyncio.sleep(0.02)

    async def kill(self, *names: str) -> int:
        """End processes at once, as nearly together as can be; return how many."""
        pids = [await self.pid(name) for name in names]
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        return len(pids)

    async def family(self, name: str) -> list[int]:
        """Return a server's process and its children."""
        pid = await self.pid(name)
        return [pid, *await asyncio.to_thread(machine.children_of, pid)]

    async def client(self) -> Client:
        """Connect as our own programs do."""
        return await connect_to_temporal(self.site.settings)

    @asynccontextmanager
    async def ledger(self, size: int = 2) -> AsyncIterator[asyncpg.Pool]:
        """Open the ledger as an application does."""
        dsn = self.site.addresses.database_url.get_secret_value()
        async with asyncpg.create_pool(dsn, min_size=0, max_size=size, command_timeout=20, timeout=5) as pool:
            yield pool


def send(number: signal.Signals, pids: Sequence[int]) -> None:
    """Send a signal to those that still live."""
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)


@asynccontextmanager
async def harsh_site(folder: Path, plants: tuple[Plant, ...], said: list[str]) -> AsyncIterator[Victim]:
    """Hold a site up whose ledger lies on a disk of its own."""
    office = office_at(folder / "home")
    settings = load_settings(office.environ)
    volume = Volume(settings.home / "postgres")
    sheet = Sheet(folder / "errands.json", plants)
    async with HarshSite(settings, without_temporal=True):
        pass  # the database is made; a disk can only be put under what is there
    volume.mount()
    try:
        async with _up(settings, said) as site:
            victim = Victim(site, office, volume, sheet)
            for name in WORKERS:
                await site.start_child(_worker(sheet.file, name))
            await _answers(victim)
            yield victim
    finally:
        volume.unmount()


@asynccontextmanager
async def _up(settings: Settings, said: list[str]) -> AsyncIterator[Site]:
    site = HarshSite(settings, search_attributes=SEARCH_ATTRIBUTES, say=lambda words: said.append(words.en))
    async with site:
        await migrate(site.addresses.owner_database_url.get_secret_value())
        yield site


def _worker(sheet: Path, name: str) -> Child:
    return Child(name=name, command=[sys.executable, "-m", "tests.chaos.hand", str(sheet), name], cwd=HOUSE)


async def _answers(victim: Victim) -> None:
    async with asyncio.timeout(60):
        while True:
            with contextlib.suppress(TemporalAway, RPCError):
                await victim.client()
                return
            await asyncio.sleep(0.1)


def _child_of(leash: int) -> int | None:
    """Return the process that a leash holds; read without starting another program."""
    try:
        found = Path(f"/proc/{leash}/task/{leash}/children").read_text().split()
    except OSError:
        found = [str(pid) for pid in machine.children_of(leash)]
    return int(found[0]) if found else None
