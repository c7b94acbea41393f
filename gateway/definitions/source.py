"""A definition's source: read, looked through, and run once, so that its class is there."""

import builtins
import hashlib
import sys
import traceback
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from gateway.definitions.guard import ALLOWED, faults_in
from gateway.yaml_files import MOST_BYTES, Place, Problem, refused
from rules.blocks import Definition
from schemas.system_errors import said_of
from schemas.words import Refusal, Text, text

_MODULE: Final = "bihuan_definition_"
_WITHHELD: Final = (
    "open",
    "input",
    "exec",
    "eval",
    "compile",
    "breakpoint",
    "globals",
    "locals",
    "set",
    "frozenset",
    "hash",
)


def read_source(file: Path) -> str:
    """Return a script's text, or refuse what is none."""
    try:
        if file.stat().st_size > MOST_BYTES:
            raise _bad(file, None, text("文件太大，不像是脚本。", "The file is too large to be a script."))
        return file.read_text("utf-8-sig")
    except OSError as error:
        why = said_of(error)
        raise _bad(file, None, text(f"打不开：{why.zh}。", f"It can't be opened: {why.en}.")) from error
    except UnicodeDecodeError as error:
        raise _bad(file, None, text("不是 UTF-8 文本。", "It is no UTF-8 text.")) from error


def definition_in(file: Path) -> type[Definition]:
    """Return the one definition that a file holds, its digest set; a Refusal names each fault with its line."""
    source = read_source(file)
    try:
        if faults := list(faults_in(source)):
            raise refused(Problem(Place(file, fault.line), (), _sentence(fault.reason)) for fault in faults)
        module = _run(file, source)
    except SyntaxError as error:
        said = error.msg
        raise _bad(
            file, error.lineno, text(f"不是有效的 Python：{said}。", f"It is no valid Python: {said}.")
        ) from error
    found: list[type[Definition]] = [kind for kind in vars(module).values() if _is_definition(kind, module)]
    if len(found) != 1:
        listed = ", ".join(kind.__name__ for kind in found) or "0"
        raise _bad(
            file,
            None,
            text(f"一个文件写一个 Definition，这里有：{listed}。", f"A file holds one Definition; here: {listed}."),
        )
    found[0].digest = digest_of(source)
    return found[0]


def digest_of(source: str) -> str:
    """Return the same digest for the same script, whatever its comments on lines of their own and its blank lines say."""
    lines = [line.rstrip() for line in source.splitlines()]
    told = [line for line in lines if line and not line.lstrip().startswith("#")]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:16]


def _run(file: Path, source: str) -> ModuleType:
    module = ModuleType(_MODULE + file.stem)
    module.__file__ = str(file)
    vars(module)["__builtins__"] = _allowed_builtins()
    sys.modules[module.__name__] = module  # where pydantic looks for the names in annotations
    try:
        exec(compile(source, str(file), "exec"), vars(module))  # noqa: S102 - looked through, and without what it needs for harm
    except (SyntaxError, Refusal):
        raise
    except Exception as error:
        raise failure_in(file, error) from error
    return module


def failure_in(file: Path, error: Exception) -> Refusal:
    """Return what a script's own exception says, with the line of the script at which it came."""
    here = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(file)]
    said = f"{type(error).__name__}: {error}".splitlines()[0]
    return _bad(file, here[-1] if here else None, text(f"运行出错：{said}。", f"It fails: {said}."))


def _allowed_builtins() -> dict[str, Any]:
    mine = {name: value for name, value in vars(builtins).items() if name not in _WITHHELD}
    return mine | {"__import__": _import}


def _import(name: str, *args: Any) -> Any:
    if name not in ALLOWED:
        raise ImportError(f"{name} can't be imported by a script")
    return __import__(name, *args)


def _is_definition(kind: object, module: ModuleType) -> bool:
    return isinstance(kind, type) and issubclass(kind, Definition) and kind.__module__ == module.__name__


def _bad(file: Path, line: int | None, why: Text) -> Refusal:
    return refused([Problem(Place(file, line), (), why)])


def _sentence(why: Text) -> Text:
    return text(f"{why.zh}。", f"{why.en}.")
