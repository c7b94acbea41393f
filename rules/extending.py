"""More time: asked for with a reason, decided higher each time, capped in number and length."""

import datetime as dt

from rules.deadlines import due_on, today
from rules.duties import Owed, discharge, duty_of, owe, set_deadline
from rules.names import name_of
from rules.registry import Facts, actor_of, decides, follows, refusal
from rules.working_days import shift
from schemas.case import Case, Extension, Stage
from schemas.commands import DecideExtension, RequestExtension
from schemas.duty import Duty
from schemas.facts import ExtensionDenied, ExtensionGranted, ExtensionRequested
from schemas.people import Role
from schemas.policy import DutyKind
from schemas.words import Text, text


@decides(RequestExtension, when=(Stage.RECTIFYING,), by=(Role.HANDLER, Role.LEAD_UNIT, Role.LEADER))
def request_extension(case: Case, command: RequestExtension, at: dt.datetime) -> Facts:
    """Ask for a later date within the policy's caps."""
    duty = _work(case)
    if why := _not_to_be_had(case, duty, command, at):
        raise refusal(command, why)
    rule = case.policy.extension
    decider = rule.deciders[min(case.extensions, len(rule.deciders) - 1)]
    due = due_on(case, command.due, at, "extension").at
    return (ExtensionRequested(by=actor_of(case, command), reason=command.reason, due=due, decider=decider),)


@follows(ExtensionRequested)
def extension_requested(case: Case, fact: ExtensionRequested, at: dt.datetime) -> Case:
    """Owe the decision; until then the old date holds, for silence never means yes."""
    extension = Extension(due=fact.due, decider=fact.decider, asked_by=fact.by.id)
    case = case.model_copy(update={"extension": extension})
    return owe(case, DutyKind.EXTENSION, at, Owed(owed_by=fact.decider))


def _decider(case: Case) -> tuple[Role, ...]:
    return (case.extension.decider,) if case.extension else ()


@decides(DecideExtension, when=(Stage.RECTIFYING,), by=_decider)
def decide_extension(case: Case, command: DecideExtension, at: dt.datetime) -> Facts:
    """Grant or deny; nobody decides on his own request."""
    if case.extension is None:
        raise refusal(command, text("没有待审批的延期申请", "no extension is waiting for a decision"), case)
    if case.extension.asked_by == command.actor:
        raise refusal(command, text("延期不能由申请人自己审批", "who asked for an extension can't decide on it"))
    by = actor_of(case, command)
    return (ExtensionGranted(by=by, reason=command.reason) if command.grant else _denied(case, command),)


def _denied(case: Case, command: DecideExtension) -> ExtensionDenied:
    return ExtensionDenied(by=actor_of(case, command), reason=command.reason)


@follows(ExtensionGranted)
def extension_granted(case: Case, fact: ExtensionGranted, at: dt.datetime) -> Case:
    """Move the current due date; the original one is kept beside it."""
    assert case.extension is not None  # noqa: S101 - only what was asked for is granted
    deadline = due_on(case, today(case, case.extension.due), at, f"extension {case.extensions + 1}")
    case = set_deadline(case, _work(case), deadline, at)
    return discharge(case.model_copy(update={"extension": None, "extensions": case.extensions + 1}), DutyKind.EXTENSION)


@follows(ExtensionDenied)
def extension_denied(case: Case, fact: ExtensionDenied, at: dt.datetime) -> Case:
    """Discharge the decision; the old date holds."""
    return discharge(case.model_copy(update={"extension": None}), DutyKind.EXTENSION)


def _work(case: Case) -> Duty:
    duty = duty_of(case, DutyKind.RECTIFY)
    assert duty is not None  # noqa: S101 - owed as long as a case is being rectified
    return duty


def _not_to_be_had(case: Case, duty: Duty, command: RequestExtension, at: dt.datetime) -> Text | None:
    rule, due = case.policy.extension, today(case, duty.deadline.at)
    if case.extension:
        who = name_of(case.extension.decider)
        return text(f"已有延期申请待{who.zh}审批", f"a request is waiting for the {who.en}")
    if case.extensions >= rule.most:
        return text(
            f"已延期{case.extensions}次,办法规定最多{rule.most}次", f"extended {case.extensions} times of {rule.most}"
        )
    if duty.deadline.at <= at and not rule.after_overdue:
        return text(f"已于{due}超期,办法规定超期后不能申请延期", f"overdue since {due}: no extension after that")
    latest = shift(case.calendar, case.policy.clock, duty.original.at, rule.longest).date
    if not due < command.due <= latest:
        return text(
            f"新时限{command.due}不可用:应晚于现时限{due},不晚于{latest}(原时限起最长{rule.longest.speak()})",
            f"{command.due}: must be after {due}, at the latest {latest} ({rule.longest.speak('en')} in all)",
        )
    return None
