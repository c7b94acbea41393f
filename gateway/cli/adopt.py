"""`bihuan adopt`: running cases go on under another policy or calendar, shown first, applied when confirmed."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Annotated

import typer

from gateway.adopting.proposals import Kind
from gateway.cli.manual import Desk, Group
from gateway.cli.terminal import terminal_of
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


# How what is adopted, or left again, is named.
_POLICY_NAMED = "NAME|FILE", both("整改办法：名称或文件，如 county", "a policy: its name or file")
_CALENDAR_NAMED = "FILE", both("工作日历文件（.yaml）", "a calendar (.yaml)")
_POLICY_LEFT = (
    "NAME|FILE|VERSION",
    both("要撤回的办法：名称、文件或版本号", "the policy to go back from: its name, file or version"),
)
_CALENDAR_LEFT = "FILE|VERSION", both("要撤回的日历：文件或版本号", "the calendar to go back from: its file or version")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    desk, undo = Desk(cls=Group), Desk(cls=Group)
    desk.command("policy", help=_POLICY)(_adopting("policy", _POLICY_NAMED, "启用新的整改办法"))
    desk.command("calendar", help=_CALENDAR)(_adopting("calendar", _CALENDAR_NAMED, "启用新的工作日历"))
    undo.command("policy", help=both("撤回改用的办法", "Go back from a policy"))(
        _adopting("policy", _POLICY_LEFT, "撤回改用", back=True)
    )
    undo.command("calendar", help=both("撤回改用的日历", "Go back from a calendar"))(
        _adopting("calendar", _CALENDAR_LEFT, "撤回改用", back=True)
    )
    desk.add_typer(
        undo, name="undo", help=both("撤回：各事项回到改用以前的办法或日历", "Give each case back what it had before")
    )
    app.add_typer(
        desk,
        name="adopt",
        help=both("在办事项改用新办法、新日历：先看后办，可停可续可撤", "Put running cases under other rules"),
    )


def _adopting(kind: Kind, named_by: tuple[str, str], usual: str, *, back: bool = False) -> Callable[..., int]:
    """Return a command that adopts something, or goes back from it; they differ in how it is named and the usual reason."""
    metavar, words = named_by
    meant = typer.Argument(..., metavar=metavar, help=words)

    def adopt(  # noqa: PLR0913 - one parameter per option
        context: typer.Context,
        named: str = meant,
        *,
        campaign: Campaign,
        actor: Actor,
        reason: Reason = usual,
        case: Cases = None,
        dry_run: DryRun = False,
        yes: Yes = False,
    ) -> int:
        return _run(
            context,
            Wishes(
                kind=kind,
                named=named,
                campaign=campaign,
                cases=tuple(case or ()),
                actor=actor,
                reason=reason,
                back=back,
                dry_run=dry_run,
                confirmed=yes,
            ),
        )

    return adopt


def _run(context: typer.Context, wishes: Wishes) -> int:
    code: int = import_module("gateway.cli.adopt_run").run(terminal_of(context), wishes)  # only now: help is quick
    return code


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
