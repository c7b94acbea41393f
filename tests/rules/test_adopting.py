"""Other rules for running cases: what is said is what happens, what is undone is as it was, and who may."""

import datetime as dt
from collections.abc import Iterator
from functools import cache, reduce

import pytest

from rules.cases import fold, let_time_pass, next_alarm, resume_fold
from schemas import commands as c
from schemas.case import Case
from schemas.duty import Duty
from schemas.facts import RungClimbed
from schemas.people import Role
from schemas.policy import DutyKind
from schemas.values import DutyId
from tests.rules import town
from tests.rules.life import Life
from tests.rules.situations import PAIRS, PRESETS, SITUATIONS, adopted, adopts, all_duties

every_situation = pytest.mark.parametrize("situation", SITUATIONS)


def bare(case: Case) -> list[Duty]:
    """What of a case's duties people notice."""
    return [duty.model_copy(update={"lapsed": ()}) for duty in all_duties(case)]


@every_situation
def test_counting_again_by_the_same_rules_moves_nothing(situation: str) -> None:
    life = SITUATIONS[situation]()
    renamed = town.COUNTY.model_copy(update={"name": "renamed"})
    before = life.case
    adopts(life, renamed)
    for old, new in zip(all_duties(before), all_duties(life.case), strict=True):
        assert (new.deadline.at, new.rung, new.ladder, new.colour) == (
            old.deadline.at,
            old.rung,
            old.ladder,
            old.colour,
        )
        assert new.original == old.original
    assert life.case.look_backs == before.look_backs
    assert next_alarm(life.case) == next_alarm(before)
    assert not any(effect.shows for effect in adopted(life).duties)


@every_situation
def test_the_opening_and_all_that_was_decided_stays(situation: str) -> None:
    life = SITUATIONS[situation]()
    before = life.case
    adopts(life, town.HASTY)
    after = life.case
    assert (after.opening, after.item, after.plan) == (before.opening, before.item, before.plan)
    assert (after.suspension, after.extension) == (before.suspension, before.extension)
    for old, new in zip(all_duties(before), all_duties(after), strict=True):
        assert (new.id, new.owed_by, new.original, new.barred) == (old.id, old.owed_by, old.original, old.barred)
        if old.deadline.named is not None and not old.deadline.rule.startswith("county"):
            assert new.deadline.at == old.deadline.at


def test_a_date_that_the_feedback_names_stays() -> None:
    life = Life(due=dt.date(2026, 5, 20)).acknowledged().planned(50).do(c.ApprovePlan, "office")
    before = life.duty(DutyKind.RECTIFY).deadline.at
    adopts(life, town.EASY)
    assert life.duty(DutyKind.RECTIFY).deadline.at == before


def test_the_items_first_limit_stays_on_record_and_the_present_one_follows_the_rules() -> None:
    life = Life()
    first = life.case.opening.fed_back_at
    adopts(life, town.EASY).acknowledged().planned(200).do(c.ApprovePlan, "office")
    duty = life.duty(DutyKind.RECTIFY)
    assert duty.original.rule == "county:speeds.timed.due=3mo"
    assert duty.original.counted_from == first
    assert duty.deadline.at > duty.original.at


def test_the_first_limit_of_a_relapse_is_its_own() -> None:
    life = adopts(Life(), town.EASY).closed().wait("2w").relapsed().planned(20).do(c.ApprovePlan, "office")
    assert life.duty(DutyKind.RECTIFY).original.rule == "easy:relapse.due=5w"


def test_extensions_are_capped_by_the_rules_that_hold_now() -> None:
    life = adopts(Life().at_work(60), town.EASY)
    life.do(c.RequestExtension, "handler", reason="工程量大", due=life.day(330))
    assert life.case.extension is not None
    assert life.case.extension.decider is Role.COMMITTEE


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_what_an_adoption_says_is_what_happens_and_undone_at_once_it_leaves_all_as_it_was(one: str, other: str) -> None:
    for life in _lives_under(one, PAIRS.index((one, other))):
        before, told = life.case, len(life.entries)
        adopts(life, PRESETS[other])
        assert reduce(resume_fold, life.entries[told:], before) == life.case
        _stands_and_rings_as_said(life)
        if not life.case.settled:
            adopts(life, PRESETS[one])
            assert life.case.policy.version == before.policy.version
            assert bare(life.case) == bare(before)
            assert life.case.look_backs == before.look_backs
            assert next_alarm(life.case) == next_alarm(before)


def _lives_under(policy: str, pair: int) -> Iterator[Life]:
    """Yield situations of which something is left under a policy; each pair has its third of them."""
    lives = (_lived(name, policy).again() for name in list(SITUATIONS)[pair % 3 :: 3])
    return (life for life in lives if not life.case.settled)


@cache
def _lived(name: str, preset: str) -> Life:
    life, policy = SITUATIONS[name](), PRESETS[preset]
    if policy.version != life.case.policy.version:
        adopts(life, policy)
    assert fold(life.entries) == life.case
    return life


def _stands_and_rings_as_said(life: Life) -> None:
    """Compare each duty with what the fact says, then the next alarm, and who is told of it."""
    said = {effect.duty: effect for effect in adopted(life).duties}
    for duty in all_duties(life.case):
        if duty.id in said:
            after = said[duty.id].after
            assert (duty.deadline, duty.ladder, duty.rung) == (after.deadline, after.ladder, after.rung)
    alarm = next_alarm(life.case)
    if alarm is None or alarm.what not in said:
        return
    effect = said[DutyId(alarm.what)]
    assert alarm.at == effect.after.rings_at
    _, entries = let_time_pass(life.case, max(alarm.at, life.now))
    climbed = next(e.fact for e in entries if isinstance(e.fact, RungClimbed) and e.fact.duty == alarm.what)
    if climbed.rung == effect.after.rung:  # what rings late, rings once, with the latest rung
        assert climbed.told == effect.hears


@pytest.mark.parametrize("by", ["office", "leader", "head", "handler", "supervisor", "higher"])
def test_only_the_principal_and_the_committee_change_the_rules(by: str) -> None:
    assert "主要负责人、党委（组）会" in Life().at_work().refused(c.AdoptPolicy, by, policy=town.EASY, reason="x").zh


def test_who_does_the_work_chooses_no_rules_for_it() -> None:
    assignment = town.ASSIGNMENT.model_copy(update={"handler": town.person("principal")})
    life = Life().do(c.Assign, "office", assignment=assignment)
    assert "不能给自己的整改换办法" in life.refused(c.AdoptPolicy, "principal", policy=town.EASY, reason="x").zh
    adopts(life, town.EASY, by="secretary")


def test_what_holds_already_is_refused_in_words() -> None:
    life = Life()
    assert "不必再换" in life.refused(c.AdoptPolicy, "principal", policy=town.COUNTY, reason="x").zh
    adopts(life, town.EASY)
    assert "不必再换" in life.refused(c.AdoptPolicy, "principal", policy=town.EASY, reason="x").zh


def test_a_clock_with_other_days_is_refused() -> None:
    hurried = town.county(clock={"day": "1s"})
    assert "一天的长短" in Life().refused(c.AdoptPolicy, "principal", policy=hurried, reason="x").zh
