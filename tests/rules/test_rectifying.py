"""The work: progress, milestones, evidence, and the report that it is done."""

import datetime as dt

import pytest

from rules.rectifying import MOST_EVIDENCE, missing_evidence
from schemas import commands as c
from schemas import facts as f
from schemas.case import Stage
from schemas.commands import Evidence
from schemas.people import Role
from schemas.policy import DutyKind, EvidenceKind, Speed
from tests.rules import town, units
from tests.rules.life import Life


@pytest.mark.parametrize(
    ("speed", "due"),
    [
        (Speed.IMMEDIATE, dt.date(2026, 3, 9)),
        (Speed.TIMED, dt.date(2026, 4, 2)),
        (Speed.LONG_TERM, dt.date(2026, 6, 2)),
    ],
)
def test_progress_is_owed_as_often_as_the_speed_asks(speed: Speed, due: dt.date) -> None:
    life = Life(speed=speed).acknowledged()
    if life.is_at(Stage.PLANNING):
        life.planned(30).do(c.ApprovePlan, "office")
    assert life.case.policy.clock.date_of(life.duty(DutyKind.PROGRESS).deadline.at) == due


def test_a_report_owes_the_next_one_from_its_own_day() -> None:
    life = Life().at_work().wait("10d").do(c.ReportProgress, "head", text="已完成一半")
    assert life.duty(DutyKind.PROGRESS).since == life.now
    assert [duty.kind for duty in life.case.duties].count(DutyKind.PROGRESS) == 1


@pytest.mark.parametrize(
    ("speed", "rule"), [(Speed.IMMEDIATE, "speeds.immediate.due"), (Speed.LONG_TERM, "speeds.long_term.due")]
)
def test_the_items_limit_counts_from_the_feedback_not_from_the_assignment(speed: Speed, rule: str) -> None:
    life = Life(speed=speed).wait("3wd").acknowledged()
    if life.is_at(Stage.PLANNING):
        why = life.refused(c.SubmitPlan, "handler", measures=("建",), due=dt.date(2027, 3, 3)).zh
        assert "2027-03-02" in why
        return
    deadline = life.duty(DutyKind.RECTIFY).deadline
    assert rule in deadline.rule
    assert deadline.counted_from == town.MONDAY


def test_a_milestone_is_ticked_off_by_its_name() -> None:
    life = Life().at_work(30, ("摸底", 10), ("制度印发", 20))
    life.do(c.ReachMilestone, "head", milestone="摸底")
    assert [d.subject for d in life.case.duties if d.kind is DutyKind.MILESTONE] == ["制度印发"]
    why = life.refused(c.ReachMilestone, "handler", milestone="摸底")
    assert "制度印发" in why.zh
    assert "制度印发" in why.en


def test_without_milestones_the_refusal_says_that_there_are_none() -> None:
    why = Life().at_work().refused(c.ReachMilestone, "handler", milestone="摸底")
    assert "无" in why.zh
    assert "none" in why.en


def test_what_is_missing_is_always_visible() -> None:
    life = Life().at_work()
    assert missing_evidence(life.case) == (EvidenceKind.STATEMENT, EvidenceKind.MINUTES)
    life.do(c.SubmitEvidence, "leader", evidence=(town.proof(EvidenceKind.MINUTES, 1, life.day()),))
    assert missing_evidence(life.case) == (EvidenceKind.STATEMENT,)


def test_the_same_file_proves_nothing_twice() -> None:
    life = Life().at_work()
    once = town.proof(EvidenceKind.RULE, 1, life.day())
    assert "同一文件" in life.refused(c.SubmitEvidence, "handler", evidence=(once, once)).zh
    life.do(c.SubmitEvidence, "handler", evidence=(once,))
    again = once.model_copy(update={"title": "换个名字", "kind": EvidenceKind.PHOTO})
    assert "“换个名字”" in life.refused(c.SubmitEvidence, "handler", evidence=(again,)).zh
    assert len(life.case.evidence) == 1


@pytest.mark.parametrize("date", [dt.date(2026, 3, 3), dt.date(9999, 12, 31)])
def test_nothing_proves_the_future(date: dt.date) -> None:
    life = Life().at_work()
    assert str(date) in life.refused(c.SubmitEvidence, "handler", evidence=(town.proof(EvidenceKind.RULE, 1, date),)).zh


def test_a_case_holds_so_much_evidence_and_no_more() -> None:
    life = Life().at_work()
    batches = [
        [town.proof(EvidenceKind.PHOTO, n, life.day()) for n in range(b, b + 50)] for b in range(0, MOST_EVIDENCE, 50)
    ]
    for batch in batches:
        life.do(c.SubmitEvidence, "handler", evidence=tuple(batch))
    one_more = town.proof(EvidenceKind.PHOTO, MOST_EVIDENCE, life.day())
    assert "1000" in life.refused(c.SubmitEvidence, "handler", evidence=(one_more,)).zh
    assert len(life.case.evidence) == MOST_EVIDENCE


def test_nothing_is_reported_done_while_evidence_is_missing() -> None:
    why = Life().at_work().refused(c.ReportDone, "handler", statement="完成")
    assert "情况说明、会议纪要" in why.zh
    assert "statement, minutes" in why.en


def test_nothing_is_reported_done_while_a_milestone_is_open() -> None:
    life = Life().at_work(30, ("摸底", 10)).proven()
    assert "摸底" in life.refused(c.ReportDone, "handler", statement="完成").zh
    assert life.do(c.ReachMilestone, "handler", milestone="摸底").reported().is_at(Stage.REVIEWING)


def test_reported_done_is_not_closed() -> None:
    life = Life().at_work().reported()
    assert life.is_at(Stage.REVIEWING)
    assert not life.case.closed
    assert {duty.kind for duty in life.case.duties} == {DutyKind.REVIEW}


def test_evidence_may_still_be_added_under_review() -> None:
    life = Life().at_work().reported()
    life.do(c.SubmitEvidence, "handler", evidence=(town.proof(EvidenceKind.PHOTO, 99, life.day()),))
    assert len(life.case.evidence) == 3


def test_a_result_that_the_leader_owes_is_his_to_report_and_not_his_to_review() -> None:
    life = Life(policy=units.UPSIDE_DOWN, assignment=town.ASSIGNMENT).do(c.Acknowledge, "handler")
    life.do(c.SubmitPlan, "handler", measures=("建",), due=life.day(30)).do(c.ApprovePlan, "head")
    life.reported("leader").do(c.ApproveClosure, "head", level=Role.LEAD_UNIT)
    assert life.duty(DutyKind.REVIEW).owed_by is Role.PRINCIPAL
    life.refused(c.ApproveClosure, "leader", level=Role.LEADER)
    life.do(c.ApproveClosure, "principal", level=Role.LEADER)
    assert life.last(f.LevelApproved).level is Role.LEADER


def test_late_milestones_and_reports_climb_their_own_ladders() -> None:
    life = Life().at_work(60, ("摸底", 5)).wait("10wd")
    colours = {duty.kind: duty.colour for duty in life.case.duties}
    assert colours[DutyKind.MILESTONE] is not None
    assert colours[DutyKind.PROGRESS] is None


def test_evidence_of_long_names_reaches_its_bound_sooner() -> None:
    life, long = Life().at_work(), {"title": "证" * 500, "reference": "存" * 500}

    def fifty(since: int) -> tuple[Evidence, ...]:
        proofs = (town.proof(EvidenceKind.PHOTO, n, life.day()) for n in range(since, since + 50))
        return tuple(proof.model_copy(update=long) for proof in proofs)

    for since in range(0, 200, 50):
        life.do(c.SubmitEvidence, "handler", evidence=fifty(since))
    assert "700千字节" in life.refused(c.SubmitEvidence, "handler", evidence=fifty(200)).zh
