"""Spans of different units side by side: by their usual length, and day by day on a calendar."""

import datetime as dt
from functools import lru_cache
from typing import Final

from rules.working_days import is_working_day, shift
from schemas.time import SHANGHAI, Clock, Span, Unit, WorkCalendar
from schemas.words import Refusal, Text, text

_USUAL: Final = {Unit.WORKING_DAYS: 7 / 5, Unit.DAYS: 1.0, Unit.WEEKS: 7.0, Unit.MONTHS: 365 / 12, Unit.YEARS: 365.0}
_CLOCK: Final = Clock()


def days(span: Span) -> float:
    """Return the usual length of a span in days; five working days are a week."""
    return span.count * _USUAL[span.unit]


def about(length: float) -> Text:
    """Say a length in days."""
    return text(f"约{round(length)}天", f"some {round(length)} days")


def longest(spans: tuple[Span, ...]) -> Span:
    """Return the longest of some spans."""
    return max(spans, key=days)


@lru_cache(maxsize=16)
def sample(calendar: WorkCalendar) -> tuple[dt.date, ...]:
    """Return the working days that stand for all others: those of the latest published year with a year before it."""
    year = next((year for year in reversed(calendar.years[1:]) if year.published), calendar.years[0]).year
    dates = map(dt.date.fromordinal, range(dt.date(year, 1, 1).toordinal(), dt.date(year, 12, 31).toordinal() + 1))
    return tuple(date for date in dates if is_working_day(calendar, date))


@lru_cache(maxsize=512)
def moved(calendar: WorkCalendar, span: Span) -> tuple[dt.date, ...]:
    """Return where a span from each day of the sample runs out."""
    dates = sample(calendar)
    return tuple(move(calendar, date, span) for date in dates) if span.count else dates


def move(calendar: WorkCalendar, date: dt.date, span: Span) -> dt.date:
    """Return where a span from a date runs out; before the calendar begins it is long past, as for a rung."""
    try:
        return shift(calendar, _CLOCK, dt.datetime.combine(date, dt.time(10), SHANGHAI), span).date
    except Refusal:
        return dt.date(calendar.years[0].year, 1, 1)
