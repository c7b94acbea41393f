"""A drill that is left running for weeks comes to the last day that there is, and stops there in words."""

import datetime as dt
from collections.abc import Callable

import pytest

from rules.cases import fold, let_time_pass, next_alarm
from rules.working_days import next_working_day, shift
from schemas import commands as c
from schemas.case import Case
from schemas.entries import Entry
from schemas.time import LAST_DAY, Clock, Span
from tests.rules import town
from tests.rules.life import Life

SECOND = Clock.model_validate({"day": "1s"}).anchored(town.MONDAY)
MONTHS_LATER = town.MONDAY + dt.timedelta(days=90)
# One that has come within a year and a half of the end.
LATE = Clock(day_length=SECOND.day_length, anchor=town.MONDAY, anchor_date=LAST_DAY - dt.timedelta(days=500))
DRILL, LATE_DRILL = (town.COUNTY.model_copy(update={"clock": clock}) for clock in (SECOND, LATE))


def left_alone(life: Life, at: dt.datetime = MONTHS_LATER) -> tuple[Case, tuple[Entry, ...]]:
    return let_time_pass(life.case, at)


@pytest.mark.parametrize("days", [33, 33.6, 33.7, 90, 4000])
def test_the_clock_of_a_drill_shows_its_last_day_for_good(days: float) -> None:
    assert SECOND.date_of(town.MONDAY + dt.timedelta(days=days)) <= LAST_DAY
    assert SECOND.date_of(SECOND.stops) == SECOND.date_of(MONTHS_LATER) == LAST_DAY


@pytest.mark.parametrize("span", ["1d", "15wd", "2w", "3mo", "5y", "100y", "25000wd", "36500d", "1200mo"])
def test_what_would_run_out_later_runs_out_on_the_last_day(span: str) -> None:
    near = SECOND.instant_of(LAST_DAY - dt.timedelta(days=1), dt.time())
    assert shift(town.CALENDAR, SECOND, near, Span.parse(span)).date == LAST_DAY
    assert next_working_day(town.CALENDAR, LAST_DAY) == LAST_DAY


def suspended() -> Life:
    life = Life(policy=LATE_DRILL).at_work()
    return life.do(c.Suspend, "principal", reason="汛期", until=life.day(30))


@pytest.mark.parametrize(
    "life",
    [
        lambda: Life(policy=DRILL),
        lambda: Life(policy=LATE_DRILL).acknowledged(),
        lambda: Life(policy=LATE_DRILL).at_work(),
        lambda: Life(policy=LATE_DRILL).at_work().reported(),
        lambda: Life(policy=LATE_DRILL).closed(),
        suspended,
    ],
)
def test_a_case_that_nobody_looks_after_comes_to_rest(life: Callable[[], Life]) -> None:
    begun = life()
    case, brought = left_alone(begun)
    assert next_alarm(case) is None
    assert case.duties
    assert all(duty.deadline.at <= begun.case.policy.clock.stops + dt.timedelta(days=1) for duty in case.duties)
    assert let_time_pass(case, MONTHS_LATER + dt.timedelta(days=90)) == (case, ())
    assert fold([*begun.entries, *brought]) == case


def test_each_alarm_on_the_way_is_heard_and_the_last_one_ends_it() -> None:
    """Heard one by one, as by a worker that is there."""
    case, rungs = Life(policy=LATE_DRILL).acknowledged().case, 0
    while alarm := next_alarm(case):
        case, brought = let_time_pass(case, alarm.at)
        rungs += len(brought)
    assert 50 < rungs < 500


def test_what_is_asked_after_it_is_refused_in_words() -> None:
    life = Life(policy=LATE_DRILL).acknowledged()
    life.case, _ = left_alone(life)
    life.now = MONTHS_LATER
    why = life.refused(c.SubmitPlan, "handler", measures=("建立制度",), due=dt.date(2026, 4, 1))
    assert "演练时钟已走到9990年" in why.zh
