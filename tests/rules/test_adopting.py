"""Other rules for running cases: what moves, what stays, who is told, and that nobody is told twice."""

import datetime as dt
from collections.abc import Iterator
from functools import cache
from itertools import permutations

import pytest

from gateway.policy_files import POLICIES, load_policy
from rules.cases import fold, let_time_pass, next_alarm
from rules.ladders import first_rung, rung_at
from rules.recounting import recounted
from rules.rectifying import review_levels
from rules.sentences import tell
from schemas import commands as c
from schemas.case import Case, Stage
from schemas.duty import Duty
from schemas.facts import PolicyAdopted, RungClimbed, Settled
from schemas.people import Role
from schemas.policy import DutyKind, Policy
from schemas.time import Clock
from schemas.values import DutyId
from tests.rules import town
from tests.rules.life import Life
from tests.rules.situations import SITUATIONS

every_situation = pytest.mark.parametrize("situation", SITUATIONS)


def _at_real_pace(policy: Policy) -> Policy:
    return Policy.model_validate(policy.model_dump() | {"clock": Clock()}) if policy.clock.runs_fast else policy


PRESETS = {path.stem: _at_real_pace(load_policy(path)) for path in sorted(POLICIES.glob("*.yaml"))}
PRESETS |= {"hasty": town.HASTY, "easy": town.EASY}
PAIRS = sorted(permutations(PRESETS, 2))


def adopts(life: Life, policy: Policy, by: str = "principal") -> Life:
    return life.do(c.AdoptPolicy, by, policy=policy, reason="某委〔2026〕9号")


def adopted(life: Life) -> PolicyAdopted:
    return life.last(PolicyAdopted)


def all_duties(case: Case) -> tuple[Duty, ...]:
    returning = case.review.returning if case.review else None
    return (*case.duties, *([returning] if returning else []))


def bare(case: Case) -> list[Duty]:
    """What of a case's duties people notice."""
    return [duty.model_copy(update={"lapsed": ()}) for duty in all_duties(case)]


# ---------------------------------------------------------------- what stays


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


def test_extensions_are_capped_by_the_rules_that_hold_now() -> None:
    life = adopts(Life().at_work(60), town.EASY)
    life.do(c.RequestExtension, "handler", reason="工程量大", due=life.day(330))
    assert life.case.extension is not None
    assert life.case.extension.decider is Role.COMMITTEE


# ---------------------------------------------------------------- what moves


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_what_an_adoption_says_is_what_happens_and_undone_at_once_it_leaves_all_as_it_was(one: str, other: str) -> None:
    for life in _lives_under(PRESETS[one], PAIRS.index((one, other))):
        before = life.case
        adopts(life, PRESETS[other])
        assert fold(life.entries) == life.case
        _stands_and_rings_as_said(life)
        if not life.case.settled:
            adopts(life, PRESETS[one])
            assert life.case.policy.version == before.policy.version
            assert bare(life.case) == bare(before)
            assert life.case.look_backs == before.look_backs
            assert next_alarm(life.case) == next_alarm(before)


def _lives_under(policy: Policy, pair: int) -> Iterator[Life]:
    """Yield situations of which something is left under a policy; each pair has its third of them."""
    for name in list(SITUATIONS)[pair % 3 :: 3]:
        life = _lived(name).again()
        if policy.version != life.case.policy.version:
            adopts(life, policy)
        if not life.case.settled:
            yield life


@cache
def _lived(name: str) -> Life:
    return SITUATIONS[name]()


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


@every_situation
def test_nothing_becomes_overdue_by_an_adoption(situation: str) -> None:
    life = SITUATIONS[situation]()
    now = life.case.suspension.since if life.case.suspension else life.now
    in_time = {duty.id for duty in life.case.duties if duty.deadline.at > now}
    adopts(life, town.HASTY)
    assert {duty.id for duty in life.case.duties if duty.deadline.at <= now} & in_time == set()


def test_who_was_in_time_keeps_his_date_where_the_new_number_has_passed() -> None:
    life = Life().acknowledged().wait("5wd")
    before = life.duty(DutyKind.PLAN).deadline
    adopts(life, town.HASTY)
    assert life.duty(DutyKind.PLAN).deadline == before
    assert life.duty(DutyKind.PLAN).ladder == "at_once"


def test_a_shorter_number_that_still_lies_ahead_holds_from_now_on() -> None:
    life = Life().acknowledged().wait("1wd")
    before = life.duty(DutyKind.PLAN).deadline
    adopts(life, town.HASTY)
    after = life.duty(DutyKind.PLAN).deadline
    assert life.now < after.at < before.at
    assert (after.rule, after.counted_from) == ("hasty:duties.plan.due=2wd", before.counted_from)


def test_a_duty_that_was_overdue_and_is_not_any_more_is_listed_and_its_owner_told() -> None:
    life = SITUATIONS["plan overdue"]()
    duty = life.duty(DutyKind.PLAN)
    climbed = len(life.facts(RungClimbed))
    adopts(life, town.EASY)
    (effect,) = [effect for effect in adopted(life).duties if effect.no_longer_overdue]
    assert effect.duty == duty.id
    assert effect.before.deadline.at < life.now < effect.after.deadline.at
    assert [person.id for person in effect.told] == ["handler"]
    assert "原已逾期、改后不再逾期：报送整改方案" in tell(adopted(life)).zh
    assert life.duty(DutyKind.PLAN).rung == duty.rung
    life.wait_until(life.duty(DutyKind.PLAN).deadline.at)
    assert [f for f in life.facts(RungClimbed)[climbed:] if f.duty == duty.id] == []  # these were told before


def test_a_duty_that_stays_overdue_goes_on_up_its_ladder() -> None:
    life = Life().at_work(60).wait("5mo")
    before = life.duty(DutyKind.PROGRESS)
    adopts(life, town.EASY)
    after = life.duty(DutyKind.PROGRESS)
    assert (after.rung, after.colour) == (before.rung, before.colour)


# ---------------------------------------------------------------- ladders


def _ladder(*rungs: str, repeat: str = "5wd") -> dict[str, object]:
    told = [{"at": at, "tell": ["principal"], "colour": "red"} for at in rungs]
    return {"rungs": told, "repeat": repeat}


def _with_plan_ladder(*rungs: str, repeat: str = "5wd") -> Policy:
    plain = town.COUNTY.model_dump(mode="json")
    return town.county(
        name="other",
        ladders=plain["ladders"] | {"mine": _ladder(*rungs, repeat=repeat)},
        duties=plain["duties"] | {"plan": plain["duties"]["plan"] | {"ladder": "mine"}},
    )


@pytest.mark.parametrize(
    ("waited", "rungs", "next_one"),
    [
        ("1wd", ("-3wd", "0d", "5wd"), 0),  # nobody was told yet, and all lies ahead
        ("8wd", ("-5wd", "-3wd", "0d"), 2),  # told at -3wd: what is earlier counts as told
        ("8wd", ("-3wd", "-1wd", "0d"), 1),  # a rung in between lies ahead and is told
        ("10wd", ("0d", "1wd", "3wd"), 1),  # told on the due date
        ("16wd", ("0d", "4wd", "9wd"), 2),  # told at +5wd
        ("16wd", ("0d",), 2),  # the last rung repeats: those after 5wd and no sooner
    ],
)
def test_rungs_that_were_told_are_not_told_again_and_none_that_lies_ahead_is_left_out(
    waited: str, rungs: tuple[str, ...], next_one: int
) -> None:
    life = Life().acknowledged().wait(waited)
    adopts(life, _with_plan_ladder(*rungs))
    assert life.duty(DutyKind.PLAN).rung == next_one


def test_a_warning_that_the_new_ladder_would_have_given_already_is_not_given_late() -> None:
    life = Life().acknowledged().wait("2wd")
    adopts(life, _with_plan_ladder("-9wd", "-2wd", "0d"))
    assert life.duty(DutyKind.PLAN).rung == 1


def test_a_rung_after_the_due_time_that_nobody_was_told_of_is_told_at_once() -> None:
    life = Life().at_work(60)
    silent = _with_plan_ladder("0d")
    life = Life().acknowledged()
    adopts(life, _with_plan_ladder("20wd")).wait("15wd")
    assert life.duty(DutyKind.PLAN).colour is None
    adopts(life, silent)
    rung = life.duty(DutyKind.PLAN).rung
    assert rung == 0
    alarm = next_alarm(life.case)
    assert alarm is not None
    assert alarm.at <= life.now


def test_a_warning_that_was_skipped_because_the_duty_was_born_late_is_given_where_it_lies_ahead_now() -> None:
    life = Life().at_work(10)
    assert life.duty(DutyKind.RECTIFY).rung == 2  # 20 and 10 days before lay in the past
    life.do(c.RequestExtension, "handler", reason="汛期", due=life.day(85)).do(
        c.DecideExtension, "leader", grant=True, reason="同意"
    )
    assert life.duty(DutyKind.RECTIFY).rung == 0


def test_a_stricter_ladder_after_a_relapse_is_the_new_policys() -> None:
    life = SITUATIONS["at work after a relapse"]()
    assert life.duty(DutyKind.RECTIFY).ladder == "rectify_strict"
    adopts(life, town.HASTY)
    assert {duty.ladder for duty in life.case.duties} == {"at_once"}


def test_while_a_case_is_suspended_a_warning_that_waits_is_not_lost() -> None:
    life = SITUATIONS["suspended while a warning was near"]()
    plain = Life().at_work(60).wait("45d").do(c.Suspend, "principal", reason="汛期", until=Life().day(40 + 47))
    before = life.duty(DutyKind.RECTIFY).rung
    adopts(life, town.COUNTY.model_copy(update={"name": "renamed"}))
    assert life.duty(DutyKind.RECTIFY).rung == before
    assert plain.duty(DutyKind.RECTIFY).rung == before


# ---------------------------------------------------------------- reviews, look-backs, interviews


def test_a_review_passes_the_levels_that_it_began_with() -> None:
    life = SITUATIONS["in the middle of a review"]()
    adopts(life, town.HASTY)
    assert review_levels(life.case) == town.COUNTY.review.levels
    life.do(c.ApproveClosure, "office", level=Role.OFFICE)
    assert life.duty(DutyKind.REVIEW).subject == Role.COMMITTEE
    life.do(c.RefuseClosure, "secretary", level=Role.COMMITTEE, reason="不实").reported()
    assert life.duty(DutyKind.REVIEW).subject == Role.COMMITTEE  # the next review has one level


def test_what_a_review_laid_aside_comes_back_under_the_new_numbers() -> None:
    life = Life().at_work(90).reported()
    assert life.case.review is not None
    adopts(life, town.HASTY)
    (aside,) = [effect for effect in adopted(life).duties if effect.laid_aside]
    life.do(c.RefuseClosure, "head", level=Role.LEAD_UNIT, reason="不实")
    assert life.duty(DutyKind.RECTIFY).id == aside.duty
    assert life.duty(DutyKind.RECTIFY).ladder == aside.after.ladder


def test_look_backs_that_are_not_opened_yet_are_planned_anew() -> None:
    life = SITUATIONS["closed"]()
    adopts(life, town.EASY)
    assert [look.number for look in life.case.look_backs] == [1, 2, 3]
    adopts(life, town.HASTY)
    assert [look.number for look in life.case.look_backs] == [1]
    assert [(e.number, e.after is None) for e in adopted(life).look_backs] == [(1, False), (2, True), (3, True)]


def test_a_look_back_that_was_opened_is_made_though_fewer_are_planned_now() -> None:
    life = SITUATIONS["looked back once"]().wait_for(DutyKind.LOOK_BACK)
    adopts(life, town.HASTY)
    assert life.duty(DutyKind.LOOK_BACK).subject == "2"


def test_where_no_look_back_is_left_the_case_is_settled() -> None:
    life = SITUATIONS["looked back once"]()
    assert life.case.duties == ()
    adopts(life, town.HASTY)
    assert life.is_at(Stage.SETTLED)
    assert isinstance(life.entries[-1].fact, Settled)


def test_the_numbers_of_a_letter_that_is_out_stay() -> None:
    life = SITUATIONS["interview called"]()
    before = {kind: life.duty(kind).deadline for kind in (DutyKind.NOTICE, DutyKind.INTERVIEW)}
    adopts(life, town.EASY)
    for kind, deadline in before.items():
        assert (life.duty(kind).deadline.at, life.duty(kind).deadline.rule) == (deadline.at, deadline.rule)


def test_an_extension_is_decided_by_whom_it_was_put_before() -> None:
    life = SITUATIONS["extension asked for"]()
    adopts(life, town.EASY)
    assert life.duty(DutyKind.EXTENSION).owed_by is Role.LEADER
    life.do(c.DecideExtension, "leader", grant=True, reason="同意")


def test_a_suspended_case_takes_other_rules_and_is_put_off_as_before() -> None:
    life = SITUATIONS["suspended"]()
    twin = SITUATIONS["suspended"]()
    adopts(life, town.EASY)
    life.wait("50d")
    adopts(twin.wait("50d"), town.EASY)
    assert [(d.id, d.deadline.at) for d in life.case.duties] == [(d.id, d.deadline.at) for d in twin.case.duties]


# ---------------------------------------------------------------- who may, and what is refused


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


def test_another_hour_at_which_days_end_moves_every_date() -> None:
    later = town.county(clock={"day_ends": "18:00"})
    life = Life().at_work(60)
    before = life.duty(DutyKind.RECTIFY).deadline.at
    adopts(life, later)
    assert life.duty(DutyKind.RECTIFY).deadline.at - before == dt.timedelta(minutes=30)


@every_situation
def test_each_open_duty_stands_where_its_own_facts_put_it(situation: str) -> None:
    """Nothing is carried over but what is on record: counting again by the rules that hold gives what holds."""
    life = SITUATIONS[situation]()
    for duty in all_duties(life.case):
        assert recounted(life.case, duty) == duty.deadline
        if duty.colour is None and not life.case.suspension:
            assert duty.rung >= first_rung(life.case, duty.ladder, duty.deadline, duty.since)
        assert rung_at(life.case, duty.ladder, duty.deadline, duty.rung)
