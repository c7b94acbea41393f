"""The alarms of a case: its facts told again by the rules alone, and what time should have brought beside what it did."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from rules.cases import next_alarm, resume_fold, ring
from schemas import facts as f
from schemas.case import Case
from schemas.entries import Entry
from schemas.facts import Fact
from tests.chaos.record import Recorded

_BROUGHT_BY_TIME = (f.RungClimbed, f.InterviewCalled, f.LookBackOpened, f.Resumed)


class Alarm(NamedTuple):
    """One alarm that rang."""

    case_id: str
    what: str
    due: dt.datetime
    told: dt.datetime  # when the case says it happened
    recorded: dt.datetime | None  # when the ledger had it

    @property
    def late(self) -> float:
        """Seconds from its time until everybody could see it."""
        return ((self.recorded or self.told) - self.due).total_seconds()


class Amiss(StrEnum):
    """What may be wrong with an alarm; that it is late is not."""

    MISSED = "missed"
    TWICE = "twice"
    WRONG = "wrong"


class Fault(NamedTuple):
    """Something that is wrong with a case's alarms."""

    amiss: Amiss
    case_id: str
    number: int
    what: str
    due: dt.datetime | None = None  # of an alarm that was missed


@dataclass
class Retold:
    """What came of telling facts again."""

    alarms: list[Alarm] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def expected(self) -> int:
        """How many alarms' time had come by the rules: those that rang, and those that never did."""
        rang = {(alarm.case_id, alarm.what, alarm.due) for alarm in self.alarms}
        missed = {(x.case_id, x.what, x.due) for x in self.faults if x.amiss is Amiss.MISSED}
        return len(self.alarms) + len(missed - rang)

    def add(self, other: "Retold") -> None:
        """Add what came of another case."""
        self.alarms += other.alarms
        self.faults += other.faults


def told_again(facts: Sequence[Recorded], until: dt.datetime) -> Retold:
    """Tell one case's facts again; return the alarms that rang, and what is wrong with them up to an instant."""
    told = Retold()
    case: Case | None = None
    due: list[Fact] = []  # what the alarm that rang still has to bring
    brought: list[Fact] = []
    for recorded in facts:
        entry = recorded.entry
        if case is not None:
            if not due and _is_of_time(entry):
                due = list(ring(case, entry.at))
                told.alarms += _rang(case, recorded)
            told.faults += _compare(case, entry, due, brought)
        case = resume_fold(case, entry)
    if case is not None and (alarm := next_alarm(case)) and alarm.at < until:
        told.faults.append(Fault(Amiss.MISSED, case.id, case.head.number + 1, alarm.what, alarm.at))
    return told


def _is_of_time(entry: Entry) -> bool:
    of_time = isinstance(entry.fact, _BROUGHT_BY_TIME) and getattr(entry.fact, "by", None) is None
    return of_time and entry.command_id is None  # a missed interview climbs a rung, too


def _rang(case: Case, recorded: Recorded) -> Iterator[Alarm]:
    alarm = next_alarm(case)
    if alarm and alarm.at <= recorded.entry.at:
        yield Alarm(case.id, alarm.what, alarm.at, recorded.entry.at, recorded.committed)


def _compare(case: Case, entry: Entry, due: list[Fact], brought: list[Fact]) -> Iterator[Fault]:
    """Compare a fact with what time was to bring; what was to come is taken off, and goes to what was brought."""
    if _is_of_time(entry):
        expected = due.pop(0) if due else None
        if expected != entry.fact:
            twice = expected is None and entry.fact in brought
            why = "when nothing was due" if expected is None else "other than the rules say"
            yield Fault(Amiss.TWICE if twice else Amiss.WRONG, case.id, entry.number, f"{entry.fact.kind}, {why}")
        brought.append(entry.fact)
        return
    if due:
        yield Fault(Amiss.WRONG, case.id, entry.number, f"half told: {due.pop(0).kind} is missing")
    alarm = next_alarm(case)
    if entry.command_id and alarm and alarm.at <= entry.at and not _goes_on(case, entry):
        yield Fault(Amiss.MISSED, case.id, entry.number, alarm.what, alarm.at)


def _goes_on(case: Case, entry: Entry) -> bool:
    """Say whether this fact belongs to a command whose first fact was looked at already."""
    return bool(case.receipts) and case.receipts[-1].command_id == entry.command_id
