"""Policies are checked before they are published: what we ship is sound, and each planted fault is found on its line."""

import datetime as dt
import re
import time
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings

from gateway.calendar_files import load_calendar
from gateway.cli.policy_check import EPILOG
from gateway.intake.frame import CALENDAR
from gateway.policy_files import POLICIES, shipped
from gateway.policy_soundness import Beside, Located, check_policy, demand_sound
from gateway.roster_files import load_roster
from rules.soundness import WARNINGS, Code, Severity
from schemas.words import Refusal
from tests.fuzz.papers import POLICY, damaged

TODAY = dt.date(2026, 3, 2)
SAMPLES = Path(__file__).parent / "unsound"
BASE = SAMPLES / "sound.yaml"
FILES = sorted(path for path in SAMPLES.glob("*.yaml") if path != BASE)
PRESETS = shipped()
PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "change-a-policy.md"
SPARE = "{rungs: [{at: 0d, tell: [office, principal], colour: red}], repeat: 5wd}"
# What the loader says of a file that is no policy yet.
UNREAD = {"approval-by-silence", "unknown-name", "missing", "malformed", "backward", "out-of-order"}


class Said(NamedTuple):
    """What is said of which line."""

    code: str
    line: int | None
    file: str


def checked(path: Path, beside: str = "") -> list[Located]:
    """Check a policy with what its sample names beside it."""
    kind, _, name = beside.partition(" ")
    file = SAMPLES / "beside" / name if kind == "calendar" else CALENDAR
    calendar = load_calendar(file)
    roster = load_roster(SAMPLES / "beside" / name) if kind == "roster" else None
    return [*check_policy(path, Beside(calendar, roster, file, TODAY))]


def expected(path: Path) -> tuple[Said, str]:
    first, second, *_ = path.read_text("utf-8").splitlines()
    found = re.fullmatch(r"# expect: ([a-z-]+), line (\d+)(?: of ([\w.]+))?", first)
    assert found, first
    return Said(found[1], int(found[2]), found[3] or path.name), second.removeprefix("# beside: ")


def test_there_is_a_sample_for_each_kind_of_finding() -> None:
    assert len(FILES) >= 40
    assert {expected(path)[0].code for path in FILES} == {*Code, *UNREAD}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_planted_fault_is_found_on_its_line_and_nothing_else_is(path: Path) -> None:
    planted, beside = expected(path)
    found = checked(path, beside)
    assert {Said(one.code, one.place.line, one.place.file.name) for one in found} == {planted}
    assert all(one.reason.zh.endswith("。") and one.reason.en.endswith(".") for one in found)
    assert all(
        re.search("请|应|没有默示|不能|须|缺少|可用|不是", one.reason.zh) for one in found
    )  # what to do, or what holds


@pytest.mark.parametrize("beside", ["", "roster no_higher.yaml", "roster one_for_two.yaml"])
def test_nothing_is_said_of_the_sound_policy(beside: str) -> None:
    assert checked(BASE, beside) == []


@pytest.mark.parametrize("path", PRESETS, ids=lambda path: path.stem)
def test_nothing_is_said_of_what_we_ship(path: Path) -> None:
    assert [f"{one.place.line} {one.code}: {one.reason.zh}" for one in checked(path)] == []


def test_all_that_we_ship_is_checked_within_a_second() -> None:
    def spent() -> float:
        began = time.process_time()
        for path in PRESETS:
            check_policy(path, Beside(load_calendar(CALENDAR)))
        return time.process_time() - began

    assert min(spent(), spent()) < 1  # what else the machine does at the moment is not ours


def test_each_code_stands_on_the_page_with_how_grave_it_is() -> None:
    rows = re.findall(r"^\| `([a-z-]+)` \| (错误|警告) ", PAGE.read_text("utf-8"), re.M)
    grave = {code.value: _grave(code) for code in Code} | dict.fromkeys(UNREAD, "错误")
    assert dict(rows) == grave
    assert len(rows) == len(grave)
    assert "change-a-policy.md" in EPILOG.zh


def _grave(code: Code) -> str:
    return "警告" if code in WARNINGS else "错误"


def test_a_fault_in_the_base_is_shown_in_the_base_and_one_s_own_number_in_one_s_own_file(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text(
        BASE.read_text("utf-8").replace("decider: principal", "decider: handler"), "utf-8"
    )
    own = tmp_path / "own.yaml"
    own.write_text(
        "extends: base\nname: own\ntitle: {zh: 本县, en: Ours}\n"
        "duties:\n  plan: {due: 3mo, owed_by: handler, ladder: work}\n",
        "utf-8",
    )
    found = {Said(one.code, one.place.line, one.place.file.name) for one in checked(own)}
    lines = (tmp_path / "base.yaml").read_text("utf-8").splitlines()
    line = next(number for number, written in enumerate(lines, 1) if "decider: handler" in written)
    assert found == {Said("self-approval", line, "base.yaml"), Said("plan-after-limit", 5, "own.yaml")}


def test_all_faults_of_a_file_are_told_in_the_order_of_its_lines(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    faults = {"evidence: [statement]": "evidence: []", "{after: [3mo, 6mo]}": "{}", "green": "red"}
    text = BASE.read_text("utf-8")
    for old, new in faults.items():
        text = text.replace(old, new, 1)
    own.write_text(text, "utf-8")
    found = checked(own)
    assert [one.code for one in found] == ["red-before-due", "colour-falls", "no-evidence", "no-look-back"]


def test_a_policy_with_errors_is_refused_with_their_lines_and_warnings_pass() -> None:
    calendar = load_calendar(CALENDAR)
    unsound = SAMPLES / "closer_looks_back.yaml"
    with pytest.raises(Refusal) as refused:
        demand_sound(unsound, calendar)
    assert refused.value.reason.zh.startswith(f"{unsound} 第8行 duties.look_back.owed_by：回头看由整改办承担")
    warned = SAMPLES / "never_looked_at_again.yaml"
    assert [one.severity for one in check_policy(warned, Beside(calendar))] == [Severity.WARNING]
    demand_sound(warned, calendar)


def test_a_ladder_for_relapses_may_be_red_before_the_due_time(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    strict = BASE.read_text("utf-8").replace(
        "- {at: 0d, tell: [handler, lead_unit, leader], colour: orange",
        "- {at: -1wd, tell: [handler, lead_unit, leader], colour: red",
    )
    own.write_text(strict.replace("      - {at: 3wd,", "      - {at: 0d,"), "utf-8")
    assert checked(own) == []


def test_what_a_base_writes_in_vain_is_told_of_the_base_alone(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(
        "extends: sound\nname: own\ntitle: {zh: 本县, en: Ours}\nwithdrawal: principal\n"
        "speeds:\n  timed: {due: 4mo, plan: true, reports: 2mo}\n",
        "utf-8",
    )
    base = tmp_path / "sound.yaml"
    base.write_text(BASE.read_text("utf-8").replace("ladders:\n", f"ladders:\n  spare: {SPARE}\n", 1), "utf-8")
    assert checked(own) == []
    assert [one.code for one in checked(base)] == ["ladder-unused"]


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=damaged(POLICY))
def test_whatever_stands_in_a_file_is_judged_in_words_and_on_a_line_of_a_file(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "damaged.yaml"
    path.write_bytes(content)
    for one in checked(path):
        assert one.place.file in (path, POLICIES / "county.yaml")
        assert one.reason.zh
        assert one.reason.en
