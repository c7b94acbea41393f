"""A case played on paper: commands by people, and time that passes when told to."""

import datetime as dt
import itertools
from collections.abc import Callable
from copy import copy
from functools import cache
from typing import Any, Self, TypeVar

import pytest

from rules.cases import Outcome, carry_out, check, let_time_pass, next_alarm, open_case
from rules.deadlines import today
from rules.duties import duty_of
from rules.rectifying import missing_evidence, review_levels
from rules.working_days import shift
from schemas import commands as c
from schemas.case import Case, Stage
from schemas.commands import Command, Milestone
from schemas.duty import Duty
from schemas.entries import Entry
from schemas.facts import Opening
from schemas.people import Role
from schemas.policy import DutyKind
from schemas.time import Span
from schemas.values import Record
from schemas.words import Refusal, Text
from tests.rules import town
from tests.rules.sentence import assert_sentence

F = TypeVar("F", bound=Record)


class Life:
    """A case, its clock, and all that has been written down about it."""

    def __init__(self, opening: Opening | None = None, at: dt.datetime = town.MONDAY, **fields: Any) -> None:
        self.now = at
        self.entries: list[Entry] = []
        self._serial = itertools.count(1)
        self.case: Case
        self._keep(open_case(opening or town.opening(at, **fields), at))

    def again(self) -> Self:
        """Return the same life, to go on another way."""
        other = copy(self)
        other.entries = [*self.entries]
        other._serial = itertools.count(len(self.case.receipts) + 100)
        return other

    # What people do.

    def do(self, kind: type[Command], by: str, **fields: Any) -> Self:
        self.carry_out(self.asks(kind, by, **fields))
        return self

    def carry_out(self, command: Command) -> Outcome:
        outcome = carry_out(self.case, command, self.now)
        self._keep(outcome[:2])
        return outcome

    def asks(self, kind: type[Command], by: str, **fields: Any) -> Command:
        return kind(id=f"c{next(self._serial)}", actor=by, **fields)

    def refused(self, kind: type[Command], by: str, **fields: Any) -> Text:
        """Ask for what is refused, and return why; nothing may have changed by it."""
        command = self.asks(kind, by, **fields)
        with pytest.raises(Refusal) as caught:
            carry_out(self.case, command, self.now)
        with pytest.raises(Refusal):
            check(self.case, command, self.now)
        assert_sentence(caught.value.reason)
        return caught.value.reason

    # What time does.

    def wait(self, span: str) -> Self:
        """Let a span pass, hearing each alarm at its time."""
        return self.wait_until(self.in_(span))

    def wait_until(self, at: dt.datetime) -> Self:
        while (alarm := next_alarm(self.case)) and alarm.at <= at:
            self.now = max(alarm.at, self.now)
            self._keep(let_time_pass(self.case, self.now))
        self.now = at
        return self

    def sleep(self, span: str) -> Self:
        """Let a span pass unheard: an outage, after which everything rings at once."""
        self.now = self.in_(span)
        self._keep(let_time_pass(self.case, self.now))
        return self

    def wait_for(self, kind: DutyKind) -> Self:
        while duty_of(self.case, kind) is None:
            alarm = next_alarm(self.case)
            assert alarm is not None, f"time never brings {kind}"
            self.wait_until(alarm.at)
        return self

    def in_(self, span: str) -> dt.datetime:
        return shift(self.case.calendar, self.case.policy.clock, self.now, Span.parse(span)).at

    def day(self, days: int = 0) -> dt.date:
        return today(self.case, self.now) + dt.timedelta(days=days)

    # How far a case has come.

    def assigned(self) -> Self:
        return self.do(c.Assign, "office", assignment=town.ASSIGNMENT)

    def acknowledged(self) -> Self:
        return self.assigned().do(c.Acknowledge, "handler")

    def planned(self, days: int = 60, *milestones: tuple[str, int]) -> Self:
        steps = tuple(Milestone(name=name, due=self.day(due)) for name, due in milestones)
        return self.do(c.SubmitPlan, "handler", measures=("建立制度",), due=self.day(days), milestones=steps)

    def at_work(self, days: int = 60, *milestones: tuple[str, int]) -> Self:
        return self.acknowledged().planned(days, *milestones).do(c.ApprovePlan, "office")

    def proven(self) -> Self:
        for kind in missing_evidence(self.case):
            evidence = town.proof(kind, len(self.case.evidence) + 1, self.day())
            self.do(c.SubmitEvidence, "handler", evidence=(evidence,))
        return self

    def reported(self, by: str = "handler") -> Self:
        return self.proven().do(c.ReportDone, by, statement="各项措施已落实")

    def approved_up_to_last(self) -> Self:
        return self.approved_up_to(review_levels(self.case)[-1])

    def approved_up_to(self, last: str) -> Self:
        review, levels = self.case.review, review_levels(self.case)
        assert review is not None
        for level in levels[len(review.approvals) : levels.index(Role(last))]:
            self.do(c.ApproveClosure, town.HOLDER[level], level=level)
        return self

    def closes(self, result: c.Result = c.Result.DONE, *, met: bool = True) -> Self:
        level = review_levels(self.case)[-1]
        given = town.answers(self.case.policy, met=met)
        by = town.HOLDER[level]
        return self.approved_up_to_last().do(c.ApproveClosure, by, level=level, answers=given, result=result)

    def closed(self) -> Self:
        return self.at_work().reported().closes()

    def published(self) -> Self:
        return self.do(c.RecordPublication, "office", where="单位网站")

    def relapsed(self) -> Self:
        return self.do(c.ReportRelapse, "supervisor", finding="问题反弹")

    # What there is to see.

    def duty(self, kind: DutyKind) -> Duty:
        duty = duty_of(self.case, kind)
        assert duty is not None, f"no {kind} is owed; owed are {[d.id for d in self.case.duties]}"
        return duty

    def owes(self, kind: DutyKind) -> bool:
        return duty_of(self.case, kind) is not None

    def facts(self, kind: type[F]) -> list[F]:
        return [entry.fact for entry in self.entries if isinstance(entry.fact, kind)]

    def last(self, kind: type[F]) -> F:
        return self.facts(kind)[-1]

    def is_at(self, stage: Stage) -> bool:
        return self.case.stage is stage

    def _keep(self, brought: tuple[Case, tuple[Entry, ...]]) -> None:
        self.case, entries = brought
        self.entries.extend(entries)


L = TypeVar("L", bound=Life)


def once(play: Callable[[], L]) -> Callable[[], L]:
    """Play a life once, and let everybody who asks for it go on from there on his own."""
    played = cache(play)
    return lambda: played().again()
