"""The fields of a command as they are written on a command line: --due 2026-09-30 --milestones name=…,due=…."""

import hashlib
import json
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, get_args, get_origin

from pydantic import BaseModel, JsonValue
from pydantic.fields import FieldInfo

from gateway.cli.endings import Misuse
from gateway.cli.field_places import as_option
from gateway.field_words import fields_in_codes
from schemas.commands import Assign, Command
from schemas.people import Assignment
from schemas.system_errors import said_of
from schemas.words import Refusal, text

Fields = dict[str, JsonValue]


def read_fields(kind: type[Command], words: Sequence[str], data: str | None) -> Fields:
    """Return the payload of a command from its --data and its fields, in codes; fields written singly win."""
    payload = _read_data(data) if data is not None else {}
    for name, values in _grouped(words).items():
        _put(kind, payload, name, values)
    return fields_in_codes(kind, payload, as_option)


def _grouped(words: Sequence[str]) -> dict[str, list[str]]:
    """Gather the values of each field; a field without a value says yes."""
    found: dict[str, list[str]] = {}
    for name, value in _pairs(words):
        found.setdefault(name.replace("-", "_"), []).append(value)
    return found


def _pairs(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    rest = list(words)
    while rest:
        word = rest.pop(0)
        if not word.startswith("--") or len(word) < 3:
            raise Misuse(
                text(
                    f"多出了“{word}”：内容要写成 --字段 值，有空格的值加引号。",
                    f"“{word}” is left over: write --field value, and quote a value with spaces.",
                )
            )
        name, equals, value = word[2:].partition("=")
        if not equals:
            value = rest.pop(0) if rest and not rest[0].startswith("--") else "true"
        yield name, value


def _put(kind: type[Command], payload: Fields, name: str, values: list[str]) -> None:
    model: type[BaseModel] = kind
    if kind is Assign and name in Assignment.model_fields:
        model = Assignment
        inner = payload.setdefault("assignment", {})
        payload = inner if isinstance(inner, dict) else payload
    field = model.model_fields.get(name)
    if field is None or name in ("id", "actor"):
        raise _no_field(kind, name)
    if _is_many(field):
        payload[name] = [one for value in values for one in _many(name, value, _of_many(field))]
    elif len(values) > 1:
        raise Misuse(text(f"--{name} 只能写一次。", f"--{name} can be given once only."))
    else:
        payload[name] = _value(name, values[0], field.annotation)


def _many(name: str, written: str, kind: Any) -> list[JsonValue]:
    """Read one value of a list: one of its items, or a JSON array of them."""
    if not _has_fields(kind):
        return _texts(written)
    if written.lstrip().startswith("["):
        found = _json(f"--{name}", written)
        return found if isinstance(found, list) else [found]
    item = _value(name, written, kind)
    if isinstance(item, str):
        raise _unreadable_item(name, kind)
    return [item]


def _texts(written: str) -> list[JsonValue]:
    """Read a text, or a JSON array of texts; a text that only begins with a bracket is a text."""
    try:
        found = json.loads(written) if written.lstrip().startswith("[") else None
    except (json.JSONDecodeError, RecursionError):
        return [written]
    return found if isinstance(found, list) and all(isinstance(one, str) for one in found) else [written]


def _value(name: str, written: str, kind: Any) -> JsonValue:
    if not _has_fields(kind):
        return written
    if written.lstrip().startswith("{"):
        return _json(f"--{name}", written)
    pairs = _by_name(written, kind)
    # A person may be written by his id or name alone.
    return pairs if pairs is not None else written


def _by_name(written: str, kind: type[BaseModel]) -> Fields | None:
    """Read name=…,due=… as a value; None where it is not written so. file=PATH stands for a file's SHA-256."""
    names = "|".join([*kind.model_fields, "file"])
    parts = re.split(rf"[,，;；]\s*(?=(?:{names})=)", written)
    if not all(re.match(rf"(?:{names})=", part) for part in parts):
        return None
    pairs: Fields = {}
    for part in parts:
        key, _, value = part.partition("=")
        if key == "file" and "sha256" in kind.model_fields:
            key, value = "sha256", _sha256(Path(value))
        pairs[key] = value
    return pairs


def _sha256(file: Path) -> str:
    try:
        with file.open("rb") as content:
            return hashlib.file_digest(content, "sha256").hexdigest()
    except OSError as error:
        raise Refusal(
            text(f"文件“{file}”打不开：{said_of(error).zh}。", f"The file {file} can't be opened: {said_of(error).en}.")
        ) from error


def _read_data(data: str) -> Fields:
    written = data
    try:
        if data == "-":
            written = sys.stdin.read()
        elif data.startswith("@"):
            written = Path(data[1:]).read_text("utf-8")
    except OSError as error:
        why = said_of(error)
        raise Refusal(
            text(
                f"--data 的文件“{data[1:]}”打不开：{why.zh}。",
                f"The file {data[1:]} of --data can't be opened: {why.en}.",
            )
        ) from error
    except UnicodeDecodeError as error:
        raise Refusal(text("--data 的内容须为 UTF-8 文本。", "The content of --data must be UTF-8 text.")) from error
    found = _json("--data", written)
    if not isinstance(found, dict):
        raise Refusal(text("--data 应为 JSON 对象 {…}。", "--data must be a JSON object {…}."))
    return found


def _json(where: str, written: str) -> JsonValue:
    try:
        found: JsonValue = json.loads(written)
    except json.JSONDecodeError as error:
        raise Refusal(
            text(
                f"{where} 不是有效的 JSON：第{error.lineno}行第{error.colno}个字符附近有误。",
                f"{where} is no valid JSON: look at line {error.lineno}, character {error.colno}.",
            )
        ) from error
    except RecursionError as error:
        raise Refusal(text(f"{where} 的 JSON 嵌套太深。", f"The JSON of {where} is nested too deeply.")) from error
    return found


def _is_many(field: FieldInfo) -> bool:
    return get_origin(field.annotation) is tuple


def _of_many(field: FieldInfo) -> Any:
    return get_args(field.annotation)[0]


def _has_fields(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _unreadable_item(name: str, kind: type[BaseModel]) -> Misuse:
    pairs = ",".join(f"{field}=…" for field in kind.model_fields)
    return Misuse(
        text(
            f"--{name} 要写成 {pairs}，或写成 JSON：{{…}} 或 [{{…}}, …]。",
            f"Write --{name} as {pairs}, or as JSON: {{…}} or [{{…}}, …].",
        )
    )


def _no_field(kind: type[Command], name: str) -> Misuse:
    known = [field for field in kind.model_fields if field not in ("id", "actor")]
    if kind is Assign:
        known = list(Assignment.model_fields)
    zh = "、".join(f"--{field.replace('_', '-')}" for field in known) or "无"
    en = ", ".join(f"--{field.replace('_', '-')}" for field in known) or "none"
    return Misuse(
        text(f"{kind.name} 没有 --{name} 这个字段，可写：{zh}。", f"{kind.name} has no field --{name}; it has: {en}.")
    )
