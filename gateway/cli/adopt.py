"""`bihuan adopt`: running cases go on under another policy or calendar, shown first, applied when confirmed."""

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from gateway.adopting.proposals import Kind
from gateway.cli.manual import Desk, Group
from gateway.cli.terminal import Terminal, terminal_of
from gateway.cli.wording import both


@dataclass(frozen=True)
class Wishes:
    """What was said on the command line of an adoption."""

    kind: Kind
    named: str  # a policy's name, file or version, or a calendar's file or version
    campaign: str
    cases: tuple[str, ...]
    actor: str
    reason: str
    back: bool  # to what each case had before
    dry_run: bool
    confirmed: bool


PolicyName = Annotated[
    str,
    typer.Argument(metavar="NAME|FILE", help=both("整改办法：名称或文件，如 county", "a policy: its name or file")),
]
CalendarFile = Annotated[Path, typer.Argument(metavar="FILE", help=both("工作日历文件（.yaml）", "a calendar (.yaml)"))]
PolicyMeant = Annotated[
    str,
    typer.Argument(
        metavar="NAME|FILE|VERSION",
        help=both("要撤回的办法：名称、文件或版本号", "the policy to go back from: its name, file or version"),
    ),
]
CalendarMeant = Annotated[
    str,
    typer.Argument(
        metavar="FILE|VERSION",
        help=both("要撤回的日历：文件或版本号", "the calendar to go back from: its file or version"),
    ),
]
Campaign = Annotated[str, typer.Option("--campaign", metavar="ID", help=both("哪一轮次的事项", "of which campaign"))]
Cases = Annotated[
    list[str] | None,
    typer.Option("--case", metavar="ID", help=both("只办这一项；可写多次", "this case only; may be repeated")),
]
Actor = Annotated[
    str,
    typer.Option(
        "--actor",
        "--as",
        metavar="PERSON",
        help=both("谁决定的：办法由主要负责人或党委（组）会，日历由整改办", "who decided it: by id or name"),
    ),
]
Reason = Annotated[
    str,
    typer.Option("--reason", metavar="WORDS", help=both("依据，如 某委〔2026〕9号", "by which circular or decision")),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help=both("只看会怎样，什么也不改", "show it and change nothing"))]
Yes = Annotated[bool, typer.Option("--yes", help=both("不再询问，直接办理", "don't ask, do it"))]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    desk, undo = Desk(cls=Group), Desk(cls=Group)
    desk.command("policy", help=_POLICY)(policy)
    desk.command("calendar", help=_CALENDAR)(calendar)
    undo.command("policy", help=both("撤回改用的办法", "Go back from a policy"))(undo_policy)
    undo.command("calendar", help=both("撤回改用的日历", "Go back from a calendar"))(undo_calendar)
    desk.add_typer(
        undo, name="undo", help=both("撤回：各事项回到改用以前的办法或日历", "Give each case back what it had before")
    )
    app.add_typer(
        desk,
        name="adopt",
        help=both("在办事项改用新办法、新日历：先看后办，可停可续可撤", "Put running cases under other rules"),
    )


def policy(  # noqa: PLR0913 - one parameter per option
    context: typer.Context,
    named: PolicyName,
    *,
    campaign: Campaign,
    actor: Actor,
    reason: Reason = "启用新的整改办法",
    case: Cases = None,
    dry_run: DryRun = False,
    yes: Yes = False,
) -> None:
    """Adopt a policy."""
    _run(context, Wishes("policy", named, campaign, tuple(case or ()), actor, reason, False, dry_run, yes))


def calendar(  # noqa: PLR0913 - one parameter per option
    context: typer.Context,
    file: CalendarFile,
    *,
    campaign: Campaign,
    actor: Actor,
    reason: Reason = "启用新的工作日历",
    case: Cases = None,
    dry_run: DryRun = False,
    yes: Yes = False,
) -> None:
    """Adopt a calendar."""
    _run(context, Wishes("calendar", str(file), campaign, tuple(case or ()), actor, reason, False, dry_run, yes))


def undo_policy(  # noqa: PLR0913 - one parameter per option
    context: typer.Context,
    named: PolicyMeant,
    *,
    campaign: Campaign,
    actor: Actor,
    reason: Reason = "撤回改用",
    case: Cases = None,
    dry_run: DryRun = False,
    yes: Yes = False,
) -> None:
    """Go back from a policy."""
    _run(context, Wishes("policy", named, campaign, tuple(case or ()), actor, reason, True, dry_run, yes))


def undo_calendar(  # noqa: PLR0913 - one parameter per option
    context: typer.Context,
    named: CalendarMeant,
    *,
    campaign: Campaign,
    actor: Actor,
    reason: Reason = "撤回改用",
    case: Cases = None,
    dry_run: DryRun = False,
    yes: Yes = False,
) -> None:
    """Go back from a calendar."""
    _run(context, Wishes("calendar", named, campaign, tuple(case or ()), actor, reason, True, dry_run, yes))


def _run(context: typer.Context, wishes: Wishes) -> None:
    terminal: Terminal = terminal_of(context)
    run = import_module("gateway.cli.adopt_run")  # loaded only now: help is quick
    raise typer.Exit(run.run(terminal, wishes))


_POLICY = both(
    "在办事项改按另一个整改办法办理。先列出每项责任的时限、下一次提醒怎样变、谁会知道，确认后分批办理；"
    "中途按 Ctrl-C 暂停，再运行同一命令接着办。\n\n什么会变、什么不变，见 docs/how-to/adopt-new-rules.md。",
    "Put running cases under another policy. Shows for each duty how its due time and next warning change and who hears "
    "of it, and does it once confirmed; Ctrl-C pauses, the same command goes on.",
)
_CALENDAR = both(
    "在办事项改用新公布的工作日历：暂定的日期变为确定，只告知日期有变的人。",
    "Count running cases by a new calendar: provisional dates become firm, and only those whose date moved are told.",
)
