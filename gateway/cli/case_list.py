"""`bihuan list`: the cases of the ledger, filtered."""

import asyncio
import datetime as dt
from enum import StrEnum
from typing import Annotated, TypeVar

import typer
from rich.console import RenderableType

from gateway.cli.connection import open_ledger
from gateway.cli.endings import Misuse
from gateway.cli.known_names import demand_names
from gateway.cli.stage_name import stage_name
from gateway.cli.tables import in_colour, page, plain, shortened, table
from gateway.cli.terminal import Terminal, terminal_of
from gateway.cli.wording import both
from ledger.reading import CaseFilter, list_cases, load_case
from rules.names import listed, name_of
from rules.summary import past_its_limit
from schemas.case import CaseSummary, Stage
from schemas.policy import Colour
from schemas.time import Clock
from schemas.values import Instant
from schemas.words import Text, text

E = TypeVar("E", bound=StrEnum)

Campaign = Annotated[str | None, typer.Option("--campaign", metavar="ID", help=both("巡察轮次", "of one campaign"))]
StageName = Annotated[
    str | None,
    typer.Option(
        "--stage",
        "--status",
        metavar="STAGE",
        help=both("阶段，如 整改中 或 rectifying", "in one stage, as rectifying"),
    ),
]
Leader = Annotated[
    str | None, typer.Option("--leader", metavar="WHO", help=both("责任领导，姓名或编号", "a leader, by name or id"))
]
Unit = Annotated[str | None, typer.Option("--unit", metavar="NAME", help=both("牵头单位", "a lead unit"))]
Handler = Annotated[
    str | None, typer.Option("--handler", metavar="WHO", help=both("责任人，姓名或编号", "a handler, by name or id"))
]
Category = Annotated[str | None, typer.Option("--category", metavar="NAME", help=both("问题类别", "a category"))]
ColourName = Annotated[
    str | None,
    typer.Option("--colour", metavar="COLOUR", help=both("预警颜色，如 红色 或 red", "in one colour, as red")),
]
Overdue = Annotated[
    bool,
    typer.Option("--overdue", help=both("只看有责任逾期或事项本身逾期的", "something, or the item itself, is overdue")),
]
Limit = Annotated[
    int, typer.Option("--limit", metavar="N", min=1, max=100_000, help=both("最多列出多少件", "this many at most"))
]

HEADERS = (
    text("事项", "Case"),
    text("反馈问题", "Problem"),
    text("阶段", "Stage"),
    text("责任领导", "Leader"),
    text("牵头单位", "Lead unit"),
    text("等候", "Waits for"),
    text("最近时限", "Next due"),
    text("预警", "Colour"),
)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "list", help=both("台账列表：按轮次、阶段、领导、单位、责任人、类别、颜色、逾期筛选", "List cases, filtered")
    )(list_them)


def list_them(  # noqa: PLR0913 - one parameter per filter
    context: typer.Context,
    *,
    campaign: Campaign = None,
    stage: StageName = None,
    leader: Leader = None,
    unit: Unit = None,
    handler: Handler = None,
    category: Category = None,
    colour: ColourName = None,
    overdue: Overdue = False,
    limit: Limit = 1000,
) -> None:
    """List cases."""
    terminal, now = terminal_of(context), dt.datetime.now(dt.UTC)
    wanted = CaseFilter(
        campaign=campaign,
        stage=_meant("--stage", Stage, stage),
        leader=leader,
        unit=unit,
        handler=handler,
        category=category,
        colour=_meant("--colour", Colour, colour),
        overdue_at=now if overdue else None,
        limit=limit,
    )
    found, clocks = asyncio.run(_load(terminal, wanted))
    terminal.give({"count": len(found), "cases": [_document(line, now) for line in found]})
    if found:
        terminal.show(_page(terminal, found, now, clocks))
    terminal.say(_told(found, limit))


async def _load(terminal: Terminal, wanted: CaseFilter) -> tuple[list[CaseSummary], dict[str, Clock]]:
    """Return the cases, and the clock by which each campaign's dates are told: all its cases have the same."""
    async with open_ledger(terminal) as pool:
        found = await list_cases(pool, wanted)
        if not found:
            await demand_names(pool, wanted)
        ones = {line.campaign: line.case_id for line in found}
        loaded = {campaign: await load_case(pool, case_id) for campaign, case_id in ones.items()}
    return found, {campaign: case.policy.clock for campaign, case in loaded.items() if case}


def _meant(option: str, kind: type[E], said: str | None) -> E | None:
    """Return the value that is meant by its code or by its name in either language."""
    if said is None:
        return None
    for value in kind:
        name = name_of(value)
        if said.strip().lower() in (value.value, name.zh, name.en.lower(), name.zh.removesuffix("色")):
            return value
    zh = "、".join(f"{name_of(value).zh}（{value.value}）" for value in kind)
    en = ", ".join(kind)
    raise Misuse(text(f"{option} 没有“{said}”，可用：{zh}。", f"{option} takes no “{said}”; it takes {en}."))


def _document(line: CaseSummary, now: Instant) -> dict[str, object]:
    late = {"overdue": _is_late(line, now), "item_overdue": past_its_limit(line, now)}
    return line.model_dump(mode="json") | late


def _is_late(line: CaseSummary, now: Instant) -> bool:
    return line.due is not None and line.due < now


def _told(found: list[CaseSummary], limit: int) -> Text:
    if not found:
        return text("没有符合条件的事项。", "No case is like that.")
    if len(found) == limit:
        return text(f"列出 {limit} 件，可能还有；用 --limit 多列。", f"{limit} cases; there may be more: use --limit.")
    return text(f"共 {len(found)} 件。", f"{len(found)} cases.")


def _page(terminal: Terminal, found: list[CaseSummary], now: Instant, clocks: dict[str, Clock]) -> str:
    made = table([terminal.speak(header) for header in HEADERS], wide=(1,))
    for line in found:
        made.add_row(*_row(terminal, line, now, clocks.get(line.campaign, Clock())))
    return page(made)


def _row(terminal: Terminal, line: CaseSummary, now: Instant, clock: Clock) -> list[RenderableType]:
    stage = terminal.speak(stage_name(line.stage, line.outcome)) + (f" ×{line.round}" if line.round > 1 else "")
    late = terminal.speak(text(" 逾期", " late")) if _is_late(line, now) else ""
    late += terminal.speak(text(" 事项逾期", " item late")) if past_its_limit(line, now) else ""
    return [
        plain(line.case_id),
        plain(shortened(line.title, 40)),
        stage,
        plain(line.leader or "—"),
        plain(line.lead_unit or "—"),
        terminal.speak(listed(tuple(map(name_of, line.owes)))) or "—",
        plain(_day(line, clock) + late),
        in_colour(terminal.speak(name_of(Colour(line.colour))), line.colour) if line.colour else "",
    ]


def _day(line: CaseSummary, clock: Clock) -> str:
    if line.due is None:
        return "—"
    return clock.date_of(line.due).isoformat() + ("*" if line.provisional else "")
