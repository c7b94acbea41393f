"""The plan: measures, milestones and a date, approved or sent back with reasons."""

import datetime as dt

from rules.deadlines import due_on, today
from rules.duties import Owed, barred_by, discharge, duty_of, owe, owers
from rules.rectifying import WORKERS, begin_rectifying, limit_now
from rules.recusal import doers, require_other_hand
from rules.registry import Facts, actor_of, decides, follows, refusal
from rules.returning import again
from schemas.case import Case, Plan, Stage
from schemas.commands import ApprovePlan, ReturnPlan, SubmitPlan
from schemas.facts import PlanApproved, PlanReturned, PlanSubmitted
from schemas.policy import DutyKind
from schemas.returns import Returning
from schemas.words import Text, text


def begin_planning(case: Case, at: dt.datetime) -> Case:
    """Owe a plan, or begin the work where the item's speed asks for no plan."""
    if not case.policy.speeds[case.item.speed].plan:
        return begin_rectifying(case, at)
    planning = case.model_copy(update={"stage": Stage.PLANNING, "plan": None})
    return owe(planning, DutyKind.PLAN, at)


@decides(SubmitPlan, when=(Stage.PLANNING,), by=owers(DutyKind.PLAN, also=WORKERS))
def submit_plan(case: Case, command: SubmitPlan, at: dt.datetime) -> Facts:
    """Propose measures and a date within the item's limit."""
    if case.plan:
        raise refusal(command, text("已有方案待审批", "a plan is waiting for its decision"), case)
    if why := _wrong_dates(case, command, at):
        raise refusal(command, why)
    due = due_on(case, command.due, at, "plan").at
    by = actor_of(case, command)
    return (PlanSubmitted(by=by, measures=command.measures, due=due, milestones=command.milestones),)


@follows(PlanSubmitted)
def plan_submitted(case: Case, fact: PlanSubmitted, at: dt.datetime) -> Case:
    """Owe the decision on the plan."""
    plan = Plan(by=fact.by.id, measures=fact.measures, due=fact.due, milestones=fact.milestones)
    case = discharge(case.model_copy(update={"plan": plan}), DutyKind.PLAN)
    return owe(case, DutyKind.PLAN_REVIEW, at, Owed(barred=doers(case, fact.by.id)))


@decides(ApprovePlan, when=(Stage.PLANNING,), by=owers(DutyKind.PLAN_REVIEW), barring=barred_by(DutyKind.PLAN_REVIEW))
def approve_plan(case: Case, command: ApprovePlan, at: dt.datetime) -> Facts:
    """Approve the plan; never one's own, nor that of one's own work."""
    _require_judge(case, command)
    return (PlanApproved(by=actor_of(case, command)),)


@decides(ReturnPlan, when=(Stage.PLANNING,), by=owers(DutyKind.PLAN_REVIEW), barring=barred_by(DutyKind.PLAN_REVIEW))
def return_plan(case: Case, command: ReturnPlan, at: dt.datetime) -> Facts:
    """Send the plan back with reasons."""
    _require_judge(case, command)
    return PlanReturned(by=actor_of(case, command), reason=command.reason), *again(case, Returning.PLAN)


@follows(PlanApproved)
def plan_approved(case: Case, fact: PlanApproved, at: dt.datetime) -> Case:
    """Begin the work under the plan's date."""
    assert case.plan is not None  # noqa: S101 - a plan is approved only after it was submitted
    approved = case.model_copy(update={"plan": case.plan.model_copy(update={"approved": True})})
    return begin_rectifying(discharge(approved, DutyKind.PLAN_REVIEW), at)


@follows(PlanReturned)
def plan_returned(case: Case, fact: PlanReturned, at: dt.datetime) -> Case:
    """Owe a better plan."""
    returned = case.model_copy(update={"plan": None, "plans_returned": case.plans_returned + 1})
    return owe(discharge(returned, DutyKind.PLAN_REVIEW), DutyKind.PLAN, at)


def _require_judge(case: Case, command: ApprovePlan | ReturnPlan) -> None:
    duty = duty_of(case, DutyKind.PLAN_REVIEW)
    assert duty is not None  # noqa: S101 - only who owes the decision gets here
    why = text("方案不能由报送人或责任人自己审批", "who submits a plan or does the work can't decide on it")
    require_other_hand(case, command, duty, why)


def _wrong_dates(case: Case, command: SubmitPlan, at: dt.datetime) -> Text | None:
    now, limit = today(case, at), today(case, limit_now(case, at).at)
    latest = max(limit, now + dt.timedelta(days=1))  # a limit that has passed already leaves no date but the next
    if not now < command.due <= latest:
        return text(
            f"完成时限{command.due}不可用：应晚于今天（{now}），不晚于本事项期限{latest}；更晚的日期须另行申请延期",
            f"due {command.due}: must be after today ({now}), at the latest {latest}; beyond, ask for an extension",
        )
    names = [milestone.name for milestone in command.milestones]
    if doubled := next((name for name in names if names.count(name) > 1), None):
        return text(
            f"节点“{doubled}”重复，节点名称须各不相同", f"milestone “{doubled}” stands twice; names must differ"
        )
    for milestone in command.milestones:
        if not now < milestone.due <= command.due:
            return text(
                f"节点“{milestone.name}”的日期{milestone.due}不可用：应晚于今天（{now}），不晚于完成时限{command.due}",
                f"milestone “{milestone.name}” on {milestone.due}: must lie after {now} and not after {command.due}",
            )
    return None
