"""Files that a person asks for beside what is shown: none takes the place of another unasked."""

from pathlib import Path
from typing import Annotated

import typer

from gateway.cli.wording import both
from schemas.system_errors import said_of
from schemas.words import Refusal, text

Force = Annotated[bool, typer.Option("--force", help=both("覆盖已有的文件", "replace existing files"))]


def demand_places(*files: Path | None, force: bool) -> None:
    """Refuse files that are there already, unless forced, or whose folder is not: before anything is worked out."""
    for file in filter(None, files):
        if file.is_file() and not force:
            raise Refusal(
                text(
                    f"文件「{file}」已存在，未覆盖；请换一个文件名，或加 --force 覆盖。",
                    f"{file} exists and was not overwritten: choose another name or add --force.",
                )
            )
        if not file.parent.is_dir():
            raise Refusal(
                text(f"写不了文件「{file}」：没有文件夹 {file.parent}。", f"{file}: there is no folder {file.parent}.")
            )


def save(file: Path, content: str) -> None:
    """Write a file as UTF-8; a Refusal says why the system did not take it."""
    try:
        file.write_text(content, "utf-8")
    except OSError as error:
        why = said_of(error)
        raise Refusal(text(f"写不了文件「{file}」：{why.zh}。", f"{file} can't be written: {why.en}.")) from error
