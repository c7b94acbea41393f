"""A plan as a dated list: every fact, every duty that it opened or discharged, with addressee and reason."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from gateway.foreseeing.plan import Plan
from rules.grounds import grounds
from rules.ladders import rung_of
from rules.names import called, listed, name_of
from rules.people import people_of
from rules.recusal import debtors
from rules.sentences import people_named, tell_in
from rules.spells import Step
from schemas.case import Case
from schemas.duty import Duty
from schemas.facts import CaseOpened, Fact, InterviewCalled, LeaderAssigned, LookBackOpened, ReturnedAgain, RungClimbed
from schemas.people import Person
from schemas.policy import Colour, DutyKind
from schemas.returns import Returning
from schemas.time import Clock
from schemas.words import Text, text

OPENED, DISCHARGED = "duty_opened", "duty_discharged"
_NONE = text("", "")


class Line(NamedTuple):
    """What happens on a date, whom it concerns and why."""

    at: dt.datetime
    date: dt.date
    kind: str  # a fact's kind, or that a duty was opened or discharged
    what: Text
    who: Text
    why: Text
    colour: Colour | None = None


def lines(plan: Plan) -> Iterator[Line]:
    """Yield all that happens, in order."""
    for step in plan.steps:
        yield _fact(step, plan.clock)
        yield from (_discharged(step, duty, plan.clock) for duty in step.discharged)
        yield from (_opened(step, duty, plan.clock) for duty in step.opened)


def _fact(step: Step, clock: Clock) -> Line:
    fact, at = step.entry.fact, step.entry.at
    who, why = people_named(_addressees(step)), _reason(step, clock)
    colour = fact.colour if isinstance(fact, RungClimbed) else None
    return Line(at, clock.date_of(at), fact.kind, _said(step.after, fact), who, why, colour)


def _said(case: Case, fact: Fact) -> Text:
    match fact:
        case LeaderAssigned():  # everybody is called by his role in a plan: their names would say it twice
            return text("确定责任领导、牵头单位、责任人", "leader, lead unit and handler named")
        case CaseOpened():
            return text("立项", "opened")
        case RungClimbed():
            told = tell_in(case, fact.model_copy(update={"told": ()}))
            return text(told.zh.replace("，告知", ""), told.en.replace(", told ", ""))
    return tell_in(case, fact)


def _addressees(step: Step) -> tuple[Person, ...]:
    match step.entry.fact:
        case RungClimbed(told=told):
            return told
        case InterviewCalled(interviewee=role) | ReturnedAgain(to=role):
            return people_of(step.after, role)
        case LookBackOpened():
            return tuple(person for duty in step.opened for person in debtors(step.after, duty))
    by = getattr(step.entry.fact, "by", None)
    return (by,) if isinstance(by, Person) else ()


def _reason(step: Step, clock: Clock) -> Text:
    match step.entry.fact:
        case RungClimbed(duty=duty_id, rung=rung):
            duty = next(duty for duty in step.before.duties if duty.id == duty_id)
            return _rung(step.before, duty, rung, clock)
        case InterviewCalled(by=None, duty=None, reason=what):
            often = name_of(Returning(what))
            return text(f"{often.zh}，按办法约谈", f"{often.en}: called by the policy")
        case InterviewCalled(by=None, duty=duty_id):
            late = next(called(duty, step.before.definition) for duty in step.before.duties if duty.id == duty_id)
            return text(f"“{late.zh}”逾期，按阶梯约谈", f"{late.en} is late: called by the ladder")
    return _NONE


def _rung(case: Case, duty: Duty, rung: int, clock: Clock) -> Text:
    due, at = clock.date_of(duty.deadline.at), rung_of(case, duty.ladder, rung).at
    again = rung - len(case.policy.ladders[duty.ladder].rungs) + 1
    if again > 0:
        return text(f"{due}到期，仍未办，第{again}次重复", f"due {due}, still open: repeated ({again})")
    if at.count < 0:
        return text(f"{due}到期，{at.speak()}", f"due {due}, {at.speak('en')}")
    if not at.count:
        return text(f"{due}到期", f"due {due}")
    return text(f"{due}到期，逾期{at.speak()}", f"due {due}, {at.speak('en')} late")


def _opened(step: Step, duty: Duty, clock: Clock) -> Line:
    due, why = clock.date_of(duty.deadline.at), _ground(step.after, duty)
    called = _called(step.after, duty)
    what = text(f"＋ {called.zh}", f"+ {called.en}")
    unsure = text("（暂定）", " (provisional)") if duty.deadline.provisional else _NONE
    reason = text(f"{due}{unsure.zh}到期，{why.zh}", f"due {due}{unsure.en}, {why.en}")
    at, who = step.entry.at, people_named(debtors(step.after, duty))
    return Line(at, clock.date_of(at), OPENED, what, who, reason)


def _ground(case: Case, duty: Duty) -> Text:
    """Return the grounds of a due date without the policy's title, which is the same for all of a plan."""
    said, title = grounds(case, duty.deadline.rule), case.policy.title
    zh, en = said.zh.removeprefix(f"依据《{title.zh}》"), said.en.removeprefix(f"by “{title.en}”")
    return text(zh.lstrip("，："), en.lstrip(",: "))


def _discharged(step: Step, duty: Duty, clock: Clock) -> Line:
    late = (clock.date_of(step.entry.at) - clock.date_of(duty.deadline.at)).days
    why = text("未逾期", "not late") if step.entry.at <= duty.deadline.at else _late(late)
    called = _called(step.before, duty)
    what = text(f"－ {called.zh}", f"- {called.en}")
    at, who = step.entry.at, people_named(debtors(step.before, duty))
    return Line(at, clock.date_of(at), DISCHARGED, what, who, why)


def _late(days: int) -> Text:
    if not days:
        return text("到期当日未办", "late on its last day")
    return text(f"逾期{days}天", f"{days} days late")


def _called(case: Case, duty: Duty) -> Text:
    name = called(duty, case.definition)
    return text(f"{name.zh}（{duty.subject}）", f"{name.en} ({duty.subject})") if _tells(duty) else name


def _tells(duty: Duty) -> bool:
    return bool(duty.subject) and duty.kind in (DutyKind.MILESTONE, DutyKind.COMMITMENT, DutyKind.LOOK_BACK)


def ending(plan: Plan) -> Text:
    """Say where a plan ends: the case is settled, or the horizon is reached."""
    on = plan.clock.date_of(plan.ended_at)
    if plan.case.settled:
        return text(f"{on}办结。", f"Settled on {on}.")
    duties = listed(tuple(dict.fromkeys(called(duty, plan.case.definition) for duty in plan.case.duties)))
    stage = name_of(plan.case.stage)
    return text(
        f"推演到{on}为止（再往后看用 --days），尚未办结：{stage.zh}，未了的责任：{duties.zh or '无'}。",
        f"Not settled by {on}, the horizon (--days looks further): {stage.en}; still owed: {duties.en or 'nothing'}.",
    )


def provisional(plan: Plan) -> Text | None:
    """Say from which year on a plan's dates rest on days off that are not published; None where none does."""
    first = max((year.year for year in plan.case.calendar.years if year.published), default=0) + 1
    if plan.clock.date_of(plan.ended_at).year < first:
        return None
    return text(
        f"{first}年起放假安排尚未公布，此后的日期均为暂定。",
        f"From {first} on the days off are not published yet: all later dates are provisional.",
    )


def refused(plan: Plan) -> Sequence[Text]:
    """Say which acts of the script the policy refuses."""
    return [
        text(f"{plan.clock.date_of(one.at)} 未受理：{one.reason.zh}", f"{plan.clock.date_of(one.at)} {one.reason.en}")
        for one in plan.turned_down
    ]
