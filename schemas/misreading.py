"""Why a payload could not be read: sentences that name the field, what stands there and what is allowed."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from schemas.miswritten import Miswritten
from schemas.words import Refusal, Text, text

SHOWN = 3  # faults told at once; a person mends them one by one
QUOTED = 60  # characters of what was given

Allowed = Callable[[Mapping[str, Any]], Text]
Steps = tuple[str | int, ...]
Named = Callable[[Steps], Text]  # what a field is called where it was written; nothing for the payload as a whole


def by_path(steps: Steps) -> Text:
    """Return a field's path as programs write it."""
    path = harmless(".".join(map(str, steps)), QUOTED)
    return text(f"“{path}”", f"“{path}”")


def explain(
    kind: type[BaseModel], error: ValidationError, named: Named = by_path, allowed: Mapping[str, Allowed] | None = None
) -> Refusal:
    """Turn a validation error into a refusal in words, without Python's own terms.

    Fields are called as `named` says, and `allowed` says better than we do what is allowed where it was written.
    """
    faults = _without_echoes(error.errors(include_url=False))
    told = [_tell(kind, fault, named, _ALLOWED | dict(allowed or {})) for fault in faults[:SHOWN]]
    if (more := len(faults) - SHOWN) > 0:
        told.append(text(f"另有 {more} 处有误。", f"There are {more} more faults."))
    return Refusal(text("".join(part.zh for part in told), " ".join(part.en for part in told)))


def _without_echoes(faults: list[ErrorDetails]) -> list[ErrorDetails]:
    """Leave out that a list is too short where one of its items could not be read: only good ones were counted."""
    return [fault for fault in faults if fault["type"] != "too_short" or not _has_a_fault_inside(fault, faults)]


def _has_a_fault_inside(fault: ErrorDetails, faults: list[ErrorDetails]) -> bool:
    here = fault["loc"]
    return any(other["loc"][: len(here)] == here and len(other["loc"]) > len(here) for other in faults)


def _tell(kind: type[BaseModel], fault: ErrorDetails, named: Named, words: Mapping[str, Allowed]) -> Text:
    name = named(fault["loc"])
    if fault["type"] == "json_invalid":
        return text("内容不是有效的 JSON。", "The payload is not valid JSON.")
    if fault["type"] == "missing":
        return text(f"缺少字段{name.zh.rstrip()}。", f"The field {name.en} is missing.")
    if fault["type"] == "extra_forbidden":
        known = ", ".join(kind.model_fields) if len(fault["loc"]) == 1 else ""
        return text(
            f"没有{name.zh}这个字段" + (f"，可用的字段：{known}。" if known else "。"),
            f"There is no field {name.en}" + (f"; the fields are: {known}." if known else "."),
        )
    allowed = words.get(fault["type"], _as_pydantic_says(fault["msg"]))(fault.get("ctx", {}))
    field = text(f"字段{name.zh}", f"The field {name.en}") if fault["loc"] else text("内容", "The payload")
    return text(
        f"{field.zh}不能是 {quote(fault['input'])}：{allowed.zh}。",
        f"{field.en} can't be {quote(fault['input'])}: {allowed.en}.",
    )


def quote(given: object) -> str:
    """Show what was given in one short line, whatever it is."""
    shown = str(given) if isinstance(given, str | int | float | bool) else _NAMES.get(type(given), type(given).__name__)
    return f"“{harmless(shown, QUOTED)}”"


def harmless(sent: str, longest: int) -> str:
    """Return what strangers sent as one short line that any ledger, log and terminal takes."""
    line = "".join(sign if sign.isprintable() else "·" for sign in sent[: longest + 1])
    return line if len(line) <= longest else line[:longest] + "…"


def without_controls(sentence: str) -> str:
    """Return sentences, lines and all, with a dot for each sign that would act on a terminal instead of being shown."""
    return "".join(sign if sign.isprintable() or sign in "\n\t\u3000" else "·" for sign in sentence)


_NAMES: Final[dict[type, str]] = {type(None): "null", dict: "{…}", list: "[…]", tuple: "[…]"}


def _as_pydantic_says(message: str) -> Allowed:
    return lambda _: text(message, message)


def _as_it_was_miswritten(context: Mapping[str, Any]) -> Text:
    error = context["error"]
    said = error.reason if isinstance(error, Miswritten) else text(str(error), str(error))
    return text(said.zh.removesuffix("。"), said.en.removesuffix("."))


def _fixed(zh: str, en: str) -> Allowed:
    return lambda _: text(zh, en)


_DATE = _fixed("应为日期，写作 2026-07-01", "write a date as 2026-07-01")
_WHOLE = _fixed("应为整数", "a whole number is asked for")
_YES_NO = _fixed("应为 true 或 false", "write true or false")
_OBJECT = _fixed("应为 JSON 对象 {…}", "a JSON object {…} is asked for")
_LIST = _fixed("应为列表 […]", "a list […] is asked for")

_ALLOWED: Final[dict[str, Allowed]] = {
    "string_type": _fixed("应为文字", "a text is asked for"),
    "string_too_short": _fixed("不能为空", "it must not be empty"),
    "string_too_long": lambda ctx: text(
        f"最多 {ctx['max_length']} 个字符", f"at most {ctx['max_length']} characters are allowed"
    ),
    "string_pattern_mismatch": lambda ctx: text(f"须符合 {ctx['pattern']}", f"it must match {ctx['pattern']}"),
    "string_unicode": _fixed("含有无法识别的字符", "it contains broken characters"),
    "enum": lambda ctx: text(f"只能是 {ctx['expected']}", f"allowed are {ctx['expected']}"),
    "literal_error": lambda ctx: text(f"只能是 {ctx['expected']}", f"allowed are {ctx['expected']}"),
    "too_short": lambda ctx: text(f"至少要有 {ctx['min_length']} 项", f"at least {ctx['min_length']} is needed"),
    "too_long": lambda ctx: text(f"最多 {ctx['max_length']} 项", f"at most {ctx['max_length']} are allowed"),
    "greater_than_equal": lambda ctx: text(f"不能小于 {ctx['ge']}", f"it must be at least {ctx['ge']}"),
    "date_type": _DATE,
    "date_parsing": _DATE,
    "date_from_datetime_parsing": _DATE,
    "date_from_datetime_inexact": _DATE,
    "int_type": _WHOLE,
    "int_parsing": _WHOLE,
    "int_parsing_size": _WHOLE,
    "int_from_float": _WHOLE,
    "bool_type": _YES_NO,
    "bool_parsing": _YES_NO,
    "model_type": _OBJECT,
    "model_attributes_type": _OBJECT,
    "tuple_type": _LIST,
    "list_type": _LIST,
    "value_error": _as_it_was_miswritten,
}
