"""Suspension: the clocks of a case stand still for a reason, until a date, under a cap."""

import datetime as dt

from rules.deadlines import put_off, today, whole_seconds
from rules.duties import change
from rules.ladders import first_rung
from rules.recusal import doers, in_place_of, require_none_of
from rules.registry import Facts, actor_of, decides, follows, refusal
from rules.working_days import shift
from schemas.case import Case, Stage, Suspension
from schemas.commands import Resume, Suspend
from schemas.duty import Duty
from schemas.facts import Resumed, Suspended
from schemas.people import Role
from schemas.words import text

_SUSPENDABLE = (Stage.ACKNOWLEDGING, Stage.PLANNING, Stage.RECTIFYING, Stage.CONTINUING, Stage.RUNNING)


def _decider(case: Case) -> Role:
    return in_place_of(case, case.policy.suspension.decider, doers(case))


@decides(Suspend, when=_SUSPENDABLE, by=lambda case: (_decider(case),), barring=doers)
def suspend(case: Case, command: Suspend, at: dt.datetime) -> Facts:
    """Suspend within what is left of the cap; nobody gives his own work time."""
    why = text("责任人不能挂起自己的整改", "who does the work can't suspend it")
    require_none_of(case, command, doers(case), _decider(case), why)
    now, latest = today(case, at), _last_day(case, at)
    if not now < command.until <= latest:
        longest = case.policy.suspension.longest
        why = text(
            f"挂起至{command.until}不可用：应晚于今天（{now}），不晚于{latest}（累计最长{longest.speak()}）",
            f"until {command.until}: must be after {now}, at the latest {latest} ({longest.speak('en')} in all)",
        )
        raise refusal(command, why)
    return (Suspended(by=actor_of(case, command), reason=command.reason, until=_end_of(case, command.until)),)


def _last_day(case: Case, at: dt.datetime) -> dt.date:
    """Return the last day whose end lies within what earlier suspensions have left of the cap."""
    first, spent = case.first_suspended_at or at, dt.timedelta(seconds=case.suspended_seconds)
    cap = shift(case.calendar, case.policy.clock, first, case.policy.suspension.longest).at - first
    latest = at + cap - spent
    day = today(case, latest)
    return day if _end_of(case, day) <= latest else day - dt.timedelta(days=1)


def _end_of(case: Case, day: dt.date) -> dt.datetime:
    return case.policy.clock.instant_of(day, case.policy.clock.day_ends)


@follows(Suspended)
def suspended(case: Case, fact: Suspended, at: dt.datetime) -> Case:
    """Stop the clocks."""
    suspension, first = Suspension(since=at, until=fact.until), case.first_suspended_at or at
    return case.model_copy(update={"suspension": suspension, "first_suspended_at": first})


def _resumers(case: Case) -> tuple[Role, ...]:
    return tuple(dict.fromkeys((_decider(case), Role.OFFICE))) if case.suspension else ()


@decides(Resume, when=_SUSPENDABLE, by=_resumers, while_suspended=True)
def resume(case: Case, command: Resume, at: dt.datetime) -> Facts:
    """Resume before the end."""
    return (Resumed(by=actor_of(case, command), reason=command.reason),)


@follows(Resumed)
def resumed(case: Case, fact: Resumed, at: dt.datetime) -> Case:
    """Put every due date off by the time that did not count."""
    assert case.suspension is not None  # noqa: S101 - only what is suspended is resumed
    since, ended = case.suspension.since, min(at, case.suspension.until)  # an outage suspends nothing
    total = case.suspended_seconds + whole_seconds(ended - since)  # rounded up: a cap is a cap
    case = case.model_copy(update={"suspension": None, "suspended_seconds": total})
    for duty in case.duties:
        case = change(case, _put_off(case, duty, ended - max(since, duty.since), ended))
    return case


def _put_off(case: Case, duty: Duty, stood: dt.timedelta, at: dt.datetime) -> Duty:
    if stood <= dt.timedelta():
        return duty
    deadline = put_off(case, duty.deadline, stood, "suspension")
    rung = max(duty.rung, first_rung(case, duty.ladder, deadline, at))
    seconds = duty.put_off_seconds + whole_seconds(stood)
    return duty.model_copy(update={"deadline": deadline, "rung": rung, "put_off_seconds": seconds})
