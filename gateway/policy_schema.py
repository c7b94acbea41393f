"""The JSON Schema (2020-12) of policy files, by which editors complete them: made from the models that read them."""

import json
from collections.abc import Iterable
from enum import StrEnum
from typing import Any, Final

from pydantic.json_schema import GenerateJsonSchema

from gateway.policy_checks import FORWARD, LONGEST_TITLE
from gateway.policy_words import AHEAD, DUE, EXTENDS, FIELDS, SPAN, TIME_OF_DAY
from rules.names import NAMES, name_of
from schemas.policy import OWED_ELSEWHERE, RULED, TIMED_ELSEWHERE, DutyKind, Policy, Speed, owed_where
from schemas.words import Text, text

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
OWN: Final = ("name", "title")  # what no policy takes over from its base

_TITLE = text("闭环整改办法", "Bihuan policy")
_UNIT = "(wd|d|w|mo|y)"
_SPANS: Final[dict[str, tuple[str, Text]]] = {
    "Span": (f"^[+-]?[0-9]{{1,5}}{_UNIT}$", SPAN),
    "SpanAhead": (f"^[+]?(?!0+[a-z])[0-9]{{1,5}}{_UNIT}$", AHEAD),
    "SpanDue": (f"^[+]?[0-9]{{1,5}}{_UNIT}$", DUE),
}
_DAY = "^[0-9]{1,8}(ms|s|min|h)$"
_TIME = "^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$"

Schema = dict[str, Any]


class _Untitled(GenerateJsonSchema):
    """Without a title for each field, which would only say its name again."""

    def field_title_should_be_set(self, schema: object) -> bool:  # noqa: ARG002 - pydantic's own signature
        return False


def policy_schema() -> Schema:
    """Return the schema of a policy file in the spelling of the file.

    What only a look at the whole shows (rungs out of order, a ladder that isn't there) the loader says, not the schema.
    """
    made = Policy.model_json_schema(schema_generator=_Untitled)
    defs: Schema = made.pop("$defs")
    defs |= {name: {"type": "string", "pattern": pattern, **_said(words)} for name, (pattern, words) in _SPANS.items()}
    whole = {"$defs": defs, **made}
    whole["properties"]["steps"]["additionalProperties"] = False
    _spell_spans(whole)
    _spell_times(defs["Clock"]["properties"])
    for kind in NAMES:
        if kind.__name__ in defs:
            defs[kind.__name__] = _named(kind)
    _describe("Policy", whole)
    for name, model in defs.items():
        _describe(name, model)
    defs |= _duty_shapes(defs.pop("DutyRule"))
    whole["properties"] = {"extends": _extends(), **whole["properties"], **_by_entry(), "title": _title()}
    defs.pop("DutyKind", None)
    defs.pop("Speed", None)
    return {"$schema": DIALECT, **_said(_TITLE), **whole, **_wholeness(made["required"])}


def written_schema() -> str:
    """Return the schema as it stands in `policies/policy.schema.json`."""
    return json.dumps(policy_schema(), ensure_ascii=False, indent=2) + "\n"


def _said(words: Text) -> Schema:
    return {"description": f"{words.zh} · {words.en}"}


def _named(kind: type[StrEnum]) -> Schema:
    """Return one of our words by name; `enumDescriptions` is what editors show beside each."""
    names = [f"{name_of(value).zh} · {name_of(value).en}" for value in kind]
    listed = "；".join(f"{value.value} {name}" for value, name in zip(kind, names, strict=True))
    values = [value.value for value in kind]
    return {"type": "string", "enum": values, "enumDescriptions": names, "description": listed}


def _spell_spans(whole: Schema) -> None:
    for steps in FORWARD:
        _put(whole, steps, "SpanAhead")
    _put(whole, ("duties", "*", "due"), "SpanDue")
    _put(whole, ("steps", "*", "due"), "SpanDue")
    _put(whole, ("ladders", "*", "rungs", "*", "at"), "Span")


def _put(whole: Schema, steps: Iterable[str], span: str) -> None:
    """Let what stands at the end of some steps be one of our spans."""
    found = [whole]
    for step in steps:
        found = [inner for schema in found for inner in _inner(_resolved(schema, whole), step)]
    for schema in found:
        schema.clear()
        schema["$ref"] = f"#/$defs/{span}"


def _inner(schema: Schema, step: str) -> list[Schema]:
    if step != "*":
        return [schema["properties"][step]]
    entries = [*schema.get("properties", {}).values(), *schema.get("patternProperties", {}).values()]
    return entries or [schema[name] for name in ("additionalProperties", "items") if isinstance(schema.get(name), dict)]


def _resolved(schema: Schema, whole: Schema) -> Schema:
    name = str(schema.get("$ref", "")).rpartition("/")[2]
    found: Schema = whole["$defs"].get(name, schema)
    return found


def _spell_times(clock: Schema) -> None:
    clock["day"] = {"type": "string", "pattern": _DAY, "default": "24h"}
    for name, usual in (("office_opens", "09:00"), ("day_ends", "17:30")):
        clock[name] = {"type": "string", "pattern": _TIME, "default": usual, **_said(TIME_OF_DAY)}


def _describe(model: str, schema: Schema) -> None:
    """Say what each field means; what may be left out is written or left out, never null."""
    properties = schema.get("properties", {})
    if properties:
        schema.pop("title", None)
        schema.pop("description", None)
    for name, shape in properties.items():
        words = _said(FIELDS[f"{model}.{name}"])
        given = [kind for kind in shape.pop("anyOf", []) if kind.get("type") != "null"]
        if given or isinstance(shape.get("default"), dict):
            shape.pop("default", None)
        properties[name] = {**(given[0] if given else {}), **shape, **words}


def _extends() -> Schema:
    return {"type": "string", "pattern": r"^[\w-]+$", **_said(EXTENDS)}


def _title() -> Schema:
    line = {"type": "string", "maxLength": LONGEST_TITLE}
    shape = {name: {**line, **_said(FIELDS[f"Text.{name}"])} for name in ("zh", "en")}
    fixed = {"type": "object", "properties": shape, "required": list(shape), "additionalProperties": False}
    return fixed | _said(FIELDS["Policy.title"])


def _shape_of(kind: DutyKind) -> str:
    """Return what the shape of a duty's rule is called: some have no time, some no owner of their own."""
    return "Duty" + ("" if kind in TIMED_ELSEWHERE else "Timed") + ("" if kind in OWED_ELSEWHERE else "Owed")


def _duty_shapes(rule: Schema) -> Schema:
    """Return the shapes of duties' rules, each with what has an effect, and all of that is needed."""
    shapes: Schema = {}
    for name in dict.fromkeys(map(_shape_of, RULED)):
        left_out = {entry for entry, mark in (("due", "Timed"), ("owed_by", "Owed")) if mark not in name}
        fields = {field: shape for field, shape in rule["properties"].items() if field not in left_out}
        shapes[name] = {**rule, "properties": fields, "required": list(fields)}
    return shapes


def _by_entry() -> Schema:
    """Return the parts whose entries have fixed names: each is completed, and none can be misspelt."""
    parts: dict[str, dict[Any, str]] = {
        "duties": {kind: _shape_of(kind) for kind in RULED},
        "speeds": dict.fromkeys(Speed, "SpeedRule"),
    }
    return {
        part: {
            "type": "object",
            "properties": {
                kind.value: {"$ref": f"#/$defs/{rule}", **_said(name_of(kind))} for kind, rule in rules.items()
            },
            "additionalProperties": False,
            **_said(FIELDS[f"Policy.{part}"]),
        }
        for part, rules in parts.items()
    }


def _wholeness(required: list[str]) -> Schema:
    """Ask a policy that extends another one for its name, and one that stands alone for everything."""
    always = [kind.value for kind in owed_where(shown=False)]
    shown = {"required": ["review"], "properties": {"review": {"required": ["publicity"]}}}
    return {
        "required": list(OWN),
        "if": {"required": ["extends"]},
        "else": {
            "required": required,
            "properties": {"duties": {"required": always}, "speeds": {"required": [speed.value for speed in Speed]}},
            "if": shown,
            "then": {"properties": {"duties": {"required": [DutyKind.PUBLICITY.value]}}},
        },
    }
