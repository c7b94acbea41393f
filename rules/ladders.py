"""When a duty's next rung is reached, and what climbing it brings."""

import datetime as dt

from rules.people import people_in
from rules.working_days import shift
from schemas.case import Case, InterviewState
from schemas.duty import Deadline, Duty
from schemas.facts import Fact, InterviewCalled, RungClimbed
from schemas.people import Role
from schemas.policy import DutyKind, Letter, Rung
from schemas.time import Span

_MARKS = {Letter.REMINDER: "提", Letter.WARNING: "预", Letter.SUPERVISION: "督", Letter.CIRCULAR: "通"}
_INTERVIEW_MARK = "约"


def rung_of(case: Case, ladder: str, index: int) -> Rung:
    """Return the rung of that index; beyond the top the last one repeats, for overdue never goes quiet."""
    rungs = case.policy.ladders[ladder].rungs
    return rungs[min(index, len(rungs) - 1)]


def rung_at(case: Case, ladder: str, deadline: Deadline, index: int) -> dt.datetime:
    """Return the instant at which a rung is reached: before the due date when offices open, on it when due."""
    rungs, repeat = case.policy.ladders[ladder].rungs, case.policy.ladders[ladder].repeat
    reached = _offset(case, deadline.at, rungs[min(index, len(rungs) - 1)].at)
    repeats = index - (len(rungs) - 1)
    return reached if repeats <= 0 else _offset(case, reached, Span(repeat.count * repeats, repeat.unit))


def first_rung(case: Case, ladder: str, deadline: Deadline, since: dt.datetime) -> int:
    """Return where a new duty begins: warnings that would have come before it existed are not sent."""
    rungs = case.policy.ladders[ladder].rungs
    past = (i for i, rung in enumerate(rungs) if rung.at.count < 0 and rung_at(case, ladder, deadline, i) <= since)
    return max(past, default=-1) + 1


def climb(case: Case, duty: Duty, upto: int) -> tuple[Fact, ...]:
    """Return what reaching a rung brings: who is told, which letter, and the interview it or a skipped one calls."""
    passed = [rung_of(case, duty.ladder, index) for index in range(duty.rung, upto + 1)]
    rung = passed[-1]
    climbed = RungClimbed(
        duty=duty.id,
        rung=upto,
        colour=rung.colour,
        told=people_in(case, *rung.tell),
        letter=rung.letter,
        letter_number=letter_number(case, _MARKS[rung.letter], 1) if rung.letter else None,
        propose_decision=rung.decision,
    )
    if any(rung.interview for rung in passed) and not _being_interviewed(case, duty):
        return climbed, _call(case, duty, after=2 if rung.letter else 1)
    return (climbed,)


def letter_number(case: Case, mark: str, ahead: int = 1) -> str:
    """Return the number of the next letter but some: numbered within its case, so that no two letters share one."""
    return f"{mark}〔{case.id}〕{case.letters + ahead}号"


def interview_number(case: Case, ahead: int = 1) -> str:
    """Return the number of the next interview notice."""
    return letter_number(case, _INTERVIEW_MARK, ahead)


def latest_rung(case: Case, duty: Duty, at: dt.datetime) -> int:
    """Return the highest rung reached by an instant: after an outage the latest is told once, not every missed one."""
    index = duty.rung
    while rung_at(case, duty.ladder, duty.deadline, index + 1) <= at:
        index += 1
    return index


def _offset(case: Case, due: dt.datetime, offset: Span) -> dt.datetime:
    if not offset.count:
        return due
    clock = case.policy.clock
    return clock.instant_of(shift(case.calendar, clock, due, offset).date, clock.office_opens)


def _call(case: Case, duty: Duty, after: int) -> InterviewCalled:
    interviewee = duty.owed_by if duty.owed_by in (Role.LEADER, Role.LEAD_UNIT) else Role.LEADER
    return InterviewCalled(
        by=None,
        number=len(case.interviews) + 1,
        letter_number=interview_number(case, after),
        interviewee=interviewee if case.assignment else Role.OFFICE,
        reason=duty.kind.value,
        duty=duty.id,
    )


def _being_interviewed(case: Case, duty: Duty) -> bool:
    if duty.kind in (DutyKind.NOTICE, DutyKind.INTERVIEW, DutyKind.CALL_INTERVIEW):
        return True
    return any(i.about == duty.id and i.state is InterviewState.CALLED for i in case.interviews)
