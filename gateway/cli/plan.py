"""`bihuan policy plan`: a policy played over a year, as a list, a picture or a page."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.console import RenderableType

from gateway.calendar_files import load_calendar
from gateway.cli.dates import day
from gateway.cli.endings import Misuse
from gateway.cli.saved_files import Force, demand_places, save
from gateway.cli.tables import in_colour, page, plain, table
from gateway.cli.terminal import Terminal, terminal_of
from gateway.cli.wording import both
from gateway.foreseeing.lines import DISCHARGED, OPENED, Line, ending, lines, provisional, refused
from gateway.foreseeing.picture import picture
from gateway.foreseeing.plan import Plan, play_plan
from gateway.foreseeing.sheet import HEADERS, sheet
from gateway.foreseeing.subject import Subject, subject_of
from gateway.foreseeing.unit import opening, sample, unit
from gateway.intake.frame import CALENDAR
from gateway.plan_scripts import find_script, load_script, shipped_scripts
from rules.names import name_of
from schemas.case import Case
from schemas.policy import Policy, Speed
from schemas.time import SHANGHAI, WorkCalendar
from schemas.words import Refusal, Text, text

SCRIPTS = "、".join(shipped_scripts())
LONGEST_DAYS = 3650

Named = Annotated[
    str,
    typer.Argument(
        metavar="NAME|FILE",
        help=both(
            "办法或流程：名称或文件，如 county、clue", "a policy or a definition: its name or file, as county, clue"
        ),
    ),
]
ScriptName = Annotated[
    str,
    typer.Option(
        "--script",
        metavar="NAME|FILE",
        help=both(
            f"谁在什么时候做什么：{SCRIPTS}；流程的脚本在与办法同名的文件夹里；或自己的文件",
            f"who does what when: {SCRIPTS}; a definition's own, from the folder named as its policy; or a file",
        ),
    ),
]
SpeedName = Annotated[
    str | None,
    typer.Option(
        "--speed",
        metavar="SPEED",
        help=both(
            "问题类型：immediate、timed（默认）、long_term", "an item's speed: immediate, timed (default), long_term"
        ),
    ),
]
From = Annotated[
    dt.date | None,
    typer.Option(
        "--from", metavar="DATE", parser=day, help=both("反馈日期；默认今天", "fed back on; today by default")
    ),
]
Days = Annotated[
    int, typer.Option("--days", metavar="N", min=1, max=LONGEST_DAYS, help=both("最多看多少天", "how far to look"))
]
Due = Annotated[
    dt.date | None,
    typer.Option("--due", metavar="DATE", parser=day, help=both("反馈意见自带的时限", "a limit of the feedback's own")),
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
    speed: SpeedName = None,
    begins: From = None,
    days: Days = 400,
    due: Due = None,
    calendar: CalendarFile = None,
    svg: Svg = None,
    html: Html = None,
    force: Force = False,
) -> None:
    """Play a policy."""
    terminal = terminal_of(context)
    demand_places(svg, html, force=force)
    subject = subject_of(policy, terminal.environ, terminal.settings().home)
    days_off = load_calendar(calendar or CALENDAR)
    began = _morning(subject.policy, _begin(begins, days_off))
    item, people = sample(_speed(subject, speed), due), unit(terminal.language)
    case = opening(subject.policy, days_off, item, began, people, procedure=subject.procedure)
    acts = load_script(find_script(script, subject.scripts), subject.procedure.name if subject.procedure else None)
    played = play_plan(case, acts, people, days)
    title, about = _titles(played)
    if svg:
        save(svg, picture(played, title, terminal.language))
    if html:
        save(html, sheet(played, title, about, terminal.language))
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
    calendar, about = played.case.calendar.version, _about(played.case, began)
    return (
        text(f"{policy.title.zh}：{script.zh}", f"{policy.title.en}: {script.en}"),
        text(
            f"{about.zh}；办法 {policy.name} 版本 {policy.version}，日历 {calendar}",
            f"{about.en}; policy {policy.name} {policy.version}, calendar {calendar}",
        ),
    )


def _about(case: Case, began: dt.date) -> Text:
    if procedure := case.opening.procedure:
        return text(f"{procedure.title.zh}，{began}立项", f"{procedure.title.en}, begun on {began}")
    speed = name_of(case.item.speed)
    return text(f"{speed.zh}，{began}反馈", f"{speed.en}, fed back on {began}")


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


def _speed(subject: Subject, said: str | None) -> Speed:
    if said is None:
        return Speed.TIMED
    if subject.procedure:
        raise Misuse(text("流程不分问题类型，不用 --speed。", "A definition has no speeds: leave --speed out."))
    for speed in Speed:
        if said in (speed.value, name_of(speed).zh, name_of(speed).en):
            return speed
    zh, en = "、".join(f"{name_of(speed).zh}（{speed}）" for speed in Speed), ", ".join(Speed)
    raise Misuse(text(f"--speed 没有“{said}”，可用：{zh}。", f"--speed takes no “{said}”; it takes {en}."))
