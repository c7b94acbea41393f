"""`bihuan policy`: a policy as it holds, with the base that it extends."""

from typing import Annotated

import typer

from gateway.cli.manual import Desk, Group
from gateway.cli.policy_list import presets
from gateway.cli.policy_new import new, schema
from gateway.cli.policy_page import PolicyPage
from gateway.cli.tables import page
from gateway.cli.terminal import terminal_of
from gateway.cli.wording import both
from gateway.policy_files import find_policy, load_policy
from gateway.policy_sources import Sources
from schemas.words import text

Named = Annotated[
    str,
    typer.Argument(
        metavar="NAME|FILE", help=both("整改办法：名称或文件，如 county", "a policy: its name or file, as county")
    ),
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
    desk.command("list", help=both("列出随附的办法和各类问题的期限", "List our policies with the limits of each"))(
        presets
    )
    desk.command(
        "new",
        help=both(
            "在当前目录新建一个办法文件：写明底本，只写不同之处；已有的文件不覆盖",
            "Write a file to start a policy of your own from, upon a base; an existing file is never overwritten",
        ),
    )(new)
    desk.command(
        "schema",
        help=both(
            "给出办法文件的 JSON Schema，供编辑器补全",
            "Give the JSON Schema of policy files, by which editors complete",
        ),
    )(schema)
    desk.callback()(lambda: None)
    app.add_typer(
        desk, name="policy", help=both("整改办法：期限、阶梯、审核层级", "Policies: limits, ladders, levels of review")
    )


def show(context: typer.Context, policy: Named) -> None:
    """Show a policy."""
    terminal = terminal_of(context)
    path = find_policy(policy)
    found, sources = load_policy(path), Sources(path)
    terminal.give({"version": found.version, **found.model_dump(mode="json"), "origins": _origins(sources)})
    own, *base = sources.files
    zh, en = (f" · {word} {base[0]}" if base else "" for word in ("底本", "upon"))
    terminal.say(
        text(
            f"{found.title.zh} · {found.name} · 版本 {found.version} · {own}{zh}",
            f"{found.title.en} · {found.name} · version {found.version} · {own}{en}",
        )
    )
    terminal.show(page(*PolicyPage(found, sources, terminal.language).parts()))


def _origins(sources: Sources) -> list[dict[str, object]]:
    return [
        {"key": key, "value": value, **origin._asdict(), "file": str(origin.file)}
        for key, value, origin in sources.every()
    ]
