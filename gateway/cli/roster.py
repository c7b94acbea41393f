"""`bihuan roster`: who is who, as the ledger knows it."""

import asyncio
import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from gateway.cli.connection import open_ledger
from gateway.cli.manual import Desk, Group
from gateway.cli.tables import page, plain, table
from gateway.cli.terminal import Terminal, terminal_of
from gateway.cli.wording import both
from gateway.roster_files import load_roster, roster_warnings
from ledger.roster import rosters, save_roster
from rules.names import listed, name_of
from schemas.people import Role, Roster
from schemas.words import Text, text

HEADERS = (text("编号", "Id"), text("姓名", "Name"), text("单位", "Unit"), text("职务", "Post"))
ROLES, CATEGORIES = text("角色", "Roles"), text("负责类别", "Categories")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    desk = Desk(cls=Group)
    desk.command(
        "import", help=both("导入名册，替换该单位原来的名册", "Import a roster in place of its unit's former one")
    )(import_roster)
    desk.command("show", help=both("显示已导入的名册", "Show the rosters that were imported"))(show_rosters)
    app.add_typer(
        desk, name="roster", help=both("名册：谁是谁，谁负责哪类问题", "Who is who, and who answers for what")
    )


def import_roster(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help=both("名册文件（.yaml）", "a roster file (.yaml)"))],
) -> None:
    """Import a roster."""
    terminal = terminal_of(context)
    roster = load_roster(file)
    asyncio.run(_save(terminal, roster))
    warnings = roster_warnings(roster)
    for warning in warnings:
        terminal.say(warning)
    count = len(roster.people)
    terminal.say(
        text(f"已导入 {roster.unit} 的名册，{count} 人。", f"Imported the roster of {roster.unit}: {count} persons.")
    )
    terminal.give({"unit": roster.unit, "people": count, "warnings": [terminal.speak(w) for w in warnings]})


def show_rosters(context: typer.Context) -> None:
    """Show the rosters."""
    terminal = terminal_of(context)
    found = asyncio.run(_load(terminal))
    terminal.give({"rosters": [roster.model_dump(mode="json") for roster in found]})
    if not found:
        terminal.say(text("还没有导入名册：bihuan roster import 名册.yaml", "No roster yet: bihuan roster import FILE"))
    for roster in found:
        terminal.show(_page(terminal, roster))


def _page(terminal: Terminal, roster: Roster) -> str:
    made = table([terminal.speak(name) for name in (*HEADERS, ROLES, CATEGORIES)], wide=(5,))
    for entry in roster.people:
        roles = terminal.speak(_roles(entry.roles))
        cells = (entry.id, entry.name, entry.unit, entry.post, roles, "、".join(entry.categories))
        made.add_row(*map(plain, cells))
    return page(plain(roster.unit), made)


def _roles(roles: tuple[Role, ...]) -> Text:
    return listed(tuple(name_of(role) for role in roles))


async def _save(terminal: Terminal, roster: Roster) -> None:
    async with open_ledger(terminal) as pool:
        await save_roster(pool, roster, dt.datetime.now(dt.UTC))


async def _load(terminal: Terminal) -> list[Roster]:
    async with open_ledger(terminal) as pool:
        return await rosters(pool)
