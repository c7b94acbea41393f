"""`bihuan template`: an empty ledger to fill in."""

from pathlib import Path
from typing import Annotated

import typer

from gateway.cli.terminal import terminal_of
from gateway.cli.wording import both
from gateway.spreadsheets import write_template
from schemas.words import text


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "template",
        help=both(
            "生成空白台账（.xlsx）：规范的列、下拉选项和填表说明。",
            "Write an empty ledger (.xlsx): the house columns, drop-down lists and a page of explanations.",
        ),
    )(template)


def template(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE.xlsx", help=both("写到哪个文件", "where to write it"))],
    *,
    force: Annotated[bool, typer.Option("--force", help=both("覆盖已有的文件", "replace an existing file"))] = False,
) -> None:
    """Write the empty workbook."""
    terminal = terminal_of(context)
    write_template(file, terminal.language, force=force)
    terminal.say(
        text(
            f"已生成 {file}。填好后运行：bihuan intake {file} --campaign 轮次编号",
            f"Wrote {file}. When it is filled in: bihuan intake {file} --campaign ID",
        )
    )
    terminal.give({"file": str(file)})
