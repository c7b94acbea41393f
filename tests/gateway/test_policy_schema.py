"""The schema by which editors complete a policy: up to date, valid, told in two languages, and of one mind with us."""

import copy
import json
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from gateway.policy_files import POLICIES, load_policy, shipped
from gateway.policy_schema import policy_schema, written_schema
from gateway.yaml_files import Plain, read_yaml
from schemas.policy import RULED, DutyKind
from schemas.words import Refusal
from tests.gateway.policy_faults import FAULTS, Fault

FILE = POLICIES / "policy.schema.json"
COUNTY = (POLICIES / "county.yaml").read_text("utf-8")
PRESETS = shipped()

# What only a look at the whole file shows, or what is no YAML at all.
BEYOND_A_SCHEMA = {
    "a ladder that isn't there",
    "rungs out of order",
    "rungs out of order in other units",
    "look-backs out of order",
    "a day too long",
    "a key twice",
    "a tab",
    "a bracket that never closes",
    "an alias",
    "a tag that runs code",
    "two documents",
}
OWN = "extends: county\nname: ours\ntitle: {zh: 本单位, en: Ours}\n"


DRAFT: Any = import_module("jsonschema").Draft202012Validator  # by name: the library has no types
VALIDATOR = DRAFT(policy_schema())


def faults_in(data: Plain) -> list[str]:
    return [fault.message for fault in VALIDATOR.iter_errors(data)]


@cache
def _county() -> Plain:
    return read_yaml(POLICIES / "county.yaml").data


def county() -> dict[str, Any]:
    copied = copy.deepcopy(_county())
    assert isinstance(copied, dict)
    return copied


def plain(folder: Path, text: str) -> Plain:
    path = folder / "ours.yaml"
    path.write_text(text, "utf-8")
    return read_yaml(path).data


def properties(schema: Any, where: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(schema, list):
        for inner in schema:
            yield from properties(inner, where)
    if isinstance(schema, dict):
        for name, shape in schema.get("properties", {}).items():
            yield f"{where}.{name}", shape
        for name, inner in schema.items():
            if name not in ("if", "then", "else"):
                yield from properties(inner, f"{where}.{name}")


def test_the_published_schema_is_up_to_date() -> None:
    renew = "the models have changed: run `bihuan policy schema > policies/policy.schema.json`, and read what it wrote"
    assert FILE.read_text("utf-8") == written_schema(), renew


def test_it_is_a_schema_of_2020_12() -> None:
    schema = json.loads(FILE.read_text("utf-8"))
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    DRAFT.check_schema(schema)


def test_every_reference_leads_somewhere_and_nothing_lies_about_unused() -> None:
    written, schema = written_schema(), policy_schema()
    assert {name for name in schema["$defs"] if f'"#/$defs/{name}"' in written} == set(schema["$defs"])
    assert written.count('"#/$defs/') == sum(written.count(f'"#/$defs/{name}"') for name in schema["$defs"])


def test_every_field_and_every_word_is_explained_in_both_languages() -> None:
    schema = policy_schema()
    told = dict(properties(schema))
    assert len(told) > 70
    assert [where for where, shape in told.items() if " · " not in shape.get("description", "")] == []
    words = [kind for kind in schema["$defs"].values() if "enum" in kind]
    assert len(words) == 4
    assert all(len(kind["enum"]) == len(kind["enumDescriptions"]) for kind in words)


@pytest.mark.parametrize("preset", PRESETS, ids=lambda path: path.stem)
def test_it_takes_every_preset(preset: Path) -> None:
    assert faults_in(read_yaml(preset).data) == []


@pytest.mark.parametrize("fault", [FAULTS[name] for name in FAULTS if name not in BEYOND_A_SCHEMA])
def test_it_refuses_what_the_loader_refuses(fault: Fault, tmp_path: Path) -> None:
    broken = plain(tmp_path, COUNTY.replace(fault.old, fault.new, 1))
    assert faults_in(broken)
    with pytest.raises(Refusal):
        load_policy(tmp_path / "ours.yaml")


def test_what_is_beyond_a_schema_is_no_more_than_that() -> None:
    assert set(FAULTS) > BEYOND_A_SCHEMA
    assert len(FAULTS) - len(BEYOND_A_SCHEMA) >= 20


@pytest.mark.parametrize("missing", ["name", "title"])
def test_who_extends_a_policy_writes_a_name_and_a_title_and_no_more(missing: str, tmp_path: Path) -> None:
    assert faults_in(plain(tmp_path, OWN)) == []
    lines = [line for line in OWN.splitlines() if not line.startswith(missing)]
    assert faults_in(plain(tmp_path, "\n".join(lines))) == [f"'{missing}' is a required property"]


@pytest.mark.parametrize("part", ["clock", "evidence"])
def test_who_extends_nothing_may_leave_out_what_has_a_default(part: str) -> None:
    policy = county()
    del policy[part]
    assert faults_in(policy) == []
    del policy["withdrawal"]
    assert faults_in(policy) == ["'withdrawal' is a required property"]


@pytest.mark.parametrize("kind", RULED)
def test_who_extends_nothing_needs_a_rule_for_each_duty_that_can_come_up(kind: DutyKind) -> None:
    policy = county()
    policy["review"]["publicity"] = "7d"
    del policy["duties"][kind.value]
    assert faults_in(policy) == [f"'{kind.value}' is a required property"]


@pytest.mark.parametrize(
    "line",
    [
        "duties: {plan: {due: -1d, owed_by: handler, ladder: plan}}",
        "duties: {plan: {due: 7wd}}",
        "speeds: {timed: {due: 0mo, plan: true, reports: 1mo}}",
        "look_backs: {after: [-3mo]}",
        "review: {levels: [office], publicity: 0d}",
        "review: {levels: [office], publicity: seven days}",
        "clock: {office_opens: 25:00}",
        "clock: {day: 1day}",
        "extends: ../county",
    ],
)
def test_it_refuses_in_a_short_file_too_what_the_loader_refuses(line: str, tmp_path: Path) -> None:
    text = OWN + line if "extends" not in line else OWN.replace("extends: county", line)
    assert faults_in(plain(tmp_path, text))
    with pytest.raises(Refusal):
        load_policy(tmp_path / "ours.yaml")
