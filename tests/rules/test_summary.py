"""One line about a case, for lists."""

import datetime as dt

import pytest

from rules.rectifying import item_deadline
from rules.summary import gravest_colour, past_its_limit, summarise
from schemas import commands as c
from schemas.case import Case, Stage
from schemas.people import Role
from schemas.policy import Colour, DutyKind, Speed
from tests.rules import town
from tests.rules.life import Life
from tests.rules.stages import AT


@pytest.mark.parametrize("stage", AT)
def test_a_case_of_any_stage_has_its_line(stage: Stage) -> None:
    life = AT[stage]()
    line = summarise(life.case)
    assert line.stage is stage
    assert (line.case_id, line.number, line.head) == ("t/7", 7, life.case.head)
    assert line.updated_at == life.entries[-1].at
    assert (line.outcome is None) is (stage is not Stage.SETTLED)


def test_before_an_assignment_nobody_answers() -> None:
    line = summarise(Life().case)
    assert (line.leader, line.lead_unit, line.handler) == (None, None, None)
    assert line.owes == (Role.OFFICE,)


def test_the_persons_are_those_of_now() -> None:
    life = Life().at_work().do(c.HandOver, "office", leaver="leader", successor=town.person("new"), reason="调动")
    assert summarise(life.case).leader_id == "new"


def test_the_items_own_limit_is_shown_beside_the_original() -> None:
    life = Life().at_work(30)
    life.do(c.RequestExtension, "handler", reason="雨季", due=life.day(40))
    life.do(c.DecideExtension, "leader", grant=True, reason="同意")
    work = life.duty(DutyKind.RECTIFY)
    line = summarise(life.case)
    assert (line.item_due, line.original_due) == (work.deadline.at, work.original.at)


def test_under_review_the_items_limit_is_still_known() -> None:
    life = Life().at_work(30)
    due = life.duty(DutyKind.RECTIFY).deadline.at
    assert summarise(life.reported().case).item_due == due


def test_the_due_time_is_the_earliest_of_all_duties() -> None:
    life = Life().at_work(60, ("摸底", 5))
    line = summarise(life.case)
    assert line.due == min(duty.deadline.at for duty in life.case.duties) == life.duty(DutyKind.MILESTONE).deadline.at


def test_the_colour_is_the_gravest_of_all_duties() -> None:
    life = Life().at_work(30)
    assert gravest_colour(life.case) is None
    life.wait("2mo")
    assert summarise(life.case).colour == Colour.RED


def test_a_provisional_date_makes_the_line_provisional() -> None:
    assert summarise(Life(speed=Speed.LONG_TERM).at_work(330).case).provisional
    assert not summarise(Life().at_work(30).case).provisional


def test_passed_look_backs_are_counted() -> None:
    life = Life().closed().wait_for(DutyKind.LOOK_BACK).do(c.PassLookBack, "supervisor", finding="好")
    assert summarise(life.case).look_back == 1


def test_a_case_that_is_not_open_has_no_line() -> None:
    with pytest.raises(ValueError, match="not open"):
        summarise(Case(opening=town.opening()))


@pytest.mark.parametrize("stage", [Stage.ASSIGNING, Stage.ACKNOWLEDGING, Stage.PLANNING, Stage.CONTINUING])
def test_before_the_work_and_beside_it_the_items_limit_is_shown(stage: Stage) -> None:
    life = AT[stage]()
    line = summarise(life.case)
    assert line.item_due == line.original_due == item_deadline(life.case, life.now).at


@pytest.mark.parametrize("stage", [Stage.WATCHING, Stage.SETTLED])
def test_what_is_struck_off_has_no_limit_any_more(stage: Stage) -> None:
    line = summarise(AT[stage]().case)
    assert (line.item_due, line.original_due) == (None, None)


def test_a_suspended_case_is_not_overdue() -> None:
    life = Life().at_work(30).wait("2mo")
    before = summarise(life.case).due
    assert before is not None
    assert before < life.now
    life.do(c.Suspend, "principal", reason="汛期", until=life.day(20))
    assert summarise(life.case).due is None
    life.wait("21d")
    assert summarise(life.case).due == min(duty.deadline.at for duty in life.case.duties) > before


def test_an_item_is_late_by_itself_where_no_duty_bears_its_limit() -> None:
    life = Life().acknowledged()
    limit = summarise(life.case).item_due
    assert limit is not None
    day = dt.timedelta(days=1)
    assert not past_its_limit(summarise(life.case), limit - day)
    assert past_its_limit(summarise(life.case), limit + day)
    at_work = summarise(Life().at_work().case)
    assert not past_its_limit(at_work, limit + day)
    life.do(c.Suspend, "principal", reason="汛期", until=life.day(20))
    assert not past_its_limit(summarise(life.case), limit + day)
