"""Official calendars come in as YAML files that an office may edit."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, NamedTuple

from pydantic import BeforeValidator, Field, ValidationError

from gateway.yaml_files import Problem, Steps, Written, read_yaml, refused
from gateway.yaml_models import model_of, not_as_asked
from schemas.miswritten import Miswritten
from schemas.time import CalendarYear, Holiday, WorkCalendar
from schemas.values import Value
from schemas.words import text


class _DaysOff(NamedTuple):
    first: dt.date
    last: dt.date


def _date(written: object) -> dt.date:
    try:
        return dt.datetime.strptime(str(written).strip(), "%Y-%m-%d").replace(tzinfo=dt.UTC).date()
    except ValueError as error:
        reason = text(
            f"“{written}”不是日期：应如 2026-10-01，放假可写 2026-10-01..2026-10-07。",
            f"“{written}” is no date: write 2026-10-01, or 2026-10-01..2026-10-07 for days off.",
        )
        raise Miswritten(reason) from error


def _days_off(written: object) -> _DaysOff:
    first, _, last = str(written).partition("..")
    days = _DaysOff(_date(first), _date(last or first))
    if days.last < days.first:
        raise Miswritten(text("结束日早于开始日。", "The holiday ends before it begins."), days.first)
    return days


class _WrittenYear(Value):
    published: bool
    source: str
    holidays: dict[Annotated[_DaysOff, BeforeValidator(_days_off)], str]
    make_up_days: tuple[Annotated[dt.date, BeforeValidator(_date)], ...] = ()


class _WrittenCalendar(Value):
    version: str = Field(min_length=1, max_length=40)
    years: dict[int, _WrittenYear] = Field(min_length=1)


def load_calendar(path: Path) -> WorkCalendar:
    """Read an official calendar; what can't be taken is a Refusal that names the file, the line and what is allowed."""
    written = read_yaml(path)
    calendar = model_of(_WrittenCalendar, written)
    years = [_year(written, number, year) for number, year in calendar.years.items()]
    try:
        return WorkCalendar(version=calendar.version, years=tuple(years))
    except ValidationError as error:
        raise refused([_problem(written, ("years",), error)]) from error


def _year(written: Written, number: int, year: _WrittenYear) -> CalendarYear:
    try:
        return CalendarYear(
            year=number,
            published=year.published,
            source=year.source,
            holidays=tuple(Holiday(days.first, days.last, name) for days, name in year.holidays.items()),
            make_up_days=year.make_up_days,
        )
    except ValidationError as error:
        raise refused([_problem(written, ("years", str(number)), error)]) from error


def _problem(written: Written, steps: Steps, error: ValidationError) -> Problem:
    """Say what is wrong with the calendar as a whole, on the last line that speaks of the day in question."""
    fault = error.errors()[0]
    cause = fault.get("ctx", {}).get("error")
    if not isinstance(cause, Miswritten):
        return written.problem(steps, not_as_asked(fault))
    *_, place = (steps, *_lines_about(written, steps, cause.day))
    return written.problem(place, cause.reason)


def _lines_about(written: Written, steps: Steps, day: dt.date | None) -> Iterator[Steps]:
    if day is None:
        return
    for name in written.names(*steps, "holidays"):
        days = _days_off(name)
        if days.first <= day <= days.last:
            yield (*steps, "holidays", name)
    worked = written.at(*steps, "make_up_days")
    for index, item in enumerate(worked if isinstance(worked, list) else ()):
        if _date(item) == day:
            yield (*steps, "make_up_days", index)
