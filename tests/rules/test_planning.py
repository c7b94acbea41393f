"""The plan: submitted within limits, approved or sent back, never by its author."""

import datetime as dt

import pytest

from rules.rectifying import item_deadline, limit_now
from schemas import commands as c
from schemas import facts as f
from schemas.case import Stage
from schemas.commands import Milestone
from schemas.people import Role
from schemas.policy import DutyKind
from tests.rules import town, units
from tests.rules.life import Life

FAR = dt.date(9999, 12, 31)
LONG_AGO = dt.date(1, 1, 1)


def plan(life: Life, by: str = "handler", **fields: object) -> Life:
    return life.do(c.SubmitPlan, by, **({"measures": ("建立制度",), "due": life.day(30)} | fields))


def refused(life: Life, **fields: object) -> str:
    given = {"measures": ("建立制度",), "due": life.day(30)} | fields
    return life.refused(c.SubmitPlan, "handler", **given).zh


def test_an_approved_plan_sets_the_date_and_the_milestones() -> None:
    life = Life().at_work(30, ("摸底", 10), ("制度印发", 20))
    assert life.is_at(Stage.RECTIFYING)
    work = life.duty(DutyKind.RECTIFY)
    assert life.case.policy.clock.date_of(work.deadline.at) == dt.date(2026, 4, 1)
    assert work.deadline.rule == "plan"
    assert [d.subject for d in life.case.duties if d.kind is DutyKind.MILESTONE] == ["摸底", "制度印发"]
    assert life.case.plan is not None
    assert life.case.plan.approved


def test_a_plan_that_lies_about_brings_the_decision_and_no_approval() -> None:
    life = Life().acknowledged().planned()
    assert life.duty(DutyKind.PLAN_REVIEW).owed_by is Role.OFFICE
    life.wait("6mo")
    assert life.is_at(Stage.PLANNING)
    assert life.facts(f.PlanApproved) == []


def test_a_plan_sent_back_is_owed_anew_with_a_time_of_its_own() -> None:
    life = Life().acknowledged().planned().wait("2wd").do(c.ReturnPlan, "clerk", reason="措施不具体")
    assert life.case.plans_returned == 1
    assert life.case.plan is None
    assert life.duty(DutyKind.PLAN).since == life.now
    assert plan(life).owes(DutyKind.PLAN_REVIEW)


@pytest.mark.parametrize("days", [0, -1, 400])
def test_a_plan_ends_after_today_and_within_the_items_limit(days: int) -> None:
    life = Life().acknowledged()
    assert "不晚于本事项期限2026-06-02" in refused(life, due=life.day(days))


@pytest.mark.parametrize("due", [FAR, LONG_AGO])
def test_miswritten_years_are_refused(due: dt.date) -> None:
    assert str(due) in refused(Life().acknowledged(), due=due)


def test_the_feedbacks_own_date_is_the_limit() -> None:
    life = Life(due=dt.date(2026, 4, 1)).acknowledged()
    assert "2026-04-01" in refused(life, due=dt.date(2026, 4, 2))
    assert plan(life, due=dt.date(2026, 4, 1)).owes(DutyKind.PLAN_REVIEW)


def test_a_limit_that_has_passed_leaves_the_next_day_and_no_other() -> None:
    life = Life(due=dt.date(2026, 3, 2)).acknowledged().wait("10d")
    assert str(life.day(1)) in refused(life, due=life.day(2))
    assert plan(life, due=life.day(1)).owes(DutyKind.PLAN_REVIEW)


@pytest.mark.parametrize("days", [0, 31])
def test_a_milestone_lies_between_today_and_the_plans_end(days: int) -> None:
    life = Life().acknowledged()
    assert "“摸底”" in refused(life, milestones=(Milestone(name="摸底", due=life.day(days)),))


def test_milestones_bear_different_names() -> None:
    life = Life().acknowledged()
    step = Milestone(name="摸底", due=life.day(5))
    assert "重复" in refused(life, milestones=(step, step))


def test_a_second_plan_waits_for_the_decision_on_the_first() -> None:
    assert "已有方案待审批" in refused(Life().acknowledged().planned())


@pytest.mark.parametrize(("kind", "fields"), [(c.ApprovePlan, {}), (c.ReturnPlan, {"reason": "不妥"})])
def test_without_a_plan_there_is_nothing_to_decide(kind: type[c.Command], fields: dict[str, str]) -> None:
    assert "没有需要办理" in Life().acknowledged().refused(kind, "office", **fields).zh


def test_nobody_approves_or_returns_his_own_plan() -> None:
    both = town.ASSIGNMENT.model_copy(update={"handler": town.person("clerk")})
    life = Life(assignment=both).do(c.Acknowledge, "clerk")
    plan(life, "clerk")
    assert "钱主任" in life.refused(c.ApprovePlan, "clerk").zh
    assert "钱主任" in life.refused(c.ReturnPlan, "clerk", reason="不妥").zh
    assert life.do(c.ApprovePlan, "office").is_at(Stage.RECTIFYING)


def test_a_plan_whose_author_is_the_only_judge_falls_to_the_one_above() -> None:
    life = Life(policy=units.UPSIDE_DOWN, assignment=town.ASSIGNMENT).do(c.Acknowledge, "handler")
    plan(life, "head")
    assert life.duty(DutyKind.PLAN_REVIEW).owed_by is Role.LEADER
    assert "责任领导" in life.refused(c.ApprovePlan, "head").zh
    assert life.do(c.ApprovePlan, "leader").is_at(Stage.RECTIFYING)


def test_a_plan_is_not_the_leaders_to_write_unless_the_policy_says_so() -> None:
    life = Life().acknowledged()
    life.refused(c.SubmitPlan, "leader", measures=("建立制度",), due=life.day(30))
    by_leader = Life(policy=units.UPSIDE_DOWN, assignment=town.ASSIGNMENT).do(c.Acknowledge, "handler")
    assert plan(by_leader, "leader").owes(DutyKind.PLAN_REVIEW)


def test_the_handler_does_not_approve_the_plan_that_his_head_submits() -> None:
    both = town.ASSIGNMENT.model_copy(update={"handler": town.person("clerk")})
    life = plan(Life(assignment=both).do(c.Acknowledge, "clerk"), "head")
    assert "钱主任" in life.refused(c.ApprovePlan, "clerk").zh
    assert life.do(c.ApprovePlan, "office").is_at(Stage.RECTIFYING)


def approved_late() -> Life:
    """The limit is 2 June; the plan comes on the 30th, due on the next day."""
    life = Life().acknowledged().wait_until(dt.datetime(2026, 6, 30, 2, tzinfo=dt.UTC))
    return plan(life, due=life.day(1)).do(c.ApprovePlan, "office")


def limit(life: Life) -> dt.datetime:
    return item_deadline(life.case, life.now).at


def test_a_plan_moves_no_limit_that_has_passed() -> None:
    life = approved_late()
    work = life.duty(DutyKind.RECTIFY)
    assert work.deadline.at == work.original.at == limit(life) < life.now
    life.wait("1d")
    assert life.duty(DutyKind.RECTIFY).colour == "red"
    why = life.refused(c.RequestExtension, "handler", reason="雨季", due=life.day(30)).zh
    assert "超期后不能申请延期" in why


def test_the_items_limit_is_kept_beside_the_plans_date() -> None:
    life = Life().at_work(30)
    work = life.duty(DutyKind.RECTIFY)
    assert life.case.policy.clock.date_of(work.deadline.at) == dt.date(2026, 4, 1)
    assert work.original.at == limit(life) > work.deadline.at


def test_a_suspension_before_the_work_puts_the_items_limit_off_too() -> None:
    life = Life().acknowledged()
    life.do(c.Suspend, "principal", reason="汛期", until=life.day(20)).wait("21d")
    assert plan(life, due=dt.date(2026, 6, 22)).do(c.ApprovePlan, "office").is_at(Stage.RECTIFYING)
    work = life.duty(DutyKind.RECTIFY)
    assert work.original.at == limit(life)
    assert work.deadline.at > work.original.at
    life.reported().closes().relapsed()
    assert limit_now(life.case, life.now) == item_deadline(life.case, life.now)
