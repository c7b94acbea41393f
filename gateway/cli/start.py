"""`bihuan start`: one case of a definition, as a clerk begins it."""

from dataclasses import dataclass
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from gateway.cli.dates import day
from gateway.cli.intake import RosterFile, Unit
from gateway.cli.terminal import terminal_of
from gateway.cli.wording import both


@dataclass(frozen=True)
class Wishes:
    """What was said on the command line of a start."""

    definition: str
    campaign: str
    title: str | None
    file: Path | None
    category: str | None
    leader: str | None
    lead_unit: str | None
    handler: str | None
    due: date | None
    roster: Path | None
    unit: str | None
    begun_on: date | None


Name = Annotated[
    str, typer.Argument(metavar="DEFINITION", help=both("流程名称，见 bihuan definitions", "a definition's name"))
]
CampaignId = Annotated[
    str,
    typer.Option("--campaign", metavar="ID", help=both("批次编号，如 2026-xs-1", "whose number it gets, as 2026-xs-1")),
]
Title = Annotated[str | None, typer.Option("--title", metavar="TEXT", help=both("事项标题", "what it is about"))]
File = Annotated[
    Path | None,
    typer.Option(
        "--file",
        metavar="FILE",
        help=both(
            "从文件读标题（首行）和内容；限知悉的流程须用它", "title (first line) and body; needed where restricted"
        ),
    ),
]
Category = Annotated[
    str | None,
    typer.Option("--category", metavar="TEXT", help=both("类别，按名册确定分工", "by which the roster assigns")),
]
Leader = Annotated[str | None, typer.Option("--leader", metavar="PERSON", help=both("责任领导", "the leader"))]
LeadUnit = Annotated[str | None, typer.Option("--lead-unit", metavar="NAME", help=both("牵头单位", "the lead unit"))]
Handler = Annotated[str | None, typer.Option("--handler", metavar="PERSON", help=both("责任人", "the handler"))]
Due = Annotated[
    date | None, typer.Option("--due", metavar="DATE", parser=day, help=both("总时限", "a limit for all of it"))
]
From = Annotated[
    date | None,
    typer.Option(
        "--from", metavar="DATE", parser=day, help=both("从哪天起算；默认现在", "from when it counts; else now")
    ),
]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "start",
        help=both(
            "按流程立一项：bihuan start publication --campaign 2026-gs-1 --title 标题。同样的内容不会重复立项。",
            "Start one case of a definition: bihuan start publication --campaign 2026-gs-1 --title TEXT. The same text "
            "again starts nothing twice.",
        ),
    )(start)


def start(  # noqa: PLR0913 - one parameter per option
    context: typer.Context,
    definition: Name,
    campaign: CampaignId,
    *,
    title: Title = None,
    file: File = None,
    category: Category = None,
    leader: Leader = None,
    lead_unit: LeadUnit = None,
    handler: Handler = None,
    due: Due = None,
    roster: RosterFile = None,
    unit: Unit = None,
    begun_on: From = None,
) -> int:
    """Start a case."""
    wishes = Wishes(
        definition=definition,
        campaign=campaign,
        title=title,
        file=file,
        category=category,
        leader=leader,
        lead_unit=lead_unit,
        handler=handler,
        due=due,
        roster=roster,
        unit=unit,
        begun_on=begun_on,
    )
    code: int = import_module("gateway.cli.start_run").run(terminal_of(context), wishes)
    return code
