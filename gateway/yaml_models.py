"""How a file that people edit becomes a model, and how each of its faults is put into a sentence."""

import difflib
import re
from collections.abc import Iterable
from functools import cache
from typing import Any, Final, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from gateway.yaml_files import MALFORMED, Problem, Steps, Written, refused, shown
from rules.names import NAMES
from schemas.miswritten import Disjointed, Miswritten
from schemas.words import Text, text

M = TypeVar("M", bound=BaseModel)

_KEY = "[key]"  # how pydantic marks that a dictionary's key is meant, not its value
_ASKED_FOR = {
    "model_type": text("应为“名称: 值”", "lines of “name: value” belong here"),
    "model_attributes_type": text("应为“名称: 值”", "lines of “name: value” belong here"),
    "dict_type": text("应为“名称: 值”", "lines of “name: value” belong here"),
    "tuple_type": text("应为方括号列表，如 [a, b]", "a list belongs here: [a, b]"),
    "list_type": text("应为方括号列表，如 [a, b]", "a list belongs here: [a, b]"),
    "string_type": text("应为文字，数字请加引号", "a text belongs here; put a number in quotes"),
    "int_type": text("应为整数", "a whole number belongs here"),
    "int_parsing": text("应为整数", "a whole number belongs here"),
    "int_from_float": text("应为整数", "a whole number belongs here"),
    "bool_type": text("应为 true 或 false", "write true or false"),
    "bool_parsing": text("应为 true 或 false", "write true or false"),
    "too_short": text("不能为空列表", "the list must not be empty"),
    "string_too_short": text("不能为空", "it must not be empty"),
    "int_parsing_size": text("数字太大", "the number is too large"),
    "date_from_datetime_parsing": text("应为日期，如 2026-10-01", "write a date: 2026-10-01"),
    "time_parsing": text('应为时刻，如 "09:00"', 'write a time of day: "09:00"'),
}
MISSING: Final = "missing"
UNKNOWN_NAME: Final = "unknown-name"
_CODES = {
    "missing": MISSING,
    "extra_forbidden": UNKNOWN_NAME,
    "enum": UNKNOWN_NAME,
    "literal_error": UNKNOWN_NAME,
}
_BOUNDS = (
    ("greater_than_equal", "ge", "不能小于{}", "it must be at least {}"),
    ("less_than_equal", "le", "不能大于{}", "it must be at most {}"),
    ("string_too_long", "max_length", "最多{}个字", "at most {} characters are allowed"),
)


def model_of(model: type[M], written: Written, found: Iterable[Problem] = ()) -> M:
    """Return the model that a file describes; a Refusal names all its faults, with those found before."""
    problems = list(found)
    try:
        value = model.model_validate(written.data)
    except ValidationError as error:
        faults = [(fault, _problem(fault, written, model)) for fault in error.errors()]
        known = {problem.steps for problem in problems}
        faults = [(fault, problem) for fault, problem in faults if problem.steps not in known]
        # Faults of the whole (no line of their own) are what the checks before have already put into words.
        problems += [problem for fault, problem in faults if not problems or not _is_of_the_whole(fault)]
        raise refused(problems) from error
    if problems:
        raise refused(problems)
    return value


def unknown(name: object, known: Iterable[str]) -> Text:
    """Say that a name is not known, with the nearest one that is, or all of them."""
    names = sorted(known)
    quoted, hint, listed = shown(name), meant(name, names), ", ".join(names)
    return text(f"不认识“{quoted}”，{hint.zh}可用：{listed}。", f"“{quoted}” is unknown; {hint.en}Allowed: {listed}.")


def meant(name: object, known: Iterable[str]) -> Text:
    """Ask whether the nearest of some names is meant, or the one that people call so; nothing where none is near."""
    quoted, names = shown(name), sorted(known)
    near = _called(quoted, names) or difflib.get_close_matches(quoted, names, n=1, cutoff=0.5)
    return text(f"是否指“{near[0]}”？", f"is “{near[0]}” meant? ") if near else text("", "")


def _called(quoted: str, names: list[str]) -> list[str]:
    """Return the name that belongs there where somebody wrote what people call it: 责任人 is written handler."""
    kinds = (names_of_kind.items() for names_of_kind in NAMES.values())
    found = (str(value) for values in kinds for value, name in values if quoted in (name.zh, name.en))
    return [name for name in found if name in names][:1]


def _is_of_the_whole(fault: ErrorDetails) -> bool:
    cause = fault.get("ctx", {}).get("error")
    return isinstance(cause, Disjointed)


def _problem(fault: ErrorDetails, written: Written, model: type[BaseModel]) -> Problem:
    steps: Steps = tuple(step for step in fault["loc"] if step != _KEY)
    return written.problem(steps, _sentence(fault, steps, model), _CODES.get(fault["type"], MALFORMED))


def _sentence(fault: ErrorDetails, steps: Steps, model: type[BaseModel]) -> Text:
    kind, context = fault["type"], fault.get("ctx", {})
    if kind == "missing":
        return text("缺少这一项。", "It is missing.")
    if kind == "extra_forbidden":
        return unknown(steps[-1], _names_in(model, steps[:-1]))
    if fault["input"] is None:
        return text("后面是空的。", "Nothing stands after it.")
    if kind in ("enum", "literal_error"):
        return unknown(fault["input"], re.findall(r"'([^']*)'", str(context["expected"])))
    if isinstance(context.get("error"), Miswritten):
        reason: Text = context["error"].reason
        return reason
    return not_as_asked(fault)


def not_as_asked(fault: ErrorDetails) -> Text:
    """Say what stands there and what belongs there."""
    quoted, context = shown(fault["input"]), fault.get("ctx", {})
    for kind, bound, zh, en in _BOUNDS:
        if fault["type"] == kind:
            limit = context[bound]
            return text(f"写的是“{quoted}”，{zh.format(limit)}。", f"“{quoted}” stands here; {en.format(limit)}.")
    asked = _ASKED_FOR.get(fault["type"]) or text(f"不合要求（{fault['msg']}）", str(fault["msg"]))
    return text(f"写的是“{quoted}”，{asked.zh}。", f"“{quoted}” stands here; {asked.en}.")


@cache
def _schema_of(model: type[BaseModel]) -> dict[str, Any]:
    return model.model_json_schema()


def _names_in(model: type[BaseModel], steps: Steps) -> list[str]:
    whole = _schema_of(model)
    found: dict[str, Any] = whole
    for step in steps:
        found = _inner(_resolved(found, whole), step)
    return list(_resolved(found, whole).get("properties", {}))


def _inner(schema: dict[str, Any], step: str | int) -> dict[str, Any]:
    if isinstance(step, int):
        inner = schema.get("items", {})
    else:
        inner = schema.get("properties", {}).get(step) or schema.get("additionalProperties", {})
    return inner if isinstance(inner, dict) else {}


def _resolved(schema: dict[str, Any], whole: dict[str, Any]) -> dict[str, Any]:
    if "anyOf" in schema:  # an entry that may be left out: its shape beside null
        schema = next((kind for kind in schema["anyOf"] if kind.get("type") != "null"), schema)
    name = str(schema.get("$ref", "")).rpartition("/")[2]
    resolved = whole.get("$defs", {}).get(name, schema)
    return resolved if isinstance(resolved, dict) else {}
