"""Closure, level by level, by others than those who did the work and reported it."""

import pytest

from schemas import commands as c
from schemas import facts as f
from schemas.case import Stage
from schemas.commands import Answer, Result
from schemas.people import Role
from schemas.policy import DutyKind
from schemas.words import Language
from tests.rules import town
from tests.rules.life import Life

LEVELS = town.COUNTY.review.levels


def test_a_closure_passes_each_level_in_turn() -> None:
    life = Life().at_work().reported()
    for level in LEVELS[:-1]:
        assert life.duty(DutyKind.REVIEW).owed_by is level
        life.do(c.ApproveClosure, town.HOLDER[level], level=level)
    life.closes()
    assert [fact.level for fact in life.facts(f.LevelApproved)] == list(LEVELS)
    assert life.is_at(Stage.WATCHING)
    assert life.case.closed


def test_a_level_is_not_skipped() -> None:
    life = Life().at_work().reported()
    assert "牵头单位" in life.refused(c.ApproveClosure, "secretary", level=Role.COMMITTEE, answers=town.answers()).zh
    assert "不是党委" in life.refused(c.ApproveClosure, "head", level=Role.COMMITTEE).zh


def test_silence_never_approves() -> None:
    life = Life().at_work().reported().wait("1y")
    assert life.is_at(Stage.REVIEWING)
    assert life.facts(f.LevelApproved) == []
    assert life.case.duties[0].colour is not None


def test_a_refusal_counts_the_round_and_brings_the_work_back_without_the_time_of_the_review() -> None:
    life = Life().at_work(30)
    due = life.duty(DutyKind.RECTIFY).deadline.at
    life.reported().wait("7d").do(c.RefuseClosure, "head", level=Role.LEAD_UNIT, reason="佐证不充分")
    assert life.is_at(Stage.RECTIFYING)
    assert life.case.refusals == 1
    work = life.duty(DutyKind.RECTIFY)
    assert work.deadline.at >= due + (life.now - life.entries[-2].at)
    assert work.put_off_seconds == 7 * 86_400 + 27_000  # from ten in the morning to half past five
    assert work.deadline.rule == "plan;review"
    assert life.owes(DutyKind.PROGRESS)


def test_a_closure_sent_back_many_times_does_not_grow_its_grounds() -> None:
    life = Life().at_work()
    for count in range(1, 6):
        life.reported().wait("2d").do(c.RefuseClosure, "head", level=Role.LEAD_UNIT, reason="仍不充分")
        assert life.case.refusals == count
    assert life.duty(DutyKind.RECTIFY).deadline.rule == "plan;review"


def test_after_a_refusal_the_review_begins_at_the_first_level_again() -> None:
    life = Life().at_work().reported().approved_up_to_last()
    life.do(c.RefuseClosure, "secretary", level=Role.COMMITTEE, reason="须补充").reported()
    assert life.duty(DutyKind.REVIEW).owed_by is LEVELS[0]


def test_who_overdue_reported_done_is_as_overdue_after_the_refusal() -> None:
    life = Life().at_work(30).wait("2mo")
    colour = life.duty(DutyKind.RECTIFY).colour
    life.reported().wait("1d").do(c.RefuseClosure, "head", level=Role.LEAD_UNIT, reason="不实")
    assert life.duty(DutyKind.RECTIFY).colour is colour
    assert life.duty(DutyKind.RECTIFY).deadline.at < life.now


def test_who_reports_never_approves_and_the_level_falls_to_the_one_above() -> None:
    life = Life().at_work().reported("head")
    duty = life.duty(DutyKind.REVIEW)
    assert (duty.subject, duty.owed_by) == ("lead_unit", Role.LEADER)
    life.refused(c.ApproveClosure, "head", level=Role.LEAD_UNIT)
    life.do(c.ApproveClosure, "leader", level=Role.LEAD_UNIT)
    assert life.last(f.LevelApproved).level is Role.LEAD_UNIT
    assert life.duty(DutyKind.REVIEW).subject == "leader"


def test_who_stood_in_for_one_level_does_not_pass_another() -> None:
    life = Life().at_work().reported("head").do(c.ApproveClosure, "leader", level=Role.LEAD_UNIT)
    duty = life.duty(DutyKind.REVIEW)
    assert (duty.subject, duty.owed_by) == ("leader", Role.PRINCIPAL)
    life.refused(c.ApproveClosure, "leader", level=Role.LEADER)
    life.do(c.ApproveClosure, "principal", level=Role.LEADER).do(c.ApproveClosure, "office", level=Role.OFFICE)
    life.do(c.ApproveClosure, "secretary", level=Role.COMMITTEE, answers=town.answers())
    passed = [fact.by.id for fact in life.facts(f.LevelApproved)]
    assert len(set(passed)) == len(LEVELS)


def reported_by_the_only_one_in_the_office(**standing: object) -> Life:
    """The handler is the whole office, the leader is the principal too: the head and the leader have passed."""
    both = {"office": (town.ASSIGNMENT.handler,), "principal": (town.ASSIGNMENT.leader,)}
    life = Life(standing=town.STANDING.model_copy(update=both | standing), assignment=town.ASSIGNMENT)
    life.do(c.Acknowledge, "handler").planned().do(c.ApprovePlan, "leader").reported()
    return life.approved_up_to(Role.OFFICE)


def test_a_level_does_not_fall_to_who_passed_an_earlier_one() -> None:
    life = reported_by_the_only_one_in_the_office()
    assert life.duty(DutyKind.REVIEW).owed_by is Role.COMMITTEE
    life.refused(c.ApproveClosure, "leader", level=Role.OFFICE)
    life.do(c.ApproveClosure, "secretary", level=Role.OFFICE)
    assert life.duty(DutyKind.REVIEW).owed_by is Role.HIGHER
    life.do(c.ApproveClosure, "higher", level=Role.COMMITTEE, answers=town.answers())
    assert life.is_at(Stage.WATCHING)


def test_where_nobody_else_is_left_a_small_unit_still_closes() -> None:
    life = reported_by_the_only_one_in_the_office(higher=(), supervisor=())
    life.do(c.ApproveClosure, "secretary", level=Role.OFFICE)
    assert life.duty(DutyKind.REVIEW).owed_by is Role.COMMITTEE
    life.do(c.ApproveClosure, "secretary", level=Role.COMMITTEE, answers=town.answers())
    assert life.is_at(Stage.WATCHING)


def test_a_level_that_fell_answers_to_the_role_that_has_it_now_too() -> None:
    life = Life().at_work().reported("head").do(c.ApproveClosure, "leader", level=Role.LEADER)
    assert life.last(f.LevelApproved).level is Role.LEAD_UNIT


@pytest.mark.parametrize("kind", [c.ApproveClosure, c.RefuseClosure])
def test_a_handler_who_sits_in_the_office_leaves_its_level_to_a_colleague(kind: type[c.Command]) -> None:
    both = town.ASSIGNMENT.model_copy(update={"handler": town.person("clerk")})
    life = Life(assignment=both).do(c.Acknowledge, "clerk")
    life.do(c.SubmitPlan, "clerk", measures=("建",), due=life.day(30)).do(c.ApprovePlan, "office")
    for kind_of_proof in town.COUNTY.evidence:
        life.do(
            c.SubmitEvidence, "clerk", evidence=(town.proof(kind_of_proof, len(life.case.evidence) + 1, life.day()),)
        )
    life.do(c.ReportDone, "head", statement="完成")
    for person, level in (("leader", Role.LEAD_UNIT), ("principal", Role.LEADER)):
        life.do(c.ApproveClosure, person, level=level)
    fields = {"reason": "不妥"} if kind is c.RefuseClosure else {}
    why = life.refused(kind, "clerk", level=Role.OFFICE, **fields)
    assert "钱主任" in why.zh
    assert life.do(kind, "office", level=Role.OFFICE, **fields)


def test_the_last_level_answers_the_whole_checklist() -> None:
    life = Life().at_work().reported().approved_up_to_last()
    level, first = Role.COMMITTEE, town.COUNTY.review.checklist[0]
    why = life.refused(c.ApproveClosure, "secretary", level=level, answers=town.answers()[1:])
    assert first.zh in why.zh
    assert first.en in why.en
    life.refused(c.ApproveClosure, "secretary", level=level)


def test_the_checklist_may_be_answered_in_english() -> None:
    life = Life().at_work().reported().approved_up_to_last()
    english = tuple(Answer(question=line.en, met=True) for line in town.COUNTY.review.checklist)
    assert life.do(c.ApproveClosure, "secretary", level=Role.COMMITTEE, answers=english).is_at(Stage.WATCHING)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_question_is_answered_once(language: Language) -> None:
    life = Life().at_work().reported().approved_up_to_last()
    line = town.COUNTY.review.checklist[0]
    first = Answer(question=line.zh, met=False)
    again = Answer(question=line.speak(language), met=True)
    answers = (first, again, *town.answers()[1:])
    why = life.refused(c.ApproveClosure, "secretary", level=Role.COMMITTEE, answers=answers)
    assert "回答了两次" in why.zh


def test_a_question_is_answered_once_at_every_level() -> None:
    life = Life().at_work().reported()
    twice = (Answer(question="是否属实", met=True), Answer(question="是否属实", met=False))
    assert "是否属实" in life.refused(c.ApproveClosure, "head", level=Role.LEAD_UNIT, answers=twice).zh


def test_what_is_not_met_is_not_done() -> None:
    life = Life().at_work().reported().approved_up_to_last()
    why = life.refused(c.ApproveClosure, "secretary", level=Role.COMMITTEE, answers=town.answers(met=False))
    assert "基本完成" in why.zh
    assert life.closes(Result.BASICALLY_DONE, met=False).is_at(Stage.CONTINUING)


def test_only_the_last_level_says_what_was_reached() -> None:
    life = Life().at_work().reported()
    assert "最后一级" in life.refused(c.ApproveClosure, "head", level=Role.LEAD_UNIT, result=Result.LONG_TERM).zh


@pytest.mark.parametrize("result", [Result.BASICALLY_DONE, Result.LONG_TERM])
def test_basically_done_is_not_done_it_owes_reports_for_ever(result: Result) -> None:
    life = Life().at_work().reported().closes(result, met=False)
    assert not life.case.closed
    assert {duty.kind for duty in life.case.duties} == {DutyKind.PROGRESS}
    assert result.value in life.duty(DutyKind.PROGRESS).deadline.rule
    life.wait("6mo").do(c.ReportProgress, "handler", text="仍在坚持")
    assert life.owes(DutyKind.PROGRESS)


def test_what_was_kept_open_is_finally_done() -> None:
    life = Life().at_work().reported().closes(Result.LONG_TERM, met=False).wait("1mo").reported().closes()
    assert life.is_at(Stage.WATCHING)
    assert life.case.kept_open is None


def test_what_was_kept_open_and_is_refused_stays_kept_open() -> None:
    life = Life().at_work().reported().closes(Result.BASICALLY_DONE).reported()
    life.do(c.RefuseClosure, "head", level=Role.LEAD_UNIT, reason="尚未到位")
    assert life.is_at(Stage.CONTINUING)
    assert life.owes(DutyKind.PROGRESS)
    assert not life.owes(DutyKind.RECTIFY)


def test_a_closure_waits_for_the_decision_on_a_withdrawal() -> None:
    life = Life().at_work().reported().approved_up_to_last().do(c.RequestWithdrawal, "office", reason="反馈有误")
    why = life.refused(c.ApproveClosure, "secretary", level=Role.COMMITTEE, answers=town.answers())
    assert "先审批撤销" in why.zh
    life.do(c.DecideWithdrawal, "secretary", grant=False, reason="问题属实").closes()
    assert life.is_at(Stage.WATCHING)


def test_a_request_for_more_time_ends_with_the_report_that_it_is_done() -> None:
    life = Life().at_work(30)
    life.do(c.RequestExtension, "handler", reason="雨季", due=life.day(40)).reported()
    assert life.case.extension is None
    assert not life.owes(DutyKind.EXTENSION)
    assert [entry.fact.kind for entry in life.entries[-2:]] == ["extension_lapsed", "reported_done"]
    life.do(c.RefuseClosure, "head", level=Role.LEAD_UNIT, reason="不实")
    assert life.do(c.RequestExtension, "handler", reason="雨季", due=life.day(40)).owes(DutyKind.EXTENSION)


def test_a_review_that_waits_climbs_its_ladder_level_by_level() -> None:
    life = Life().at_work().reported().wait("15wd")
    assert [d.colour for d in life.case.duties] == ["red"]
    life.do(c.ApproveClosure, "head", level=Role.LEAD_UNIT)
    assert [d.colour for d in life.case.duties] == [None]
