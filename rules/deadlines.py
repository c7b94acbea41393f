"""When something falls due, and why then."""

import datetime as dt

from rules.working_days import caveat, is_working_day, next_working_day, shift
from schemas.case import Case
from schemas.duty import Deadline, PutOff
from schemas.time import Span, Unit
from schemas.words import Refusal, text

FARTHEST = Span(10, Unit.YEARS)  # nobody means a date beyond it: the year is miswritten


def today(case: Case, at: dt.datetime) -> dt.date:
    """Return the date that the case's clock shows at an instant."""
    return case.policy.clock.date_of(at)


def farthest(case: Case, at: dt.datetime) -> dt.date:
    """Return the latest date that somebody may name at an instant."""
    return shift(case.calendar, case.policy.clock, at, FARTHEST).date


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
        named=date,
    )


def put_off(case: Case, deadline: Deadline, by: dt.timedelta, rule: str) -> Deadline:
    """Return a deadline moved by time that does not count, to the end of a working day."""
    known = rule in deadline.rule.split(";")
    reasons = deadline.rule if known else f"{deadline.rule};{rule}"
    moved = due_on(case, today(case, deadline.at + by), deadline.counted_from, reasons)
    kept = {"named": deadline.named, "put_offs": (*deadline.put_offs, PutOff(by=by, why=rule))}
    return moved.model_copy(update={"provisional": moved.provisional or deadline.provisional} | kept)


def whole_seconds(time: dt.timedelta) -> int:
    """Return a length of time in seconds, rounded up."""
    return -(-time // dt.timedelta(seconds=1))


def require_countable(case: Case, at: dt.datetime) -> None:
    """Refuse to open a case on dates before its calendar begins, or so far off that the year must be miswritten."""
    fed_back, due, now = today(case, case.opening.fed_back_at), case.item.due, today(case, at)
    first, latest = dt.date(case.calendar.years[0].year, 1, 1), farthest(case, at)
    dates = {text("今天", "today"): now, text("反馈日期", "the feedback's date"): fed_back}
    if due:
        dates[text("完成时限", "the due date")] = due
    for name, date in dates.items():
        if not first <= date <= latest:
            raise Refusal(
                text(
                    f"不能立项：{name.zh}{date}不可用，应不早于{first}（工作日历{case.calendar.version}的起点），不晚于{latest}。",
                    f"Not opened: {name.en} {date} must lie from {first}, where the calendar begins, to {latest}.",
                )
            )
