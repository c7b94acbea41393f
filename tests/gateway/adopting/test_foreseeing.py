"""What an adoption would do to many cases, told before anything is done."""

import datetime as dt

import pytest

from gateway.adopting.foreseeing import Outlook, duty_named, foresee, look_ahead
from gateway.adopting.proposals import (
    Clocks,
    Wish,
    adopt_calendar,
    adopt_policy,
    adopted_before,
    go_back,
    holds,
)
from gateway.policy_clocks import unanchored
from rules.cases import carry_out
from rules.deadlines import today
from rules.definitions.clue import Clue
from rules.definitions.publication import Publication
from schemas.commands import AdoptPolicy, LeaveNote
from schemas.entries import Entry
from schemas.facts import CalendarAdopted, CaseOpened, PolicyAdopted
from schemas.policy import DutyKind
from tests.rules import town
from tests.rules.life import Life
from tests.rules.scripts import Play, policy_of
from tests.rules.situations import SITUATIONS
from tests.workflows.town import FAST

WISH = Wish("principal", "某委〔2026〕9号")
OFFICE = Wish("office", "国办发明电（假设）")


def adoptions_of(life: Life) -> list[Entry]:
    return [entry for entry in life.entries if isinstance(entry.fact, PolicyAdopted | CalendarAdopted)]


@pytest.mark.parametrize("situation", SITUATIONS)
def test_what_is_foreseen_is_what_the_record_says_afterwards(situation: str) -> None:
    life = SITUATIONS[situation]()
    adoption = adopt_policy(life.case, town.HASTY, WISH)
    foreseen = foresee(life.case, adoption, life.now)
    life.carry_out(adoption)
    fact = life.last(PolicyAdopted)
    assert [duty.effect for duty in foreseen.duties] == [effect for effect in fact.duties if effect.shows]
    assert [look.effect for look in foreseen.look_backs] == list(fact.look_backs)
    assert foreseen.settles == life.case.settled


def test_what_time_has_brought_since_the_ledger_was_written_is_foreseen_too() -> None:
    life = Life().acknowledged()
    case, later = life.case, life.in_("12wd")
    life.wait_until(later)
    adoption = adopt_policy(case, town.EASY, WISH)
    assert foresee(case, adoption, later) == foresee(life.case, adoption, later)


def test_each_case_is_told_apart_as_it_takes_it_has_it_or_refuses_it() -> None:
    takes, has = Life(), Life().do(AdoptPolicy, "principal", policy=town.EASY, reason="x")
    works = town.ASSIGNMENT.model_copy(update={"handler": town.person("principal")})
    refuses = Life(case_id="t/8", assignment=works)
    outlook = Outlook()
    cases = [life.case for life in (takes, has, refuses)]
    look_ahead(cases, {}, lambda case, _: adopt_policy(case, town.EASY, WISH), takes.now, outlook)
    assert (list(outlook.foreseen), outlook.there, list(outlook.refused)) == (["t/7"], ["t/7"], ["t/8"])


def test_an_items_limit_that_moves_before_the_work_begins_is_foreseen() -> None:
    life = Life()
    foreseen = foresee(life.case, adopt_policy(life.case, town.EASY, WISH), life.now)
    assert foreseen.limit == (dt.date(2026, 6, 2), dt.date(2026, 12, 2))


def test_the_same_adoption_has_the_same_id_until_something_was_adopted() -> None:
    life = Life()
    first = adopt_policy(life.case, town.EASY, WISH)
    life.do(LeaveNote, "principal", text="抓紧")
    assert adopt_policy(life.case, town.EASY, WISH).id == first.id
    life.carry_out(first)
    life.carry_out(adopt_policy(life.case, town.COUNTY, WISH))
    again = adopt_policy(life.case, town.EASY, WISH)
    assert again.id != first.id
    life.carry_out(again)
    assert holds(life.case, again)


def test_another_reason_is_another_wish() -> None:
    case = Life().case
    assert adopt_policy(case, town.EASY, WISH).id != adopt_policy(case, town.EASY, Wish("principal", "同上")).id


def test_what_was_never_adopted_is_told_from_what_was_undone() -> None:
    life = Life()
    for policy in (town.EASY, town.COUNTY):
        life.carry_out(adopt_policy(life.case, policy, WISH))
    told = adoptions_of(life)
    assert adopted_before(told, town.EASY.version)
    assert not adopted_before(told, town.HASTY.version)
    assert not adopted_before(told, town.CALENDAR.version)


def test_a_case_goes_back_to_what_it_had_before_and_no_further() -> None:
    life = Life()
    for policy in (town.EASY, town.HASTY):
        life.carry_out(adopt_policy(life.case, policy, WISH))
    back = go_back("policy", lambda case: unanchored(case.policy).version == town.HASTY.version, WISH)
    proposed = back(life.case, adoptions_of(life))
    assert isinstance(proposed, AdoptPolicy)
    assert proposed.policy == town.EASY
    life.carry_out(proposed)
    assert back(life.case, adoptions_of(life)) is None


def test_an_undo_of_what_an_undo_left_goes_further_back() -> None:
    life = Life()
    for policy in (town.EASY, town.HASTY):
        life.carry_out(adopt_policy(life.case, policy, WISH))
    for undone in (town.HASTY, town.EASY):
        assert life.case.policy == undone
        proposed = go_back("policy", lambda _: True, WISH)(life.case, adoptions_of(life))
        assert proposed is not None
        life.carry_out(proposed)
    assert life.case.policy == town.COUNTY
    assert go_back("policy", lambda _: True, WISH)(life.case, adoptions_of(life)) is None


def test_what_is_adopted_after_an_undo_is_undone_to_what_the_undo_left() -> None:
    life = Life()
    for policy in (town.EASY, town.COUNTY, town.HASTY):
        life.carry_out(adopt_policy(life.case, policy, WISH))
    proposed = go_back("policy", lambda _: True, WISH)(life.case, adoptions_of(life))
    assert isinstance(proposed, AdoptPolicy)
    assert proposed.policy == town.COUNTY


def test_calendars_are_undone_one_after_the_other() -> None:
    life = Life()
    later = town.ANNOUNCED.model_copy(update={"version": "cn-later"})
    for calendar in (town.ANNOUNCED, later):
        life.carry_out(adopt_calendar(life.case, calendar, OFFICE))
    for _ in range(2):
        proposed = go_back("calendar", lambda _: True, OFFICE)(life.case, adoptions_of(life))
        assert proposed is not None
        life.carry_out(proposed)
    assert life.case.calendar == town.CALENDAR


def test_a_case_that_was_opened_with_it_goes_nowhere() -> None:
    life = Life(policy=town.EASY)
    back = go_back("policy", lambda case: unanchored(case.policy).version == town.EASY.version, WISH)
    assert back(life.case, adoptions_of(life)) is None


def test_a_calendar_is_undone_as_well() -> None:
    life = SITUATIONS["at work"]()
    before = life.case.duties
    life.carry_out(adopt_calendar(life.case, town.ANNOUNCED, OFFICE))
    back = go_back("calendar", lambda case: case.calendar.version == "cn-invented", OFFICE)
    proposed = back(life.case, adoptions_of(life))
    assert proposed is not None
    life.carry_out(proposed)
    assert life.case.duties == before


def test_a_fast_clock_goes_on_as_it_began() -> None:
    running = FAST.model_copy(update={"clock": FAST.clock.anchored(town.MONDAY)})
    life = Life(policy=running)
    quicker = FAST.model_copy(update={"name": "quicker"})
    adopted = Clocks(quicker).of(life.case)
    assert adopted.clock == running.clock
    assert unanchored(adopted).version == quicker.version
    life.carry_out(adopt_policy(life.case, adopted, WISH))
    assert life.case.policy.name == "quicker"


# ---------------------------------------------------------------- the calendar of a year that was provisional


def _into_2027() -> Life:
    """A case of December 2026 whose limit lies in the next year, one decided date among its duties."""
    december = dt.datetime(2026, 12, 7, 2, tzinfo=dt.UTC)
    return Life(at=december).at_work(45, ("年前", 20), ("节后", 40))


def test_a_new_calendar_settles_provisional_dates_and_tells_only_whose_date_moved() -> None:
    life = _into_2027()
    assert any(duty.deadline.provisional for duty in life.case.duties)
    life.carry_out(adopt_calendar(life.case, town.ANNOUNCED, OFFICE))
    fact = life.last(CalendarAdopted)
    assert not any(duty.deadline.provisional for duty in life.case.duties)
    assert {e.duty for e in fact.duties if e.settled} == {e.duty for e in fact.duties if e.before.deadline.provisional}
    assert [e.duty for e in fact.duties if e.told] == [e.duty for e in fact.duties if e.moved]


def test_a_date_within_the_new_holidays_moves_to_the_day_after_them() -> None:
    life = Life(at=dt.datetime(2026, 11, 9, 2, tzinfo=dt.UTC))  # three months later: 9 February 2027
    work = life.at_work(92).duty(DutyKind.RECTIFY)
    assert today(life.case, work.deadline.at) == dt.date(2027, 2, 9)
    life.carry_out(adopt_calendar(life.case, town.ANNOUNCED, OFFICE))
    moved = {e.duty: e for e in life.last(CalendarAdopted).duties}[work.id]
    assert today(life.case, life.duty(DutyKind.RECTIFY).deadline.at) == dt.date(2027, 2, 15)
    assert [person.id for person in moved.told] == ["handler"]


def test_a_case_that_rests_on_settled_years_alone_hears_nothing() -> None:
    life = Life()
    life.carry_out(adopt_calendar(life.case, town.ANNOUNCED, OFFICE))
    assert not any(effect.shows for effect in life.last(CalendarAdopted).duties)


def test_what_was_opened_under_the_old_calendar_is_shown_as_such() -> None:
    life = _into_2027()
    life.carry_out(adopt_calendar(life.case, town.ANNOUNCED, OFFICE))
    opened = life.last(CaseOpened)
    assert opened.opening.calendar == town.CALENDAR
    assert carry_out(life.case, adopt_policy(life.case, town.EASY, WISH), life.now).case.calendar == town.ANNOUNCED


def test_of_a_case_of_a_definition_it_is_told_which_step_moves_and_which_has_no_rule() -> None:
    play, outlook = Play(Clue).does("take_over"), Outlook()
    steps = policy_of(Clue).model_dump(mode="json")["steps"]
    steps["propose_handling"]["due"] = "20wd"
    slower = policy_of(Clue).model_validate(policy_of(Clue).model_dump(mode="json") | {"steps": steps})
    outlook.look_at(play.case, adopt_policy(play.case, slower, WISH), play.now)
    (duty,) = outlook.foreseen[play.case.id].duties
    assert (duty_named(duty).zh, duty.effect.moved) == ("提出处置意见", True)
    outlook.look_at(play.case, adopt_policy(play.case, town.HASTY, WISH), play.now)
    assert "propose_handling" in outlook.refused[play.case.id].zh


def test_a_case_whose_definition_is_not_here_is_refused_in_words() -> None:
    play, outlook = Play(Clue), Outlook()
    assert play.case.opening.procedure
    other = play.case.opening.procedure.model_copy(update={"digest": "another"})
    case = play.case.model_copy(update={"opening": play.case.opening.model_copy(update={"procedure": other})})
    outlook.look_at(case, adopt_policy(case, town.HASTY, WISH), play.now)
    assert "没有本事项的流程脚本" in outlook.refused[case.id].zh


def test_what_becomes_of_a_planned_step_is_foreseen_as_the_record_says_it_afterwards() -> None:
    play = Play(Publication)
    while not play.case.planned:
        play.goes_on()
    day = today(play.case, play.case.planned[0].at)
    calendar = town.announced((day.year, {f"{day:%m%d}-{day:%m%d}": "（假设）"}, ""))
    adoption = adopt_calendar(play.case, calendar, OFFICE)
    foreseen = foresee(play.case, adoption, play.now)
    play.carry_out(adoption)
    (step,) = foreseen.steps
    assert (step.effect,) == play.last(CalendarAdopted).steps
    assert step.dates == (day, today(play.case, play.case.planned[0].at))
    assert step.dates[0] < step.dates[1]
