"""A policy as a value: whole, consistent, and known by its content."""

from typing import Any

import pytest
from pydantic import ValidationError

from gateway.policy_files import find_policy, load_policy
from schemas.policy import DutyKind, Ladder, Policy, Speed

COUNTY = load_policy(find_policy("county"))


def written() -> dict[str, Any]:
    return COUNTY.model_dump(mode="json")


def test_a_policy_goes_through_json() -> None:
    assert Policy.model_validate_json(COUNTY.model_dump_json()) == COUNTY


def test_the_same_numbers_have_the_same_version_and_others_another() -> None:
    again = Policy.model_validate(written())
    assert again.version == COUNTY.version
    other = Policy.model_validate(written() | {"withdrawal": "principal"})
    assert other.version != COUNTY.version


@pytest.mark.parametrize("kind", COUNTY.owed)
def test_a_policy_without_a_rule_for_a_duty_is_refused(kind: DutyKind) -> None:
    policy = written()
    del policy["duties"][kind.value]
    with pytest.raises(ValidationError, match=f"no rule for: {kind.value}"):
        Policy.model_validate(policy)


def test_who_shows_no_closure_to_the_public_needs_no_rule_for_it_and_who_does_needs_one() -> None:
    policy = written()
    del policy["duties"]["publicity"]
    assert DutyKind.PUBLICITY not in Policy.model_validate(policy).owed
    policy["review"]["publicity"] = "7d"
    with pytest.raises(ValidationError, match="no rule for: publicity"):
        Policy.model_validate(policy)


def test_what_is_not_said_of_the_public_changes_no_version() -> None:
    policy = written()
    assert policy["review"].pop("publicity") is None
    assert Policy.model_validate(policy).version == COUNTY.version


@pytest.mark.parametrize("speed", Speed)
def test_a_policy_without_a_rule_for_a_speed_is_refused(speed: Speed) -> None:
    policy = written()
    del policy["speeds"][speed.value]
    with pytest.raises(ValidationError, match=f"no rule for: {speed.value}"):
        Policy.model_validate(policy)


def test_a_ladder_that_is_named_and_not_there_is_refused() -> None:
    policy = written()
    policy["relapse"]["ladders"]["plan"] = "gentle"
    with pytest.raises(ValidationError, match="No ladder is called “gentle”"):
        Policy.model_validate(policy)


def test_a_ladder_s_name_that_turns_the_line_round_is_shown_without() -> None:
    policy = written()
    policy["relapse"]["ladders"]["plan"] = "\u202e倒\u202c"
    with pytest.raises(ValidationError, match="No ladder is called “·倒·”"):
        Policy.model_validate(policy)


@pytest.mark.parametrize("repeat", ["0wd", "-5wd"])
def test_a_ladder_repeats_forward(repeat: str) -> None:
    rung = {"at": "0d", "tell": ["office"], "colour": "red"}
    with pytest.raises(ValidationError, match="repeat must lie in the future"):
        Ladder.model_validate({"rungs": [rung], "repeat": repeat})


def test_a_rung_tells_somebody() -> None:
    with pytest.raises(ValidationError, match="tell"):
        Ladder.model_validate({"rungs": [{"at": "0d", "tell": [], "colour": "red"}], "repeat": "1wd"})


@pytest.mark.parametrize("field", ["deciders", "levels"])
def test_somebody_decides(field: str) -> None:
    part = {"deciders": "extension", "levels": "review"}[field]
    policy = written()
    policy[part][field] = []
    with pytest.raises(ValidationError, match=field):
        Policy.model_validate(policy)


def test_a_misspelt_number_is_refused_not_ignored() -> None:
    with pytest.raises(ValidationError, match="Extra inputs"):
        Policy.model_validate(written() | {"extention": {}})
