"""Which days are worked, and when a length of time runs out, by the official calendar of a case."""

import datetime as dt
from bisect import bisect_left, bisect_right
from calendar import monthrange
from functools import lru_cache
from typing import NamedTuple

from schemas.time import LAST_DAY, Clock, Span, Unit, WorkCalendar
from schemas.words import Refusal, Text, text


class Shifted(NamedTuple):
    """When a span runs out; provisional if that rests on a year whose arrangement is not published."""

    at: dt.datetime
    date: dt.date
    provisional: bool


@lru_cache(maxsize=8192)  # the limits of a case are counted anew at many of its facts, and again in each replay
def shift(calendar: WorkCalendar, clock: Clock, start: dt.datetime, span: Span) -> Shifted:
    """Return when a span counted from an aware instant runs out: at the clock's day_ends, in UTC.

    The day of the start is not counted, months and years end on the same day of the month or on its last one, and a
    last day off moves on to the next working day (Civil Code arts. 201-203). Spans before the start move back instead,
    so that a warning never comes later than asked for. What would lie beyond LAST_DAY runs out on it.
    """
    date, provisional = _reached(calendar, clock.date_of(start), span)
    return Shifted(clock.instant_of(date, clock.day_ends), date, provisional)


def is_working_day(calendar: WorkCalendar, date: dt.date) -> bool:
    """Tell whether offices work on a date; a Refusal before the calendar's first year."""
    days = _working_days(calendar, date.year)
    position = bisect_left(days, date)
    return position < len(days) and days[position] == date


def next_working_day(calendar: WorkCalendar, date: dt.date) -> dt.date:
    """Return the first working day after a date, never the date itself."""
    return _count(calendar, date, 1)


def caveat(calendar: WorkCalendar, a: dt.date, b: dt.date) -> Text | None:
    """Say why a date that rests on the days from `a` to `b` is provisional, or None where it is firm."""
    for number in range(min(a, b).year, max(a, b).year + 1):
        year = calendar.year(number)
        if year is None:
            _refuse_the_past(calendar, number)
            return text(
                f"{number}年放假安排尚未公布，日历中也没有该年节日，仅按周六、周日休息暂定。",
                f"The days off of {number} are not published and not in the calendar: provisional, weekends only.",
            )
        if not year.published:
            return text(
                f"{number}年放假安排尚未公布，仅按法定节日和周六、周日休息暂定。",
                f"The days off of {number} are not published: provisional, from statutory holidays and weekends.",
            )
    return None


def _reached(calendar: WorkCalendar, began: dt.date, span: Span) -> tuple[dt.date, bool]:
    """Return the date on which a span runs out, and whether it is provisional."""
    if span.unit is Unit.WORKING_DAYS and span.count:
        asked_from = began + dt.timedelta(days=1 if span.count > 0 else -1)
        date = _count(calendar, began, span.count)
    else:
        asked_from = _land(began, span)
        date = _rolled(calendar, asked_from, 1 if span.count >= 0 else -1)
    date = min(date, LAST_DAY)
    return date, caveat(calendar, asked_from, date) is not None


def _count(calendar: WorkCalendar, date: dt.date, count: int) -> dt.date:
    """Walk a number of working days on (or back), the starting date not counted."""
    year = date.year
    days = _working_days(calendar, year)
    position = bisect_right(days, date) + count - 1 if count > 0 else bisect_left(days, date) + count
    while position >= len(days):
        position -= len(days)
        year += 1
        if year > LAST_DAY.year:
            return LAST_DAY
        days = _working_days(calendar, year)
    while position < 0:
        year -= 1
        days = _working_days(calendar, year)
        position += len(days)
    return days[position]


def _land(date: dt.date, span: Span) -> dt.date:
    match span.unit:
        case Unit.YEARS:
            return _months_on(date, 12 * span.count)
        case Unit.MONTHS:
            return _months_on(date, span.count)
        case Unit.WEEKS:
            return _days_on(date, 7 * span.count)
        case Unit.DAYS | Unit.WORKING_DAYS:  # working days land only as 0wd: the day itself
            return _days_on(date, span.count)


def _days_on(date: dt.date, days: int) -> dt.date:
    return date + dt.timedelta(days=min(days, (LAST_DAY - date).days))


def _months_on(date: dt.date, months: int) -> dt.date:
    year, month = divmod(date.year * 12 + date.month - 1 + months, 12)
    if year > LAST_DAY.year:
        return LAST_DAY
    return dt.date(year, month + 1, min(date.day, monthrange(year, month + 1)[1]))


def _rolled(calendar: WorkCalendar, date: dt.date, on: int) -> dt.date:
    """Return a date, or where nobody works on it the next working day, or the one before."""
    return date if is_working_day(calendar, date) else _count(calendar, date, on)


@lru_cache(maxsize=256)
def _working_days(calendar: WorkCalendar, year: int) -> tuple[dt.date, ...]:
    """All working days of a year in order; weekdays where the calendar has no such year yet."""
    arrangement = calendar.year(year)
    if arrangement is None:
        _refuse_the_past(calendar, year)
        off, on = set[dt.date](), set[dt.date]()
    else:
        off = {day for holiday in arrangement.holidays for day in holiday.days()}
        on = set(arrangement.make_up_days)
    days = map(dt.date.fromordinal, range(dt.date(year, 1, 1).toordinal(), dt.date(year, 12, 31).toordinal() + 1))
    return tuple(day for day in days if day in on or (day.weekday() < 5 and day not in off))


def _refuse_the_past(calendar: WorkCalendar, year: int) -> None:
    first = calendar.years[0].year
    if year < first:
        raise Refusal(
            text(
                f"工作日历 {calendar.version} 从 {first} 年开始，不能计算 {year} 年的日期。",
                f"The calendar {calendar.version} begins with {first}: no date of {year} can be worked out.",
            )
        )
