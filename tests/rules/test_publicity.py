"""A closure is shown to the public: nobody's silence closes it, and an objection that holds sends it back."""

import pytest

from rules.board import board
from rules.deadlines import today
from schemas import commands as c
from schemas.case import Stage
from schemas.facts import Closed, ObjectionUpheld, PublicityOpened, PublicityPassed
from schemas.people import Role
from schemas.policy import DutyKind
from tests.rules import town
from tests.rules.life import Life
from tests.rules.units import SHOWN

NONE = {"objection": False, "where": "单位门户网站", "finding": "未收到异议"}
ONE = {"objection": True, "where": "单位门户网站", "finding": "群众反映排口仍在排污"}


def shown() -> Life:
    return Life(policy=SHOWN).at_work().reported().closes()


def test_what_the_last_level_agreed_to_is_shown_before_it_is_closed() -> None:
    life = shown()
    assert life.is_at(Stage.REVIEWING)
    assert not life.case.closed
    opened, duty = life.last(PublicityOpened), life.duty(DutyKind.PUBLICITY)
    assert (today(life.case, opened.until) - life.day()).days == 7
    assert duty.owed_by is Role.OFFICE
    assert duty.deadline.counted_from == opened.until
    assert [owed.kind for owed in life.case.duties] == [DutyKind.PUBLICITY]


def test_without_publicity_a_closure_holds_at_once() -> None:
    assert Life().closed().facts(PublicityOpened) == []


@pytest.mark.parametrize("result", [c.Result.BASICALLY_DONE, c.Result.LONG_TERM])
def test_what_is_kept_open_is_not_shown(result: c.Result) -> None:
    life = Life(policy=SHOWN).at_work().reported().closes(result)
    assert life.is_at(Stage.CONTINUING)
    assert life.facts(PublicityOpened) == []


def test_silence_never_closes_it_and_the_delay_climbs_its_ladder() -> None:
    life = shown().wait("1y")
    assert life.is_at(Stage.REVIEWING)
    assert not life.facts(Closed)
    assert life.duty(DutyKind.PUBLICITY).rung > 4


def test_no_objection_is_recorded_when_the_time_is_over_and_then_it_is_closed() -> None:
    life = shown().wait("4d")
    why = life.refused(c.ConcludePublicity, "office", **NONE)
    assert f"公示至{life.day(3)}" in why.zh
    assert "an objection at any time" in why.en

    life.wait("3d").do(c.ConcludePublicity, "office", **NONE)
    assert life.is_at(Stage.WATCHING)
    assert life.last(PublicityPassed).where == "单位门户网站"
    assert [duty.kind for duty in life.case.duties] == [DutyKind.PUBLISH]


@pytest.mark.parametrize("days", ["1d", "30d"])
def test_an_objection_sends_it_back_early_and_late_as_a_refusal_does(days: str) -> None:
    life = Life(policy=SHOWN).at_work().reported()
    assert life.case.review is not None
    work = life.case.review.returning
    assert work is not None
    life.closes().wait(days).do(c.ConcludePublicity, "office", **ONE)
    assert life.is_at(Stage.RECTIFYING)
    assert life.case.refusals == 1
    assert life.last(ObjectionUpheld).finding == "群众反映排口仍在排污"
    assert life.duty(DutyKind.RECTIFY).deadline.at > work.deadline.at  # the time of the review does not count
    assert not life.owes(DutyKind.PUBLICITY)


def test_after_an_objection_all_levels_judge_anew() -> None:
    life = shown().do(c.ConcludePublicity, "office", **ONE)
    life.reported()
    assert life.case.review is not None
    assert life.case.review.approvals == ()
    assert life.case.review.shown_until is None


def test_an_objection_to_what_was_kept_open_before_keeps_it_so() -> None:
    life = Life(policy=SHOWN).at_work().reported().closes(c.Result.LONG_TERM)
    life.reported().closes().do(c.ConcludePublicity, "office", **ONE)
    assert life.is_at(Stage.CONTINUING)


def test_an_objection_needs_words() -> None:
    with pytest.raises(ValueError, match="finding"):
        c.ConcludePublicity(id="1", actor="office", objection=True, where="网站", finding=" ")


def test_who_takes_the_work_over_during_the_notice_does_not_conclude_it() -> None:
    life = shown().do(c.HandOver, "office", leaver="handler", successor=town.person("clerk"), reason="调动").wait("7d")
    why = life.refused(c.ConcludePublicity, "clerk", **NONE)
    assert "应由整改办（钱主任）办理" in why.zh
    assert life.do(c.ConcludePublicity, "office", **NONE).case.closed


def test_what_somebody_asked_to_withdraw_is_not_closed_before_that_is_decided() -> None:
    life = shown().do(c.RequestWithdrawal, "office", reason="反馈有误").wait("7d")
    assert "先审批撤销" in life.refused(c.ConcludePublicity, "office", **NONE).zh
    life.do(c.DecideWithdrawal, "secretary", grant=False, reason="属实")
    assert life.do(c.ConcludePublicity, "office", **NONE).case.closed


def test_nobody_approves_or_refuses_a_level_during_the_notice() -> None:
    life = shown()
    for kind, fields in ((c.ApproveClosure, {}), (c.RefuseClosure, {"reason": "再查"})):
        assert "没有需要办理" in life.refused(kind, "secretary", level=Role.COMMITTEE, **fields).zh


def test_who_concluded_the_notice_is_one_of_those_who_closed_it() -> None:
    levels = {"levels": ["lead_unit", "committee"], "publicity": "7d"}
    life = Life(policy=town.county(review=levels)).at_work().reported().closes().wait("7d")
    life.do(c.ConcludePublicity, "clerk", **NONE)
    assert life.case.closure is not None
    assert life.case.closure.closers == ("handler", "head", "secretary", "clerk")


def test_the_page_says_how_long_it_is_shown() -> None:
    life = shown()
    assert f"- 销号公示至 {life.day(7)}，期满须登记结果" in board(life.case)
    assert f"shown to the public until {life.day(7)}" in board(life.case, "en")
    life.wait("7d").do(c.ConcludePublicity, "office", **NONE)
    assert "公示至" not in board(life.case)
