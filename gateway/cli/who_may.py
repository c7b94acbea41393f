"""Who may give which command, asked of the rules themselves: a made-up case in which everything is owed."""

import datetime as dt

from gateway.calendar_files import load_calendar
from gateway.intake.frame import CALENDAR
from gateway.policy_files import find_policy, load_policy
from rules.cases import EDITION
from rules.names import listed, name_of
from rules.registry import RULES
from rules.soundness.uses import owners_of
from schemas.case import Case, Interview, LookBack, LookBackState, Suspension
from schemas.commands import COMMANDS
from schemas.duty import Deadline, Duty
from schemas.facts import Opening
from schemas.item import FeedbackItem
from schemas.people import Person, Role, Standing
from schemas.policy import DutyKind, Policy, StepRule
from schemas.values import CaseId, DutyId
from schemas.words import Text, text

_SOMEDAY = dt.datetime(2026, 1, 5, tzinfo=dt.UTC)
_SOMEBODY = Person(id="somebody", name="somebody")


def who_may(policy: str) -> dict[str, Text]:
    """Return the roles that may give each command under a policy, by the command's name."""
    case = _owing_everything(load_policy(find_policy(policy)))
    return {name: listed(tuple(map(name_of, _in_order(RULES[kind].by(case))))) for name, kind in COMMANDS.items()}


def who_may_do_steps(policy: Policy) -> dict[str, Text]:
    """Return who does each step of a definition under its policy, by the step's name; levels in their order."""
    return {step: _owers(rule) for step, rule in policy.steps.items()}


def _owers(rule: StepRule) -> Text:
    roles = listed(tuple(map(name_of, rule.owners)))
    return text(f"{roles.zh}逐级", f"{roles.en}, in turn") if len(rule.levels) > 1 else roles


def _in_order(roles: tuple[Role, ...]) -> tuple[Role, ...]:
    return tuple(role for role in Role if role in roles)


def _owing_everything(policy: Policy) -> Case:
    some = (_SOMEBODY,)
    opening = Opening(
        case_id=CaseId("example/001"),
        campaign="example",
        item=FeedbackItem(number=1, title="example"),
        policy=policy,
        calendar=load_calendar(CALENDAR),
        standing=Standing(office=some, principal=some, committee=some, higher=some, supervisor=some),
        fed_back_at=_SOMEDAY,
        edition=EDITION,
    )
    duties = tuple(_duty(policy, kind, role) for kind in policy.duties for role in owners_of(policy, kind))
    interview = Interview(number=1, letter_number="1", interviewee=Role.LEADER, about=None)
    suspension = Suspension(since=_SOMEDAY, until=_SOMEDAY)
    look_back = LookBack(number=1, at=_SOMEDAY, state=LookBackState.OPEN)
    return Case(opening=opening, duties=duties, interviews=(interview,), suspension=suspension, look_backs=(look_back,))


def _duty(policy: Policy, kind: DutyKind, owed_by: Role) -> Duty:
    deadline = Deadline(at=_SOMEDAY, rule="", counted_from=_SOMEDAY, calendar="")
    return Duty(
        id=DutyId(f"{kind}-1"),
        kind=kind,
        owed_by=owed_by,
        subject="1",
        since=_SOMEDAY,
        deadline=deadline,
        original=deadline,
        ladder=policy.duties[kind].ladder,
    )
