"""How the fields of a command may be written on a command line."""

import json

import pytest
from pydantic import JsonValue

from gateway.cli.endings import Misuse
from gateway.cli.fields import read_fields
from schemas.commands import COMMANDS
from schemas.examples import example_of
from schemas.words import Refusal

LISTS = [
    ("submit_evidence", "evidence"),
    ("submit_plan", "milestones"),
    ("submit_plan", "measures"),
    ("approve_closure", "answers"),
    ("record_interview", "commitments"),
    ("record_interview", "present"),
]


def read(name: str, *words: str, data: str | None = None) -> dict[str, JsonValue]:
    return read_fields(COMMANDS[name], words, data)


@pytest.mark.parametrize(("name", "field"), LISTS)
def test_a_list_is_taken_as_the_json_that_the_help_shows(name: str, field: str) -> None:
    shown = example_of(COMMANDS[name])[field]
    assert read(name, f"--{field}", json.dumps(shown, ensure_ascii=False)) == {field: shown}


def test_a_list_is_taken_in_every_way_that_it_may_be_written_and_in_their_mixture() -> None:
    first, second = {"name": "印发", "due": "2026-08-15"}, {"name": "清退", "due": "2026-09-15"}
    for words in (
        ("--milestones", json.dumps([first, second])),
        ("--milestones", json.dumps(first), "--milestones", json.dumps(second)),
        ("--milestones", json.dumps([first]), "--milestones", "name=清退,due=2026-09-15"),
    ):
        assert read("submit_plan", *words) == {"milestones": [first, second]}


@pytest.mark.parametrize("measure", ["[一]核对", "[1]", "[核对, 催收]"])
def test_a_text_that_only_begins_with_a_bracket_is_a_text(measure: str) -> None:
    assert read("submit_plan", "--measures", measure) == {"measures": [measure]}


def test_an_item_that_cannot_be_read_is_answered_with_how_it_is_written() -> None:
    with pytest.raises(Misuse, match=r"--milestones 要写成 name=…,due=…,或写成 JSON"):
        read("submit_plan", "--milestones", "月底前印发")
    with pytest.raises(Refusal, match="--milestones 不是有效的 JSON"):
        read("submit_plan", "--milestones", "[{name: 印发}]")
