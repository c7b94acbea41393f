"""The official calendar of working days, as a value that lies inside each case."""

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple, Self

from pydantic import Field, ValidationInfo, field_serializer, field_validator, model_validator

from schemas.misreading import quote
from schemas.miswritten import Miswritten
from schemas.values import Shared, Value
from schemas.words import text


class Holiday(NamedTuple):
    """Days off in one go, both ends included, weekends within them too."""

    first: dt.date
    last: dt.date
    name: str

    def days(self) -> Iterator[dt.date]:
        """Go through the days off in order."""
        for ordinal in range(self.first.toordinal(), self.last.toordinal() + 1):
            yield dt.date.fromordinal(ordinal)


class CalendarYear(Value):
    """One year's arrangement of days off (放假) and of weekend days worked (调休上班); MMDD in JSON."""

    year: int = Field(ge=1950, le=2200)
    published: bool  # False: only what the law itself fixes is known, so dates are provisional
    source: str
    holidays: tuple[Holiday, ...] = ()
    make_up_days: tuple[dt.date, ...] = ()

    @field_validator("holidays", mode="before")
    @classmethod
    def _read_holidays(cls, written: object, info: ValidationInfo) -> object:
        if not isinstance(written, dict) or "year" not in info.data:
            return written
        spans = [(str(days).partition("-"), name) for days, name in written.items()]
        return tuple(
            Holiday(_day(info.data["year"], first), _day(info.data["year"], last or first), str(name))
            for (first, _, last), name in spans
        )

    @field_validator("make_up_days", mode="before")
    @classmethod
    def _read_make_up_days(cls, written: object, info: ValidationInfo) -> object:
        if not isinstance(written, str) or "year" not in info.data:
            return written
        return tuple(_day(info.data["year"], day) for day in written.split())

    @field_serializer("holidays")
    def _write_holidays(self, holidays: tuple[Holiday, ...]) -> dict[str, str]:
        return {f"{h.first:%m%d}" if h.first == h.last else f"{h.first:%m%d}-{h.last:%m%d}": h.name for h in holidays}

    @field_serializer("make_up_days")
    def _write_make_up_days(self, days: tuple[dt.date, ...]) -> str:
        return " ".join(f"{day:%m%d}" for day in days)

    @model_validator(mode="after")
    def _is_sound(self) -> Self:
        seen: set[dt.date] = set()
        for day in self._dates():
            if day.year != self.year:
                raise Miswritten(text(f"{day} 不在 {self.year} 年内。", f"{day} is not in {self.year}."), day)
            if day in seen:
                raise Miswritten(text(f"{day} 列了两次。", f"{day} is listed twice."), day)
            seen.add(day)
        for day in self.make_up_days:
            if day.weekday() < 5:
                raise Miswritten(
                    text(f"调休上班日 {day} 不是周六或周日。", f"The make-up day {day} is no Saturday or Sunday."), day
                )
        return self

    def _dates(self) -> Iterator[dt.date]:
        for holiday in self.holidays:
            if holiday.last < holiday.first:
                raise Miswritten(
                    text(
                        f"{holiday.name}在 {holiday.last} 结束，早于开始日 {holiday.first}。",
                        f"{holiday.name} ends on {holiday.last}, before it begins on {holiday.first}.",
                    ),
                    holiday.first,
                )
            yield from holiday.days()
        yield from self.make_up_days

    def holiday_on(self, day: dt.date) -> str | None:
        """Return the name of the holiday to which a day belongs, or None."""
        return next((h.name for h in self.holidays if h.first <= day <= h.last), None)


def _day(year: int, written: str) -> dt.date:
    try:
        return dt.date(year, int(written[:2]), int(written[2:]))
    except (ValueError, OverflowError) as error:
        raise Miswritten(text(f"{quote(written)}不是日期（MMDD）。", f"{quote(written)} is no date (MMDD).")) from error


class WorkCalendar(Shared):
    """An official calendar as a value: it lies inside each case, so a new one changes no running case."""

    version: str = Field(min_length=1, max_length=40)
    years: tuple[CalendarYear, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _runs_on(self) -> Self:
        for before, after in zip(self.years, self.years[1:], strict=False):
            if after.year != before.year + 1:
                raise Miswritten(
                    text(
                        f"{before.year} 年之后应为 {before.year + 1} 年，而不是 {after.year} 年。",
                        f"After {before.year} comes {before.year + 1}, not {after.year}.",
                    )
                )
        return self

    def year(self, year: int) -> CalendarYear | None:
        """Return one year's arrangement, or None where the calendar has none."""
        position = year - self.years[0].year
        return self.years[position] if 0 <= position < len(self.years) else None
