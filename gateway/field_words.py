"""What people call the values of a command's fields: read as the code that is sent, and listed for the help."""

import unicodedata
from enum import StrEnum
from typing import Any, get_args, get_origin

from pydantic import BaseModel, JsonValue

from rules.names import NAMES, name_of
from schemas.misreading import Named, Steps, by_path, quote
from schemas.steps import Choice
from schemas.words import Refusal, Text, text

_YES_NO = {"是": "true", "否": "false"}


def fields_in_codes(
    kind: type[BaseModel], fields: dict[str, JsonValue], named: Named = by_path, where: Steps = ()
) -> dict[str, JsonValue]:
    """Return fields with the codes of what is called by its name in them; Refusal where there is no such name.

    Fields are called as `named` says; `where` they stand within a payload.
    """
    known = kind.model_fields
    return {
        name: _in_codes(known[name].annotation, value, named, (*where, name)) if name in known else value
        for name, value in fields.items()
    }


def allowed_words(kind: Any) -> Text | None:
    """Return what a field of this kind may hold, each code with its name; None where that can't be listed."""
    if kind is bool:
        return text("true 是、false 否", "true, false")
    return _listed(kind) if _has_names(kind) else None


def _in_codes(kind: Any, value: JsonValue, named: Named, where: Steps) -> JsonValue:
    if isinstance(value, list) and get_origin(kind) is tuple:
        return [_in_codes(get_args(kind)[0], one, named, (*where, place)) for place, one in enumerate(value)]
    if isinstance(value, dict) and isinstance(kind, type) and issubclass(kind, BaseModel):
        return fields_in_codes(kind, value, named, where)
    if isinstance(value, str) and kind is bool:
        return _YES_NO.get(value.strip(), value)
    if isinstance(value, str) and _has_names(kind):
        return _code(kind, value, named(where))
    return value


def _has_names(kind: Any) -> bool:
    return kind in NAMES or (isinstance(kind, type) and issubclass(kind, Choice))


def _code(kind: type[StrEnum], written: str, field: Text) -> str:
    """Return the code that is meant, looked for among the names of this field's own kind only."""
    said = _plain(written)
    for value in kind:
        name = name_of(value)
        if said in map(_plain, (value.value, name.zh, name.en)):
            return value.value
    raise _unknown(field, written, _listed(kind))


def _listed(kind: type[StrEnum]) -> Text:
    return text("、".join(f"{one.value} {name_of(one).zh}" for one in kind), ", ".join(kind))


def _unknown(field: Text, written: str, words: Text) -> Refusal:
    given = quote(written)
    return Refusal(
        text(
            f"字段{field.zh}不能是 {given}：只能是 {words.zh}。",
            f"The field {field.en} can't be {given}: allowed are {words.en}.",
        )
    )


def _plain(words: str) -> str:
    """Return words without what an input method changes: wide signs, capitals, - for _."""
    return unicodedata.normalize("NFKC", words).strip().lower().replace("-", "_")
