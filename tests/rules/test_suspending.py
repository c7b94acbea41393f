"""Suspension: the clocks stand still for a reason, until a date, under a cap."""

import datetime as dt

import pytest

from rules.cases import RESUME, let_time_pass, next_alarm
from schemas import commands as c
from schemas import facts as f
from schemas.case import Stage
from schemas.people import Role
from schemas.policy import DutyKind
from tests.rules import town
from tests.rules.life import Life
from tests.rules.stages import AT

RECTIFY = DutyKind.RECTIFY


def suspend(life: Life, days: int = 20, by: str = "principal") -> Life:
    return life.do(c.Suspend, by, reason="汛期停工", until=life.day(days))


def resume(life: Life, by: str = "office") -> Life:
    return life.do(c.Resume, by, reason="汛期结束")


def test_while_suspended_nothing_rings_but_the_end() -> None:
    life = suspend(Life().at_work(30), 60)
    alarm = next_alarm(life.case)
    assert alarm is not None
    assert alarm.what == RESUME
    before = len(life.entries)
    life.wait("59d")
    assert len(life.entries) == before


def test_a_suspension_ends_by_itself_and_puts_every_date_off() -> None:
    life = Life().at_work(30, ("摸底", 10))
    before = {duty.id: duty for duty in life.case.duties}
    suspend(life, 20).wait("21d")
    assert life.case.suspension is None
    assert life.last(f.Resumed).by is None
    for duty in life.case.duties:
        assert duty.deadline.at - before[duty.id].deadline.at >= dt.timedelta(days=20)
        assert duty.original == before[duty.id].original
        assert duty.deadline.rule.endswith(";suspension")


def test_a_suspension_is_ended_early_by_the_office_or_who_decided_it() -> None:
    life = Life().at_work(30)
    due = life.duty(RECTIFY).deadline.at
    suspend(life, 40).wait("2d")
    life.refused(c.Resume, "handler", reason="已可恢复")
    resume(life)
    assert life.duty(RECTIFY).deadline.at - due < dt.timedelta(days=7)
    assert resume(suspend(Life().at_work(30)), "principal").case.suspension is None


def test_only_who_decides_suspends() -> None:
    life = Life().at_work()
    for by in ("handler", "leader", "office"):
        assert "主要负责人" in life.refused(c.Suspend, by, reason="汛期", until=life.day(10)).zh


@pytest.mark.parametrize("until", [dt.date(1, 1, 1), dt.date(2026, 3, 2), dt.date(2026, 6, 3), dt.date(9999, 12, 31)])
def test_a_suspension_ends_after_today_and_within_the_cap(until: dt.date) -> None:
    assert "累计最长3个月" in Life().at_work().refused(c.Suspend, "principal", reason="汛期", until=until).zh


def test_all_suspensions_together_are_capped() -> None:
    life = suspend(Life().at_work(30), 60).wait("61d")
    life.refused(c.Suspend, "principal", reason="汛期", until=life.day(40))
    assert suspend(life, 30).case.suspension


def test_a_cap_that_is_used_up_leaves_no_day() -> None:
    life = Life().at_work(30)
    life.do(c.Suspend, "principal", reason="汛期", until=dt.date(2026, 6, 2)).wait("4mo")
    assert life.case.suspension is None
    life.refused(c.Suspend, "principal", reason="汛期", until=life.day(2))


def test_an_outage_lengthens_no_suspension() -> None:
    slow, quick = suspend(Life().at_work(30)), suspend(Life().at_work(30))
    due = slow.wait("21d").duty(RECTIFY).deadline
    assert quick.sleep("60d").duty(RECTIFY).deadline == due
    assert quick.case.suspended_seconds == slow.case.suspended_seconds


def test_a_duty_that_arose_meanwhile_is_put_off_only_by_the_rest() -> None:
    life = suspend(Life().at_work(30), 20).wait("18d")
    life.do(c.CallInterview, "office", interviewee=Role.LEADER, reason="了解情况")
    due = life.duty(DutyKind.INTERVIEW).deadline.at
    life.wait("4d")
    assert life.duty(DutyKind.INTERVIEW).deadline.at - due < dt.timedelta(days=6)


def test_a_warning_that_was_given_is_not_given_again() -> None:
    life = Life().at_work(30).wait("12d")
    rung = life.duty(RECTIFY).rung
    assert rung == 1
    assert suspend(life, 10).wait("11d").duty(RECTIFY).rung == rung


def test_what_is_suspended_is_not_suspended_again() -> None:
    life = suspend(Life().at_work())
    assert "已挂起至" in life.refused(c.Suspend, "principal", reason="汛期", until=life.day(30)).zh


def test_what_is_not_suspended_is_not_resumed() -> None:
    assert "没有需要办理“恢复”" in Life().at_work().refused(c.Resume, "office", reason="恢复").zh


def test_a_suspended_case_waits_with_its_work_and_can_still_be_handed_over_noted_or_withdrawn() -> None:
    life = suspend(Life().at_work())
    assert "恢复后才能办理" in life.refused(c.ReportProgress, "handler", text="进行中").zh
    life.do(c.LeaveNote, "leader", text="请抓紧").do(c.RequestWithdrawal, "office", reason="反馈有误")
    life.do(c.DecideWithdrawal, "secretary", grant=True, reason="属实")
    assert life.is_at(Stage.SETTLED)
    assert life.case.suspension is None
    assert next_alarm(life.case) is None


@pytest.mark.parametrize("stage", [Stage.ASSIGNING, Stage.REVIEWING, Stage.WATCHING])
def test_what_waits_for_the_office_or_for_a_judge_is_not_suspended(stage: Stage) -> None:
    life = AT[stage]()
    life.refused(c.Suspend, "principal", reason="汛期", until=life.day(10))


def test_a_suspension_is_resumed_only_once() -> None:
    life = suspend(Life().at_work()).wait("21d")
    assert let_time_pass(life.case, life.now) == (life.case, ())
    assert len(life.facts(f.Resumed)) == 1


def test_nobody_suspends_his_own_work() -> None:
    working = town.ASSIGNMENT.model_copy(update={"handler": town.STANDING.principal[0]})
    life = Life(assignment=working).do(c.Acknowledge, "principal")
    assert "党委" in life.refused(c.Suspend, "principal", reason="汛期", until=life.day(20)).zh
    assert suspend(life, by="secretary").case.suspension
    colleague = town.STANDING.model_copy(update={"principal": (*town.STANDING.principal, town.person("deputy"))})
    shared = Life(standing=colleague, assignment=working).do(c.Acknowledge, "principal")
    assert "deputy" in shared.refused(c.Suspend, "principal", reason="汛期", until=life.day(20)).zh
    assert suspend(shared, by="deputy").case.suspension
