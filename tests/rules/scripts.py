"""A scripted case played on paper: whoever owes the next step does it, with the example of its form."""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

from gateway.policy_files import POLICIES, load_policy
from rules.blocks import Definition
from rules.recusal import debtors
from rules.repertoire import procedure_of, step_commands
from schemas.commands import Assign, Command
from schemas.duty import Duty
from schemas.examples import example_of
from schemas.people import Assignment
from schemas.policy import Policy
from tests.rules import town
from tests.rules.life import Life


def policy_of(definition: type[Definition], folder: Path = POLICIES / "definitions") -> Policy:
    return load_policy(folder / f"{definition.name}.yaml")


class Play(Life):
    """The life of a scripted case."""

    def __init__(
        self,
        definition: type[Definition],
        policy: Policy | None = None,
        at: dt.datetime = town.MONDAY,
        assignment: Assignment | None = town.ASSIGNMENT,
    ) -> None:
        self.name = definition.name
        opening = town.opening(
            at, policy=policy or policy_of(definition), procedure=procedure_of(definition), assignment=assignment
        )
        super().__init__(opening, at)

    @property
    def open_steps(self) -> list[str]:
        return [step.step for step in self.case.steps]

    def duty_of_step(self, step: str) -> Duty:
        duty_id = next(one.duty for one in self.case.steps if one.step == step)
        return next(duty for duty in self.case.duties if duty.id == duty_id)

    def doer(self, step: str) -> str:
        duty = self.duty_of_step(step)
        return next(person.id for person in debtors(self.case, duty) if person.id not in duty.barred)

    def asks_step(self, step: str, by: str | None = None, fields: Mapping[str, Any] | None = None) -> Command:
        kind: type[Command] = step_commands(self.name)[step]
        base = {"id": f"s{len(self.entries)}", "actor": by or self.doer(step), "number": None}
        return kind.model_validate(example_of(kind) | base | dict(fields or {}))

    def does(self, step: str, **fields: Any) -> Self:
        """Let the one who owes a step do it."""
        self.carry_out(self.asks_step(step, fields=fields))
        return self

    def goes_on(self) -> Self:
        """Let the first open step be done, or time pass where the story waits for its time alone."""
        if not self.case.steps:
            return self.wait_until(min((step.at for step in self.case.planned), default=self.now))
        step = self.open_steps[0]
        if step == Assign.name:
            return self.do(Assign, "office", assignment=town.ASSIGNMENT)
        return self.does(step)

    def to_the_end(self, most: int = 40) -> Self:
        for _ in range(most):
            if self.case.settled:
                return self
            self.goes_on()
        raise AssertionError(f"{self.name} does not come to an end: {self.open_steps}")
