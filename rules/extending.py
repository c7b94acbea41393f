"""More time: asked for with a reason, decided higher each time, capped in number and length."""

import datetime as dt

from rules.deadlines import due_after, due_on, put_off, today
from rules.duties import Owed, barred_by, discharge, duty_by_id, duty_of, owe, owers, set_deadline
from rules.names import name_of
from rules.recounting import first_again
from rules.rectifying import WORKERS, item_deadline
from rules.recusal import doers, in_place_of, require_other_hand
from rules.registry import Facts, actor_of, decides, follows, refusal
from schemas.case import Case, Extension, Stage
from schemas.commands import DecideExtension, RequestExtension
from schemas.duty import Deadline, Duty
from schemas.facts import ExtensionDenied, ExtensionGranted, ExtensionLapsed, ExtensionRequested
from schemas.people import Role
from schemas.policy import DutyKind
from schemas.words import Text, text

_EXTENDABLE = (Stage.RECTIFYING, Stage.RUNNING)


def _askers(case: Case) -> tuple[Role, ...]:
    if case.stage is Stage.RUNNING and not _extendable_steps(case):
        return ()
    working = (duty.owed_by for duty in _extendable_steps(case))
    return tuple(dict.fromkeys((*owers(DutyKind.RECTIFY, also=(*WORKERS, Role.LEADER))(case), *working)))


@decides(RequestExtension, when=_EXTENDABLE, by=_askers)
def request_extension(case: Case, command: RequestExtension, at: dt.datetime) -> Facts:
    """Ask for a later date within the policy's caps; in a scripted case, for the step that falls due first."""
    duty = _work(case)
    if why := _not_to_be_had(case, duty, command, at):
        raise refusal(command, why)
    rule = case.policy.extension
    decider = in_place_of(case, rule.deciders[min(case.extensions, len(rule.deciders) - 1)], doers(case, command.actor))
    by, due = actor_of(case, command), due_on(case, command.due, at, "extension").at
    step = duty.id if duty.kind is DutyKind.STEP else None
    return (ExtensionRequested(by=by, reason=command.reason, due=due, decider=decider, duty=step),)


@follows(ExtensionRequested)
def extension_requested(case: Case, fact: ExtensionRequested, at: dt.datetime) -> Case:
    """Owe the decision; until then the old date holds, for silence never means yes."""
    extension = Extension(due=fact.due, decider=fact.decider, asked_by=fact.by.id, duty=fact.duty)
    case = case.model_copy(update={"extension": extension})
    return owe(case, DutyKind.EXTENSION, at, Owed(owed_by=fact.decider, barred=doers(case, fact.by.id)))


@decides(DecideExtension, when=_EXTENDABLE, by=owers(DutyKind.EXTENSION), barring=barred_by(DutyKind.EXTENSION))
def decide_extension(case: Case, command: DecideExtension, at: dt.datetime) -> Facts:
    """Grant or deny; nobody decides on his own request or work."""
    duty = duty_of(case, DutyKind.EXTENSION)
    assert duty is not None  # noqa: S101 - only who owes the decision gets here
    why = text("延期不能由申请人或责任人自己审批", "who asks for more time or does the work can't decide on it")
    require_other_hand(case, command, duty, why)
    by = actor_of(case, command)
    if not command.grant:
        return (ExtensionDenied(by=by, reason=command.reason),)
    if useless := _too_late(case, at):
        raise refusal(command, useless)
    return (ExtensionGranted(by=by, reason=command.reason),)


def _too_late(case: Case, at: dt.datetime) -> Text | None:
    """Say whether the date asked for has lost its sense while the request lay about."""
    assert case.extension is not None  # noqa: S101 - as long as its decision is owed
    asked, due = case.extension.due, _work(case).deadline.at
    if asked > max(at, due):
        return None
    day, limit = today(case, asked), today(case, due)
    return text(
        f"申请的新时限{day}已过，或不晚于现时限{limit}；只能不批准，需要时另行申请",
        f"the date asked for ({day}) is past or not after the present one ({limit}): deny it and let them ask anew",
    )


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


@follows(ExtensionLapsed)
def extension_lapsed(case: Case, fact: ExtensionLapsed, at: dt.datetime) -> Case:
    """Discharge the decision: who is done needs no more time."""
    return discharge(case.model_copy(update={"extension": None}), DutyKind.EXTENSION)


def _work(case: Case) -> Duty:
    if case.extension and case.extension.duty:
        duty = duty_by_id(case, case.extension.duty)
    elif case.stage is Stage.RUNNING:
        duty = min(_extendable_steps(case), key=lambda step: step.deadline.at)
    else:
        duty = duty_of(case, DutyKind.RECTIFY)
    assert duty is not None  # noqa: S101 - owed as long as more time can be asked for, and decided on
    return duty


def _extendable_steps(case: Case) -> list[Duty]:
    extendable = {step.duty for step in case.steps if (rule := case.policy.steps.get(step.step)) and rule.extendable}
    return [duty for duty in case.duties if duty.id in extendable]


def _not_to_be_had(case: Case, duty: Duty, command: RequestExtension, at: dt.datetime) -> Text | None:
    rule, due = case.policy.extension, today(case, duty.deadline.at)
    if pending := duty_of(case, DutyKind.EXTENSION):
        who = name_of(pending.owed_by)
        return text(f"已有延期申请待{who.zh}审批", f"a request is waiting for the {who.en}")
    if case.extensions >= rule.most:
        return text(
            f"已延期{case.extensions}次，办法规定最多{rule.most}次", f"extended {case.extensions} times of {rule.most}"
        )
    if duty.deadline.at <= at and not rule.after_overdue:
        return text(f"已于{due}超期，办法规定超期后不能申请延期", f"overdue since {due}: no extension after that")
    latest = today(case, _cap(case, duty).at)
    if not max(due, today(case, at)) < command.due <= latest:
        return text(
            f"新时限{command.due}不可用：应晚于现时限{due}和今天，不晚于{latest}（原时限起最长{rule.longest.speak()}，审核、挂起不计）",
            f"{command.due}: must be after {due} and today, at the latest {latest} "
            f"({rule.longest.speak('en')} in all, reviews and suspensions not counted)",
        )
    return None


def _cap(case: Case, duty: Duty) -> Deadline:
    """Return where all extensions end: so long after the limit of item or step, and the time that didn't count beside it.

    The limit is that of the policy that holds now; the original one may be another policy's.
    """
    limit = first_again(case, duty) if duty.kind is DutyKind.STEP else item_deadline(case, duty.since)
    cap = due_after(case, case.policy.extension.longest, limit.at, "extension.longest")
    stood = dt.timedelta(seconds=duty.put_off_seconds)
    return put_off(case, cap, stood, "review;suspension") if stood else cap
