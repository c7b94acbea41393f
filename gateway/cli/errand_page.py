"""The commands explained: what each is called, who may give it, its fields and an example that can be copied."""

import json
import shlex
from collections.abc import Iterator, Mapping
from typing import get_args, get_origin

from pydantic import BaseModel, JsonValue
from pydantic.fields import FieldInfo

from gateway.cli.choices import read_choices
from gateway.cli.field_places import LABELS
from gateway.cli.tables import page, plain, table
from gateway.cli.terminal import Terminal
from gateway.cli.which_command import called
from gateway.cli.who_may import who_may, who_may_do_steps
from gateway.definitions.found import definition_called, find_definitions
from gateway.field_words import allowed_words
from gateway.policy_files import load_policy
from rules.blocks import Verdict
from rules.names import command_name
from rules.repertoire import StepCommand
from schemas.commands import COMMANDS, Assign, Command
from schemas.examples import example_of, shown_example
from schemas.people import Assignment
from schemas.words import Text, text

# How an assignment is written in short: persons by id or name, the head by his unit.
_PERSONS = {
    "leader": "张处长",
    "lead_unit": "财务科",
    "head": "李科长",
    "handler": "王科员",
    "co_units": "办公室",
}
Row = tuple[str, Text | None, Text]  # the field, whether it must be there, an example or what it may hold
REQUIRED, OPTIONAL = text("必填", "required"), text("可不填", "optional")
BY_FILE = text("或写 file=", "or file=")
REASON = text("不同意须填", "required to refuse")


def documents(kind: type[Command] | None, terminal: Terminal) -> dict[str, object]:
    """Return the commands, or one of them, as a document for scripts."""
    may = _who_may(terminal, kind)
    kinds = [kind] if kind else list(COMMANDS.values())
    return {
        "commands": [
            {
                "command": one.name,
                "name": called(one).zh,
                "name_en": called(one).en,
                "who_may": may[one.name].zh,
                "who_may_en": may[one.name].en,
                "example": example_of(one),
                "schema": one.model_json_schema(),
            }
            for one in kinds
        ]
    }


def commands_page(terminal: Terminal) -> str:
    """Return the list of all commands, each with what it may hold."""
    may = _who_may(terminal, None)
    lines = []
    for name, kind in COMMANDS.items():
        said, roles = terminal.speak(command_name(name)), terminal.speak(may[name])
        lines += [f"{name}  {said} · {roles}", f"    {_shown(_content(kind))}"]
    return "\n".join(lines)


def command_page(kind: type[Command], terminal: Terminal, case: str | None = None) -> str:
    """Return one command with its fields and an example."""
    name, may = called(kind), _who_may(terminal, kind)[kind.name]
    made = table((terminal.speak(text("字段", "Field")), "", terminal.speak(text("示例", "Example"))), wide=(2,))
    for field, needed, example in _rows(kind):
        made.add_row(field, terminal.speak(needed) if needed else "", plain(terminal.speak(example)))
    head = text(f"{name.zh}（{kind.name}）：{may.zh}办理", f"{name.en} ({kind.name}): for the {may.en}")
    shown = page(plain(terminal.speak(head)), *((made,) if made.row_count else ()))
    # Not through the table's page: a line that is broken to the terminal's width can't be copied.
    return "\n".join([shown, "", terminal.speak(_example(kind, case or "2026-xc-2/007"))])


def _example(kind: type[Command], case: str) -> Text:
    content = _content(kind)
    data = f" --data {shlex.quote(_shown(content))}" if content else ""
    command = f"bihuan do {kind.name} {case} --as"
    return text(f"{command} 姓名或编号{data}", f"{command} NAME-OR-ID{data}")


def _rows(kind: type[Command]) -> Iterator[Row]:
    if kind is Assign:
        yield from (_assigned(name, info) for name, info in Assignment.model_fields.items())
        return
    for name, value in _content(kind).items():
        info = kind.model_fields[name]
        needed = REASON if name == "opinion" and issubclass(kind, Verdict) else _need(info)
        yield f"--{_written(name)}", needed, text(_shown(value), _shown(value))
        if words := allowed_words(info.annotation):
            yield "", None, words
        if inner := _inner(info):
            yield from _inner_rows(inner, value)


def _assigned(name: str, field: FieldInfo) -> Row:
    example = _PERSONS[name]
    if name != "head":
        return f"--{_written(name)}", _need(field), text(example, example)
    said = text(
        f"{example}；不写则取名册中牵头单位的负责人", f"{example}; else the head of the lead unit in the roster"
    )
    return f"--{_written(name)}", OPTIONAL, said


def _inner_rows(kind: type[BaseModel], example: JsonValue) -> Iterator[Row]:
    """Show how a value with fields of its own may be written in short, and what each of them is."""
    short = _short(kind)
    yield "", None, text(short, short)
    item = example[0] if isinstance(example, list) and example else {}
    for name, info in kind.model_fields.items():
        needed = BY_FILE if name == "sha256" else _need(info)
        yield f"  {name}=", needed, _said_of(name, info, item if isinstance(item, dict) else {})


def _said_of(name: str, field: FieldInfo, example: Mapping[str, JsonValue]) -> Text:
    """Return what a field of a value is: its words, or its label and an example."""
    label = LABELS.get(name, text("", ""))
    if words := allowed_words(field.annotation):
        return text("：".join(filter(None, (label.zh, words.zh))), ": ".join(filter(None, (label.en, words.en))))
    if name == "sha256":
        return text(f"{label.zh}；写 file=文件名 就自动算出", f"{label.en}; file=PATH works it out")
    shown = _shown(example.get(name, ""))
    return text("，如 ".join(filter(None, (label.zh, shown))), ", as ".join(filter(None, (label.en, shown))))


def _written(field: str) -> str:
    return field.replace("_", "-")


def _need(field: FieldInfo) -> Text:
    return REQUIRED if field.is_required() else OPTIONAL


def _who_may(terminal: Terminal, kind: type[Command] | None) -> dict[str, Text]:
    home = terminal.settings().home
    if kind and issubclass(kind, StepCommand):
        served = definition_called(kind.of_procedure, find_definitions(terminal.environ, home))
        return who_may_do_steps(load_policy(served.policy_file))
    return who_may(read_choices(home).policy)


def _content(kind: type[Command]) -> dict[str, JsonValue]:
    left_out = ("id", "actor", "number") if issubclass(kind, StepCommand) else ("id", "actor")
    return {name: value for name, value in shown_example(kind).items() if name not in left_out}


def _shown(value: JsonValue) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _inner(field: FieldInfo) -> type[BaseModel] | None:
    """Return what each item of a list is, where it has fields of its own."""
    kinds = get_args(field.annotation) if get_origin(field.annotation) is tuple else ()
    return kinds[0] if kinds and isinstance(kinds[0], type) and issubclass(kinds[0], BaseModel) else None


def _short(kind: type[BaseModel]) -> str:
    names = ",".join(f"{name}=…" for name in kind.model_fields)
    return names + (" (sha256=… → file=…)" if "sha256" in kind.model_fields else "")
