"""What comes back again and again is put before somebody above, at the policy's number, and goes on being heard of."""

import pytest

from rules.cases import fold
from rules.soundness import Code
from rules.soundness.caps import caps
from schemas import commands as c
from schemas import facts as f
from schemas.people import Role
from schemas.policy import DutyKind, Policy
from tests.rules import town
from tests.rules.life import Life

UNCAPPED = town.county(returns={})
CALLED_AT_ONCE = town.county(returns={"relapse": {"times": 1, "to": "committee", "interview": True}})


def plan_returned(life: Life, times: int) -> Life:
    for _ in range(times):
        life.planned().do(c.ReturnPlan, "clerk", reason="措施不具体")
    return life


def closure_refused(life: Life, times: int) -> Life:
    for _ in range(times):
        life.reported().do(c.RefuseClosure, "head", level=Role.LEAD_UNIT, reason="没有实效")
    return life


def matters(life: Life) -> list[tuple[str, Role]]:
    return [(duty.subject, duty.owed_by) for duty in life.case.duties if duty.kind is DutyKind.MATTER]


def test_a_plan_sent_back_for_the_third_time_goes_to_the_principal_and_the_leader_is_interviewed() -> None:
    life = plan_returned(Life().acknowledged(), 2)
    assert not life.facts(f.ReturnedAgain)
    plan_returned(life, 1)
    assert life.last(f.ReturnedAgain) == f.ReturnedAgain(what="plan", times=3, to=Role.PRINCIPAL)
    assert matters(life) == [("整改方案一再退回", Role.PRINCIPAL)]
    interview = life.last(f.InterviewCalled)
    assert (interview.by, interview.interviewee, interview.reason) == (None, Role.LEADER, "plan")
    assert life.owes(DutyKind.PLAN)
    assert fold(life.entries) == life.case


def test_each_further_return_is_told_but_nobody_owes_the_same_decision_twice() -> None:
    life = plan_returned(Life().acknowledged(), 5)
    assert [fact.times for fact in life.facts(f.ReturnedAgain)] == [3, 4, 5]
    assert len(matters(life)) == len(life.facts(f.InterviewCalled)) == 1
    life.do(c.DecideMatter, "principal", duty=life.duty(DutyKind.MATTER).id, decision="换一套班子重拟")
    assert matters(plan_returned(life, 1)) == [("整改方案一再退回", Role.PRINCIPAL)]


def test_a_closure_refused_for_the_third_time_goes_to_the_principal() -> None:
    life = closure_refused(Life().at_work(), 3)
    assert life.last(f.ReturnedAgain) == f.ReturnedAgain(what="closure", times=3, to=Role.PRINCIPAL)
    assert matters(life) == [("销号一再退回", Role.PRINCIPAL)]
    assert life.owes(DutyKind.RECTIFY)


def test_an_objection_of_the_public_counts_as_a_refusal() -> None:
    review = town.COUNTY.review.model_dump(mode="json") | {"publicity": "7d"}
    life = closure_refused(Life(policy=town.county(review=review)).at_work(), 2).reported().closes()
    assert not life.facts(f.ReturnedAgain)
    life.do(c.ConcludePublicity, "office", objection=True, where="门户网站", finding="群众反映仍有此事")
    assert life.last(f.ReturnedAgain).times == 3


def test_the_second_relapse_goes_to_the_committee_and_each_proposes_an_interview() -> None:
    life = Life().closed().relapsed()
    assert not life.facts(f.ReturnedAgain)
    life.planned(20).do(c.ApprovePlan, "office").reported().closes().relapsed()
    assert life.last(f.ReturnedAgain) == f.ReturnedAgain(what="relapse", times=2, to=Role.COMMITTEE)
    assert matters(life) == [("一再反弹", Role.COMMITTEE)]
    assert life.owes(DutyKind.CALL_INTERVIEW)


def test_where_the_policy_calls_the_interview_at_once_nobody_has_to_decide_on_it() -> None:
    life = Life(policy=CALLED_AT_ONCE).closed().relapsed()
    assert life.owes(DutyKind.NOTICE)
    assert not life.owes(DutyKind.CALL_INTERVIEW)


def test_who_does_the_work_does_not_decide_how_it_goes_on() -> None:
    policy = town.county(returns={"plan": {"times": 1, "to": "lead_unit"}})
    life = plan_returned(Life(policy=policy, assignment=None).acknowledged(), 1)
    assert "handler" in life.duty(DutyKind.MATTER).barred


@pytest.mark.parametrize("policy", [UNCAPPED, town.COUNTY.model_copy(update={"returns": UNCAPPED.returns})])
def test_without_a_number_all_goes_on_as_it_did_before_there_was_one(policy: Policy) -> None:
    life = closure_refused(
        plan_returned(Life(policy=policy).acknowledged(), 4).planned().do(c.ApprovePlan, "office"), 4
    )
    assert not life.facts(f.ReturnedAgain)
    assert "returns" not in policy.plain
    uncapped = [finding.entries[0] for finding in caps(policy) if finding.code is Code.LOOP_WITHOUT_CAP]
    assert uncapped == [("returns", "plan"), ("returns", "closure"), ("returns", "relapse")]


def test_a_running_case_that_adopts_a_number_counts_what_came_back_before() -> None:
    life = plan_returned(Life(policy=UNCAPPED).acknowledged(), 3)
    life.do(c.AdoptPolicy, "principal", policy=town.COUNTY, reason="某委〔2026〕9号")
    assert matters(life) == []
    assert plan_returned(life, 1).last(f.ReturnedAgain).times == 4
