"""A definition to begin with: four files that are whole, so that the first thing that one sees is a green test."""

import keyword
import re
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from gateway.definitions.found import is_script
from gateway.plan_scripts import scripts_of
from rules.definitions import SHIPPED
from schemas.commands import COMMANDS
from schemas.system_errors import said_of
from schemas.wire import REMEDIATION
from schemas.words import Refusal, Text, text

_NAME: Final = re.compile(r"[a-z][a-z0-9_]{1,39}")
_PATTERNS: Final = Path(__file__).with_name("scaffold")


def scaffold(name: str, folder: Path) -> tuple[Path, ...]:
    """Write a definition's script, policy, planner script and tests; nothing is overwritten, and nothing half written."""
    if why := _unfit(name):
        raise Refusal(why)
    texts = {
        folder / f"{name}.py": "definition.py.txt",
        folder / f"{name}.yaml": "policy.yaml.txt",
        scripts_of(folder / f"{name}.yaml") / "in_time.yaml": "in_time.yaml.txt",
        folder / f"test_{name}.py": "test_definition.py.txt",
    }
    if there := [file for file in texts if file.exists()]:
        raise _there_already(there)
    with ExitStack() as undone:
        for file, pattern in texts.items():
            _write(file, _filled(pattern, name), undone)
        undone.pop_all()  # all are written
    return tuple(texts)


def _write(file: Path, content: str, undone: ExitStack) -> None:
    """Write a file that is not there, to be removed again when a later one can't be written."""
    try:
        for folder in reversed([one for one in file.parents if not one.exists()]):
            folder.mkdir()
            undone.callback(folder.rmdir)
        with file.open("x", encoding="utf-8") as opened:
            undone.callback(file.unlink, missing_ok=True)
            opened.write(content)
    except FileExistsError as error:  # somebody was quicker, or it is a link to nowhere
        raise _there_already([Path(error.filename)]) from error
    except OSError as error:
        why = said_of(error)
        raise Refusal(text(f"写不了 {file}：{why.zh}。", f"{file} can't be written: {why.en}.")) from error


def _there_already(files: list[Path]) -> Refusal:
    listed = "、".join(map(str, files))
    return Refusal(text(f"已有文件，不覆盖：{listed}。", f"Files are there already: {listed}."))


def _unfit(name: str) -> Text | None:
    """Say why a name can't be a definition's; None where it can."""
    why = None
    if not _NAME.fullmatch(name):
        why = text(
            "小写字母开头，只用小写字母、数字、下划线，2至40个字符", "2 to 40 small letters, digits and underscores"
        )
    elif keyword.iskeyword(name) or keyword.iskeyword(_class_name(name)):
        why = text("这是 Python 的保留字", "it is a word of Python's own")
    elif name in sys.stdlib_module_names:
        why = text("与 Python 自带的模块同名，会把它挡住", "it would hide a module of Python's own")
    elif name in COMMANDS or name == REMEDIATION.lower():
        why = text("与通用的办理事项同名", "it is the name of a general command")
    elif name in {definition.name for definition in SHIPPED}:
        why = text("随附的流程已用这个名称", "a definition that we ship has it")
    elif not is_script(Path(f"{name}.py")):
        why = text(
            "test_ 或 conftest 开头的文件是测试，不当流程读", "files called test_… or conftest… are read as tests"
        )
    return (
        text(f"流程名称“{name}”不可用：{why.zh}。", f"“{name}” can't be a definition's name: {why.en}.")
        if why
        else None
    )


def _class_name(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_"))


def _filled(pattern: str, name: str) -> str:
    written = (_PATTERNS / pattern).read_text("utf-8")
    return written.replace("NAME", name).replace("CLASS", _class_name(name))
