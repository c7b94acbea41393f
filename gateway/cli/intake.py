"""`bihuan intake`: what an office received is read, shown, and, once confirmed, started as cases."""

from dataclasses import dataclass
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from gateway.cli.dates import day
from gateway.cli.endings import Misuse
from gateway.cli.terminal import terminal_of
from gateway.cli.wording import both
from schemas.words import text


@dataclass(frozen=True)
class Wishes:
    """What was said on the command line of an intake."""

    campaign: str  # "" in a dry run that names none
    policy: str | None
    calendar: Path | None
    roster: Path | None
    unit: str | None
    fed_back_on: date | None
    confirmed: bool
    skip_bad: bool
    accept_mismatches: bool
    open_only: bool
    as_new: bool = False


File = Annotated[
    Path,
    typer.Argument(
        metavar="FILE",
        help=both(
            "台账（.xlsx .csv）或通报、反馈意见（.docx .txt .html）",
            "a ledger (.xlsx .csv) or a notice (.docx .txt .html)",
        ),
    ),
]
CampaignId = Annotated[
    str | None, typer.Option("--campaign", metavar="ID", help=both("巡察轮次编号，如 2026-xc-2", "as 2026-xc-2"))
]
Policy = Annotated[
    str | None,
    typer.Option(
        "--policy",
        metavar="NAME|FILE",
        help=both(
            "整改办法：名称或文件；默认为站点的办法，否则 county",
            "a policy's name or file; else the site's, else county",
        ),
    ),
]
Calendar = Annotated[
    Path | None,
    typer.Option(
        "--calendar", metavar="FILE", help=both("工作日历；默认为随附的国务院放假安排", "else the official one")
    ),
]
RosterFile = Annotated[
    Path | None,
    typer.Option(
        "--roster",
        metavar="FILE",
        help=both("名册；确认后一并导入。默认用已导入的", "imported along; else the one in the ledger"),
    ),
]
Unit = Annotated[
    str | None, typer.Option("--unit", metavar="NAME", help=both("用哪个单位的名册（导入过几个时）", "whose roster"))
]
FedBackOn = Annotated[
    date | None,
    typer.Option(
        "--fed-back-on",
        metavar="DATE",
        parser=day,
        help=both(
            "反馈日期，整改期限由此起算，签收、分工等自立项起算；默认为现在",
            "from when limits of rectification count; acknowledgement, assignment etc. count from intake; else now",
        ),
    ),
]
Yes = Annotated[bool, typer.Option("--yes", help=both("不再询问，直接立案", "start without asking"))]
SkipBad = Annotated[
    bool,
    typer.Option(
        "--skip-bad", help=both("有误的留下并列出，其余立案（退出码 4）", "leave faulty rows out (exit code 4)")
    ),
]
AcceptMismatches = Annotated[
    bool,
    typer.Option(
        "--accept-mismatches",
        help=both(
            "文中件数或编号对不上（≠）时仍然立案；不加则 --yes 时不予立案",
            "start although counts or numbers of the text disagree (≠); without it --yes is refused",
        ),
    ),
]
OpenOnly = Annotated[
    bool,
    typer.Option(
        "--open-only",
        help=both(
            "文中称已完成整改的不立案，只列出；称基本完成、长期坚持的仍算在办，照常立案",
            "leave out and list what the text calls done; basically done and long-term are open, and started",
        ),
    ),
]
AsNew = Annotated[
    bool,
    typer.Option(
        "--as-new",
        help=both(
            "序号已有事项而内容不同的，另立新案；不加则不予立案",
            "start rows whose number has a case of other words as new cases; without it they are refused",
        ),
    ),
]
DryRun = Annotated[
    bool,
    typer.Option(
        "--dry-run",
        help=both(
            "只读取并显示（加 --roster 则核对分工和时限）；不需要站点在运行，有误则退出码 4",
            "only read and show (with --roster also who and when); needs no running site; exit code 4 on faults",
        ),
    ),
]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "intake",
        help=both(
            "收件：读取台账或通报，列出读到的问题，确认后逐项立案。\n\n"
            "同一文件重复收件不会重复立案；中途断了，再运行一次即补上其余。",
            "Take in a ledger or notice: show the problems, and once confirmed start a case for each.\n\nThe same file "
            "again starts nothing twice; after a break, run it again and the rest is started.",
        ),
    )(intake)


def intake(  # noqa: PLR0913 - one parameter per option
    context: typer.Context,
    file: File,
    *,
    campaign: CampaignId = None,
    policy: Policy = None,
    calendar: Calendar = None,
    roster: RosterFile = None,
    unit: Unit = None,
    fed_back_on: FedBackOn = None,
    yes: Yes = False,
    skip_bad: SkipBad = False,
    accept_mismatches: AcceptMismatches = False,
    open_only: OpenOnly = False,
    as_new: AsNew = False,
    dry_run: DryRun = False,
) -> int:
    """Read a file; show what was understood; start the cases."""
    terminal = terminal_of(context)
    wishes = Wishes(
        campaign or "", policy, calendar, roster, unit, fed_back_on, yes, skip_bad, accept_mismatches, open_only, as_new
    )
    # Each loaded here alone: a dry run must not wait for Temporal's and the database's libraries.
    code: int
    if dry_run:
        code = import_module("gateway.cli.intake_preview").preview(terminal, file, wishes)
    elif campaign:
        code = import_module("gateway.cli.intake_run").run(terminal, file, wishes)
    else:
        raise Misuse(
            text("缺少 --campaign：请写明巡察轮次编号。", "--campaign is missing: say which campaign this is.")
        )
    return code
