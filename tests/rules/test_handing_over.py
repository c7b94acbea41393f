"""Handover: duties follow the role, and nobody comes to judge his own work by it."""

from collections.abc import Callable

import pytest

from rules.people import people_of
from rules.recusal import debtors
from schemas import commands as c
from schemas import facts as f
from schemas.case import Stage
from schemas.people import Role
from schemas.policy import DutyKind
from tests.rules import town, units
from tests.rules.life import Life

NEW = town.person("new", "陈科员")


def hand(life: Life, leaver: str, to: object = NEW, by: str = "office") -> Life:
    return life.do(c.HandOver, by, leaver=leaver, successor=to, reason="岗位调整")


def test_the_successor_takes_the_leavers_duties_and_the_leaver_has_none() -> None:
    life = hand(Life().at_work(), "handler")
    assert people_of(life.case, Role.HANDLER) == (NEW,)
    assert life.do(c.ReportProgress, "new", text="接手").last(f.ProgressReported).by == NEW
    assert "没有角色" in life.refused(c.ReportProgress, "handler", text="已离任").zh


def test_duties_keep_their_dates_and_colours_when_they_move() -> None:
    life = Life().at_work(30).wait("40d")
    before = life.case.duties
    assert hand(life, "handler").case.duties == before


def test_history_is_kept_under_the_leavers_name() -> None:
    life = hand(Life().at_work(), "handler")
    assert life.last(f.PlanSubmitted).by.id == "handler"
    assert (life.last(f.HandedOver).leaver.id, life.last(f.HandedOver).successor) == ("handler", NEW)


def test_the_office_or_the_principal_hands_over() -> None:
    life = Life().at_work()
    for by in ("handler", "head", "leader", "supervisor", "secretary"):
        assert "整改办" in life.refused(c.HandOver, by, leaver="handler", successor=NEW, reason="调动").zh
    assert hand(life, "handler", by="principal").case.assignment


def test_nobody_hands_over_what_he_does_not_hold() -> None:
    why = Life().at_work().refused(c.HandOver, "office", leaver="stranger", successor=NEW, reason="调动")
    assert "没有职责" in why.zh


def test_the_successor_is_somebody_else() -> None:
    same = town.ASSIGNMENT.handler
    why = Life().at_work().refused(c.HandOver, "office", leaver="handler", successor=same, reason="调动")
    assert "另一个人" in why.zh


@pytest.mark.parametrize(("leaver", "successor"), [("handler", "head"), ("handler", "leader"), ("head", "handler")])
def test_nobody_becomes_judge_of_his_own_work(leaver: str, successor: str) -> None:
    life = Life().at_work()
    life.refused(c.HandOver, "office", leaver=leaver, successor=town.person(successor), reason="调动")


def test_a_person_in_several_roles_leaves_them_all() -> None:
    both = town.STANDING.model_copy(update={"committee": (town.person("office"),)})
    life = hand(Life(standing=both).at_work(), "office", by="clerk")
    assert people_of(life.case, Role.COMMITTEE) == (NEW,)
    assert NEW in people_of(life.case, Role.OFFICE)


def test_who_takes_over_from_a_colleague_is_named_once() -> None:
    life = hand(Life(), "clerk", town.person("office"))
    assert [person.id for person in people_of(life.case, Role.OFFICE)] == ["office"]


def test_who_reported_and_is_then_promoted_still_does_not_approve() -> None:
    life = Life().at_work().reported()
    hand(life, "handler")
    hand(life, "head", town.ASSIGNMENT.handler)
    assert life.duty(DutyKind.REVIEW).owed_by is Role.LEADER
    life.refused(c.ApproveClosure, "handler", level=Role.LEAD_UNIT)
    life.do(c.ApproveClosure, "leader", level=Role.LEAD_UNIT)
    assert life.duty(DutyKind.REVIEW).subject == "leader"


def test_who_reported_and_then_sits_on_the_committee_leaves_the_closure_to_those_above() -> None:
    life = Life().at_work().reported().approved_up_to_last()
    hand(life, "handler")
    hand(life, "secretary", town.ASSIGNMENT.handler)
    assert life.duty(DutyKind.REVIEW).owed_by is Role.HIGHER
    life.refused(c.ApproveClosure, "handler", level=Role.COMMITTEE, answers=town.answers())
    life.do(c.ApproveClosure, "higher", level=Role.COMMITTEE, answers=town.answers())
    assert life.is_at(Stage.WATCHING)


def test_a_plan_does_not_come_back_to_its_author_by_promotion() -> None:
    life = Life(policy=units.UPSIDE_DOWN, assignment=town.ASSIGNMENT).do(c.Acknowledge, "handler")
    life.do(c.SubmitPlan, "handler", measures=("建",), due=life.day(30))
    hand(hand(life, "handler"), "head", town.ASSIGNMENT.handler)
    assert life.duty(DutyKind.PLAN_REVIEW).owed_by is Role.LEADER


def test_an_extension_is_not_granted_by_who_asked_for_it_and_was_then_promoted() -> None:
    life = Life().at_work(30)
    life.do(c.RequestExtension, "handler", reason="雨季", due=life.day(40))
    hand(hand(life, "handler"), "leader", town.ASSIGNMENT.handler)
    assert life.duty(DutyKind.EXTENSION).owed_by is Role.PRINCIPAL
    life.refused(c.DecideExtension, "handler", grant=True, reason="同意")
    assert life.do(c.DecideExtension, "principal", grant=True, reason="同意").case.extensions == 1


def test_a_look_back_does_not_come_to_who_closed_it_by_a_change_of_post() -> None:
    life = Life().closed().wait_for(DutyKind.LOOK_BACK)
    hand(life, "supervisor", town.person("secretary"))
    assert life.duty(DutyKind.LOOK_BACK).owed_by is Role.HIGHER
    life.refused(c.PassLookBack, "secretary", finding="好")
    assert life.do(c.PassLookBack, "higher", finding="好").facts(f.LookBackPassed)


def test_a_unit_of_one_is_told_that_a_role_must_be_handed_over_and_then_goes_on() -> None:
    alone = town.ASSIGNMENT.model_copy(update={"leader": town.person("deputy"), "head": town.person("office")})
    life = Life(standing=units.ALONE, assignment=alone).do(c.Acknowledge, "handler").planned(30)
    life.do(c.ApprovePlan, "office").reported().do(c.ApproveClosure, "office", level=Role.LEAD_UNIT)
    life.do(c.ApproveClosure, "deputy", level=Role.LEADER).do(c.ApproveClosure, "office", level=Role.OFFICE)
    life.do(c.ApproveClosure, "office", level=Role.COMMITTEE, answers=town.answers()).wait_for(DutyKind.LOOK_BACK)
    why = life.refused(c.PassLookBack, "office", finding="好")
    assert "先移交" in why.zh
    assert "hand a role over" in why.en
    hand(life, "office")
    assert life.do(c.PassLookBack, "new", finding="好").facts(f.LookBackPassed)


def test_a_suspended_case_is_handed_over_too() -> None:
    life = Life().at_work().do(c.Suspend, "principal", reason="汛期", until=Life().day(20))
    assert people_of(hand(life, "handler").case, Role.HANDLER) == (NEW,)


def test_before_an_assignment_the_standing_roles_are_handed_over() -> None:
    life = hand(Life(), "office", by="clerk")
    assert life.do(c.Assign, "new", assignment=town.ASSIGNMENT).is_at(Stage.ACKNOWLEDGING)


GOOD: dict[str, object] = {"finding": "成效保持"}


def reviewed_up_to(level: Role) -> Callable[[Life], Life]:
    return lambda life: life.at_work().reported().approved_up_to(level)


def asked_for_more_time(life: Life) -> Life:
    return life.at_work(30).do(c.RequestExtension, "leader", reason="雨季", due=life.day(40))


def asked_to_withdraw(life: Life) -> Life:
    return life.at_work().do(c.RequestWithdrawal, "leader", reason="反馈有误")


def put_to(role: Role) -> Callable[[Life], Life]:
    return lambda life: life.at_work().do(c.RaiseMatter, "head", matter="资金缺口", to=role)


Deciding = tuple[Callable[[Life], Life], DutyKind, type[c.Command], dict[str, object]]

DECIDING: dict[str, Deciding] = {
    "plan": (lambda life: life.acknowledged().planned(), DutyKind.PLAN_REVIEW, c.ApprovePlan, {}),
    "extension": (asked_for_more_time, DutyKind.EXTENSION, c.DecideExtension, {"grant": True, "reason": "同意"}),
    "withdrawal": (asked_to_withdraw, DutyKind.WITHDRAWAL, c.DecideWithdrawal, {"grant": True, "reason": "同意"}),
    "matter": (put_to(Role.COMMITTEE), DutyKind.MATTER, c.DecideMatter, {"decision": "同意"}),
    "look-back": (lambda life: life.closed().wait_for(DutyKind.LOOK_BACK), DutyKind.LOOK_BACK, c.PassLookBack, GOOD),
}
REVIEWING: dict[str, Deciding] = {
    level.value: (reviewed_up_to(level), DutyKind.REVIEW, c.ApproveClosure, {"level": level, "answers": town.answers()})
    for level in town.COUNTY.review.levels[2:]
}


@pytest.mark.parametrize(
    ("begin", "kind", "command", "fields"), (DECIDING | REVIEWING).values(), ids=DECIDING | REVIEWING
)
def test_who_takes_the_work_over_does_not_decide_about_it(
    begin: Callable[[Life], Life], kind: DutyKind, command: type[c.Command], fields: dict[str, object]
) -> None:
    for judge in people_of(begin(Life()).case, begin(Life()).duty(kind).owed_by):
        life = begin(Life())
        given = {"duty": life.duty(kind).id} | fields if kind is DutyKind.MATTER else fields
        hand(life, "handler", judge, by="principal")
        life.refused(command, judge.id, **given)
        free = debtors(life.case, life.duty(kind))[0].id
        assert life.do(command, free, **given).entries


def test_who_is_named_for_an_item_does_not_decide_on_what_was_asked_before() -> None:
    life = Life().do(c.RequestWithdrawal, "office", reason="反馈有误")
    named = town.ASSIGNMENT.model_copy(update={"handler": town.STANDING.committee[0]})
    life.do(c.Assign, "office", assignment=named)
    assert life.duty(DutyKind.WITHDRAWAL).owed_by is Role.HIGHER
    life.refused(c.DecideWithdrawal, "secretary", grant=True, reason="同意")


def test_an_id_that_somebody_else_bears_is_given_to_no_successor() -> None:
    mixed_up = town.person("secretary", "冯科员")
    why = Life().at_work().refused(c.HandOver, "office", leaver="handler", successor=mixed_up, reason="调动")
    assert "“secretary”在本事项中是“吴秘书”，不是“冯科员”" in why.zh
    assert "check whose id it is" in why.en


def test_a_level_that_falls_by_a_handover_does_not_come_to_who_passed_an_earlier_one() -> None:
    leading = town.STANDING.model_copy(
        update={"principal": (town.ASSIGNMENT.leader,), "office": (town.person("clerk"),)}
    )
    life = Life(standing=leading, assignment=town.ASSIGNMENT).do(c.Acknowledge, "handler").planned()
    life.do(c.ApprovePlan, "clerk").reported().approved_up_to(Role.OFFICE)
    hand(life, "handler", town.person("clerk"), by="clerk")
    assert life.duty(DutyKind.REVIEW).owed_by is Role.COMMITTEE
    life.refused(c.ApproveClosure, "leader", level=Role.OFFICE)
