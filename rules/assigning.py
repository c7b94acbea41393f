"""A leader, a lead unit and a named person for every item, and their receipt."""

import datetime as dt

from rules.duties import discharge, duty_of, owe, owers
from rules.names import name_of
from rules.people import misnamed, people_in
from rules.planning import begin_planning
from rules.recusal import reassigned
from rules.registry import Facts, actor_of, decides, follows, refusal
from schemas.case import Case, Stage
from schemas.commands import Acknowledge, Assign
from schemas.facts import Acknowledged, CaseOpened, LeaderAssigned
from schemas.people import STANDING_ROLES, Assignment, Role
from schemas.policy import DutyKind
from schemas.steps import StepDone
from schemas.words import Text, text


@follows(CaseOpened)
def case_opened(case: Case, fact: CaseOpened, at: dt.datetime) -> Case:
    """Owe the assignment; the roster may discharge it at once. A script asks for it where it wants it."""
    if case.opening.procedure:
        return case.model_copy(update={"stage": Stage.RUNNING, "holders": case.opening.standing})
    opened = case.model_copy(update={"stage": Stage.ASSIGNING, "holders": case.opening.standing})
    return owe(opened, DutyKind.ASSIGN, at)


def _assigners(case: Case) -> tuple[Role, ...]:
    if case.stage is Stage.RUNNING and not duty_of(case, DutyKind.ASSIGN):
        return ()
    return owers(DutyKind.ASSIGN, also=(Role.OFFICE, Role.PRINCIPAL))(case)


_RECEIVERS = owers(DutyKind.ACKNOWLEDGE, also=(Role.HANDLER, Role.LEAD_UNIT))


@decides(Assign, when=(Stage.ASSIGNING, Stage.ACKNOWLEDGING, Stage.RUNNING), by=_assigners)
def assign(case: Case, command: Assign, at: dt.datetime) -> Facts:
    """Name the persons, or others until the item is acknowledged; the same one may not do the work and judge it."""
    named = command.assignment
    known = people_in(case, *STANDING_ROLES)
    if why := misnamed(known, named.leader, named.head, named.handler) or conflict_in(case, named):
        raise refusal(command, why)
    return (LeaderAssigned(by=actor_of(case, command), assignment=named),)


@follows(LeaderAssigned)
def leader_assigned(case: Case, fact: LeaderAssigned, at: dt.datetime) -> Case:
    """Owe the handler's receipt; what waits for a decision is not for him to decide. A script goes on by itself."""
    if case.opening.procedure:
        named = discharge(case.model_copy(update={"assignment": fact.assignment}), DutyKind.ASSIGN)
        return reassigned(_named_for_the_script(named, fact))
    assigned = case.model_copy(update={"stage": Stage.ACKNOWLEDGING, "assignment": fact.assignment})
    free = reassigned(discharge(assigned, DutyKind.ASSIGN, DutyKind.ACKNOWLEDGE))
    return owe(free, DutyKind.ACKNOWLEDGE, at)


def _named_for_the_script(case: Case, fact: LeaderAssigned) -> Case:
    asked = next((step for step in case.steps if step.step == Assign.name), None)
    if asked is None or fact.by is None:
        return case
    done = StepDone(step=asked.step, number=asked.number, by=fact.by, title=name_of(DutyKind.ASSIGN))
    steps = tuple(step for step in case.steps if step is not asked)
    return case.model_copy(update={"steps": steps, "done": (*case.done, done)})


@decides(Acknowledge, when=(Stage.ACKNOWLEDGING,), by=_RECEIVERS)
def acknowledge(case: Case, command: Acknowledge, at: dt.datetime) -> Facts:
    """Take the item on."""
    return (Acknowledged(by=actor_of(case, command)),)


@follows(Acknowledged)
def acknowledged(case: Case, fact: Acknowledged, at: dt.datetime) -> Case:
    """Go on to the plan, or straight to the work where the speed asks for none."""
    return begin_planning(discharge(case, DutyKind.ACKNOWLEDGE), at)


def conflict_in(case: Case, assignment: Assignment) -> Text | None:
    """Say where an assignment would let somebody judge his own work (who reports never approves)."""
    judges = {Role.LEADER: assignment.leader, Role.LEAD_UNIT: assignment.head}
    reviewers = {*case.policy.review.levels, case.policy.owner(DutyKind.PLAN_REVIEW)}
    for role, judge in judges.items():
        if role in reviewers and judge.id == assignment.handler.id:
            name = name_of(role)
            return text(
                f"责任人“{judge.name}”不能同时是审核自己工作的人（{name.zh}），须另定一人",
                f"the handler “{judge.name}” can't also be the {name.en} who reviews his work; name somebody else",
            )
    return None
