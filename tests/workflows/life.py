"""A case played with pencil and paper up to where a story takes over: what an imported, half-done case is."""

import datetime as dt
from typing import Any, Self

from rules.cases import carry_out, let_time_pass, next_alarm, open_case
from schemas.case import Case, Stage
from schemas.commands import Command
from schemas.entries import Entry
from schemas.policy import DutyKind, Policy
from schemas.values import DutyId
from tests.workflows import papers
from tests.workflows.town import COUNTY, command, new_case


class Life:
    """Plays commands at instants that move on only when told to."""

    def __init__(self, at: dt.datetime, *, assigned: bool = True, policy: Policy = COUNTY) -> None:
        self.now = at
        self.new = new_case(at, assigned=assigned, policy=policy)
        self.case: Case = self.new
        self.entries: list[Entry] = []
        self._keep(*open_case(self.new.opening, at))

    def do(self, name: str, actor: str, /, **fields: Any) -> Self:
        return self.carry_out(command(name, actor, **fields))

    def carry_out(self, asked: Command) -> Self:
        self.now += dt.timedelta(minutes=1)
        self._keep(*let_time_pass(self.case, self.now))
        outcome = carry_out(self.case, asked, self.now)
        self._keep(outcome.case, outcome.entries)
        return self

    def wait_until(self, at: dt.datetime) -> Self:
        while (alarm := next_alarm(self.case)) and alarm.at <= at:
            self.now = alarm.at
            self._keep(*let_time_pass(self.case, self.now))
        self.now = at
        return self

    def wait_for_duty(self, kind: DutyKind) -> Self:
        """Wait until time brings a duty of this kind."""
        while not any(duty.kind is kind for duty in self.case.duties):
            alarm = next_alarm(self.case)
            assert alarm is not None
            self.wait_until(alarm.at)
        return self

    def day(self, days: int = 0) -> dt.date:
        return papers.today(self.case, self.now, days)

    def duty(self, kind: DutyKind) -> DutyId:
        return next(duty.id for duty in self.case.duties if duty.kind is kind)

    def _keep(self, case: Case, entries: tuple[Entry, ...]) -> None:
        self.case = case
        self.entries.extend(entries)

    # How far a case has come.

    def acknowledged(self) -> Self:
        return self.do("acknowledge", "handler")

    def planned(self, **fields: Any) -> Self:
        return self.acknowledged().do("submit_plan", "handler", **papers.plan(self.day(60)), **fields)

    def at_work(self, **fields: Any) -> Self:
        return self.planned(**fields).do("approve_plan", "office")

    def reported(self) -> Self:
        return self.at_work().do("submit_evidence", "handler", evidence=self.proof()).report_done()

    def report_done(self) -> Self:
        return self.do("report_done", "handler", statement="各项措施已落实")

    def closed(self) -> Self:
        self.reported()
        while self.case.stage is Stage.REVIEWING:
            self.carry_out(papers.approval(self.case))
        return self

    def shown(self) -> Self:
        """Come as far as the public notice, under a policy that asks for one."""
        self.reported()
        while self.case.review and not self.case.review.shown_until:
            self.carry_out(papers.approval(self.case))
        return self

    def proof(self) -> list[dict[str, str]]:
        return papers.proof(self.case, self.day())

    def interviewed(self) -> Self:
        return self.at_work().do("call_interview", "office", interviewee="leader", reason="进展迟缓")

    def record(self) -> dict[str, Any]:
        return papers.record(1, self.day(), promise=self.day(20))
