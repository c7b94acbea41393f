"""How duties are opened, changed and discharged."""

import datetime as dt
from collections.abc import Callable
from typing import NamedTuple

from rules.deadlines import due_after
from rules.ladders import first_rung
from rules.recusal import in_place_of
from rules.registry import refusal
from schemas.case import Case
from schemas.commands import Command
from schemas.duty import Deadline, Duty
from schemas.people import Role
from schemas.policy import DutyKind
from schemas.values import DutyId, PersonId
from schemas.words import text

MOST_OPEN = 200  # duties of up to three kilobytes: a case must fit into one payload of Temporal's 2 MB


class Owed(NamedTuple):
    """What differs from the policy's rule when a duty is opened."""

    subject: str = ""
    owed_by: Role | None = None
    deadline: Deadline | None = None
    original: Deadline | None = None
    put_off_seconds: int = 0
    barred: tuple[PersonId, ...] = ()


_AS_RULED = Owed()


class _Begun(NamedTuple):
    """What a rule says of a new duty."""

    id: DutyId
    kind: DutyKind
    owed_by: Role
    deadline: Deadline


def owe(case: Case, kind: DutyKind, at: dt.datetime, owed: Owed | None = None) -> Case:
    """Open a duty from an instant on, under the ladder of the case's round, owed by somebody who can discharge it."""
    owed, policy = owed or _AS_RULED, case.policy
    deadline = owed.deadline or due_after(case, policy.given(kind), at, f"duties.{kind}.due")
    duty = _Begun(DutyId(f"{kind}-{case.duty_serial + 1}"), kind, owed.owed_by or policy.owner(kind), deadline)
    return _opened(case, duty, policy.duties[kind].ladder, at, owed)


def owe_step(case: Case, step: str, at: dt.datetime, owed: Owed) -> Case:
    """Open the duty of a scripted step by the policy's rule for it; its id tells which step it is."""
    rule = case.policy.steps[step]
    start = case.opening.fed_back_at if rule.from_start else at
    deadline = due_after(case, rule.due, start, f"steps.{step}.due")
    duty_id = DutyId(f"{DutyKind.STEP}.{step}-{case.duty_serial + 1}")
    duty = _Begun(duty_id, DutyKind.STEP, owed.owed_by or rule.owners[0], deadline)
    return _opened(case, duty, rule.ladder, at, owed)


def ladder_of(case: Case, name: str) -> str:
    """Return the ladder that delay climbs where a rule names one; after a relapse a stricter one."""
    return case.policy.relapse.ladders.get(name, name) if case.round > 1 else name


def _opened(case: Case, begun: _Begun, ladder: str, at: dt.datetime, owed: Owed) -> Case:
    ladder = ladder_of(case, ladder)
    duty = Duty(
        id=begun.id,
        kind=begun.kind,
        owed_by=in_place_of(case, begun.owed_by, owed.barred),
        subject=owed.subject,
        since=at,
        deadline=begun.deadline,
        original=owed.original or begun.deadline,
        ladder=ladder,
        rung=first_rung(case, ladder, begun.deadline, at),
        barred=owed.barred,
        put_off_seconds=owed.put_off_seconds,
    )
    return case.model_copy(update={"duties": (*case.duties, duty), "duty_serial": case.duty_serial + 1})


def require_room(case: Case, command: Command, more: int) -> None:
    """Refuse what would leave a case with more open duties than it can carry."""
    if len(case.duties) + more > MOST_OPEN:
        why = text(
            f"一个事项最多同时有{MOST_OPEN}项待办，已有{len(case.duties)}项；请先办结一些",
            f"a case has {MOST_OPEN} open duties at most, {len(case.duties)} are there; discharge some first",
        )
        raise refusal(command, why)


def reopen(case: Case, duty: Duty) -> Case:
    """Put a duty back that was laid aside."""
    return case.model_copy(update={"duties": (*case.duties, duty)})


def discharge(case: Case, *kinds: DutyKind) -> Case:
    """Take all open duties of some kinds off the case."""
    return _keep(case, lambda duty: duty.kind not in kinds)


def discharge_one(case: Case, duty_id: DutyId | None) -> Case:
    """Take one duty off the case."""
    return _keep(case, lambda duty: duty.id != duty_id)


def discharge_about(case: Case, subject: str, *kinds: DutyKind) -> Case:
    """Take the duties of some kinds off the case that are about one subject."""
    return _keep(case, lambda duty: duty.kind not in kinds or duty.subject != subject)


def change(case: Case, changed: Duty) -> Case:
    """Replace a duty by its changed self."""
    return case.model_copy(update={"duties": with_changed(case, changed)})


def with_changed(case: Case, changed: Duty) -> tuple[Duty, ...]:
    """Return a case's duties with one of them replaced by its changed self."""
    return tuple([changed if duty.id == changed.id else duty for duty in case.duties])


def set_deadline(case: Case, duty: Duty, deadline: Deadline, at: dt.datetime) -> Case:
    """Give a duty another due time; the original date is kept, and the ladder begins anew before it."""
    rung = first_rung(case, duty.ladder, deadline, at)
    anew = {"deadline": deadline, "rung": rung, "colour": None, "warned": None, "lapsed": ()}
    return change(case, duty.model_copy(update=anew))


def duty_of(case: Case, kind: DutyKind) -> Duty | None:
    """Return the first open duty of a kind."""
    return next((duty for duty in case.duties if duty.kind is kind), None)


def owers(*kinds: DutyKind, also: tuple[Role, ...] = ()) -> Callable[[Case], tuple[Role, ...]]:
    """Say who may act on duties of some kinds: some roles always, and whoever owes one now."""
    return lambda case: tuple(dict.fromkeys((*also, *(duty.owed_by for duty in case.duties if duty.kind in kinds))))


def barred_by(*kinds: DutyKind) -> Callable[[Case], tuple[PersonId, ...]]:
    """Say whom every open duty of some kinds bars."""

    def barred(case: Case) -> tuple[PersonId, ...]:
        first, *others = [duty.barred for duty in case.duties if duty.kind in kinds] or [()]
        return tuple(person for person in first if all(person in other for other in others))

    return barred


def duty_about(case: Case, kind: DutyKind, subject: str) -> Duty | None:
    """Return the open duty of a kind that is about one subject."""
    return next((duty for duty in case.duties if duty.kind is kind and duty.subject == subject), None)


def duty_by_id(case: Case, duty_id: DutyId | None) -> Duty | None:
    """Return an open duty by its id."""
    return next((duty for duty in case.duties if duty.id == duty_id), None)


def _keep(case: Case, wanted: Callable[[Duty], bool]) -> Case:
    return case.model_copy(update={"duties": tuple(duty for duty in case.duties if wanted(duty))})
