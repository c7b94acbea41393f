"""The glossary and the code call everything the same, both ways."""

import re
from collections.abc import Iterator
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import schemas
from rules.names import NAMES, name_of
from schemas.commands import COMMANDS
from tests.docs.pages import HOUSE

GLOSSARY = HOUSE / "docs" / "glossary.md"
ROW = re.compile(r"^\| (?P<zh>[^|]+) \| (?P<en>[^|]+) \| (?P<code>`[^|]+`) \|", re.MULTILINE)
WORDS = {
    name: kind
    for module in iter_modules(schemas.__path__)
    for name, kind in vars(import_module(f"schemas.{module.name}")).items()
}


def _rows() -> Iterator[tuple[str, str, str]]:
    for row in ROW.finditer(GLOSSARY.read_text("utf-8")):
        for code in re.findall(r"`([^`]+)`", row["code"]):
            yield code, row["zh"], row["en"]


def test_every_name_that_people_see_is_in_the_glossary_as_in_the_code() -> None:
    told = {code: (zh, en) for code, zh, en in _rows() if "." in code}
    named = [value for kind in NAMES for value in kind]
    assert told == {_in_code(value): (name_of(value).zh, name_of(value).en) for value in named}


def _in_code(value: StrEnum) -> str:
    return f"{type(value).__name__}.{value.name}"


def test_every_word_for_a_thing_is_a_word_of_the_code() -> None:
    things = [code for code, _, _ in _rows() if "." not in code]
    assert [thing for thing in things if not _is_known(thing)] == []


def _is_known(thing: str) -> bool:
    if thing.endswith("/"):
        return Path(HOUSE / thing).is_dir()
    return thing in WORDS or any(thing in getattr(kind, "model_fields", ()) for kind in WORDS.values())


def test_no_two_things_of_a_kind_share_a_name() -> None:
    for kind in NAMES:
        names = [name_of(value).zh for value in kind]
        assert len(names) == len(set(names))


def test_the_words_in_the_list_of_mixed_up_ones_exist() -> None:
    mixed_up = GLOSSARY.read_text("utf-8").partition("## Words that are easily mixed up")[2]
    facts = [code for code in re.findall(r"`([^`]+)`", mixed_up) if code[0].isupper()]
    assert facts
    assert [fact for fact in facts if fact not in WORDS] == []


def test_the_number_of_commands_that_is_told_is_theirs() -> None:
    assert len(COMMANDS) == 33
    assert "Thirty-three of them" in GLOSSARY.read_text("utf-8")
