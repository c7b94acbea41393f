"""`bihuan policy new` and `schema`: a file to start from, and the schema by which an editor completes it."""

from pathlib import Path
from typing import Annotated

import typer

from gateway.cli.terminal import as_json, terminal_of
from gateway.cli.wording import both
from gateway.policy_files import FOLDERS, OWN_NAME, find_policy, load_policy
from gateway.policy_schema import policy_schema, written_schema
from gateway.policy_template import template
from schemas.system_errors import said_of
from schemas.words import Refusal, text

SCHEMA = "policy.schema.json"

Name = Annotated[
    str,
    typer.Argument(
        metavar="NAME", help=both("新办法的名称，也是文件名，如 本县办法", "its name, and the file's: our_county")
    ),
]
Base = Annotated[str, typer.Option("--extends", metavar="NAME", help=both("以哪个办法为底本", "the base, by its name"))]
Title = Annotated[
    str | None,
    typer.Option("--title", metavar="TITLE", help=both("标题，显示在事项上；默认是名称", "its title, else its name")),
]


def new(context: typer.Context, name: Name, base: Base = "county", title: Title = None) -> None:
    """Write a file to start from."""
    terminal, path = terminal_of(context), Path(f"{name}.yaml")
    _demand_free(name, path)
    said = " ".join((title or name).split())  # it stands in a comment too, which is one line
    _write(path, template(name, text(said, said), load_policy(find_policy(base))))
    try:
        load_policy(path)
    except Refusal:
        path.unlink()
        raise
    beside = path.with_name(SCHEMA)
    if not beside.exists():
        _write(beside, written_schema())
    terminal.give({"file": str(path), "extends": base, "schema": str(beside)})
    terminal.say(
        text(
            f"已写好 {path}（底本 {base}），旁边的 {beside} 供编辑器补全。改好后用 bihuan policy show {path} 核对。",
            f"Written: {path}, upon {base}; {beside} beside it is for editors. Then: bihuan policy show {path}",
        )
    )


def schema(context: typer.Context) -> None:
    """Give the schema."""
    terminal = terminal_of(context)
    terminal.give(policy_schema())
    terminal.show(as_json(policy_schema()))


def _demand_free(name: str, path: Path) -> None:
    if not OWN_NAME.fullmatch(name):
        raise Refusal(
            text(
                f"名称“{name}”不可用：只能用文字、数字、“_”和“-”。",
                f"“{name}” can't be a name: letters, digits, “_” and “-” are allowed.",
            )
        )
    if any((folder / path.name).exists() for folder in FOLDERS):
        raise Refusal(text(f"“{name}”是随附的办法，请另取名称。", f"“{name}” is one of ours; choose another name."))


def _write(path: Path, content: str) -> None:
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(content)
    except FileExistsError as error:
        raise Refusal(text(f"{path} 已经存在，没有改动它。", f"{path} exists and was left as it is.")) from error
    except OSError as error:
        why = said_of(error)
        raise Refusal(text(f"{path} 写不了（{why.zh}）。", f"{path} can't be written ({why.en}).")) from error
