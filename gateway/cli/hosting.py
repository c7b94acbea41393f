"""A site run by a command: servers, ledger up to date, worker beside them, until the command ends."""

import asyncio
import datetime as dt
import signal
import sys
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg

from embedded.child import Child
from embedded.site import Site
from gateway.cli.endings import Ending
from gateway.cli.terminal import Terminal
from gateway.roster_files import roster_warnings
from ledger.migrating import migrate
from ledger.roster import save_roster
from schemas.people import Roster
from schemas.search import SEARCH_ATTRIBUTES
from schemas.settings import Settings
from schemas.words import text

HOUSE = Path(__file__).resolve().parents[2]


@asynccontextmanager
async def hosted(terminal: Terminal, settings: Settings, rosters: Sequence[Roster] = ()) -> AsyncIterator[Site]:
    """Run a site while the body runs; everything is stopped in order afterwards."""
    terminal.say(text(f"正在启动站点 {settings.home} ……", f"Starting the site in {settings.home} …"))
    async with Site(settings, search_attributes=SEARCH_ATTRIBUTES, say=terminal.say) as site:
        await _prepare(terminal, site, rosters)
        await site.start_child(Child(name="worker", command=[sys.executable, str(HOUSE / "worker.py")], cwd=HOUSE))
        yield site
        terminal.say(text("正在依次停止……", "Stopping in order …"))
    terminal.say(text("已停止。", "Stopped."))


def until_told() -> asyncio.Event:
    """Return an event that Ctrl-C and SIGTERM set."""
    told = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, told.set)
    return told


async def held(
    terminal: Terminal, holding: Callable[[asyncio.Event, asyncio.Event], Coroutine[None, None, int]]
) -> int:
    """Run what holds a site up, and return its exit code. It is given the event that Ctrl-C and SIGTERM set, and one
    to set once the site is up: told to stop before, it is broken off, and what runs already is stopped in order.
    """
    told, is_up = until_told(), asyncio.Event()
    running, telling = asyncio.create_task(holding(told, is_up)), asyncio.create_task(told.wait())
    await asyncio.wait([running, telling], return_when=asyncio.FIRST_COMPLETED)
    telling.cancel()
    if not is_up.is_set():
        running.cancel()
    await asyncio.wait([running])
    if not running.cancelled():
        return running.result()
    terminal.say(text("已停止，没有启动完。", "Stopped before it was up."))
    return Ending.OK


async def _prepare(terminal: Terminal, site: Site, rosters: Sequence[Roster]) -> None:
    await migrate(site.addresses.owner_database_url.get_secret_value())
    if not rosters:
        return
    async with asyncpg.create_pool(site.addresses.database_url.get_secret_value(), min_size=1, max_size=1) as pool:
        for roster in rosters:
            await save_roster(pool, roster, dt.datetime.now(dt.UTC))
            for warning in roster_warnings(roster):
                terminal.say(warning)
