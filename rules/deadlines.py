"""When something falls due, and why then."""

import datetime as dt

from rules.working_days import caveat, is_working_day, next_working_day, shift
from schemas.case import Case
from schemas.duty import Deadline
from schemas.time import Span


def today(case: Case, at: dt.datetime) -> dt.date:
    """Return the date that the case's clock shows at an instant."""
    return case.policy.clock.date_of(at)


def due_after(case: Case, span: Span, start: dt.datetime, rule: str) -> Deadline:
    """Return the deadline that a number of the policy sets, counted from an instant."""
    shifted = shift(case.calendar, case.policy.clock, start, span)
    return Deadline(
        at=shifted.at,
        rule=f"{case.policy.name}:{rule}={span}",
        counted_from=start,
        calendar=case.calendar.version,
        provisional=shifted.provisional,
    )


def due_on(case: Case, date: dt.date, at: dt.datetime, rule: str) -> Deadline:
    """Return the deadline of a date that somebody named; a day off moves on to the next working day."""
    day = date if is_working_day(case.calendar, date) else next_working_day(case.calendar, date)
    clock = case.policy.clock
    return Deadline(
        at=clock.instant_of(day, clock.day_ends),
        rule=rule,
        counted_from=at,
        calendar=case.calendar.version,
        provisional=caveat(case.calendar, date, day) is not None,
    )


def put_off(case: Case, deadline: Deadline, by: dt.timedelta, rule: str) -> Deadline:
    """Return a deadline moved by time that does not count, to the end of a working day."""
    moved = due_on(case, today(case, deadline.at + by), deadline.counted_from, f"{deadline.rule};{rule}")
    return moved.model_copy(update={"provisional": moved.provisional or deadline.provisional})
