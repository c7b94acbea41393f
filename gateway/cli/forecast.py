"""`bihuan forecast`: what falls due in the coming weeks if nobody moves."""

import asyncio
import datetime as dt
from pathlib import Path
from typing import Annotated

import typer
from rich.console import RenderableType

from gateway.cli.connection import open_ledger
from gateway.cli.known_names import demand_campaign
from gateway.cli.plan import LONGEST_DAYS
from gateway.cli.saved_files import Force, demand_places, save
from gateway.cli.tables import page, plain, table
from gateway.cli.terminal import Terminal, terminal_of
from gateway.cli.wording import both
from gateway.definitions.found import find_definitions
from gateway.foreseeing.bars import bars
from gateway.foreseeing.forecast import Expected, Forecast
from gateway.foreseeing.tally import COUNTED, unit_name
from ledger.open_cases import open_cases
from rules.names import listed, name_of
from rules.repertoire import step_title
from schemas.policy import DutyKind
from schemas.words import Text, text

Days = Annotated[
    int, typer.Option("--days", metavar="N", min=1, max=LONGEST_DAYS, help=both("往后看多少天", "how far to look"))
]
Campaign = Annotated[str | None, typer.Option("--campaign", metavar="ID", help=both("巡察轮次", "of one campaign"))]

Svg = Annotated[Path | None, typer.Option("--svg", metavar="FILE", help=both("另存为图", "write a picture"))]

HEADERS = (
    text("周（周一）", "Week of"),
    text("牵头单位", "Lead unit"),
    text("到期责任", "Duties due"),
    *(words for name, words in COUNTED.items() if name != "late"),
)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "forecast",
        help=both(
            "预测：如果没有人办，今后每周各单位有哪些责任到期、发什么函、约谈谁、何时回头看",
            "If nobody moves: the duties, letters, interviews and look-backs that fall due, by week and unit",
        ),
    )(forecast)


def forecast(
    context: typer.Context, *, days: Days = 60, campaign: Campaign = None, svg: Svg = None, force: Force = False
) -> None:
    """Show what falls due."""
    terminal = terminal_of(context)
    demand_places(svg, force=force)
    found = asyncio.run(_foresee(terminal, days, campaign))
    if svg:
        save(svg, bars(found, terminal.language))
    terminal.give(_document(found))
    if found.weeks:
        terminal.show(page(_table(terminal, found)))
    for sentence in _told(found):
        terminal.say(sentence)


async def _foresee(terminal: Terminal, days: int, campaign: str | None) -> Forecast:
    find_definitions(terminal.environ, terminal.settings().home)  # by which cases go on
    found = Forecast(dt.datetime.now(dt.UTC), days)
    async with open_ledger(terminal) as pool:
        async for cases in open_cases(pool, campaign):
            for case in cases:
                found.take(case)
        if not found.cases:
            await demand_campaign(pool, campaign)
    return found


def _table(terminal: Terminal, found: Forecast) -> RenderableType:
    made, last = table([terminal.speak(header) for header in HEADERS], wide=(1, 2)), dt.date.min
    for (monday, unit), expected in found.rows():
        date = "" if monday == last else str(monday)
        made.add_row(date, plain(terminal.speak(unit_name(unit))), *_counts(terminal, expected))
        last = monday
    return made


def _counts(terminal: Terminal, expected: Expected) -> list[str]:
    kinds = [*(kind.value for kind in DutyKind), *sorted(kind for kind in expected.due if "." in kind)]
    due = [_times(kind, expected.due[kind]) for kind in kinds if expected.due[kind]]
    others = (expected.letters, expected.interviews, expected.look_backs)
    return [terminal.speak(listed(tuple(due))) or "—", *(str(count) if count else "—" for count in others)]


def _times(kind: str, count: int) -> Text:
    definition, _, step = kind.rpartition(".")
    name = (step_title(step, definition) or text(step, step)) if definition else name_of(DutyKind(kind))
    return text(f"{name.zh} {count}", f"{name.en} {count}")


def _told(found: Forecast) -> list[Text]:
    untold = text(
        f"另有 {found.untold} 件的流程脚本此处没有或已改动，未预测。",
        f"{found.untold} more cases are of definitions that are not here, or were changed, and are left out.",
    )
    left_out = [untold] if found.untold else []
    if not found.cases:
        return left_out or [text("没有未办结的事项。", "No case is open.")]
    late = found.late.total()
    return [
        text(
            f"未办结 {found.cases} 件；如果没有人办，今后 {found.days} 天如上。已经逾期的责任 {late} 项。",
            f"{found.cases} open cases; if nobody moves for {found.days} days. Late already: {late} duties.",
        ),
        *left_out,
    ]


def _document(found: Forecast) -> dict[str, object]:
    return {
        "cases": found.cases,
        "days": found.days,
        "left_out": found.untold,
        "late": dict(sorted(found.late.items())),
        "weeks": [
            {
                "week": monday.isoformat(),
                "unit": unit,
                "due": dict(sorted(expected.due.items())),
                "letters": expected.letters,
                "interviews": expected.interviews,
                "look_backs": expected.look_backs,
            }
            for (monday, unit), expected in found.rows()
        ],
    }
