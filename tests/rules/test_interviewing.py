"""Interviews: called, acknowledged, held with commitments, or missed and climbing on."""

import datetime as dt

import pytest

from rules.recusal import debtors
from schemas import commands as c
from schemas import facts as f
from schemas.case import InterviewState
from schemas.commands import Commitment
from schemas.people import Role
from schemas.policy import Colour, DutyKind, Letter
from tests.rules import town
from tests.rules.life import Life


def call(life: Life, by: str = "office", **fields: object) -> Life:
    return life.do(c.CallInterview, by, **({"interviewee": Role.LEADER, "reason": "进展迟缓"} | fields))


def record(life: Life, **fields: object) -> dict[str, object]:
    held: dict[str, object] = {"interview": 1, "held_on": life.day(), "place": "会议室"}
    return held | {"present": ("张处长", "钱主任"), "record": "oa://record/1"} | fields


def promise(life: Life, what: str = "月底前完成", days: int = 20) -> Commitment:
    return Commitment(what=what, due=life.day(days))


def called(at: str = "1wd") -> Life:
    return call(Life().at_work()).wait(at)


def test_an_interview_owes_its_notice_and_itself_while_the_work_goes_on() -> None:
    life = called()
    assert life.duty(DutyKind.NOTICE).owed_by is Role.LEADER
    assert life.duty(DutyKind.INTERVIEW).owed_by is Role.OFFICE
    assert life.owes(DutyKind.RECTIFY)
    assert life.do(c.ReportProgress, "handler", text="继续整改")


@pytest.mark.parametrize("by", ["office", "principal", "higher", "supervisor"])
def test_those_above_may_call(by: str) -> None:
    assert call(Life().at_work(), by).case.interviews


@pytest.mark.parametrize("by", ["handler", "head", "leader", "secretary"])
def test_those_who_answer_for_it_may_not(by: str) -> None:
    Life().at_work().refused(c.CallInterview, by, interviewee=Role.LEADER, reason="迟缓")


@pytest.mark.parametrize("role", [Role.OFFICE, Role.PRINCIPAL, Role.HIGHER])
def test_only_those_who_answer_for_the_item_are_called(role: Role) -> None:
    assert "责任领导" in Life().at_work().refused(c.CallInterview, "office", interviewee=role, reason="迟缓").zh


def test_nobody_is_called_before_somebody_is_assigned() -> None:
    Life().refused(c.CallInterview, "office", interviewee=Role.LEADER, reason="迟缓")


def test_a_second_call_waits_until_the_first_interview_is_held() -> None:
    why = called().refused(c.CallInterview, "office", interviewee=Role.LEADER, reason="迟缓")
    assert "尚未完成" in why.zh
    life = call(called(), interviewee=Role.LEAD_UNIT)
    assert life.case.interviews[1].number == 2
    notices = [duty.owed_by for duty in life.case.duties if duty.kind is DutyKind.NOTICE]
    assert notices == [Role.LEADER, Role.LEAD_UNIT]


def test_an_interview_is_about_a_duty_that_is_open() -> None:
    life = Life().at_work()
    why = life.refused(c.CallInterview, "office", interviewee=Role.LEADER, reason="迟缓", duty="rectify-99")
    assert life.duty(DutyKind.RECTIFY).id in why.zh
    assert call(life, duty=life.duty(DutyKind.RECTIFY).id).case.interviews[0].about == life.duty(DutyKind.RECTIFY).id


def test_only_the_invited_acknowledges_the_notice_and_once() -> None:
    life = call(called(), interviewee=Role.LEAD_UNIT)
    assert "责任领导" in life.refused(c.AcknowledgeNotice, "head", interview=1).zh
    assert "牵头单位" in life.refused(c.AcknowledgeNotice, "handler", interview=1).zh
    life.do(c.AcknowledgeNotice, "leader", interview=1)
    assert [duty.subject for duty in life.case.duties if duty.kind is DutyKind.NOTICE] == ["2"]
    assert "已签收" in life.refused(c.AcknowledgeNotice, "head", interview=1).zh
    life.do(c.AcknowledgeNotice, "head", interview=2)
    assert "没有需要办理" in life.refused(c.AcknowledgeNotice, "leader", interview=1).zh


def test_an_unknown_interview_is_answered_with_those_that_are_open() -> None:
    why = called().refused(c.RecordMissedInterview, "office", interview=4, reason="未到")
    assert "待进行的：1" in why.zh
    assert "open: 1" in why.en
    none = Life().at_work().refused(c.RecordMissedInterview, "office", interview=1, reason="未到")
    assert "没有需要办理“登记约谈缺席”" in none.zh
    assert "nothing is waiting" in none.en


def test_an_interview_that_was_held_turns_its_commitments_into_duties() -> None:
    life = called()
    life.do(c.RecordInterview, "office", **record(life, commitments=(promise(life), promise(life, "每周报告", 30))))
    assert life.case.interviews[0].state is InterviewState.HELD
    owed = [duty for duty in life.case.duties if duty.kind is DutyKind.COMMITMENT]
    assert [(duty.subject, duty.owed_by) for duty in owed] == [
        ("月底前完成", Role.LEADER),
        ("每周报告", Role.LEADER),
    ]
    assert not life.owes(DutyKind.NOTICE)
    assert not life.owes(DutyKind.INTERVIEW)


def test_a_commitment_is_fulfilled_by_whoever_gave_it() -> None:
    life = called()
    life.do(c.RecordInterview, "office", **record(life, commitments=(promise(life),)))
    duty = life.duty(DutyKind.COMMITMENT).id
    assert "责任领导" in life.refused(c.FulfilCommitment, "handler", duty=duty, text="完成").zh
    wrong = life.refused(c.FulfilCommitment, "leader", duty="commitment-99", text="完成")
    assert duty in wrong.zh
    life.refused(c.FulfilCommitment, "leader", duty=life.duty(DutyKind.RECTIFY).id, text="完成")
    assert not life.do(c.FulfilCommitment, "leader", duty=duty, text="完成").owes(DutyKind.COMMITMENT)


def test_two_who_promised_keep_each_his_own() -> None:
    life = call(called(), interviewee=Role.LEAD_UNIT)
    life.do(c.RecordInterview, "office", **record(life, commitments=(promise(life),)))
    life.do(c.RecordInterview, "office", **record(life, interview=2, commitments=(promise(life),)))
    duty = life.duty(DutyKind.COMMITMENT).id
    assert "责任领导" in life.refused(c.FulfilCommitment, "head", duty=duty, text="完成").zh


def test_a_broken_commitment_calls_the_next_interview() -> None:
    life = called()
    life.do(c.RecordInterview, "office", **record(life, commitments=(promise(life), promise(life, "每周报告"))))
    life.wait("2mo")
    assert len(life.case.interviews) == 2
    assert life.case.interviews[1].about == life.duty(DutyKind.COMMITMENT).id


def test_a_missed_interview_climbs_at_once_and_stays_owed() -> None:
    life = called("0d")
    for count, letter in enumerate((Letter.WARNING, Letter.SUPERVISION, Letter.CIRCULAR, Letter.CIRCULAR), start=1):
        life.do(c.RecordMissedInterview, "office", interview=1, reason="外出未到")
        assert life.last(f.RungClimbed).letter is letter
        assert life.case.interviews[0].missed == count
        assert life.owes(DutyKind.INTERVIEW)
    assert "secretary" in {person.id for person in life.last(f.RungClimbed).told}
    assert life.duty(DutyKind.INTERVIEW).colour is Colour.RED
    life.do(c.RecordInterview, "office", **record(life))
    assert not life.owes(DutyKind.INTERVIEW)


def test_an_interview_that_nobody_holds_climbs_by_itself() -> None:
    life = called("1mo")
    assert life.duty(DutyKind.INTERVIEW).colour is Colour.RED
    assert len(life.case.interviews) == 1


@pytest.mark.parametrize("days", [-1, 1])
def test_an_interview_is_held_between_its_notice_and_today(days: int) -> None:
    life = called("0d")
    assert str(life.day(days)) in life.refused(c.RecordInterview, "office", **record(life, held_on=life.day(days))).zh


@pytest.mark.parametrize("date", [dt.date(1900, 1, 1), dt.date(9999, 12, 31)])
def test_an_interview_of_another_century_is_refused(date: dt.date) -> None:
    life = called()
    assert str(date) in life.refused(c.RecordInterview, "office", **record(life, held_on=date)).zh


@pytest.mark.parametrize("date", [dt.date(1, 1, 1), dt.date(2026, 3, 3), dt.date(9999, 12, 31)])
def test_a_commitment_has_a_date_that_one_can_wait_for(date: dt.date) -> None:
    life = called()
    bad = Commitment(what="尽快", due=date)
    assert "“尽快”" in life.refused(c.RecordInterview, "office", **record(life, commitments=(bad,))).zh


def test_nobody_records_his_own_interview() -> None:
    both = town.ASSIGNMENT.model_copy(update={"leader": town.STANDING.principal[0]})
    life = call(Life(assignment=both).do(c.Acknowledge, "handler"))
    assert "不能由本人登记" in life.refused(c.RecordInterview, "principal", **record(life)).zh
    life.refused(c.RecordMissedInterview, "principal", interview=1, reason="出差")
    assert life.do(c.RecordInterview, "office", **record(life)).case.interviews[0].state is InterviewState.HELD


def test_a_proposed_interview_is_called_or_declined_with_a_reason() -> None:
    life = Life().closed().relapsed()
    proposal = life.duty(DutyKind.CALL_INTERVIEW)
    assert call(life).case.interviews[0].about == proposal.id
    assert not life.owes(DutyKind.CALL_INTERVIEW)
    other = Life().closed().relapsed()
    other.do(c.DeclineInterview, "principal", duty=other.duty(DutyKind.CALL_INTERVIEW).id, reason="已谈过")
    assert not other.owes(DutyKind.CALL_INTERVIEW)


def test_a_proposal_about_which_nobody_decides_climbs() -> None:
    life = Life().closed().relapsed().wait("2mo")
    assert life.duty(DutyKind.CALL_INTERVIEW).colour is Colour.RED


def test_only_a_proposal_is_declined() -> None:
    life = called()
    why = life.refused(c.DeclineInterview, "office", duty=life.duty(DutyKind.INTERVIEW).id, reason="不必")
    assert "没有需要办理“不予约谈”" in why.zh
    life.refused(c.DeclineInterview, "handler", duty=life.duty(DutyKind.INTERVIEW).id, reason="不必")


def test_a_proposal_is_not_declined_by_those_whom_it_concerns() -> None:
    life = Life().closed().relapsed()
    life.refused(c.DeclineInterview, "leader", duty=life.duty(DutyKind.CALL_INTERVIEW).id, reason="不必")


def test_an_interview_outlives_the_duty_that_it_is_about() -> None:
    life = Life().at_work(30).wait("2mo")
    assert life.owes(DutyKind.INTERVIEW)
    life.reported().closes()
    assert life.owes(DutyKind.INTERVIEW)
    assert life.do(c.RecordInterview, "office", **record(life)).case.interviews[0].state is InterviewState.HELD


def test_an_interview_goes_on_while_the_case_is_suspended() -> None:
    life = called().do(c.Suspend, "principal", reason="汛期", until=dt.date(2026, 4, 1))
    life.do(c.AcknowledgeNotice, "leader", interview=1)
    life.do(c.RecordMissedInterview, "office", interview=1, reason="外出未到")
    assert life.do(c.RecordInterview, "office", **record(life)).case.interviews[0].state is InterviewState.HELD


def test_a_proposal_is_declined_while_the_case_is_suspended() -> None:
    life = Life().closed().relapsed().do(c.Suspend, "principal", reason="汛期", until=dt.date(2026, 4, 1))
    life.do(c.DeclineInterview, "office", duty=life.duty(DutyKind.CALL_INTERVIEW).id, reason="已谈过")
    assert not life.owes(DutyKind.CALL_INTERVIEW)


def test_the_pending_interview_follows_the_post() -> None:
    life = called().do(c.HandOver, "office", leaver="leader", successor=town.person("new"), reason="调动")
    life.refused(c.AcknowledgeNotice, "leader", interview=1)
    assert life.do(c.AcknowledgeNotice, "new", interview=1).case.interviews[0].acknowledged


def test_an_interview_is_owed_by_somebody_who_can_record_it() -> None:
    only = town.STANDING.model_copy(update={"office": (town.ASSIGNMENT.leader,)})
    life = Life(standing=only, assignment=town.ASSIGNMENT).do(c.Acknowledge, "handler")
    call(life, "principal")
    assert life.duty(DutyKind.INTERVIEW).owed_by is Role.PRINCIPAL
    assert [person.id for person in debtors(life.case, life.duty(DutyKind.INTERVIEW))] == ["principal"]
    life.refused(c.RecordInterview, "leader", **record(life))
    life.do(c.RecordInterview, "principal", **record(life))


def test_an_interview_leaves_who_comes_to_be_its_interviewee() -> None:
    life = called()
    life.do(c.HandOver, "clerk", leaver="leader", successor=town.STANDING.office[0], reason="调动")
    assert [person.id for person in debtors(life.case, life.duty(DutyKind.INTERVIEW))] == ["clerk"]


def test_nobody_declines_the_interview_that_would_be_his_own() -> None:
    both = town.ASSIGNMENT.model_copy(update={"leader": town.STANDING.principal[0]})
    life = Life(assignment=both).do(c.Acknowledge, "handler").planned().do(c.ApprovePlan, "office").reported()
    life.do(c.ApproveClosure, "head", level=Role.LEAD_UNIT).do(c.ApproveClosure, "principal", level=Role.LEADER)
    life.closes().relapsed()
    duty = life.duty(DutyKind.CALL_INTERVIEW).id
    assert "钱主任" in life.refused(c.DeclineInterview, "principal", duty=duty, reason="不必").zh
    assert not life.do(c.DeclineInterview, "office", duty=duty, reason="已谈过").owes(DutyKind.CALL_INTERVIEW)
