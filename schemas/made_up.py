"""Values made up for fields that nobody wrote an example for, so that every form shows one that is taken."""

import datetime as dt
from decimal import Decimal
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel, JsonValue
from pydantic.fields import FieldInfo
from pydantic_core import to_jsonable_python

_BY_TYPE: dict[type, JsonValue] = {
    bool: True,
    int: 1,
    float: 1.5,
    Decimal: "1000.00",
    dt.datetime: "2026-09-30T17:30:00+08:00",
    dt.date: "2026-09-30",
    str: "…",
}
_SHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def made_up(name: str, field: FieldInfo) -> JsonValue:
    """Return a value that a field takes: its own example, or one by its type."""
    if field.examples:
        example: JsonValue = to_jsonable_python(field.examples[0])  # a date or an amount is one, too
        return example
    return _SHA256 if name == "sha256" else _of(field.annotation)


def _of(kind: Any) -> JsonValue:
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return _of(next(one for one in inner if one is not NoneType))
    if origin in (tuple, list, frozenset, set):
        return [_of(inner[0])]
    if origin is not None:  # Annotated, as in tuple[Line, ...]
        return {} if origin is dict else _of(inner[0])
    return _of_type(kind) if isinstance(kind, type) else "…"


def _of_type(kind: type) -> JsonValue:
    if issubclass(kind, Enum):
        value: JsonValue = next(iter(kind)).value
        return value
    if issubclass(kind, BaseModel):
        return {name: made_up(name, field) for name, field in kind.model_fields.items()}
    return next((value for known, value in _BY_TYPE.items() if issubclass(kind, known)), "…")
