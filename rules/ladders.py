"""When a duty's next rung is reached, and what climbing it brings."""

import datetime as dt
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from rules.people import each_once, people_of
from rules.recusal import debtors
from rules.working_days import shift
from schemas.case import Case, InterviewState
from schemas.duty import Deadline, Duty, Warned
from schemas.facts import Fact, InterviewCalled, RungClimbed
from schemas.people import Role
from schemas.policy import DutyKind, Ladder, Letter, Rung
from schemas.time import Clock, Span, Unit, WorkCalendar
from schemas.values import DutyId
from schemas.words import Refusal

_MARKS = {Letter.REMINDER: "提", Letter.WARNING: "预", Letter.SUPERVISION: "督", Letter.CIRCULAR: "通"}
_INTERVIEW_MARK = "约"
_WHOLE = {Unit.WORKING_DAYS: 25_000}  # of a unit a span holds; longer waits are put together from several


class _Days(NamedTuple):
    """By what a case counts."""

    calendar: WorkCalendar
    clock: Clock


def rung_of(case: Case, ladder: str, index: int) -> Rung:
    """Return the rung of that index; beyond the top the last one repeats, for overdue never goes quiet."""
    rungs = case.policy.ladders[ladder].rungs
    return rungs[min(index, len(rungs) - 1)]


def rung_at(case: Case, ladder: str, deadline: Deadline, index: int) -> dt.datetime:
    """Return the instant at which a rung is reached: before the due date when offices open, on it when due."""
    return _reached(case.policy.ladders[ladder], _days(case), deadline.at, index)


def next_rungs(case: Case) -> list[tuple[dt.datetime, DutyId]]:
    """Return the instant at which each open duty's next rung is reached."""
    ladders, days = case.policy.ladders, _days(case)
    return [(_reached(ladders[duty.ladder], days, duty.deadline.at, duty.rung), duty.id) for duty in case.duties]


def first_rung(case: Case, ladder: str, deadline: Deadline, since: dt.datetime) -> int:
    """Return where a new duty begins: warnings that would have come before it existed are not sent."""
    climbed, days = case.policy.ladders[ladder], _days(case)
    early = [index for index, rung in enumerate(climbed.rungs) if rung.at.count < 0]
    return max((index for index in early if _reached(climbed, days, deadline.at, index) <= since), default=-1) + 1


def climb(case: Case, duty: Duty, upto: int, at: dt.datetime) -> tuple[Fact, ...]:
    """Return what reaching a rung brings: who is told (whoever owes it first), which letter, which interview is called.

    A rung that an outage skipped still calls its interview.
    """
    rung = rung_of(case, duty.ladder, upto)
    climbed = RungClimbed(
        duty=duty.id,
        rung=upto,
        colour=rung.colour,
        told=each_once((*debtors(case, duty), *(person for role in rung.tell for person in people_of(case, role)))),
        letter=rung.letter,
        letter_number=letter_number(case, _MARKS[rung.letter], 1) if rung.letter else None,
        propose_decision=rung.decision,
    )
    if _asks_for_interview(case, duty, upto, at) and _is_to_be_interviewed(case, duty):
        return climbed, called(case, _interviewee(duty), duty.kind, duty.id, ahead=2 if rung.letter else 1)
    return (climbed,)


def letter_number(case: Case, mark: str, ahead: int = 1) -> str:
    """Return the number of the next letter but some: numbered within its case, so that no two letters share one."""
    return f"{mark}〔{case.id}〕{case.letters + ahead}号"


def interview_number(case: Case, ahead: int = 1) -> str:
    """Return the number of the next interview notice."""
    return letter_number(case, _INTERVIEW_MARK, ahead)


def latest_rung(case: Case, duty: Duty, at: dt.datetime) -> int:
    """Return the highest rung reached by an instant: after an outage the latest is told once, not every missed one."""
    return _highest(case, duty.ladder, duty.deadline, duty.rung, at)


def warned_of(case: Case, ladder: str, rung: int) -> Warned:
    """Return how far a rung tells people of a duty, in a measure that another ladder can be laid against."""
    rungs, repeat = case.policy.ladders[ladder].rungs, case.policy.ladders[ladder].repeat
    last = len(rungs) - 1
    return Warned(at=rungs[min(rung, last)].at, repeat=repeat, times=max(0, rung - last))


def rung_untold(case: Case, ladder: str, deadline: Deadline, warned: Warned | None) -> int:
    """Return the first rung of a ladder of which people were not told under another one.

    Both are laid against the same due time: a rung that is reached no later than the one they were told of is the same.
    """
    if warned is None:
        return 0
    days = _days(case)
    upto = _repeated(days, _offset(days, deadline.at, warned.at), warned.repeat, warned.times)
    if rung_at(case, ladder, deadline, 0) > upto:
        return 0
    return _highest(case, ladder, deadline, 0, upto) + 1


def being_interviewed(case: Case, role: Role) -> bool:
    """Say whether an interview of a role is called and not held yet: one at a time."""
    return any(i.interviewee is role and i.state is InterviewState.CALLED for i in case.interviews)


def _highest(case: Case, ladder: str, deadline: Deadline, index: int, upto: dt.datetime) -> int:
    """Return the last rung from one that is reached on that is reached by an instant, and before the clock stops."""
    stops = case.policy.clock.stops

    def is_reached(index: int) -> bool:
        at = rung_at(case, ladder, deadline, index)
        return at <= upto and at < stops

    step = 1
    while is_reached(index + step):
        index, step = index + step, step * 2
    while step > 1:  # a fast clock may have run through thousands of repeats: halve the way, don't walk it
        step //= 2
        index += step if is_reached(index + step) else 0
    return index


def _days(case: Case) -> _Days:
    return _Days(case.calendar, case.policy.clock)


@lru_cache(maxsize=8192)  # after each fact of a case, the alarms of all its duties are looked at again
def _reached(ladder: Ladder, days: _Days, due: dt.datetime, index: int) -> dt.datetime:
    last = len(ladder.rungs) - 1
    at = _offset(days, due, ladder.rungs[min(index, last)].at)
    return _repeated(days, at, ladder.repeat, index - last) if index > last else at


def _repeated(days: _Days, at: dt.datetime, repeat: Span, times: int) -> dt.datetime:
    most = max(1, _WHOLE.get(repeat.unit, 100) // repeat.count)
    while times > most and at < days.clock.stops:
        at, times = _offset(days, at, Span(repeat.count * most, repeat.unit)), times - most
    return _offset(days, at, Span(repeat.count * min(times, most), repeat.unit))


def _offset(days: _Days, due: dt.datetime, offset: Span) -> dt.datetime:
    if not offset.count:
        return due
    calendar, clock = days
    try:
        date = shift(calendar, clock, due, offset).date
    except Refusal:  # a warning that lies before the calendar begins is long past
        date = dt.date(calendar.years[0].year, 1, 1)
    return clock.instant_of(date, clock.office_opens)


def called(
    case: Case, interviewee: Role, reason: StrEnum, duty: DutyId | None = None, ahead: int = 1
) -> InterviewCalled:
    """Return an interview that nobody calls but the rules, for the reason of a duty or a return of that name."""
    return InterviewCalled(
        by=None,
        number=len(case.interviews) + 1,
        letter_number=interview_number(case, ahead),
        interviewee=interviewee,
        reason=reason.value,
        duty=duty,
    )


def _interviewee(duty: Duty) -> Role:
    return Role.LEADER if duty.owed_by is Role.HANDLER else duty.owed_by


def _asks_for_interview(case: Case, duty: Duty, upto: int, at: dt.datetime) -> bool:
    rungs = case.policy.ladders[duty.ladder].rungs
    if any(rung.interview for rung in rungs[duty.rung : upto + 1]):
        return True
    return upto >= len(rungs) and rungs[-1].interview and _is_time_for_another(case, duty, at)


def _is_time_for_another(case: Case, duty: Duty, at: dt.datetime) -> bool:
    """Say whether a rung that merely repeats may call to an interview again: its like was never held, or long ago."""
    again, former = case.policy.interview_again, [i for i in case.interviews if i.about == duty.id]
    since = (former[-1].held_at or former[-1].called_at) if former else None
    if again is None or since is None:
        return True
    return shift(case.calendar, case.policy.clock, since, again).date <= case.policy.clock.date_of(at)


def _is_to_be_interviewed(case: Case, duty: Duty) -> bool:
    if duty.kind in (DutyKind.NOTICE, DutyKind.INTERVIEW, DutyKind.CALL_INTERVIEW):
        return False  # an interview does not call another one
    return not being_interviewed(case, _interviewee(duty))
