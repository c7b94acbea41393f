"""`bihuan intake`: what an office received is read, shown, and, once confirmed, started as cases."""

from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from gateway.cli.endings import Ending, Misuse
from gateway.cli.terminal import Terminal, terminal_of
from gateway.cli.wording import both
from gateway.intake.reading import read_feedback
from schemas.words import text

DATE = "%Y-%m-%d"


@dataclass(frozen=True)
class Wishes:
    """What was said on the command line of an intake."""

    campaign: str
    policy: str | None
    calendar: Path | None
    roster: Path | None
    unit: str | None
    fed_back_on: datetime | None
    confirmed: bool
    skip_bad: bool


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "intake",
        help=both(
            "收件:读取台账或通报,列出读到的问题,确认后逐项立案。\n\n同一文件重复收件不会重复立案;中途断了,再运行一次即补上其余。",
            "Take in a ledger or notice: show the problems, and once confirmed start a case for each.\n\nThe same file "
            "again starts nothing twice; after a break, run it again and the rest is started.",
        ),
    )(intake)


def intake(
    context: typer.Context,
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help=both(
                "台账(.xlsx .csv)或通报、反馈意见(.docx .txt .html)",
                "a ledger (.xlsx .csv) or a notice (.docx .txt .html)",
            ),
        ),
    ],
    campaign: Annotated[
        str | None,
        typer.Option(
            "--campaign", metavar="ID", help=both("巡察轮次编号,如 2026-xc-2", "the campaign, for example 2026-xc-2")
        ),
    ] = None,
    policy: Annotated[
        str | None,
        typer.Option(
            "--policy",
            metavar="NAME|FILE",
            help=both(
                "整改办法:名称或文件;默认为站点启动时指定的办法,否则为 county",
                "the policy, by name or file; else the site's, else county",
            ),
        ),
    ] = None,
    calendar: Annotated[
        Path | None,
        typer.Option(
            "--calendar",
            metavar="FILE",
            help=both(
                "工作日历文件,默认为随附的国务院放假安排", "a calendar file; else the official one that comes along"
            ),
        ),
    ] = None,
    roster: Annotated[
        Path | None,
        typer.Option(
            "--roster",
            metavar="FILE",
            help=both(
                "名册文件;确认后一并存入台账。默认用已导入的名册",
                "a roster file, saved along; else the one imported before",
            ),
        ),
    ] = None,
    unit: Annotated[
        str | None,
        typer.Option(
            "--unit",
            metavar="NAME",
            help=both("导入过几个单位的名册时,用哪个单位的", "whose roster, where several units have one"),
        ),
    ] = None,
    fed_back_on: Annotated[
        datetime | None,
        typer.Option(
            "--fed-back-on",
            metavar="DATE",
            formats=[DATE],
            help=both("反馈日期,整改期限由此起算;默认为现在", "from when limits count; else now"),
        ),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help=both("不再询问,直接立案", "start without asking"))] = False,
    skip_bad: Annotated[
        bool,
        typer.Option(
            "--skip-bad",
            help=both(
                "有误的行留下并列出,其余立案(退出码 4)", "leave faulty rows out and start the rest (exit code 4)"
            ),
        ),
    ] = False,
    dry_run: Annotated[
        bool,
        typer.Option(
            "--dry-run", help=both("只读取并显示,不立案;不需要站点在运行", "only read and show; needs no running site")
        ),
    ] = False,
) -> int:
    """Read a file; show what was understood; start the cases."""
    terminal = terminal_of(context)
    if dry_run:
        return _show_only(terminal, file)
    if not campaign:
        raise Misuse(text("缺少 --campaign:请写明巡察轮次编号。", "--campaign is missing: say which campaign this is."))
    wishes = Wishes(campaign, policy, calendar, roster, unit, fed_back_on, yes, skip_bad)
    # Loaded here alone: a dry run must not wait for Temporal's and the database's libraries.
    code: int = import_module("gateway.cli.intake_run").run(terminal, file, wishes)
    return code


def _show_only(terminal: Terminal, file: Path) -> int:
    reading = read_feedback(file, terminal.language)
    terminal.give(reading)
    if not terminal.json:
        pages = import_module("gateway.cli.intake_page")
        shown = (
            *pages.reading_page(reading, None, terminal.language),
            *pages.errors_page(reading.errors, terminal.language),
        )
        terminal.show(import_module("gateway.cli.tables").page(*shown))
    return Ending.OK
