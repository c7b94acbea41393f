"""Delay climbs: reminders before, colours, letters, the interview, the circular, and never silence."""

import datetime as dt
from itertools import pairwise

import pytest

from rules.cases import next_alarm
from rules.working_days import is_working_day
from schemas import commands as c
from schemas import facts as f
from schemas.case import InterviewState
from schemas.people import Role
from schemas.policy import Colour, DutyKind, Letter, Policy, Speed
from schemas.time import SHANGHAI, Clock, WorkCalendar
from tests.rules import town
from tests.rules.life import Life

RECTIFY = DutyKind.RECTIFY


def rungs(life: Life, kind: DutyKind) -> list[f.RungClimbed]:
    return [fact for fact in life.facts(f.RungClimbed) if fact.duty.startswith(f"{kind}-")]


def reporting(life: Life, span: str) -> Life:
    """Let a span pass in which somebody reports progress each fortnight, so that only the work itself is late."""
    end = life.in_(span)
    while life.now < end:
        life.do(c.ReportProgress, "handler", text="进行中").wait_until(min(life.in_("14d"), end))
    return life


def test_a_late_item_climbs_rung_by_rung() -> None:
    life = reporting(Life().at_work(60), "6mo")
    told = [(rung.colour, rung.letter) for rung in rungs(life, RECTIFY)[:6]]
    assert told == [
        (Colour.GREEN, None),
        (Colour.YELLOW, Letter.REMINDER),
        (Colour.RED, Letter.WARNING),
        (Colour.RED, Letter.SUPERVISION),
        (Colour.RED, None),
        (Colour.RED, Letter.CIRCULAR),
    ]


def test_reminders_come_before_the_due_date_when_offices_open() -> None:
    life = Life().at_work(60)
    alarm = life.duty(RECTIFY).deadline.at - dt.timedelta(days=20)
    reporting(life, "46d")
    assert rungs(life, RECTIFY)[0].colour is Colour.GREEN
    first = next(e for e in life.entries if isinstance(e.fact, f.RungClimbed) and e.fact.duty.startswith("rectify"))
    assert first.at.astimezone(SHANGHAI).time() == dt.time(9, 0)
    assert first.at.date() <= alarm.date()


def test_addressees_rise_with_the_rung() -> None:
    life = reporting(Life().at_work(60), "6mo")
    told = [{person.id for person in rung.told} for rung in rungs(life, RECTIFY)]
    assert told[0] == {"handler"}
    assert "leader" in told[1]
    assert "principal" in told[2]
    assert {"secretary", "higher", "supervisor"} <= told[5]


def test_the_duty_wears_the_colour_of_its_rung() -> None:
    life = reporting(Life().at_work(60), "57d")
    assert life.duty(RECTIFY).colour is Colour.YELLOW


def test_letters_are_numbered_in_their_order_and_no_two_share_a_number() -> None:
    life = Life().at_work(60, ("摸底", 20)).wait("1y")
    numbers = [
        entry.fact.letter_number
        for entry in life.entries
        if isinstance(entry.fact, f.RungClimbed | f.InterviewCalled) and entry.fact.letter_number
    ]
    assert [int(number.partition("〕")[2].rstrip("号")) for number in numbers] == list(range(1, len(numbers) + 1))
    assert all("〔t/7〕" in number for number in numbers)


def test_overdue_never_goes_quiet() -> None:
    life = reporting(Life().at_work(60), "2y")
    late = [e.at for e in life.entries if isinstance(e.fact, f.RungClimbed) and e.fact.duty.startswith("rectify")]
    gaps = [after - before for before, after in pairwise(late)]
    assert late[-1] > life.now - dt.timedelta(days=40)
    assert max(gaps[6:]) < dt.timedelta(days=40)
    days = [life.case.policy.clock.date_of(at) for at in late]
    assert {worked(life.case.calendar, before, after) for before, after in pairwise(days[5:])} == {10}


def worked(calendar: WorkCalendar, before: dt.date, after: dt.date) -> int:
    """Count the working days after a date, up to and including another."""
    days = (before + dt.timedelta(days=day) for day in range(1, (after - before).days + 1))
    return sum(is_working_day(calendar, day) for day in days)


def test_the_ladder_calls_the_interview_of_the_leader_whose_handler_is_late() -> None:
    life = reporting(Life().at_work(60), "80d")
    called = life.last(f.InterviewCalled)
    assert called.by is None
    assert called.interviewee is Role.LEADER
    assert called.duty == life.duty(RECTIFY).id
    assert life.owes(DutyKind.NOTICE)
    assert life.owes(DutyKind.INTERVIEW)


def test_a_circular_proposes_a_decision_beside_the_blame() -> None:
    life = reporting(Life().at_work(60), "4mo")
    assert [rung.propose_decision for rung in rungs(life, RECTIFY)[:6]] == [False] * 5 + [True]


def test_one_person_is_interviewed_once_at_a_time() -> None:
    life = Life().at_work(60).wait("9mo")
    assert [interview.interviewee for interview in life.case.interviews] == [Role.LEADER]


def test_after_an_outage_the_latest_rung_is_told_once_and_the_skipped_interview_is_called() -> None:
    life = Life().at_work(60).sleep("6mo")
    told = rungs(life, RECTIFY)
    assert len(told) == 1
    assert told[0].letter is Letter.CIRCULAR
    assert len(life.facts(f.InterviewCalled)) == 1


def test_an_outage_of_years_is_told_in_a_moment() -> None:
    drill = Clock(day_length=dt.timedelta(milliseconds=100)).anchored(town.MONDAY)
    life = Life(policy=town.COUNTY.model_copy(update={"clock": drill})).sleep("1d")
    before = len(life.entries)
    life.now += dt.timedelta(hours=2)  # two hundred years by this clock: more than a span can say
    life.sleep("1d")
    assert len(life.entries) == before + 1
    alarm = next_alarm(life.case)
    assert alarm is not None
    assert alarm.at > life.now


def test_a_reminder_that_would_have_come_before_the_duty_is_not_sent() -> None:
    life = Life().at_work(5)
    assert life.duty(RECTIFY).rung == 2
    assert rungs(life.wait("1d"), RECTIFY) == []


def test_a_rung_names_nobody_twice() -> None:
    both = town.ASSIGNMENT.model_copy(update={"leader": town.STANDING.principal[0]})
    life = Life(assignment=both).do(c.Acknowledge, "handler").planned(30).do(c.ApprovePlan, "office").wait("3mo")
    for rung in life.facts(f.RungClimbed):
        ids = [person.id for person in rung.told]
        assert len(ids) == len(set(ids))


def test_where_a_role_is_vacant_the_office_is_told() -> None:
    nobody = town.STANDING.model_copy(update={"supervisor": (), "higher": ()})
    life = Life(standing=nobody).wait("2mo")
    assert all(rung.told for rung in life.facts(f.RungClimbed))


@pytest.mark.parametrize("speed", [Speed.IMMEDIATE, Speed.LONG_TERM])
def test_a_limit_that_has_passed_before_the_work_began_rings_at_once(speed: Speed) -> None:
    late = town.MONDAY - dt.timedelta(days=500)
    life = Life(town.opening(speed=speed, fed_back_at=late, due=dt.date(2025, 1, 10))).acknowledged()
    if life.owes(DutyKind.PLAN):
        life.planned(1).do(c.ApprovePlan, "office")
    life.wait("3wd")
    assert life.duty(RECTIFY).colour is Colour.RED


def test_who_reports_in_time_hears_nothing() -> None:
    life = reporting(Life().at_work(60), "30d")
    assert rungs(life, DutyKind.PROGRESS) == []


@pytest.mark.parametrize("to", [Role.HIGHER, Role.LEADER])
def test_who_owes_it_is_told_first_whatever_the_ladder_says(to: Role) -> None:
    life = Life().at_work().do(c.RaiseMatter, "head", matter="资金缺口", to=to).wait("2mo")
    assert {rung.told[0].id for rung in rungs(life, DutyKind.MATTER)} == {town.HOLDER[to]}
    assert all(len({person.id for person in rung.told}) == len(rung.told) for rung in life.facts(f.RungClimbed))


def test_a_handler_who_is_to_be_interviewed_hears_that_he_has_not_acknowledged_the_notice() -> None:
    life = Life().at_work().do(c.CallInterview, "office", interviewee=Role.HANDLER, reason="迟缓").wait("1mo")
    told = [{person.id for person in rung.told} for rung in rungs(life, DutyKind.NOTICE)]
    assert told
    assert all("handler" in ids for ids in told)


def interviewed_without_avail(policy: Policy) -> list[dt.date]:
    """Hold each interview that is called about a plan that nobody submits, for two years; return when each was called."""
    life, end = Life(policy=policy).acknowledged(), town.MONDAY + dt.timedelta(days=730)
    while (alarm := next_alarm(life.case)) and alarm.at < end:
        life.wait_until(alarm.at)
        for one in (i for i in life.case.interviews if i.state is InterviewState.CALLED):
            said = {"held_on": life.day(), "place": "三楼", "present": ("张处长",), "record": "oa://2"}
            life.do(c.RecordInterview, "office", interview=one.number, commitments=(), **said)
    assert {rung.rung for rung in rungs(life, DutyKind.PLAN)} >= set(range(5, 90))  # it goes on telling all the time
    return [life.case.policy.clock.date_of(i.called_at) for i in life.case.interviews if i.called_at]


def test_a_rung_that_repeats_calls_another_interview_only_when_the_policys_time_has_passed() -> None:
    called = interviewed_without_avail(town.COUNTY)
    assert len(called) == 8
    assert all(after >= before + dt.timedelta(days=89) for before, after in pairwise(called))


def test_under_a_policy_on_record_that_says_nothing_of_it_each_repeat_calls_one_as_before() -> None:
    policy = town.county(interview_again=None)
    assert len(interviewed_without_avail(policy)) > 80
    assert "interview_again" not in policy.plain


def test_an_interview_that_was_in_the_way_when_the_rung_was_reached_is_called_by_the_next_repeat() -> None:
    life = Life().acknowledged().do(c.CallInterview, "office", interviewee=Role.LEADER, reason="迟缓").wait("2mo")
    assert len(life.case.interviews) == 1
    said = {"held_on": life.day(), "place": "三楼", "present": ("张处长",), "record": "oa://2"}
    life.do(c.RecordInterview, "office", interview=1, commitments=(), **said).wait("10wd")
    assert [i.about for i in life.case.interviews] == [None, life.duty(DutyKind.PLAN).id]
