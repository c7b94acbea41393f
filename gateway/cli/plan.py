"""`bihuan policy plan`: a policy played over a year, as a list, a picture or a page."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.console import RenderableType

from gateway.calendar_files import load_calendar
from gateway.cli.endings import Misuse
from gateway.cli.tables import in_colour, page, plain, table
from gateway.cli.terminal import Terminal, terminal_of
from gateway.cli.wording import both
from gateway.foreseeing.lines import DISCHARGED, OPENED, Line, ending, lines, provisional, refused
from gateway.foreseeing.picture import picture
from gateway.foreseeing.plan import Plan, play_plan
from gateway.foreseeing.sheet import HEADERS, sheet
from gateway.foreseeing.unit import opening, sample, unit
from gateway.intake.frame import CALENDAR
from gateway.plan_scripts import find_script, load_script, shipped_scripts
from gateway.policy_files import demand_remediation, find_policy, load_policy
from rules.names import name_of
from schemas.policy import Policy, Speed
from schemas.time import SHANGHAI, WorkCalendar
from schemas.words import Refusal, Text, text

SCRIPTS = "、".join(shipped_scripts())
LONGEST_DAYS = 3650

Named = Annotated[
    str, typer.Argument(metavar="NAME|FILE", help=both("整改办法：名称或文件，如 county", "a policy: its name or file"))
]
ScriptName = Annotated[
    str,
    typer.Option(
        "--script",
        metavar="NAME|FILE",
        help=both(f"谁在什么时候做什么：{SCRIPTS}，或自己的文件", f"who does what when: {SCRIPTS}, or a file"),
    ),
]
SpeedName = Annotated[
    str,
    typer.Option("--speed", metavar="SPEED", help=both("问题类型：immediate、timed、long_term", "the item's speed")),
]
From = Annotated[
    str | None, typer.Option("--from", metavar="DATE", help=both("反馈日期；默认今天", "fed back on; today by default"))
]
Days = Annotated[
    int, typer.Option("--days", metavar="N", min=1, max=LONGEST_DAYS, help=both("最多看多少天", "how far to look"))
]
Due = Annotated[
    str | None, typer.Option("--due", metavar="DATE", help=both("反馈意见自带的时限", "a limit of the feedback's own"))
]
CalendarFile = Annotated[
    Path | None, typer.Option("--calendar", metavar="FILE", help=both("工作日历", "another calendar"))
]
Svg = Annotated[Path | None, typer.Option("--svg", metavar="FILE", help=both("另存为图", "write the picture"))]
Html = Annotated[
    Path | None, typer.Option("--html", metavar="FILE", help=both("另存为网页（图和清单）", "write picture and list"))
]

HELP = both(
    "推演：按脚本把办法走一遍，列出每一项责任、提醒、发函、约谈、回头看，告知谁、依据什么；不连服务器",
    "Play a policy over a year, without a server: every duty, reminder, letter, interview and look-back",
)


def plan(  # noqa: PLR0913 - one parameter per option
    context: typer.Context,
    policy: Named,
    *,
    script: ScriptName = "in_time",
    speed: SpeedName = "timed",
    begins: From = None,
    days: Days = 400,
    due: Due = None,
    calendar: CalendarFile = None,
    svg: Svg = None,
    html: Html = None,
) -> None:
    """Play a policy."""
    terminal = terminal_of(context)
    rules = demand_remediation(load_policy(find_policy(policy)))
    days_off = load_calendar(calendar or CALENDAR)
    began = _morning(rules, _begin(_date("--from", begins), days_off))
    item, people = sample(_speed(speed), _date("--due", due)), unit(terminal.language)
    case = opening(rules, days_off, item, began, people)
    played = play_plan(case, load_script(find_script(script)), people, days)
    title, about = _titles(played)
    if svg:
        svg.write_text(picture(played, title, terminal.language), "utf-8")
    if html:
        html.write_text(sheet(played, title, about, terminal.language), "utf-8")
    _tell(terminal, played, title, about)


def _tell(terminal: Terminal, played: Plan, title: Text, about: Text) -> None:
    terminal.give(_document(terminal, played))
    terminal.say(title)
    terminal.say(about)
    terminal.show(page(*_page(terminal, played)))
    for why in refused(played):
        terminal.say(why)
    if unsure := provisional(played):
        terminal.say(unsure)
    terminal.say(ending(played))


def _titles(played: Plan) -> tuple[Text, Text]:
    """Return what is played, and from when to when."""
    policy, script, began = played.case.policy, played.script.title, played.clock.date_of(played.entries[0].at)
    speed, calendar = name_of(played.case.item.speed), played.case.calendar.version
    return (
        text(f"{policy.title.zh}：{script.zh}", f"{policy.title.en}: {script.en}"),
        text(
            f"{speed.zh}，{began}反馈；办法 {policy.name} 版本 {policy.version}，日历 {calendar}",
            f"{speed.en}, fed back on {began}; policy {policy.name} {policy.version}, calendar {calendar}",
        ),
    )


def _page(terminal: Terminal, played: Plan) -> Iterator[RenderableType]:
    made = table([terminal.speak(header) for header in HEADERS], wide=(1, 2, 3))
    date: dt.date | None = None
    for line in lines(played):
        made.add_row(*_row(terminal, line, is_new_day=line.date != date))
        date = line.date
    yield made


def _row(terminal: Terminal, line: Line, *, is_new_day: bool) -> Iterator[RenderableType]:
    indent = "  " if line.kind in (OPENED, DISCHARGED) else ""
    yield str(line.date) if is_new_day else ""
    yield in_colour(indent + terminal.speak(line.what), line.colour)
    yield plain(terminal.speak(line.who))
    yield plain(terminal.speak(line.why))


def _document(terminal: Terminal, played: Plan) -> dict[str, object]:
    shortly = {"fact": {"opening": {"policy", "calendar", "standing"}}}
    policy = played.case.policy
    return {
        "policy": {"name": policy.name, "version": policy.version, "calendar": played.case.calendar.version},
        "ended": "settled" if played.case.settled else "horizon",
        "ended_at": played.ended_at.isoformat(),
        "facts": [entry.model_dump(mode="json", exclude=shortly) for entry in played.entries],
        "lines": [_in_words(terminal, line) for line in lines(played)],
        "refused": [terminal.speak(why) for why in refused(played)],
    }


def _in_words(terminal: Terminal, line: Line) -> dict[str, object]:
    said = {name: terminal.speak(getattr(line, name)) for name in ("what", "who", "why")}
    return {"at": line.at.isoformat(), "date": line.date.isoformat(), "kind": line.kind, **said}


def _morning(policy: Policy, day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, policy.clock.office_opens, SHANGHAI).astimezone(dt.UTC)


def _begin(said: dt.date | None, calendar: WorkCalendar) -> dt.date:
    """Return the day of the feedback, which the calendar must know; today where none is said."""
    first = dt.date(calendar.years[0].year, 1, 1)
    if said is None or said >= first:
        return said or dt.datetime.now(SHANGHAI).date()
    raise Refusal(
        text(
            f"--from {said} 不可用：工作日历 {calendar.version} 从 {first.year} 年开始，应不早于 {first}。",
            f"--from {said} can't be used: the calendar {calendar.version} begins with {first}.",
        )
    )


def _speed(said: str) -> Speed:
    for speed in Speed:
        if said in (speed.value, name_of(speed).zh, name_of(speed).en):
            return speed
    zh, en = "、".join(f"{name_of(speed).zh}({speed})" for speed in Speed), ", ".join(Speed)
    raise Misuse(text(f"--speed 没有“{said}”，可用：{zh}。", f"--speed takes no “{said}”; it takes {en}."))


def _date(option: str, said: str | None) -> dt.date | None:
    if said is None:
        return None
    try:
        return dt.date.fromisoformat(said)
    except ValueError as error:
        raise Misuse(
            text(f"{option}：“{said}”不是日期，应如 2026-10-01。", f"{option}: “{said}” is no date; write 2026-10-01.")
        ) from error
