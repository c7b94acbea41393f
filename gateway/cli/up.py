"""`bihuan up`: the site on this machine, from start to Ctrl-C."""

import asyncio
from functools import partial
from pathlib import Path
from typing import Annotated

import asyncpg
import typer

from embedded.site import Site
from gateway.cli.choices import Choices, keep_choices, read_choices
from gateway.cli.connection import temporal_of
from gateway.cli.endings import Ending
from gateway.cli.held_up import HeldUp, held_up, refusals, sentences
from gateway.cli.hosting import held, hosted
from gateway.cli.tables import page, plain, table
from gateway.cli.terminal import Terminal, terminal_of
from gateway.cli.wording import both
from gateway.definitions.found import find_definitions
from gateway.policy_files import demand_remediation, find_policy, load_policy
from gateway.provisioning import provision
from gateway.roster_files import load_roster
from schemas.people import Roster
from schemas.words import text

Policy = Annotated[
    str | None,
    typer.Option(
        "--policy", metavar="NAME|FILE", help=both("收件默认用的整改办法", "the policy of intakes by default")
    ),
]
Rosters = Annotated[
    list[Path] | None,
    typer.Option("--roster", metavar="FILE", help=both("启动时导入的名册，可写几次", "a roster to import; repeatable")),
]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "up",
        help=both(
            "启动本机站点（Temporal、PostgreSQL、工作进程），直到 Ctrl-C。再次启动时数据都在。",
            "Start the site on this machine (Temporal, PostgreSQL, worker) until Ctrl-C; its data are kept.",
        ),
    )(up)


def up(context: typer.Context, policy: Policy = None, roster: Rosters = None) -> int:
    """Run the site."""
    terminal = terminal_of(context)
    chosen = str(_checked(policy)) if policy else None
    rosters = [load_roster(file) for file in roster or []]
    return asyncio.run(held(terminal, partial(_hold, terminal, chosen, rosters)))


def _checked(policy: str) -> str:
    """Return a policy as it will be found from every folder; a faulty one is refused before anything starts."""
    file = find_policy(policy)
    demand_remediation(load_policy(file))
    return policy if file.stem == policy else str(file.absolute())


async def _hold(
    terminal: Terminal, policy: str | None, rosters: list[Roster], told: asyncio.Event, is_up: asyncio.Event
) -> int:
    settings = terminal.settings()
    if settings.temporal_is_elsewhere:
        async with temporal_of(terminal) as client:
            await provision(client, terminal.say)
    async with hosted(terminal, settings, rosters) as site:
        is_up.set()
        chosen = Choices(policy=policy) if policy else read_choices(settings.home)
        keep_choices(settings.home, chosen)
        # Meanwhile the worker learns them, too.
        found = await asyncio.to_thread(find_definitions, terminal.environ, settings.home)
        _announce(terminal, site, chosen, [one.name for one in found if one.refused], await _held_up(site))
        await told.wait()
    return Ending.OK


async def _held_up(site: Site) -> list[HeldUp]:
    async with asyncpg.create_pool(site.addresses.database_url.get_secret_value(), min_size=0, max_size=1) as pool:
        return await held_up(pool)


def _announce(terminal: Terminal, site: Site, chosen: Choices, refused: list[str], waiting: list[HeldUp]) -> None:
    addresses = site.addresses
    terminal.give(
        {
            "ui": addresses.ui_url,
            "temporal": addresses.temporal_address,
            "namespace": addresses.temporal_namespace,
            "home": str(site.settings.home),
            "policy": chosen.policy,
            "definitions_refused": refused,
            "held_up": [one.case_id for one in waiting],
        }
    )
    shown = (
        (text("Temporal 界面", "Temporal UI"), addresses.ui_url),
        (text("Temporal", "Temporal"), addresses.temporal_address),
        (text("数据目录", "Data"), str(site.settings.home)),
        (text("默认整改办法", "Policy"), chosen.policy),
    )
    made = table(("", ""))
    for name, value in shown:
        if value:
            made.add_row(terminal.speak(name), plain(value))
    terminal.show(page(made).lstrip())
    for sentence in [*refusals(refused), *sentences(waiting)]:
        terminal.say(sentence)
    ready = text(
        "站点已就绪，按 Ctrl-C 停止。收件请另开终端：bihuan intake 文件 --campaign 轮次",
        "The site is up; Ctrl-C stops it.",
    )
    terminal.say(ready)
