"""Commands as words: named, whole, forgiving about spaces and about nothing else."""

import pytest
from pydantic import ValidationError

from schemas.commands import COMMANDS, ApproveClosure, Command, RecordInterview, SubmitEvidence, SubmitPlan
from schemas.examples import description_of, example_of

EVERY = pytest.mark.parametrize("kind", COMMANDS.values(), ids=lambda kind: kind.name)


@EVERY
def test_a_commands_name_is_its_class_in_lower_case(kind: type[Command]) -> None:
    assert kind.name.replace("_", "") == kind.__name__.lower()
    assert COMMANDS[kind.name] is kind


@EVERY
def test_a_commands_example_is_a_command_and_goes_through_json(kind: type[Command]) -> None:
    command = kind.model_validate(example_of(kind))
    assert kind.model_validate_json(command.model_dump_json()) == command


@EVERY
def test_a_misspelt_field_is_refused_not_dropped(kind: type[Command]) -> None:
    with pytest.raises(ValidationError, match="Extra inputs"):
        kind.model_validate(example_of(kind) | {"reasn": "x"})


@EVERY
@pytest.mark.parametrize("field", ["id", "actor"])
@pytest.mark.parametrize("value", [None, "", "   ", "x" * 200, 7])
def test_every_command_bears_an_id_and_an_actor(kind: type[Command], field: str, value: object) -> None:
    with pytest.raises(ValidationError):
        kind.model_validate(example_of(kind) | {field: value})


@EVERY
def test_a_command_does_not_change(kind: type[Command]) -> None:
    command = kind.model_validate(example_of(kind))
    with pytest.raises(ValidationError):
        command.actor = "somebody"  # type: ignore[misc]


@EVERY
def test_the_ui_says_in_chinese_what_a_command_is_for(kind: type[Command]) -> None:
    said = description_of(kind)
    assert "示例" in said
    assert "·" not in said.partition("示例")[0]


@pytest.mark.parametrize("reason", ["", "  \n ", "x" * 20_001])
def test_a_reason_says_something_and_is_no_book(reason: str) -> None:
    with pytest.raises(ValidationError):
        COMMANDS["return_plan"].model_validate({"id": "c", "actor": "a", "reason": reason})


def test_spaces_around_ids_do_not_make_another_command() -> None:
    written = example_of(COMMANDS["acknowledge"]) | {"id": " oa-1 "}
    assert COMMANDS["acknowledge"].model_validate(written).id == "oa-1"


@pytest.mark.parametrize("sha256", ["", "abc", "G" * 64, "A" * 64, "a" * 65])
def test_evidence_bears_a_real_hash(sha256: str) -> None:
    written = example_of(SubmitEvidence)
    evidence = [{"kind": "rule", "title": "办法", "reference": "oa://1", "sha256": sha256, "effective": "2026-03-01"}]
    with pytest.raises(ValidationError):
        SubmitEvidence.model_validate(written | {"evidence": evidence})


@pytest.mark.parametrize(
    ("kind", "field", "value"),
    [
        (SubmitEvidence, "evidence", []),
        (SubmitPlan, "measures", []),
        (SubmitPlan, "due", "2026-02-30"),
        (SubmitPlan, "due", "下月底"),
        (SubmitPlan, "milestones", [{"name": "摸底", "due": "2026-08-15"}] * 51),
        (RecordInterview, "present", []),
        (RecordInterview, "interview", 0),
        (RecordInterview, "commitments", [{"what": "完成", "due": "2026-09-30"}] * 51),
    ],
)
def test_what_is_empty_impossible_or_without_measure_is_refused(kind: type[Command], field: str, value: object) -> None:
    with pytest.raises(ValidationError, match=field):
        kind.model_validate(example_of(kind) | {field: value})


@pytest.mark.parametrize("field", ["opinion", "id", "actor"])
def test_half_a_character_is_refused_in_every_text(field: str) -> None:
    sent = {"id": "1", "actor": "leader", "level": "leader", field: "\udcff"}
    with pytest.raises(ValidationError):
        ApproveClosure.model_validate(sent)
