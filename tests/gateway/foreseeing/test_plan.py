"""A policy played by script: what our own scripts promise, and that no moment is missed between the events."""

import datetime as dt
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from gateway.calendar_files import load_calendar
from gateway.foreseeing.actors import Actors
from gateway.foreseeing.plan import Plan, play_plan
from gateway.foreseeing.unit import opening, sample, unit
from gateway.plan_scripts import find_script, load_script, shipped_scripts
from gateway.policy_files import POLICIES, find_policy, load_policy
from rules.cases import fold, let_time_pass, open_case
from rules.chain import chained
from schemas.entries import Entry
from schemas.facts import LookBackOpened, RungClimbed
from schemas.policy import DutyKind, Policy, Speed
from schemas.script import Script
from schemas.words import Refusal

CALENDAR = load_calendar(POLICIES / "calendars/cn.yaml")
PRESETS = tuple(sorted(POLICIES.glob("*.yaml")))
BEGAN = dt.datetime(2026, 3, 9, 1, tzinfo=dt.UTC)
COUNTY = load_policy(find_policy("county"))


def played(
    script: str, policy: Policy = COUNTY, speed: Speed = Speed.TIMED, days: int = 400, at: dt.datetime = BEGAN
) -> Plan:
    begun = opening(policy, CALENDAR, sample(speed), at, unit())
    return play_plan(begun, script_called(script), unit(), days)


@cache
def script_called(name: str) -> Script:
    return load_script(find_script(name))


policy_at = cache(load_policy)


def kinds(plan: Plan) -> Counter[str]:
    return Counter(entry.fact.kind for entry in plan.entries)


of_presets = pytest.mark.parametrize("preset", PRESETS, ids=lambda path: path.stem)
of_speeds = pytest.mark.parametrize("speed", Speed)


@of_presets
@of_speeds
def test_nothing_that_our_scripts_do_is_refused_by_our_policies(preset: Path, speed: Speed) -> None:
    for script in shipped_scripts():
        plan = played(script, policy_at(preset), speed)
        assert plan.turned_down == (), script
        sealed = fold(chained(plan.entries))
        assert sealed == plan.case.model_copy(update={"head": sealed.head}), script


@of_presets
@of_speeds
def test_who_does_all_in_time_is_never_late_and_comes_to_the_end(preset: Path, speed: Speed) -> None:
    plan = played("in_time", policy_at(preset), speed, days=2500)
    assert [spell.duty.id for spell in plan.spells if spell.late_at(plan.ended_at)] == []
    assert plan.case.outcome == "done"


def test_who_is_always_late_is_late_with_everything_and_interviewed_and_comes_to_the_end() -> None:
    plan = played("always_late", days=900)
    late = {spell.duty.kind for spell in plan.spells if spell.late_at(plan.ended_at)}
    assert late == {spell.duty.kind for spell in plan.spells}
    assert {DutyKind.RECTIFY, DutyKind.REVIEW, DutyKind.LOOK_BACK, DutyKind.COMMITMENT} <= late
    assert kinds(plan)["interview_held"] == 1
    assert plan.case.outcome == "done"


def test_who_never_moves_is_told_to_the_horizon_and_never_left_alone() -> None:
    plan = played("never_moves")
    told = [entry.at for entry in plan.entries if isinstance(entry.fact, RungClimbed)]
    assert not plan.case.settled
    assert plan.ended_at == plan.until == BEGAN + dt.timedelta(days=400)
    assert max(b - a for a, b in zip(told, [*told[1:], plan.until], strict=True)) < dt.timedelta(days=20)


def test_three_returns_are_three_of_the_plan_and_three_of_the_closure() -> None:
    counted = kinds(played("returns_thrice", days=900))
    assert (counted["plan_returned"], counted["closure_refused"], counted["settled"]) == (3, 3, 1)
    assert (counted["returned_again"], counted["matter_decided"]) == (2, 2)  # the third of each rises


def test_a_relapse_is_found_at_a_look_back_and_closed_in_a_second_round() -> None:
    plan = played("relapse", days=900)
    facts = [entry.fact.kind for entry in plan.entries]
    assert facts.index("look_back_opened") < facts.index("relapsed") < facts.index("interview_called")
    assert (plan.case.round, plan.case.outcome, facts.count("closed")) == (2, "done", 2)


@pytest.mark.parametrize("script", shipped_scripts())
def test_a_nearer_horizon_shows_the_beginning_of_the_same_year(script: str) -> None:
    year = played(script)
    for days in (1, 30, 200):
        near = played(script, days=days)
        assert near.entries == tuple(entry for entry in year.entries if entry.at <= near.until)


@pytest.mark.parametrize("script", ["always_late", "returns_thrice"])
def test_who_looks_every_half_hour_sees_nothing_else(script: str) -> None:
    """Alarms and due times lie on half hours: who looks at each of them sees every act in its moment too."""
    plan, people = played(script, days=90), Actors(script_called(script).all_acts(), unit())
    case, opened = open_case(plan.case.opening, BEGAN)
    entries: list[Entry] = [*opened]
    for halves in range(90 * 48 + 1):
        now = BEGAN + halves * dt.timedelta(minutes=30)
        case, brought = let_time_pass(case, now)
        entries += brought
        while outcome := people.act(case, now):
            case = outcome.case
            entries += outcome.entries
    assert tuple(chained(entries)) == tuple(chained(plan.entries))


def test_an_act_waits_for_its_day(tmp_path: Path) -> None:
    plan = play_written(tmp_path, "acts: [{do: assign, when: {owes: assign, day: 42d}, with: {assignment: $named}}]")
    named = next(entry for entry in plan.entries if entry.fact.kind == "leader_assigned")
    assert (plan.clock.date_of(named.at) - plan.clock.date_of(BEGAN)).days == 42


def test_a_duty_that_is_renewed_at_once_is_answered_once_a_day(tmp_path: Path) -> None:
    acts = "acts: [{do: report_progress, when: {owes: progress}, with: {text: 正在推进}}]"
    plan = play_written(tmp_path, f"extends: everyday\n{acts}\nlike: [opening]", days=120)
    days = [plan.clock.date_of(entry.at) for entry in plan.entries if entry.fact.kind == "progress_reported"]
    assert len(days) == len(set(days)) > 30


def test_an_act_that_the_policy_refuses_is_told_and_the_year_goes_on(tmp_path: Path) -> None:
    acts = "acts: [{do: pass_look_back, as: supervisor, when: {owes: assign}, with: {finding: 好}}]"
    plan = play_written(tmp_path, acts)
    assert [(one.do, one.at) for one in plan.turned_down] == [("pass_look_back", BEGAN)]
    assert "待分工" in plan.turned_down[0].reason.zh
    assert len(plan.entries) > 30


def play_written(folder: Path, script: str, days: int = 400) -> Plan:
    file = folder / "own.yaml"
    file.write_text("title: {zh: 自己的, en: Our own}\n" + script, "utf-8")
    return play_plan(opening(COUNTY, CALENDAR, sample(), BEGAN, unit()), load_script(file), unit(), days)


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("extends: everydy", "是否指“everyday”"),
        ("like: [naming]", "没有“naming”这个做法"),
        ("extends: everyday\nlike: [namin]", "没有“namin”这个做法"),
        ("acts: [{do: assign_}]", "没有“assign_”这个办理事项"),
        ("acts: [{do: acknowledge, when: {day: 4}}]", "不是时长"),
        ("act: []", "是否指“acts”"),
    ],
)
def test_a_broken_script_is_refused_with_what_is_allowed(tmp_path: Path, script: str, said: str) -> None:
    with pytest.raises(Refusal) as refused:
        play_written(tmp_path, script)
    assert said in refused.value.reason.zh
    assert "own.yaml" in refused.value.reason.zh


def test_a_script_that_is_not_there_is_refused_with_those_that_are() -> None:
    with pytest.raises(Refusal) as refused:
        find_script("in_tim")
    assert "是否指“in_time”" in refused.value.reason.zh


def test_a_plan_s_look_backs_are_the_policy_s() -> None:
    plan = played("in_time", days=900)
    assert sum(isinstance(entry.fact, LookBackOpened) for entry in plan.entries) == len(COUNTY.look_backs.after)
