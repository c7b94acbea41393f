"""`bihuan policy`: a policy as it holds, with the base that it extends."""

from typing import Annotated

import typer

from gateway.cli.endings import Misuse
from gateway.cli.manual import Desk, Group
from gateway.cli.policy_history import show_rules_of
from gateway.cli.policy_page import PolicyPage
from gateway.cli.tables import page
from gateway.cli.terminal import terminal_of
from gateway.cli.wording import both
from gateway.policy_files import find_policy, load_policy
from gateway.policy_sources import Sources
from schemas.words import text

Named = Annotated[
    str | None,
    typer.Argument(
        metavar="NAME|FILE", help=both("整改办法：名称或文件，如 county", "a policy: its name or file, as county")
    ),
]
CaseName = Annotated[
    str | None,
    typer.Option(
        "--case",
        metavar="ID",
        help=both(
            "这个事项现在按哪个办法办理，以前按哪个，从何时起",
            "the policies that a case runs and ran under, since when",
        ),
    ),
]
Version = Annotated[
    str | None, typer.Option("--version", metavar="VERSION", help=both("与 --case 同用：看这一版本", "of a case's"))
]


def register(app: typer.Typer) -> None:
    """Add the command."""
    desk = Desk(cls=Group)
    desk.command(
        "show",
        help=both(
            "显示生效的整改办法，每个数字附文件中写明的出处；文件有误时逐处指出",
            "Show a policy as it holds, each number with its source as the file has it; faults are named",
        ),
    )(show)
    desk.callback()(lambda: None)
    app.add_typer(
        desk, name="policy", help=both("整改办法：期限、阶梯、审核层级", "Policies: limits, ladders, levels of review")
    )


def show(context: typer.Context, policy: Named = None, *, case: CaseName = None, version: Version = None) -> None:
    """Show a policy."""
    terminal = terminal_of(context)
    if case:
        return show_rules_of(terminal, case, version)
    if policy is None:
        raise Misuse(text("请写明办法的名称或文件，或用 --case 写明事项。", "Name a policy or its file, or --case ID."))
    path = find_policy(policy)
    found = load_policy(path)
    terminal.give({"version": found.version, **found.model_dump(mode="json")})
    terminal.say(
        text(
            f"{found.title.zh} · {found.name} · 版本 {found.version}",
            f"{found.title.en} · {found.name} · version {found.version}",
        )
    )
    terminal.show(page(*PolicyPage(found, Sources(path), terminal.language).parts()))
    return None
