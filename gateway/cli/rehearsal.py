"""`bihuan rehearse` and `bihuan watch`: a policy tried out with people by script, and any campaign seen live."""

import asyncio
import contextlib
import shutil
import socket
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.live import Live

from embedded.ports import LOOPBACK
from gateway.calendar_files import load_calendar
from gateway.cli.connection import open_ledger, open_site
from gateway.cli.endings import Ending
from gateway.cli.hosting import HOUSE, held, hosted, until_told
from gateway.cli.known_names import demand_campaign
from gateway.cli.live_view import LiveView
from gateway.cli.terminal import Terminal, terminal_of
from gateway.cli.wording import both
from gateway.intake.frame import CALENDAR
from gateway.policy_files import find_policy
from gateway.policy_soundness import demand_sound
from gateway.rehearsing import Rehearsal
from gateway.roster_files import load_roster
from gateway.script_files import load_play
from gateway.watching import Glance, Watch
from schemas.people import Roster
from schemas.script import Play
from schemas.settings import Settings
from schemas.words import Refusal, text

SCRIPT = "script.yaml"


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(
        "rehearse",
        help=both(
            "演练：按脚本走一遍整改办法，实时查看，直到 Ctrl-C。\n\n"
            "目录中须有 script.yaml；不写 --home 时用临时目录，结束即清除。",
            "Rehearse a policy with people by script, live, until Ctrl-C.\n\nThe folder holds a script.yaml; without "
            "--home the site is a temporary one, removed at the end.",
        ),
    )(rehearse)
    app.command("watch", help=both("实时查看一个轮次，直到 Ctrl-C。", "See a campaign live until Ctrl-C."))(watch)


def rehearse(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help=both("演练目录", "the rehearsal's folder"))],
    campaign: Annotated[
        str, typer.Option("--campaign", metavar="ID", help=both("轮次编号", "the campaign's id"))
    ] = "2026-yanlian",
) -> int:
    """Play a script on a site of its own."""
    terminal, folder = terminal_of(context), folder.absolute()
    script = folder / SCRIPT
    if not script.is_file():
        raise Refusal(text(f"{folder} 中没有 {SCRIPT}。", f"There is no {SCRIPT} in {folder}."))
    play = load_play(script)
    roster = load_roster(folder / play.roster)
    load_play(script, roster)
    demand_sound(find_policy(_policy(folder, play.policy)), load_calendar(CALENDAR))  # refused before anything starts
    if terminal.home:
        return _rehearse(_Stage(terminal, folder, campaign, play, roster))
    home = tempfile.mkdtemp(prefix="bihuan-")
    try:
        return _rehearse(_Stage(_at_home(terminal, home), folder, campaign, play, roster))
    finally:
        shutil.rmtree(home, ignore_errors=True)


def watch(
    context: typer.Context,
    campaign: Annotated[str, typer.Argument(metavar="CAMPAIGN", help=both("轮次编号", "the campaign's id"))],
) -> int:
    """Show a campaign live."""
    return asyncio.run(_watch(terminal_of(context), campaign))


def _rehearse(stage: "_Stage") -> int:
    return asyncio.run(held(stage.terminal, stage.perform))


async def _watch(terminal: Terminal, campaign: str) -> int:
    told = until_told()
    async with open_ledger(terminal) as pool:
        await demand_campaign(pool, campaign)
        await _show(Watch(pool, campaign), LiveView(terminal.language, (campaign,)), told)
    return Ending.OK


@dataclass(frozen=True)
class _Stage:
    """Where a rehearsal is played, and what."""

    terminal: Terminal
    folder: Path
    campaign: str
    play: Play
    roster: Roster

    async def perform(self, told: asyncio.Event, is_up: asyncio.Event) -> int:
        async with hosted(self.terminal, _beside_others(self.terminal), [self.roster]) as site:
            is_up.set()
            code = await _take_in(self.terminal, self.folder, self.campaign, self.play)
            if code == Ending.OK and not told.is_set():
                await self._act(site.addresses.ui_url or "", told)
        return Ending.OK if told.is_set() else code

    async def _act(self, ui_url: str, told: asyncio.Event) -> None:
        head = _head(self.terminal, self.play, ui_url)
        async with open_site(self.terminal) as connection:
            rehearsal = Rehearsal(connection.client, self.play, self.roster)
            try:
                watched = Watch(connection.pool, self.campaign)
                await _show(watched, LiveView(self.terminal.language, head), told, rehearsal.act)
            finally:
                await rehearsal.rest()


def _head(terminal: Terminal, play: Play, ui_url: str) -> tuple[str, ...]:
    lines = (
        play.title,
        text(f"Temporal 界面  {ui_url}", f"Temporal UI    {ui_url}"),
        text(
            f"另开终端       bihuan list --home {terminal.home}", f"elsewhere      bihuan list --home {terminal.home}"
        ),
    )
    return tuple(map(terminal.speak, lines))


async def _take_in(terminal: Terminal, folder: Path, campaign: str, play: Play) -> int:
    """Take the feedback file in by the same command as an office would."""
    words = ["intake", str(folder / play.feedback), "--campaign", campaign, "--policy", _policy(folder, play.policy)]
    words += ["--roster", str(folder / play.roster), "--yes", "--lang", terminal.language]
    words += ["--home", str(terminal.settings().home)]
    intake = await asyncio.create_subprocess_exec(sys.executable, "-m", "gateway.cli", *words, cwd=HOUSE)
    return await intake.wait()


def _policy(folder: Path, named: str) -> str:
    """Return a script's policy: the rehearsal's own file where there is one, else one of ours by its name."""
    own = (folder / named, folder / f"{named}.yaml")
    return next((str(file) for file in own if file.is_file()), named)


async def _show(
    watched: Watch, view: LiveView, told: asyncio.Event, act: Callable[[Glance], None] = lambda _: None
) -> None:
    """Show glances until told to stop: a picture on a terminal, one line for each piece of news elsewhere."""
    console = Console(highlight=False)
    live = Live(console=console, auto_refresh=False, vertical_overflow="crop") if console.is_terminal else None
    with live or contextlib.nullcontext():
        if live is None:
            console.print(view.head())
        while not told.is_set():
            glance = await watched.glance()
            act(glance)
            if live and view.is_new(glance, console.size):
                live.update(view.show(glance, console.size), refresh=True)
            if live is None:
                for line in view.lines(glance):
                    console.print(line, soft_wrap=True)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(told.wait(), watched.every)


def _at_home(terminal: Terminal, home: str) -> Terminal:
    return Terminal(language=terminal.language, json=terminal.json, home=home, environ=terminal.environ)


def _beside_others(terminal: Terminal) -> Settings:
    """Return settings with ports of the rehearsal's own: those that are set are the office's site's."""
    return terminal.settings().model_copy(update={"temporal_port": _a_free_port(), "ui_port": _a_free_port()})


def _a_free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port
