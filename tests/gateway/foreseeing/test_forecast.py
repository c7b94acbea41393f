"""What falls due if nobody moves: by week and unit, and equal to what a plan in which nobody moves tells."""

import datetime as dt

from lxml import etree

from gateway.foreseeing.bars import SERIES, bars
from gateway.foreseeing.forecast import Forecast
from rules.definitions.publication import Publication
from rules.spells import spells, steps
from schemas.case import Case
from schemas.facts import InterviewCalled, RungClimbed
from schemas.policy import DutyKind
from tests.gateway.foreseeing.test_plan import BEGAN, played
from tests.ledger.lives import Life, planned
from tests.rules.scripts import Play


def of(case: Case, now: dt.datetime, days: int) -> Forecast:
    found = Forecast(now, days)
    found.take(case)
    return found


def test_the_rest_of_a_year_in_which_nobody_moves_is_forecast_as_it_comes() -> None:
    near, far = played("never_moves", days=30), played("never_moves", days=90)
    found = of(near.case, near.until, 60)
    later = [entry for entry in far.entries if entry.at > near.until]
    letters = sum(isinstance(entry.fact, RungClimbed) and entry.fact.letter is not None for entry in later)
    assert sum(week.letters for _, week in found.rows()) == letters > 5
    called = sum(isinstance(entry.fact, InterviewCalled) for entry in later)
    assert sum(week.interviews for _, week in found.rows()) == called
    owed = [spell.duty.deadline.at for spell in spells(steps(None, far.entries)) if spell.until is None]
    due = sum(week.due.total() for _, week in found.rows())
    assert due == sum(near.until < at <= far.until for at in owed)
    assert found.late.total() == sum(at <= near.until for at in owed)


def test_duties_stand_in_the_week_in_which_they_fall_due_under_their_unit() -> None:
    life = Life().do("acknowledge", "handler")
    found = of(life.case, life.now, 20)
    (duty,) = life.case.duties
    monday = dt.date(2026, 3, 16)
    assert duty.deadline.at.date() == dt.date(2026, 3, 16)
    assert found.weeks[monday, "财务科"].due == {DutyKind.PLAN: 1}
    assert [week for week, _ in found.rows()] == sorted(week for week, _ in found.rows())


def test_a_case_without_a_lead_unit_is_counted_too() -> None:
    life = Life(assigned=False)
    assert [unit for (_, unit), _ in of(life.case, life.now, 10).rows()] == [""]


def test_nothing_falls_due_in_a_case_that_stays_suspended() -> None:
    life = planned().wait(1)
    until = (life.now + dt.timedelta(days=40)).date()
    life.do("suspend", "principal", until=str(until), reason="等待上级结论")
    assert list(of(life.case, life.now, 20).rows()) == []
    assert sum(week.due.total() for _, week in of(life.case, life.now, 90).rows()) >= 1


def test_look_backs_are_forecast() -> None:
    closed = played("in_time", days=150)
    found = of(closed.case, closed.until, 200)
    assert closed.case.closed
    assert sum(week.look_backs for _, week in found.rows()) == 2
    assert closed.until > BEGAN


def test_the_picture_has_four_bars_for_each_week_and_their_numbers() -> None:
    near = played("never_moves", days=30)
    found = of(near.case, near.until, 60)
    drawn = etree.fromstring(bars(found, "en").encode())
    weeks = {monday for (monday, _), _ in found.rows()}
    assert len(drawn.xpath("//*[local-name()='rect']")) == len(SERIES) * (len(weeks) + 1)
    shown = [element.text for element in drawn.xpath("//*[@class='small']")]
    counts = [n for _, w in found.rows() for n in (w.due.total(), w.letters, w.interviews, w.look_backs)]
    assert shown == [str(count) if count else None for count in counts]


def test_a_case_of_a_definition_is_forecast_as_its_story_goes_on_by_itself() -> None:
    play = Play(Publication)
    while not play.case.planned:
        play.goes_on()
    assert of(play.case, play.now, 300).weeks == {}
    due = [expected.due for _, expected in of(play.case, play.now, 375).rows() if expected.due]
    assert due == [{"publication.take_down": 1}]  # its time has come meanwhile


def test_a_case_whose_definition_is_not_here_is_left_out_and_counted() -> None:
    case = Play(Publication).case
    assert case.opening.procedure
    other = case.opening.procedure.model_copy(update={"digest": "another"})
    case = case.model_copy(update={"opening": case.opening.model_copy(update={"procedure": other})})
    found = of(case, Play(Publication).now, 60)
    assert (found.cases, found.untold, found.weeks) == (0, 1, {})
