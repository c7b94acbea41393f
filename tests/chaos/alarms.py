"""The alarms of a case: its facts told again by the rules alone, and what time should have brought beside what it did."""

import datetime as dt
from collections.abc import Iterator, Sequence
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


class Fault(NamedTuple):
    """Something that is wrong with a case's alarms."""

    kind: str  # missed, early, twice
    case_id: str
    number: int
    what: str


def told_again(facts: Sequence[Recorded], until: dt.datetime) -> tuple[list[Alarm], list[Fault]]:
    """Tell one case's facts again; return the alarms that rang, and what is wrong with them up to an instant."""
    alarms: list[Alarm] = []
    faults: list[Fault] = []
    case: Case | None = None
    due: list[Fact] = []  # what the alarm that rang still has to bring
    for recorded in facts:
        entry = recorded.entry
        if case is not None and not due and _is_of_time(entry):
            due = list(ring(case, entry.at))
            alarms += _rang(case, recorded)
        faults += _compare(case, entry, due)
        case = resume_fold(case, entry)
    if case is not None and (alarm := next_alarm(case)) and alarm.at < until:
        faults.append(Fault("missed", case.id, case.head.number + 1, alarm.what))
    return alarms, faults


def _is_of_time(entry: Entry) -> bool:
    of_time = isinstance(entry.fact, _BROUGHT_BY_TIME) and getattr(entry.fact, "by", None) is None
    return of_time and entry.command_id is None  # a missed interview climbs a rung, too


def _rang(case: Case, recorded: Recorded) -> Iterator[Alarm]:
    alarm = next_alarm(case)
    if alarm and alarm.at <= recorded.entry.at:
        yield Alarm(case.id, alarm.what, alarm.at, recorded.entry.at, recorded.committed)


def _compare(case: Case | None, entry: Entry, due: list[Fact]) -> Iterator[Fault]:
    """Compare a fact with what time was to bring; what was to come is taken off."""
    if case is None:
        return
    if _is_of_time(entry):
        expected = due.pop(0) if due else None
        if expected != entry.fact:
            kind = "early or twice" if expected is None else "other than the rules say"
            yield Fault(kind, case.id, entry.number, entry.fact.kind)
        return
    if due:
        yield Fault("missed", case.id, entry.number, due.pop(0).kind)
    alarm = next_alarm(case)
    if entry.command_id and alarm and alarm.at <= entry.at and not _goes_on(case, entry):
        yield Fault("missed", case.id, entry.number, alarm.what)


def _goes_on(case: Case, entry: Entry) -> bool:
    """Say whether this fact belongs to a command whose first fact was looked at already."""
    return bool(case.receipts) and case.receipts[-1].command_id == entry.command_id
