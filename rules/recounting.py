"""Open duties counted again under other numbers: from the facts of their deadlines, never from where they stand now."""

import datetime as dt
import re

from rules.deadlines import due_after, due_on, put_off, today
from rules.duties import ladder_of
from rules.ladders import first_rung, rung_at, rung_of, rung_untold
from rules.people import each_once, people_in
from rules.recusal import debtors, free_people, in_place_of
from rules.reviewing import planned_look_back
from schemas.adoption import DutyEffect, LookBackEffect, Position, StepEffect
from schemas.case import Case, LookBack, LookBackState
from schemas.duty import Deadline, Duty, kind_and_step
from schemas.policy import DutyKind, Policy
from schemas.steps import PlannedStep
from schemas.time import Span

_NUMBER = re.compile(r"[^:]*:(?P<key>[^=]+)=(?P<span>.+)")
_ANNOUNCED = (DutyKind.NOTICE, DutyKind.INTERVIEW)  # by a letter that is out


def duty_effects(before: Case, after: Case, at: dt.datetime) -> tuple[DutyEffect, ...]:
    """Return what is another under the rules that `after` goes by, duty by duty; also of one that a review laid aside.

    The clocks of a suspended case stand where it was suspended, those of a duty laid aside where it was reported done.
    """
    now = before.suspension.since if before.suspension else at
    effects = [_effect(before, after, duty, max(now, duty.since)) for duty in before.duties]
    if (review := before.review) and (duty := review.returning):
        effects.append(_effect(before, after, duty, review.reported_at).model_copy(update={"laid_aside": True}))
    return tuple(effect for effect in effects if effect.before != effect.after)


def look_back_effects(before: Case, after: Case) -> tuple[LookBackEffect, ...]:
    """Return which look-backs move, fall away or are planned in addition; what was opened or passed stays.

    One whose new date has passed opens at once: it is a duty of its own, with all its time.
    """
    if before.closure is None:
        return ()
    old = {look.number: look for look in before.look_backs if look.state is LookBackState.PLANNED}
    new = {look.number: look for look in _planned(before, after, before.closure.at)}
    numbers = sorted({*old, *new})
    return tuple(_look_back_effect(n, old.get(n), new.get(n)) for n in numbers if old.get(n) != new.get(n))


def step_effects(before: Case, after: Case) -> tuple[StepEffect, ...]:
    """Return which steps that are planned for later are opened at another time, or at a firm one instead of a provisional.

    One whose new time has passed opens at once: it is a duty of its own, with all its time.
    """
    effects = (_step_effect(before, after, planned) for planned in before.planned)
    return tuple(e for e in effects if e.moved or e.provisional != e.was_provisional)


def recounted(after: Case, duty: Duty) -> Deadline:
    """Return when a duty falls due under the rules that a case goes by now, whatever holds for it at present.

    A number is counted again from where it was counted; a date that somebody decided (feedback, plan, extension,
    commitment) stays, and so does the number in a letter that is out. Time that did not count is added as it was.
    """
    return _put_off_as_it_was(after, _counted(after, duty), duty)


def first_again(after: Case, duty: Duty) -> Deadline:
    """Return when a duty would fall due by the rules that a case goes by now if nothing had ever moved it."""
    return _counted(after, duty.model_copy(update={"deadline": duty.original}))


def number_in(policy: Policy, key: str) -> Span | None:
    """Return a span of a policy by its path, as duties.plan.due; None where it has no such number."""
    value: object = policy.plain
    for step in key.split("."):
        value = value.get(step) if isinstance(value, dict) else None
    return Span.parse(value) if isinstance(value, str) else None


def _step_effect(before: Case, after: Case, planned: PlannedStep) -> StepEffect:
    rule = after.policy.steps[planned.step]
    counted = (
        due_after(after, rule.after, planned.since, "") if rule.after else None
    )  # at once, where none is asked for
    at, provisional = (counted.at, counted.provisional) if counted else (planned.since, False)
    owed_by = in_place_of(after, planned.owed_by or rule.owners[0], planned.barred)
    return StepEffect(
        step=planned.step,
        number=planned.number,
        before=planned.at,
        after=at,
        was_provisional=planned.provisional,
        provisional=provisional,
        told=free_people(after, owed_by, planned.barred) if at != planned.at else (),
    )


def _effect(before: Case, after: Case, duty: Duty, now: dt.datetime) -> DutyEffect:
    deadline = _not_into_the_past(after, duty, recounted(after, duty), now)
    ladder = ladder_of(after, _ladder(after.policy, duty))
    rung = max(rung_untold(after, ladder, deadline, duty.warned), first_rung(after, ladder, deadline, now))
    moved = deadline.at != duty.deadline.at
    return DutyEffect(
        duty=duty.id,
        before=_position(before, duty.deadline, duty.ladder, duty.rung),
        after=_position(after, deadline, ladder, rung),
        told=debtors(after, duty) if moved else (),
        hears=each_once((*debtors(after, duty), *people_in(after, *rung_of(after, ladder, rung).tell))),
        no_longer_overdue=duty.deadline.at <= now < deadline.at,
    )


def _ladder(policy: Policy, duty: Duty) -> str:
    """Return the ladder that a policy names for a duty, or a step; where it knows no such duty, that of a review."""
    if duty.kind is DutyKind.STEP:
        return policy.steps[kind_and_step(duty.id)[1]].ladder
    return (policy.duties.get(duty.kind) or policy.duties[DutyKind.REVIEW]).ladder


def _not_into_the_past(after: Case, duty: Duty, new: Deadline, now: dt.datetime) -> Deadline:
    """Return the date that a duty began with, or else has now, where the new numbers would make it overdue at once.

    What was overdue by that very date before an adoption relieved it, is so again.
    """
    if duty.deadline.at <= now or new.at > now or new.at in duty.lapsed:
        return new
    first = _put_off_as_it_was(after, duty.original, duty)
    return first if first.at > now else duty.deadline


def _put_off_as_it_was(after: Case, deadline: Deadline, duty: Duty) -> Deadline:
    for stood in duty.deadline.put_offs:
        deadline = put_off(after, deadline, stood.by, stood.why)
    return deadline


def _position(case: Case, deadline: Deadline, ladder: str, rung: int) -> Position:
    return Position(deadline=deadline, ladder=ladder, rung=rung, rings_at=rung_at(case, ladder, deadline, rung))


def _counted(after: Case, duty: Duty) -> Deadline:
    old, rule = duty.deadline, duty.deadline.rule.partition(";")[0]
    found = _NUMBER.fullmatch(rule)
    if found is None:
        return due_on(after, old.named or today(after, old.at), old.counted_from, rule)
    span = None if duty.kind in _ANNOUNCED else number_in(after.policy, found["key"])
    if span is None:
        return due_after(after, Span.parse(found["span"]), old.counted_from, "").model_copy(update={"rule": rule})
    return due_after(after, span, old.counted_from, found["key"])


def _planned(before: Case, after: Case, closed_at: dt.datetime) -> list[LookBack]:
    begun = {look.number for look in before.look_backs if look.state is not LookBackState.PLANNED}
    numbers = range(1, len(after.policy.look_backs.after) + 1)
    return [planned_look_back(after, number, closed_at) for number in numbers if number not in begun]


def _look_back_effect(number: int, old: LookBack | None, new: LookBack | None) -> LookBackEffect:
    return LookBackEffect(
        number=number,
        before=old.at if old else None,
        after=new.at if new else None,
        provisional=new.provisional if new else False,
    )
