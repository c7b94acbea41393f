"""Spans, clocks and calendars as values: how they are written, compared and turned into instants."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from schemas.time import SHANGHAI, CalendarYear, Clock, Miswritten, Span, Unit, WorkCalendar

DAY_LENGTHS = st.sampled_from(["10ms", "500ms", "1s", "7s", "1min", "6h", "24h"])
INSTANTS = st.builds(Clock().instant_of, st.dates(dt.date(2024, 2, 1), dt.date(2027, 12, 31)), st.times())


class Letter(BaseModel):
    due: Span


class TestSpan:
    @given(st.integers(-100, 100), st.sampled_from(Unit))
    def test_a_span_is_read_back_as_it_was_written(self, count: int, unit: Unit) -> None:
        letter = Letter(due=Span(count, unit))
        assert Letter.model_validate_json(letter.model_dump_json()) == letter
        assert Span.parse(str(letter.due)) == letter.due

    def test_a_span_in_json_is_the_word_that_the_office_wrote(self) -> None:
        assert Letter.model_validate({"due": "15wd"}).model_dump_json() == '{"due":"15wd"}'

    def test_a_plus_sign_may_stand_before_a_span(self) -> None:
        assert Span.parse("+5wd") == Span(5, Unit.WORKING_DAYS)

    @pytest.mark.parametrize("written", ["15", "15 days", "1.5d", "wd", "15WD", "", 15, None, "--1d", "1d2w", "10日"])
    def test_what_is_no_span_is_answered_with_what_is_allowed(self, written: object) -> None:
        with pytest.raises(ValidationError, match="15wd, 10d, 2w, 3mo, 1y"):
            Letter.model_validate({"due": written})

    @pytest.mark.parametrize("written", ["101y", "-1201mo", "99999d"])
    def test_a_span_longer_than_a_hundred_years_is_refused(self, written: str) -> None:
        with pytest.raises(Miswritten, match="a hundred years"):
            Span.parse(written)

    def test_spans_are_ordered_within_one_unit_only(self) -> None:
        assert sorted(map(Span.parse, ["5d", "-20d", "0d"])) == [Span.parse(s) for s in ("-20d", "0d", "5d")]
        with pytest.raises(TypeError):
            assert Span.parse("10wd") < Span.parse("3w")

    def test_minus_turns_a_span_round(self) -> None:
        assert -Span.parse("10d") == Span.parse("-10d")

    @pytest.mark.parametrize(
        ("written", "zh", "en"),
        [
            ("15wd", "15个工作日", "15 working days"),
            ("1wd", "1个工作日", "1 working day"),
            ("-10d", "提前10天", "10 days before"),
            ("2w", "2周", "2 weeks"),
            ("3mo", "3个月", "3 months"),
            ("1y", "1年", "1 year"),
            ("0d", "当日", "same day"),
        ],
    )
    def test_a_span_is_spoken_in_both_languages(self, written: str, zh: str, en: str) -> None:
        assert Span.parse(written).speak() == zh
        assert Span.parse(written).speak("en") == en


class TestClock:
    def test_late_evening_in_greenwich_is_the_next_day_in_shanghai(self) -> None:
        assert Clock().date_of(dt.datetime(2026, 11, 23, 23, 30, tzinfo=dt.UTC)) == dt.date(2026, 11, 24)
        assert Clock().date_of(dt.datetime(2026, 11, 23, 15, 59, 59, tzinfo=dt.UTC)) == dt.date(2026, 11, 23)

    def test_half_past_five_in_shanghai_is_half_past_nine_in_utc(self) -> None:
        at = Clock().instant_of(dt.date(2026, 11, 23), dt.time(17, 30))
        assert (at.isoformat(), at.tzinfo) == ("2026-11-23T09:30:00+00:00", dt.UTC)

    def test_an_instant_without_a_zone_is_a_fault(self) -> None:
        with pytest.raises(ValueError, match="aware"):
            Clock().date_of(dt.datetime(2026, 11, 23, 12))  # noqa: DTZ001 - the fault itself

    @given(DAY_LENGTHS, INSTANTS, st.dates(dt.date(2020, 1, 1), dt.date(2040, 1, 1)), st.times())
    def test_every_clock_finds_its_own_dates_again(
        self, day: str, began: dt.datetime, date: dt.date, time: dt.time
    ) -> None:
        clock = Clock.model_validate({"day": day}).anchored(began)
        assert clock.date_of(clock.instant_of(date, time)) == date

    @given(DAY_LENGTHS, INSTANTS, st.integers(-400, 400))
    def test_equal_lengths_of_calendar_time_take_equal_real_time(self, day: str, began: dt.datetime, n: int) -> None:
        clock = Clock.model_validate({"day": day}).anchored(began)
        date = clock.date_of(began)
        passed = clock.instant_of(date + dt.timedelta(days=n), clock.day_ends) - clock.instant_of(date, clock.day_ends)
        assert passed == n * clock.day_length

    def test_a_fast_clock_begins_the_real_shanghai_date_at_intake(self) -> None:
        intake = dt.datetime(2026, 11, 23, 23, 30, tzinfo=dt.UTC)
        clock = Clock.model_validate({"day": "1s"}).anchored(intake)
        assert clock.date_of(intake) == dt.date(2026, 11, 24)
        assert clock.instant_of(dt.date(2026, 11, 24), dt.time()) == intake
        assert clock.date_of(intake + dt.timedelta(seconds=7)) == dt.date(2026, 12, 1)
        assert clock.date_of(intake - dt.timedelta(microseconds=1)) == dt.date(2026, 11, 23)

    def test_an_anchored_clock_keeps_its_anchor(self) -> None:
        clock = Clock.model_validate({"day": "1s"}).anchored(dt.datetime(2026, 11, 23, tzinfo=dt.UTC))
        assert clock.anchored(dt.datetime(2026, 12, 1, tzinfo=dt.UTC)) is clock

    def test_the_real_clock_needs_no_anchor(self) -> None:
        assert Clock().anchored(dt.datetime(2026, 11, 23, tzinfo=dt.UTC)) == Clock()

    def test_a_fast_clock_without_an_anchor_shows_nothing(self) -> None:
        with pytest.raises(ValueError, match="anchored"):
            Clock.model_validate({"day": "1s"}).date_of(dt.datetime(2026, 11, 23, tzinfo=dt.UTC))

    @given(DAY_LENGTHS, INSTANTS)
    def test_a_clock_is_read_back_as_it_was_written(self, day: str, began: dt.datetime) -> None:
        clock = Clock.model_validate({"day": day}).anchored(began)
        assert Clock.model_validate_json(clock.model_dump_json()) == clock
        assert f'"day_length":"{day}"' in clock.model_dump_json()

    @pytest.mark.parametrize("day", ["0s", "9ms", "25h", "1", 5, "-1s", "1d", "一天"])
    def test_a_day_of_a_strange_length_is_refused(self, day: object) -> None:
        with pytest.raises(ValidationError, match="24h, 30min, 1s or 500ms"):
            Clock.model_validate({"day": day})

    @pytest.mark.parametrize(
        ("written", "sentence"),
        [
            ({"day": "1s", "anchor_date": "2026-11-23"}, "go together"),
            ({"anchor_date": "2026-11-23", "anchor": "2026-11-23T00:00:00Z"}, "shorter than 24h"),
            ({"office_opens": "18:00"}, "before day_ends"),
            ({"days": "1s"}, "days"),
            ({"day": "1s", "anchor_date": "2026-11-23", "anchor": "2026-11-23T00:00:00"}, "timezone"),
        ],
    )
    def test_a_clock_that_does_not_fit_together_is_refused(self, written: dict[str, str], sentence: str) -> None:
        with pytest.raises(ValidationError, match=sentence):
            Clock.model_validate(written)

    def test_shanghai_is_eight_hours_ahead(self) -> None:
        assert SHANGHAI.utcoffset(None) == dt.timedelta(hours=8)


def year(number: int, holidays: dict[str, str] | None = None, make_up_days: str = "") -> CalendarYear:
    return CalendarYear.model_validate(
        {"year": number, "published": True, "source": "某号", "holidays": holidays or {}, "make_up_days": make_up_days}
    )


class TestWorkCalendar:
    def test_a_holiday_is_known_by_each_of_its_days(self) -> None:
        october = year(2026, {"1001-1007": "国庆节"})
        assert october.holiday_on(dt.date(2026, 10, 7)) == "国庆节"
        assert october.holiday_on(dt.date(2026, 10, 8)) is None

    def test_a_year_is_read_back_as_it_was_written(self) -> None:
        written = year(2026, {"0101": "元旦", "1001-1007": "国庆节"}, "0920 1010")
        assert CalendarYear.model_validate_json(written.model_dump_json()) == written
        assert '"make_up_days":"0920 1010"' in written.model_dump_json()

    @pytest.mark.parametrize(
        ("holidays", "make_up_days", "sentence"),
        [
            ({"1001-1007": "国庆节", "1007": "中秋节"}, "", "2026-10-07 is listed twice"),
            ({"1001-1010": "国庆节"}, "1010", "2026-10-10 is listed twice"),
            ({}, "1010 1010", "2026-10-10 is listed twice"),
            ({}, "1009", "2026-10-09 is no Saturday or Sunday"),
            ({}, "1012", "2026-10-12 is no Saturday or Sunday"),
            ({"0230": "春节"}, "", "“0230” is no date"),
            ({"1007-1001": "国庆节"}, "", "before it begins"),
        ],
    )
    def test_a_year_that_contradicts_itself_is_refused(
        self, holidays: dict[str, str], make_up_days: str, sentence: str
    ) -> None:
        with pytest.raises(ValidationError, match=sentence):
            year(2026, holidays, make_up_days)

    def test_a_day_of_another_year_is_refused(self) -> None:
        with pytest.raises(ValidationError, match="2025-12-27 is not in 2026"):
            CalendarYear(year=2026, published=True, source="某号", make_up_days=(dt.date(2025, 12, 27),))

    def test_years_follow_one_another(self) -> None:
        with pytest.raises(ValidationError, match="After 2024 comes 2025, not 2026"):
            WorkCalendar(version="v", years=(year(2024), year(2026)))

    def test_a_year_is_found_or_is_none(self) -> None:
        calendar = WorkCalendar(version="v", years=(year(2025), year(2026)))
        assert calendar.year(2026) == year(2026)
        assert calendar.year(2024) is None
        assert calendar.year(2027) is None

    def test_calendars_of_one_version_differ_if_their_days_differ(self) -> None:
        one, other = (WorkCalendar(version="v", years=(year(2026, {day: "元旦"}),)) for day in ("0101", "0102"))
        assert one != other
        assert hash(one) == hash(WorkCalendar.model_validate_json(one.model_dump_json()))
