"""Working days by the official calendar, checked against the notices and against the law's rules for time limits."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.calendar_files import load_calendar
from rules.working_days import caveat, is_working_day, next_working_day, shift
from schemas.time import SHANGHAI, CalendarYear, Clock, Span, Unit, WorkCalendar
from schemas.words import Refusal

CN = load_calendar(Path(__file__).parents[2] / "policies/calendars/cn.yaml")
CLOCK = Clock()
DATES = st.dates(dt.date(2024, 6, 1), dt.date(2030, 12, 31))
COUNTS = st.integers(1, 400)
SPANS = st.one_of(
    st.builds(Span, st.integers(-80, 300), st.sampled_from([Unit.WORKING_DAYS, Unit.DAYS])),
    st.builds(Span, st.integers(-4, 24), st.sampled_from([Unit.WEEKS, Unit.MONTHS])),
)


def on(date: str, time: str = "10:00") -> dt.datetime:
    return dt.datetime.combine(dt.date.fromisoformat(date), dt.time.fromisoformat(time), SHANGHAI)


def due(start: str, span: str) -> str:
    return shift(CN, CLOCK, on(start), Span.parse(span)).date.isoformat()


def worked(before: dt.date, after: dt.date) -> int:
    """Count the working days after a date, up to and including another."""
    days = (before + dt.timedelta(days=day) for day in range(1, (after - before).days + 1))
    return sum(is_working_day(CN, day) for day in days)


def working(year: int, month: int, *days: int) -> list[bool]:
    return [is_working_day(CN, dt.date(year, month, day)) for day in days]


class TestOfficialYears:
    # Days of the year, less weekends, less statutory holidays: 366-104-11, 365-104-13, 365-104-13.
    @pytest.mark.parametrize(("year", "worked"), [(2024, 251), (2025, 248), (2026, 248)])
    def test_a_year_has_as_many_working_days_as_the_law_leaves(self, year: int, worked: int) -> None:
        days = (dt.date(year, 1, 1) + dt.timedelta(days=n) for n in range(366))
        assert sum(is_working_day(CN, day) for day in days if day.year == year) == worked

    def test_spring_festival_2024(self) -> None:
        assert working(2024, 2, 4, 9, 10, 12, 16, 17, 18, 19) == [True, True, False, False, False, False, True, True]

    def test_new_year_2025_is_one_wednesday(self) -> None:
        assert working(2025, 1, 1, 2, 3, 4) == [False, True, True, False]

    def test_national_day_2025_with_make_up_days_on_28_september_and_11_october(self) -> None:
        assert working(2025, 9, 27, 28, 29) == [False, True, True]
        assert working(2025, 10, *range(1, 13)) == [False] * 8 + [True, True, True, False]

    def test_spring_festival_2026_lasts_nine_days_between_two_worked_saturdays(self) -> None:
        assert working(2026, 2, 14) == [True]
        assert working(2026, 2, *range(15, 24)) == [False] * 9
        assert working(2026, 2, 24, 28) == [True, True]

    def test_mid_autumn_and_national_day_2026(self) -> None:
        assert working(2026, 9, 20, 24, 25, 28) == [True, True, False, True]
        assert working(2026, 10, 1, 7, 8, 10) == [False, False, True, True]

    def test_the_law_alone_fixes_spring_festival_2027(self) -> None:
        assert working(2027, 2, 4, 5, 8, 9) == [True, False, False, True]

    def test_a_year_that_the_calendar_lacks_has_weekends_only(self) -> None:
        assert working(2028, 10, 1, 2, 3) == [False, True, True]

    def test_nothing_is_worked_out_before_the_first_year(self) -> None:
        with pytest.raises(Refusal, match="从 2024 年开始，不能计算 2023 年"):
            is_working_day(CN, dt.date(2023, 12, 31))
        with pytest.raises(Refusal):
            shift(CN, CLOCK, on("2024-01-08"), Span.parse("-10wd"))


class TestShift:
    def test_the_day_of_the_start_is_not_counted(self) -> None:
        assert due("2026-11-23", "1wd") == "2026-11-24"
        assert due("2026-11-23", "1d") == "2026-11-24"

    def test_a_result_falls_due_when_the_office_closes(self) -> None:
        shifted = shift(CN, CLOCK, on("2026-11-23"), Span.parse("1wd"))
        assert shifted.at == on("2026-11-24", "17:30")
        assert shifted.at.tzinfo is dt.UTC

    def test_half_past_eleven_in_greenwich_counts_from_the_next_day(self) -> None:
        shifted = shift(CN, CLOCK, dt.datetime(2026, 11, 23, 23, 30, tzinfo=dt.UTC), Span.parse("1wd"))
        assert shifted.date == dt.date(2026, 11, 25)

    def test_make_up_days_count_and_holidays_do_not(self) -> None:
        assert due("2025-09-26", "1wd") == "2025-09-28"
        assert due("2025-09-30", "3wd") == "2025-10-11"
        assert due("2026-02-13", "2wd") == "2026-02-24"

    def test_a_deadline_on_a_holiday_moves_to_the_next_working_day(self) -> None:
        assert due("2026-09-24", "10d") == "2026-10-08"
        assert due("2026-07-04", "3mo") == "2026-10-08"

    def test_a_deadline_on_a_worked_saturday_stays(self) -> None:
        assert due("2026-01-31", "2w") == "2026-02-14"

    @pytest.mark.parametrize(
        ("start", "span", "last"),
        [
            ("2026-08-31", "3mo", "2026-11-30"),
            ("2024-02-29", "1y", "2025-02-28"),
            ("2024-01-31", "1mo", "2024-02-29"),
            ("2025-11-24", "1y", "2026-11-24"),
            ("2026-12-31", "-6mo", "2026-06-30"),
        ],
    )
    def test_months_and_years_end_on_the_same_day_or_on_the_last_of_the_month(
        self, start: str, span: str, last: str
    ) -> None:
        assert due(start, span) == last

    def test_a_warning_before_falls_on_the_working_day_before(self) -> None:
        assert due("2026-10-20", "-15d") == "2026-09-30"
        assert due("2026-10-09", "-2wd") == "2026-09-30"

    def test_nothing_is_today_if_offices_work_today(self) -> None:
        assert due("2026-11-23", "0wd") == due("2026-11-23", "0d") == "2026-11-23"
        assert due("2026-11-22", "0wd") == due("2026-11-22", "0d") == "2026-11-23"

    @given(DATES, SPANS)
    def test_the_result_is_a_working_day(self, date: dt.date, span: Span) -> None:
        assert is_working_day(CN, shift(CN, CLOCK, CLOCK.instant_of(date, dt.time(10)), span).date)

    @given(DATES, DATES, SPANS)
    def test_who_starts_later_is_due_no_earlier(self, one: dt.date, other: dt.date, span: Span) -> None:
        earlier, later = (shift(CN, CLOCK, CLOCK.instant_of(d, dt.time(10)), span) for d in sorted((one, other)))
        assert earlier.at <= later.at

    @given(DATES, SPANS, st.integers(0, 40))
    def test_a_longer_span_is_due_no_earlier(self, date: dt.date, span: Span, more: int) -> None:
        start = CLOCK.instant_of(date, dt.time(10))
        longer = shift(CN, CLOCK, start, Span(span.count + more, span.unit))
        assert shift(CN, CLOCK, start, span).at <= longer.at

    @given(DATES, COUNTS)
    def test_as_many_working_days_lie_between_as_were_counted(self, date: dt.date, count: int) -> None:
        later = shift(CN, CLOCK, CLOCK.instant_of(date, dt.time(10)), Span(count, Unit.WORKING_DAYS)).date
        assert worked(date, later) == count

    @given(DATES, st.integers(1, 80))
    def test_counting_back_from_a_working_day_undoes_counting_on(self, date: dt.date, count: int) -> None:
        start = next_working_day(CN, date)
        on_it = shift(CN, CLOCK, CLOCK.instant_of(start, dt.time(10)), Span(count, Unit.WORKING_DAYS))
        assert shift(CN, CLOCK, on_it.at, Span(-count, Unit.WORKING_DAYS)).date == start

    @given(DATES)
    def test_no_working_day_lies_between_neighbours(self, date: dt.date) -> None:
        assert worked(date, next_working_day(CN, date)) == 1


class TestProvisional:
    @pytest.mark.parametrize(
        ("start", "span", "provisional"),
        [
            ("2026-11-23", "28wd", False),  # 2026-12-31
            ("2026-11-23", "29wd", True),
            ("2026-11-23", "3mo", True),
            ("2026-10-02", "3mo", True),  # lands on 2027-01-02, moves on
            ("2026-12-31", "0wd", False),
            ("2027-01-04", "-1wd", True),  # 2027-01-01..03 were asked about
            ("2027-01-01", "-1wd", False),
            ("2027-01-05", "-10d", False),
            ("2026-11-23", "2y", True),
        ],
    )
    def test_a_date_is_provisional_if_it_rests_on_an_unpublished_year(
        self, start: str, span: str, *, provisional: bool
    ) -> None:
        assert shift(CN, CLOCK, on(start), Span.parse(span)).provisional is provisional

    def test_a_provisional_date_says_what_it_rests_on(self) -> None:
        law, weekends = (caveat(CN, dt.date(year, 3, 1), dt.date(year, 3, 1)) for year in (2027, 2028))
        assert law is not None
        assert weekends is not None
        assert "2027年放假安排尚未公布" in law.zh
        assert "weekends only" in weekends.en
        assert caveat(CN, dt.date(2026, 3, 1), dt.date(2026, 12, 31)) is None

    def test_publishing_the_arrangement_makes_the_date_firm(self) -> None:
        arranged = CalendarYear(year=2027, published=True, source="某号", holidays=CN.years[3].holidays)
        firm = WorkCalendar(version="cn-next", years=(*CN.years[:3], arranged))
        assert not shift(firm, CLOCK, on("2026-11-23"), Span.parse("3mo")).provisional

    def test_two_calendars_of_one_version_are_not_mixed_up(self) -> None:
        bare = WorkCalendar(version=CN.version, years=(CalendarYear(year=2026, published=True, source="某号"),))
        national_day = dt.date(2026, 10, 1)
        assert [is_working_day(CN, national_day), is_working_day(bare, national_day)] == [False, True]


class TestFastClock:
    @given(
        st.builds(CLOCK.instant_of, st.dates(dt.date(2025, 7, 1), dt.date(2030, 12, 31)), st.times()),
        st.lists(SPANS, min_size=1, max_size=4),
        st.sampled_from(["10ms", "1s", "1min"]),
    )
    def test_the_same_dates_come_out_on_a_fast_clock(self, start: dt.datetime, spans: list[Span], day: str) -> None:
        fast = Clock.model_validate({"day": day}).anchored(start)
        real_at, fast_at = start, start
        for span in spans:
            real, quick = shift(CN, CLOCK, real_at, span), shift(CN, fast, fast_at, span)
            assert (real.date, real.provisional) == (quick.date, quick.provisional)
            real_at, fast_at = real.at, quick.at

    def test_three_working_days_over_a_weekend_take_five_short_days(self) -> None:
        start = on("2026-11-27")  # a Friday
        fast = Clock.model_validate({"day": "1s"}).anchored(start)
        shifted = shift(CN, fast, start, Span.parse("3wd"))
        assert shifted.date == dt.date(2026, 12, 2)
        assert dt.timedelta(seconds=5) < shifted.at - start < dt.timedelta(seconds=6)
