"""`bihuan sweep`: every item has its one live workflow or its outcome, and Temporal and the ledger agree on it."""

import asyncio
import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from gateway.cli.connection import open_site
from gateway.cli.endings import Ending, Misuse
from gateway.cli.known_names import demand_campaign
from gateway.cli.record import hush
from gateway.cli.sweep_page import give_swept
from gateway.cli.terminal import Terminal, terminal_of
from gateway.cli.wording import both
from gateway.definitions.found import find_definitions
from gateway.intake.frame import demand_campaign_id
from gateway.sweeping.sweep import Depth, Site, sweep
from gateway.workers import workers
from schemas.words import Text, text

HELP = both(
    "清查：每个登记的问题都有一个在走的流程、有待办和提醒，或者已有结果；台账与流程一致（有发现则退出码 4）。\n\n"
    "默认：对照登记、台账和 Temporal 的流程列表，再看每个在办流程的最近事件；看上去不对的，逐件问询、从各方面细查。"
    "一万件约半分钟。\n\n"
    "--quick：只对照登记、台账和列表，几秒钟；看不出没有换阶段、没有过提醒时点的台账落后。\n\n"
    "--deep：逐件问询每个在办流程，与台账逐项对照；不常用的流程要重放历史，一万件要几分钟，期间办理会慢一些。\n\n"
    "只看不改。历史与台账逐条对照，用 bihuan verify。",
    "Sweep: every registered item has one live workflow with a duty and an alarm, or its outcome, and the ledger "
    "agrees (exit code 4 where something is found).\n\n"
    "By default the register, the ledger and Temporal's list are compared, and the last events of each open case are "
    "looked at; what looks wrong is asked and looked at from all sides. Half a minute for ten thousand.\n\n"
    "--quick: register, ledger and list only, in seconds; it does not see a ledger that lags without a change of stage "
    "or an alarm that has passed.\n\n"
    "--deep: asks every open case, and compares all that lists show. Cases not at hand are told again from their "
    "histories: minutes for ten thousand, in which people's commands are slower.\n\n"
    "Nothing is changed. `bihuan verify` compares fact by fact with the histories.",
)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("sweep", help=HELP)(sweep_site)


def sweep_site(
    context: typer.Context,
    *,
    campaign: Annotated[
        str | None, typer.Option("--campaign", metavar="ID", help=both("只清查一个轮次", "one campaign only"))
    ] = None,
    quick: Annotated[bool, typer.Option("--quick", help=both("只对照列表", "compare lists only"))] = False,
    deep: Annotated[bool, typer.Option("--deep", help=both("逐件问询", "ask every open case"))] = False,
) -> int:
    """Look for what does not fit together."""
    if quick and deep:
        raise Misuse(text("--quick 与 --deep 只能选一个。", "Choose one of --quick and --deep."))
    if campaign is not None:
        demand_campaign_id(campaign)
    hush()
    depth = Depth.QUICK if quick else Depth.DEEP if deep else Depth.USUAL
    return asyncio.run(_sweep(terminal_of(context), depth, campaign))


async def _sweep(terminal: Terminal, depth: Depth, campaign: str | None) -> int:
    find_definitions(terminal.environ, terminal.settings().home)  # whose cases are looked at, too
    async with open_site(terminal) as site:
        has_worker = any(worker.is_there for worker in await workers(site.client, dt.datetime.now(dt.UTC)))
        there = Site(site.pool, site.client, has_worker, lambda title, total: _progress(terminal, title, total))
        swept = await sweep(there, depth, campaign)
        if not (swept.items or swept.workflows):
            await demand_campaign(site.pool, campaign)
    give_swept(terminal, swept)
    return Ending.PARTLY if any(finding.grave for finding in swept.findings) else Ending.OK


@contextmanager
def _progress(terminal: Terminal, title: Text, total: int) -> Iterator[Callable[[], None]]:
    """Show how far one part is, where a person looks."""
    console = Console(stderr=True)
    columns = (TextColumn(terminal.speak(title)), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as shown:
        task = shown.add_task("", total=total)
        yield lambda: shown.advance(task)
