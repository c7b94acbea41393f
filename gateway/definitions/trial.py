"""A trial: a definition played on paper by invented persons, for its own tests and for the check before it is served."""

import datetime as dt
from functools import cache
from typing import Any, Final, Self

from gateway.calendar_files import load_calendar
from gateway.intake.frame import CALENDAR
from rules.blocks import LEADER_IS_NAMED, Definition
from rules.cases import carry_out, let_time_pass, next_alarm, open_case
from rules.recusal import debtors
from rules.repertoire import procedure_of, step_commands
from rules.sentences import tell_in
from rules.working_days import shift
from schemas.case import Case
from schemas.commands import Assign, Command
from schemas.duty import Duty
from schemas.entries import Entry
from schemas.examples import example_of
from schemas.facts import Opening
from schemas.item import FeedbackItem
from schemas.people import Assignment, Person, Standing
from schemas.policy import Policy
from schemas.time import SHANGHAI, Span, WorkCalendar
from schemas.values import CaseId
from schemas.words import Language

START: Final = dt.datetime(2026, 3, 2, 10, 0, tzinfo=SHANGHAI).astimezone(dt.UTC)  # a Monday morning
_MOMENT: Final = dt.timedelta(minutes=1)


def _person(name: str) -> Person:
    return Person(id=name, name=name)


_STANDING: Final = Standing(
    office=(_person("office"),),
    principal=(_person("principal"),),
    committee=(_person("committee"),),
    higher=(_person("higher"),),
    supervisor=(_person("supervisor"),),
)
_ASSIGNED: Final = Assignment(
    leader=_person("leader"), lead_unit="unit", head=_person("head"), handler=_person("handler")
)


@cache
def _calendar() -> WorkCalendar:
    return load_calendar(CALENDAR)


class Trial:
    """One case of a definition; whoever owes a step does it when told to, with the example of its form."""

    def __init__(self, definition: type[Definition], policy: Policy, *, title: str = "trial") -> None:
        self.now = START
        opening = Opening(
            case_id=CaseId("trial/001"),
            campaign="trial",
            item=FeedbackItem(number=1, title=title),
            policy=policy,
            calendar=_calendar(),
            standing=_STANDING,
            fed_back_at=START,
            procedure=procedure_of(definition),
        )
        self._name = definition.name
        self.entries: list[Entry] = []
        self.case: Case
        self._keep(open_case(opening, START))

    @property
    def waits_for(self) -> list[str]:
        """Return the steps that are open now."""
        return [step.step for step in self.case.steps]

    @property
    def outcome(self) -> str | None:
        """Return how it ended; None while it goes on."""
        return self.case.outcome

    def due(self, step: str) -> dt.date:
        """Return by when an open step is due."""
        return self.case.policy.clock.date_of(self._duty(step).deadline.at)

    def does(self, step: str, **fields: Any) -> Self:
        """Let the one who owes a step do it, with these fields and the example for all others."""
        self.now += _MOMENT
        self._keep(let_time_pass(self.case, self.now))
        outcome = carry_out(self.case, self._command(step, fields), self.now)
        self._keep((outcome.case, outcome.entries))
        return self

    def waits(self, span: str) -> Self:
        """Let a span pass while nobody moves: `10wd`, `20d`, `3mo`, `1y`."""
        return self._lets_pass(shift(self.case.calendar, self.case.policy.clock, self.now, Span.parse(span)).at)

    def waits_for_its_time(self) -> Self:
        """Let time pass until the earliest of the steps that are planned for later is opened."""
        return self._lets_pass(min((step.at for step in self.case.planned), default=self.now + _MOMENT))

    def _lets_pass(self, until: dt.datetime) -> Self:
        while (alarm := next_alarm(self.case)) and alarm.at <= until:
            self.now = max(alarm.at, self.now)
            self._keep(let_time_pass(self.case, self.now))
        self.now = until
        return self

    def told(self, language: Language = "zh") -> list[str]:
        """Return what happened so far, a sentence for each fact."""
        return [tell_in(self.case, entry.fact).speak(language) for entry in self.entries]

    def _duty(self, step: str) -> Duty:
        open_one = next((one for one in self.case.steps if one.step == step), None)
        if open_one is None:
            raise AssertionError(f"{step} is not open; open are: {', '.join(self.waits_for) or 'none'}")
        return next(duty for duty in self.case.duties if duty.id == open_one.duty)

    def _command(self, step: str, fields: dict[str, Any]) -> Command:
        duty = self._duty(step)
        doer = next((one.id for one in debtors(self.case, duty) if one.id not in duty.barred), duty.owed_by)
        own: dict[str, Any] = {"id": f"trial-{len(self.entries)}", "actor": doer}
        if step == LEADER_IS_NAMED:
            return Assign.model_validate({**own, "assignment": _ASSIGNED})
        number = next(one.number for one in self.case.steps if one.step == step)
        kind = step_commands(self._name)[step]
        return kind.model_validate({**example_of(kind), **own, "number": number, **fields})

    def _keep(self, brought: tuple[Case, tuple[Entry, ...]]) -> None:
        self.case = brought[0]
        self.entries.extend(brought[1])
