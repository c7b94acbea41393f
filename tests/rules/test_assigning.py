"""A case begins: it is opened, somebody is named for it, and he takes it on."""

import datetime as dt

import pytest

from schemas import commands as c
from schemas import facts as f
from schemas.case import Stage
from schemas.people import Assignment, Role
from schemas.policy import DutyKind, Speed
from schemas.words import Refusal
from tests.rules import town, units
from tests.rules.life import Life
from tests.rules.sentence import assert_sentence


def test_a_case_without_persons_owes_their_naming_within_five_working_days() -> None:
    life = Life()
    assert life.is_at(Stage.ASSIGNING)
    duty = life.duty(DutyKind.ASSIGN)
    assert duty.owed_by is Role.OFFICE
    assert life.case.policy.clock.date_of(duty.deadline.at) == dt.date(2026, 3, 9)


def test_persons_named_by_the_roster_are_assigned_at_once_and_nobody_is_said_to_have_done_it() -> None:
    life = Life(assignment=town.ASSIGNMENT)
    assert life.is_at(Stage.ACKNOWLEDGING)
    assert life.last(f.LeaderAssigned).by is None


@pytest.mark.parametrize("judge", ["leader", "head"])
def test_a_roster_that_names_the_handler_as_his_own_judge_leaves_the_naming_to_the_office(judge: str) -> None:
    conflict = town.ASSIGNMENT.model_copy(update={judge: town.ASSIGNMENT.handler})
    life = Life(assignment=conflict)
    assert life.is_at(Stage.ASSIGNING)
    assert life.owes(DutyKind.ASSIGN)


@pytest.mark.parametrize("judge", ["leader", "head"])
def test_nobody_is_made_handler_and_judge_of_one_item(judge: str) -> None:
    conflict = town.ASSIGNMENT.model_copy(update={judge: town.ASSIGNMENT.handler})
    why = Life().refused(c.Assign, "office", assignment=conflict)
    assert "刘科员" in why.zh
    assert "somebody else" in why.en


def test_whoever_reviews_at_no_level_may_also_handle() -> None:
    policy = town.county(review={"levels": ["committee"]})
    both = town.ASSIGNMENT.model_copy(update={"head": town.ASSIGNMENT.handler})
    assert Life(policy=policy).do(c.Assign, "office", assignment=both).is_at(Stage.ACKNOWLEDGING)


def test_an_item_can_be_given_to_others_until_it_is_acknowledged() -> None:
    life = Life(assignment=town.ASSIGNMENT).wait("1wd")
    first = life.duty(DutyKind.ACKNOWLEDGE)
    other = town.ASSIGNMENT.model_copy(update={"lead_unit": "财务科", "handler": town.person("new")})
    life.do(c.Assign, "office", assignment=other)
    assert life.case.assignment == other
    assert not life.owes(DutyKind.ASSIGN)
    assert [duty.id for duty in life.case.duties] != [first.id]
    assert len(life.case.duties) == 1
    life.do(c.Acknowledge, "new")
    assert "制定方案" in life.refused(c.Assign, "office", assignment=town.ASSIGNMENT).zh


@pytest.mark.parametrize("receiver", ["handler", "head"])
def test_the_handler_or_his_unit_acknowledges(receiver: str) -> None:
    assert Life().assigned().do(c.Acknowledge, receiver).is_at(Stage.PLANNING)


def test_the_leader_does_not_acknowledge_for_them() -> None:
    why = Life().assigned().refused(c.Acknowledge, "leader")
    assert "责任人" in why.zh
    assert "handler" in why.en


def test_an_item_to_be_mended_at_once_needs_no_plan() -> None:
    life = Life(speed=Speed.IMMEDIATE).acknowledged()
    assert life.is_at(Stage.RECTIFYING)
    assert life.owes(DutyKind.RECTIFY)
    assert life.owes(DutyKind.PROGRESS)
    assert not life.owes(DutyKind.PLAN)


def test_a_naming_that_the_policy_gives_to_somebody_else_is_his_to_make() -> None:
    life = Life(policy=units.UPSIDE_DOWN)
    assert life.duty(DutyKind.ASSIGN).owed_by is Role.HIGHER
    assert life.do(c.Assign, "higher", assignment=town.ASSIGNMENT).is_at(Stage.ACKNOWLEDGING)


@pytest.mark.parametrize(
    ("what", "opening"),
    [
        ("反馈日期", town.opening(fed_back_at=dt.datetime(2019, 5, 1, tzinfo=dt.UTC))),
        ("反馈日期", town.opening(fed_back_at=dt.datetime(2199, 5, 1, tzinfo=dt.UTC))),
        ("完成时限", town.opening(due=dt.date(1900, 1, 1))),
        ("完成时限", town.opening(due=dt.date(9999, 12, 31))),
    ],
)
def test_a_case_is_not_opened_on_dates_that_its_calendar_cannot_count_with(what: str, opening: f.Opening) -> None:
    with pytest.raises(Refusal) as caught:
        Life(opening)
    assert_sentence(caught.value.reason)
    assert what in caught.value.reason.zh


def test_a_case_is_not_opened_before_its_calendar_begins() -> None:
    early = dt.datetime(2010, 1, 1, tzinfo=dt.UTC)
    with pytest.raises(Refusal) as caught:
        Life(town.opening(at=early), at=early)
    assert_sentence(caught.value.reason)


def test_an_item_due_on_the_first_day_of_the_calendar_still_rings() -> None:
    first = dt.datetime(2024, 1, 1, 2, tzinfo=dt.UTC)
    life = Life(town.opening(at=first, speed=Speed.IMMEDIATE, due=dt.date(2024, 1, 2)), at=first)
    life.acknowledged().wait("2mo")
    assert life.case.interviews


def test_every_assignment_names_a_leader_a_unit_and_a_person() -> None:
    required = {name for name, field in Assignment.model_fields.items() if field.is_required()}
    assert required == {"leader", "lead_unit", "head", "handler"}


@pytest.mark.parametrize("part", ["leader", "head", "handler"])
def test_an_id_that_somebody_else_bears_is_named_for_no_item(part: str) -> None:
    mixed_up = town.ASSIGNMENT.model_copy(update={part: town.person("secretary", "冯科员")})
    assert "是“吴秘书”" in Life().refused(c.Assign, "office", assignment=mixed_up).zh
    twice = {"leader": town.person("same", "冯处长"), "handler": town.person("same", "陈科员")}
    assert "“same”" in Life().refused(c.Assign, "office", assignment=town.ASSIGNMENT.model_copy(update=twice)).zh


def test_a_name_that_was_miswritten_is_named_anew() -> None:
    life = Life().do(c.Assign, "office", assignment=town.ASSIGNMENT)
    right = town.ASSIGNMENT.model_copy(update={"handler": town.person("handler", "留科员")})
    assert life.do(c.Assign, "office", assignment=right).case.assignment == right
