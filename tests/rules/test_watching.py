"""After closure: publication, look-backs by others, and the relapse that reopens the case."""

import pytest

from rules.rectifying import missing_evidence
from schemas import commands as c
from schemas import facts as f
from schemas.case import LookBackState, Stage
from schemas.people import Role, Standing
from schemas.policy import DutyKind, Speed
from tests.rules import town, units
from tests.rules.life import Life

LOOK_BACK = DutyKind.LOOK_BACK


def look_back(life: Life, by: str = "supervisor") -> Life:
    return life.wait_for(LOOK_BACK).do(c.PassLookBack, by, finding="成效保持")


def test_a_closed_case_owes_its_publication_and_plans_its_look_backs() -> None:
    life = Life().closed()
    assert [duty.kind for duty in life.case.duties] == [DutyKind.PUBLISH]
    assert [look.state for look in life.case.look_backs] == [LookBackState.PLANNED] * 2


def test_a_case_is_settled_when_it_is_published_and_looked_back_at_and_not_before() -> None:
    life = Life().closed()
    look_back(look_back(life))
    assert life.is_at(Stage.WATCHING)
    life.published()
    assert life.is_at(Stage.SETTLED)
    assert life.case.outcome == "done"
    assert life.case.duties == ()


def test_what_is_public_is_not_published_again() -> None:
    life = Life().closed().published()
    assert life.case.closure is not None
    assert life.case.closure.published
    assert "没有需要办理“登记公开”" in life.refused(c.RecordPublication, "office", where="网站").zh


def test_before_a_look_back_is_due_there_is_none_to_pass() -> None:
    assert "没有需要办理“回头看通过”" in Life().closed().refused(c.PassLookBack, "supervisor", finding="好").zh


@pytest.mark.parametrize("by", ["office", "secretary", "handler"])
def test_who_closed_it_does_not_look_back(by: str) -> None:
    standing = town.STANDING.model_copy(update={"supervisor": (town.person(by), town.person("supervisor"))})
    life = Life(standing=standing).closed().wait_for(LOOK_BACK)
    why = life.refused(c.PassLookBack, by, finding="好")
    assert "周组长" in why.zh
    assert life.refused(c.ReportRelapse, by, finding="反弹") or by == "handler"
    assert life.do(c.PassLookBack, "supervisor", finding="好").is_at(Stage.WATCHING)


def test_where_every_supervisor_closed_it_the_look_back_falls_to_somebody_else() -> None:
    standing = town.STANDING.model_copy(update={"supervisor": (town.person("secretary"),)})
    life = Life(standing=standing).closed().wait_for(LOOK_BACK)
    assert life.duty(LOOK_BACK).owed_by is Role.HIGHER
    assert look_back(life, "higher").facts(f.LookBackPassed)


def test_where_there_is_no_supervisor_the_look_back_is_still_made() -> None:
    vacant = Standing(office=town.STANDING.office, principal=town.STANDING.principal, committee=town.STANDING.committee)
    life = Life(standing=vacant).closed().wait_for(LOOK_BACK)
    assert life.duty(LOOK_BACK).owed_by is Role.PRINCIPAL
    assert look_back(life, "principal").facts(f.LookBackPassed)


def test_who_looks_back_where_the_policy_names_the_office_is_a_colleague_of_who_closed_it() -> None:
    life = Life(policy=units.UPSIDE_DOWN, assignment=town.ASSIGNMENT).do(c.Acknowledge, "handler")
    life.do(c.SubmitPlan, "handler", measures=("建",), due=life.day(30)).do(c.ApprovePlan, "head").reported().closes()
    life.wait_for(LOOK_BACK)
    assert "孙科员" in life.refused(c.PassLookBack, "office", finding="好").zh
    assert look_back(life, "clerk").facts(f.LookBackPassed)


def test_two_look_backs_that_are_open_at_once_are_passed_one_by_one() -> None:
    life = Life().closed().published().sleep("1y")
    assert [duty.subject for duty in life.case.duties] == ["1", "2"]
    life.do(c.PassLookBack, "supervisor", finding="好")
    assert [duty.subject for duty in life.case.duties] == ["2"]
    assert life.is_at(Stage.WATCHING)
    assert life.do(c.PassLookBack, "supervisor", finding="好").is_at(Stage.SETTLED)


def test_a_look_back_that_nobody_makes_is_never_passed_by_time() -> None:
    life = Life().closed().published().wait("3y")
    assert life.is_at(Stage.WATCHING)
    assert life.facts(f.LookBackPassed) == []
    assert life.duty(LOOK_BACK).colour == "red"


def test_a_relapse_reopens_the_case_with_its_history() -> None:
    life = Life().closed().published().wait_for(LOOK_BACK)
    evidence = life.case.evidence
    life.relapsed()
    assert life.last(f.Relapsed).number == 1
    assert life.is_at(Stage.PLANNING)
    assert (life.case.round, life.case.closed, life.case.look_backs) == (2, False, ())
    assert life.case.evidence == evidence
    assert {d.kind for d in life.case.duties} == {DutyKind.PLAN, DutyKind.CALL_INTERVIEW}


def test_a_relapse_is_reported_at_any_time_after_closure() -> None:
    life = Life().closed().do(c.ReportRelapse, "clerk", finding="群众反映问题又出现")
    assert life.last(f.Relapsed).number == 0
    assert not life.owes(DutyKind.PUBLISH)


def test_the_next_round_climbs_stricter_ladders() -> None:
    life = Life().closed().relapsed()
    assert life.duty(DutyKind.PLAN).ladder == "plan_strict"
    life.planned(20).do(c.ApprovePlan, "office")
    assert life.duty(DutyKind.RECTIFY).ladder == "rectify_strict"


def test_the_next_round_needs_evidence_of_its_own() -> None:
    life = Life().closed().relapsed().planned(20).do(c.ApprovePlan, "office")
    assert missing_evidence(life.case) == town.COUNTY.evidence
    assert "还缺佐证材料" in life.refused(c.ReportDone, "handler", statement="完成").zh
    old = life.case.evidence[0]
    assert "同一文件" in life.refused(c.SubmitEvidence, "handler", evidence=(old,)).zh


def test_the_limit_of_the_next_round_counts_from_the_relapse_however_late_the_plan_comes() -> None:
    life = Life().closed().relapsed()
    limit = life.in_("5w")
    life.wait("10d")
    late = life.case.policy.clock.date_of(limit)
    why = life.refused(c.SubmitPlan, "handler", measures=("建",), due=life.day(40)).zh
    assert str(late) in why


def test_an_item_of_the_quick_kind_relapses_into_work_at_once() -> None:
    life = Life(speed=Speed.IMMEDIATE).acknowledged().reported().closes().relapsed()
    assert life.is_at(Stage.RECTIFYING)
    assert life.duty(DutyKind.RECTIFY).deadline.rule == "county:relapse.due=5w"


def test_a_second_closure_is_looked_back_at_from_the_first_again() -> None:
    life = Life().closed().relapsed().planned(20).do(c.ApprovePlan, "office").reported().closes()
    assert [look.number for look in life.case.look_backs] == [1, 2]
    assert life.wait_for(LOOK_BACK).relapsed().case.round == 3


def test_what_was_promised_and_what_was_asked_survive_a_relapse() -> None:
    life = Life().at_work().do(c.RaiseMatter, "handler", matter="须上级明确口径")
    life.do(c.CallInterview, "office", interviewee=Role.LEADER, reason="迟缓")
    life.do(c.RecordInterview, "office", **interview_record(life))
    life.reported().closes().relapsed()
    assert life.owes(DutyKind.MATTER)
    assert life.owes(DutyKind.COMMITMENT)


def interview_record(life: Life) -> dict[str, object]:
    promise = c.Commitment(what="月底前完成", due=life.day(300))
    return {
        "interview": 1,
        "held_on": life.day(),
        "place": "会议室",
        "present": ("张处长",),
        "record": "oa://1",
        "commitments": (promise,),
    }


def test_a_case_with_an_open_commitment_is_not_settled() -> None:
    life = Life().at_work().do(c.CallInterview, "office", interviewee=Role.LEADER, reason="迟缓")
    life.do(c.RecordInterview, "office", **interview_record(life)).reported().closes().published()
    look_back(look_back(life))
    assert life.is_at(Stage.WATCHING)
    life.do(c.FulfilCommitment, "leader", duty=life.duty(DutyKind.COMMITMENT).id, text="已完成")
    assert life.is_at(Stage.SETTLED)


def test_a_policy_without_look_backs_settles_on_publication() -> None:
    life = Life(policy=town.county(look_backs={"after": []})).closed().published()
    assert life.is_at(Stage.SETTLED)


@pytest.mark.parametrize("by", ["handler", "head", "leader"])
def test_those_who_answer_for_the_item_don_t_report_its_relapse(by: str) -> None:
    assert "监督部门" in Life().closed().refused(c.ReportRelapse, by, finding="反弹").zh
