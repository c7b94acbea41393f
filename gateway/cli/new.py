"""`bihuan new`: a definition to begin with, its policy, a planner script and its tests."""

from pathlib import Path
from typing import Annotated

import typer

from gateway.cli.terminal import terminal_of
from gateway.cli.wording import both
from gateway.definitions.found import FOLDER
from gateway.definitions.scaffolding import scaffold
from schemas.words import text

Name = Annotated[str, typer.Argument(metavar="NAME", help=both("流程名称，如 complaint", "its name, as complaint"))]
Into = Annotated[
    Path, typer.Option("--into", metavar="FOLDER", help=both("写到哪个文件夹，默认为当前的", "where to; else here"))
]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "new",
        help=both(
            "新建一个流程：脚本、办法、推演脚本和测试各一个文件，改成自己的。",
            "Begin a definition: a script, a policy, a planner script and tests, to be made your own.",
        ),
    )(new)


def new(context: typer.Context, name: Name, *, into: Into = Path()) -> None:
    """Write the files of a new definition."""
    terminal = terminal_of(context)
    files = scaffold(name, into)
    listed, folder = "\n".join(f"  {file}" for file in files), into.resolve()
    usual = folder == (terminal.settings().home / FOLDER).resolve()
    zh, en = ("", "") if usual else (f"设 BIHUAN_DEFINITIONS={folder} 后", f"set BIHUAN_DEFINITIONS={folder}, then ")
    terminal.say(
        text(
            f"已生成：\n{listed}\n测试：python -m pytest {files[-1]}\n启用：{zh}重启 bihuan up，"
            f"用 bihuan definitions 核对，用 bihuan policy plan {name} 推演。",
            f"Wrote:\n{listed}\nTest it: python -m pytest {files[-1]}\nServe it: {en}start "
            f"bihuan up again; look with bihuan definitions, play it with bihuan policy plan {name}.",
        )
    )
    terminal.give({"files": [str(file) for file in files]})
