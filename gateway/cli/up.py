"""`bihuan up`: the site on this machine, from start to Ctrl-C."""

import asyncio
import datetime as dt
import signal
import sys
from pathlib import Path
from typing import Annotated

import asyncpg
import typer

from embedded.child import Child
from embedded.site import Site
from gateway.cli.choices import Choices, keep_choices, read_choices
from gateway.cli.terminal import Terminal, terminal_of
from gateway.cli.wording import both
from gateway.policy_files import find_policy, load_policy
from gateway.roster_files import load_roster, roster_warnings
from ledger.migrating import migrate
from ledger.roster import save_roster
from schemas.people import Roster
from schemas.search import SEARCH_ATTRIBUTES
from schemas.words import text

HOUSE = Path(__file__).resolve().parents[2]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "up",
        help=both(
            "启动本机站点(Temporal、PostgreSQL、工作进程),直到 Ctrl-C。再次启动时数据都在。",
            "Start the site on this machine (Temporal, PostgreSQL, worker) until Ctrl-C; the next start finds its data.",
        ),
    )(up)


def up(
    context: typer.Context,
    policy: Annotated[
        str | None,
        typer.Option(
            "--policy",
            metavar="NAME|FILE",
            help=both("收件时默认用的整改办法", "the policy that intakes run under by default"),
        ),
    ] = None,
    roster: Annotated[
        list[Path] | None,
        typer.Option(
            "--roster",
            metavar="FILE",
            help=both("启动时导入的名册,可写几个", "a roster to import; may be given several times"),
        ),
    ] = None,
) -> None:
    """Run the site."""
    terminal = terminal_of(context)
    chosen = str(_checked(policy)) if policy else None
    rosters = [load_roster(file) for file in roster or []]
    asyncio.run(_run(terminal, chosen, rosters))


def _checked(policy: str) -> str:
    """Return a policy as it will be found from every folder; a faulty one is refused before anything starts."""
    file = find_policy(policy)
    load_policy(file)
    return policy if file.stem == policy else str(file.absolute())


async def _run(terminal: Terminal, policy: str | None, rosters: list[Roster]) -> None:
    told = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, told.set)
    site = Site(terminal.settings(), search_attributes=SEARCH_ATTRIBUTES, say=terminal.say)
    holding = asyncio.create_task(_hold(terminal, site, policy, rosters))
    telling = asyncio.create_task(told.wait())
    await asyncio.wait([holding, telling], return_when=asyncio.FIRST_COMPLETED)
    if told.is_set():
        terminal.say(text("正在依次停止……", "Stopping in order …"))
        holding.cancel()  # once: a second Ctrl-C must not cut the stopping short
        await asyncio.wait([holding])
        terminal.say(text("已停止,数据都已保存。", "Stopped; all data are kept."))
    if not holding.cancelled():
        holding.result()


async def _hold(terminal: Terminal, site: Site, policy: str | None, rosters: list[Roster]) -> None:
    terminal.say(text(f"正在启动站点 {site.settings.home} ……", f"Starting the site in {site.settings.home} …"))
    async with site:
        await _prepare(terminal, site, rosters)
        chosen = Choices(policy=policy) if policy else read_choices(site.settings.home)
        keep_choices(site.settings.home, chosen)
        await site.start_child(Child(name="worker", command=[sys.executable, str(HOUSE / "worker.py")], cwd=HOUSE))
        _announce(terminal, site, chosen)
        await asyncio.Event().wait()


async def _prepare(terminal: Terminal, site: Site, rosters: list[Roster]) -> None:
    await migrate(site.addresses.owner_database_url.get_secret_value())
    if not rosters:
        return
    async with asyncpg.create_pool(site.addresses.database_url.get_secret_value(), min_size=1, max_size=1) as pool:
        for roster in rosters:
            await save_roster(pool, roster, dt.datetime.now(dt.UTC))
            for warning in roster_warnings(roster):
                terminal.say(warning)


def _announce(terminal: Terminal, site: Site, chosen: Choices) -> None:
    addresses = site.addresses
    terminal.give(
        {
            "ui": addresses.ui_url,
            "temporal": addresses.temporal_address,
            "namespace": addresses.temporal_namespace,
            "home": str(site.settings.home),
            "policy": chosen.policy,
        }
    )
    lines = [
        text(f"Temporal 界面  {addresses.ui_url}", f"Temporal UI   {addresses.ui_url}") if addresses.ui_url else None,
        text(f"Temporal       {addresses.temporal_address}", f"Temporal      {addresses.temporal_address}"),
        text(f"数据目录       {site.settings.home}", f"Data          {site.settings.home}"),
        text(f"默认整改办法   {chosen.policy}", f"Policy        {chosen.policy}"),
        text(
            "站点已就绪,Ctrl-C 停止。另开一个终端:bihuan intake …",
            "The site is up; Ctrl-C stops it. In another terminal: bihuan intake …",
        ),
    ]
    terminal.show("\n".join(terminal.speak(line) for line in lines if line))
