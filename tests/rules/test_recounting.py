"""Duties counted again by other numbers: what moves, who is told, that nobody is told twice and no rung is lost."""

import datetime as dt

import pytest

from rules.cases import next_alarm
from rules.ladders import first_rung, rung_at
from rules.recounting import recounted
from rules.rectifying import review_levels
from rules.sentences import tell
from schemas import commands as c
from schemas.case import Stage
from schemas.facts import RungClimbed, Settled
from schemas.people import Role
from schemas.policy import DutyKind, Policy
from tests.rules import town
from tests.rules.life import Life
from tests.rules.situations import PRESETS, SITUATIONS, adopted, adopts, all_duties

every_situation = pytest.mark.parametrize("situation", SITUATIONS)


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


def test_where_the_new_number_has_passed_the_date_holds_that_the_duty_began_with() -> None:
    life = Life().acknowledged().wait("5wd")
    first = life.duty(DutyKind.PLAN).deadline.at
    adopts(adopts(life, town.EASY), town.HASTY)
    assert life.duty(DutyKind.PLAN).deadline.at == first


def test_where_that_has_passed_too_the_present_one_holds() -> None:
    life = adopts(Life().acknowledged().wait("5wd"), town.EASY).wait("8wd")
    present = life.duty(DutyKind.PLAN).deadline.at
    adopts(life, town.HASTY)
    assert life.duty(DutyKind.PLAN).deadline.at == present


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
    life = adopts(Life().acknowledged(), _with_plan_ladder("20wd")).wait("15wd")
    assert life.duty(DutyKind.PLAN).colour is None
    adopts(life, _with_plan_ladder("0d"))
    alarm = next_alarm(life.case)
    assert alarm is not None
    assert (alarm.what, alarm.at <= life.now) == (life.duty(DutyKind.PLAN).id, True)


def test_a_warning_that_was_skipped_because_the_duty_was_born_late_is_given_where_it_lies_ahead_now() -> None:
    early = _with_plan_ladder("-12wd", "0d")
    life = Life(policy=early).acknowledged()
    assert life.duty(DutyKind.PLAN).rung == 1  # twelve days before lay before its birth
    plain = early.model_dump(mode="json")
    plain["duties"]["plan"] |= {"due": "30wd"}
    adopts(life, Policy.model_validate(plain))
    assert life.duty(DutyKind.PLAN).rung == 0


def test_a_stricter_ladder_after_a_relapse_is_the_new_policys() -> None:
    life = SITUATIONS["at work after a relapse"]()
    assert life.duty(DutyKind.RECTIFY).ladder == "rectify_strict"
    adopts(life, town.HASTY)
    assert {duty.ladder for duty in life.case.duties} == {"at_once"}


def test_a_warning_that_waits_while_a_case_is_suspended_is_not_lost_by_an_adoption() -> None:
    life = SITUATIONS["suspended while a warning was near"]()
    waiting = life.duty(DutyKind.RECTIFY)
    assert rung_at(life.case, waiting.ladder, waiting.deadline, waiting.rung) < life.now
    adopts(life, town.COUNTY.model_copy(update={"name": "renamed"}))
    assert life.duty(DutyKind.RECTIFY).rung == waiting.rung
    life.do(c.Resume, "principal", reason="汛期结束").wait_until(life.duty(DutyKind.RECTIFY).deadline.at)
    told = [fact.rung for fact in life.facts(RungClimbed) if fact.duty == waiting.id]
    assert told == sorted(set(told))
    assert waiting.rung in told


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


def test_a_public_notice_that_the_new_policy_does_not_know_is_concluded_all_the_same() -> None:
    life = adopts(Life(), PRESETS["environment"]).at_work(20).reported().closes()
    assert life.owes(DutyKind.PUBLICITY)
    plain = town.COUNTY.model_dump(mode="json")
    del plain["duties"]["publicity"]
    adopts(life, Policy.model_validate(plain))
    assert life.duty(DutyKind.PUBLICITY).ladder == "review"
    life.wait("10d")
    by = life.case.standing.office[0].id
    life.do(c.ConcludePublicity, by, objection=False, where="门户网站", finding="无异议")
    assert life.is_at(Stage.WATCHING)
