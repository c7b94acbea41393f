"""Time as values: a length of time, and the clock that turns dates into instants; the calendar stands beside it."""

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import total_ordering
from typing import Annotated, Any, Self

from pydantic import AliasChoices, BeforeValidator, Field, GetCoreSchemaHandler, PlainSerializer, model_validator
from pydantic_core import CoreSchema, core_schema

from schemas.misreading import quote
from schemas.miswritten import Miswritten
from schemas.values import Instant, Value
from schemas.words import Language, text
from schemas.work_calendar import CalendarYear, Holiday, WorkCalendar

__all__ = ["SHANGHAI", "CalendarYear", "Clock", "Holiday", "Miswritten", "Span", "Unit", "WorkCalendar"]

# China has kept +08:00 all year since 1991 (IANA tzdb, zone Asia/Shanghai). A fixed offset needs no zone database,
# which workflow code in Temporal's sandbox may not open, and which could change under a running case.
SHANGHAI = dt.timezone(dt.timedelta(hours=8), "+08:00")
REAL_DAY = dt.timedelta(days=1)
SHORTEST_DAY = dt.timedelta(milliseconds=10)
LAST_DAY = dt.date(9990, 12, 31)  # no date is later: a drill that is left running comes this far within weeks


class Unit(StrEnum):
    """What a span counts."""

    WORKING_DAYS = "wd"
    DAYS = "d"
    WEEKS = "w"
    MONTHS = "mo"
    YEARS = "y"


_SPOKEN = {
    Unit.WORKING_DAYS: text("{}个工作日", "{} working day"),
    Unit.DAYS: text("{}天", "{} day"),
    Unit.WEEKS: text("{}周", "{} week"),
    Unit.MONTHS: text("{}个月", "{} month"),
    Unit.YEARS: text("{}年", "{} year"),
}
_LONGEST = {Unit.WORKING_DAYS: 25_000, Unit.DAYS: 36_500, Unit.WEEKS: 5_200, Unit.MONTHS: 1_200, Unit.YEARS: 100}
_SPAN = re.compile(r"([+-]?)([0-9]{1,5})(wd|d|w|mo|y)")


@total_ordering
@dataclass(frozen=True, slots=True)
class Span:
    """A length of time as an office writes it: 15wd, 10d, 2w, 3mo, 1y, or -10d for ten days before."""

    count: int
    unit: Unit

    def __post_init__(self) -> None:
        if abs(self.count) > _LONGEST[self.unit]:
            raise Miswritten(text(f"时长“{self}”超过一百年。", f"The span “{self}” is longer than a hundred years."))

    @classmethod
    def parse(cls, written: object) -> Self:
        """Read a span as it is written, or raise Miswritten with what is allowed."""
        if isinstance(written, cls):
            return written
        found = _SPAN.fullmatch(written.strip()) if isinstance(written, str) else None
        if found is None:
            raise Miswritten(
                text(
                    f"{quote(written)}不是时长：应写作 15wd（工作日）、10d（天）、2w（周）、3mo（月）、1y（年），之前写 -10d。",
                    f"{quote(written)} is no span of time: write 15wd, 10d, 2w, 3mo, 1y, or -10d for before.",
                )
            )
        sign, count, unit = found.groups()
        return cls(int(sign + count), Unit(unit))

    def __str__(self) -> str:
        return f"{self.count}{self.unit}"

    def __neg__(self) -> "Span":
        return Span(-self.count, self.unit)

    def __lt__(self, other: object) -> bool:
        """Order within one unit; a TypeError across units, because 10wd and 2w can't be compared without a calendar."""
        if not isinstance(other, Span) or other.unit is not self.unit:
            return NotImplemented
        return self.count < other.count

    def speak(self, language: Language = "zh") -> str:
        """Say it to a person: 15个工作日 / 15 working days; -10d: 提前10天 / 10 days before; 0d: 当日 / same day."""
        if self.count == 0:
            return text("当日", "same day").speak(language)
        length = abs(self.count)
        said = _SPOKEN[self.unit].speak(language).format(length)
        if language == "zh":
            return said if self.count > 0 else f"提前{said}"
        plural = said if length == 1 else f"{said}s"
        return plural if self.count > 0 else f"{plural} before"

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            cls.parse,
            json_schema_input_schema=core_schema.str_schema(pattern=f"^{_SPAN.pattern}$"),
            serialization=core_schema.to_string_ser_schema(),
        )


_DAY_LENGTH = re.compile(r"([0-9]{1,8})(ms|s|min|h)")
_SECONDS = {"ms": 0.001, "s": 1, "min": 60, "h": 3600}


def _read_day_length(written: object) -> dt.timedelta:
    found = _DAY_LENGTH.fullmatch(written) if isinstance(written, str) else None
    length = dt.timedelta(seconds=int(found[1]) * _SECONDS[found[2]]) if found else written
    if not isinstance(length, dt.timedelta) or not SHORTEST_DAY <= length <= REAL_DAY:
        raise Miswritten(
            text(
                f"一天的长度不能是{quote(written)}：应写作 24h、30min、1s 或 500ms，最短 10ms，最长 24h。",
                f"A day can't last {quote(written)}: write 24h, 30min, 1s or 500ms, from 10ms to 24h.",
            )
        )
    return length


def _write_day_length(length: dt.timedelta) -> str:
    for unit in ("h", "min", "s"):
        count, rest = divmod(length, dt.timedelta(seconds=_SECONDS[unit]))
        if not rest:
            return f"{count}{unit}"
    return f"{length // dt.timedelta(milliseconds=1)}ms"


class Clock(Value):
    """How dates become instants: Shanghai time, or a calendar that runs fast from an anchor (for drills)."""

    day_length: Annotated[dt.timedelta, BeforeValidator(_read_day_length), PlainSerializer(_write_day_length)] = Field(
        default=REAL_DAY, validation_alias=AliasChoices("day", "day_length")
    )
    anchor_date: dt.date | None = None
    anchor: Instant | None = None  # the instant at which anchor_date begins
    office_opens: dt.time = dt.time(9, 0)
    day_ends: dt.time = dt.time(17, 30)  # when something due on a date falls due

    @model_validator(mode="after")
    def _is_sound(self) -> Self:
        if (self.anchor is None) != (self.anchor_date is None) or (self.anchor and not self.runs_fast):
            raise Miswritten(
                text(
                    "anchor 与 anchor_date 须同时给出，且只用于一天不足 24h 的时钟。",
                    "anchor and anchor_date go together, and only on a clock whose day is shorter than 24h.",
                )
            )
        if self.office_opens >= self.day_ends:
            raise Miswritten(text("office_opens 须早于 day_ends。", "office_opens must come before day_ends."))
        return self

    def __hash__(self) -> int:
        """Hash the anchor alone: caches look a clock up very often, and one that is not fast mostly equals the others."""
        return hash(self.anchor)

    @property
    def runs_fast(self) -> bool:
        """Tell whether a day of this clock is shorter than a real one."""
        return self.day_length != REAL_DAY

    def anchored(self, at: dt.datetime) -> "Clock":
        """Return the clock as it holds for a case taken in at `at`: a fast one with no anchor begins that date then."""
        if not self.runs_fast or self.anchor:
            return self
        # The day begins at `at`, not earlier, so that a drill goes alike at whatever hour it is started.
        began = {"anchor": at.astimezone(dt.UTC), "anchor_date": at.astimezone(SHANGHAI).date()}
        return self.model_copy(update=began)

    def date_of(self, instant: dt.datetime) -> dt.date:
        """Return the date on which an aware instant lies by this clock; LAST_DAY for good once it has come."""
        if instant.tzinfo is None:
            raise ValueError("an instant must be aware")
        if not self.runs_fast:
            return instant.astimezone(SHANGHAI).date()
        anchor, anchor_date = self._start()
        return anchor_date + dt.timedelta(
            days=min((instant - anchor) // self.day_length, (LAST_DAY - anchor_date).days)
        )

    def instant_of(self, date: dt.date, time_of_day: dt.time) -> dt.datetime:
        """Return the UTC instant at which this clock shows a date and a time of day (fast: rounded down to 1 µs)."""
        if not self.runs_fast:
            return dt.datetime.combine(date, time_of_day, SHANGHAI).astimezone(dt.UTC)
        anchor, anchor_date = self._start()
        since_midnight = dt.datetime.combine(date, time_of_day) - dt.datetime.combine(date, dt.time())
        # Whole microseconds: floats would make two machines disagree.
        microseconds = (self.day_length // _TICK) * (since_midnight // _TICK) // (REAL_DAY // _TICK)
        return anchor + (date - anchor_date).days * self.day_length + microseconds * _TICK

    @property
    def stops(self) -> dt.datetime:
        """Return the instant from which this clock shows no other date: nothing falls due, or rings, any more."""
        return self.instant_of(LAST_DAY, dt.time()) if self.runs_fast else _STOPS

    def _start(self) -> tuple[dt.datetime, dt.date]:
        if self.anchor is None or self.anchor_date is None:
            raise ValueError("a fast clock shows nothing before it is anchored: call anchored(at) at intake")
        return self.anchor, self.anchor_date


_TICK = dt.timedelta(microseconds=1)
_STOPS = dt.datetime.combine(LAST_DAY, dt.time(), SHANGHAI).astimezone(dt.UTC)
