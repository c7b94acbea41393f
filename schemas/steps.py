"""Steps: what a scripted definition opens and people do, as facts that are understood without the script."""

from enum import StrEnum
from typing import Literal, Self

from pydantic import Field, JsonValue

from schemas.people import Person, Role
from schemas.values import Instant, Line, PersonId, Record
from schemas.words import Text, text


class Choice(StrEnum):
    """One of several values, each with its name in both languages: `TALK = "talk", "谈话函询", "talk"`."""

    said: Text

    def __new__(cls, value: str, zh: str, en: str) -> Self:
        """Take the code, which is what is written down, and what people call it."""
        made = str.__new__(cls, value)
        made._value_ = value
        made.said = text(zh, en)
        return made


StepName = str  # as the definition calls it: lower case, digits and underscores


class Procedure(Record):
    """Which definition tells a case, and what lists may show of it."""

    name: Line
    title: Text
    restricted: bool = False  # what was found stands on the case's own record only, never in lists
    digest: str | None = None  # of the script's source, where it is not one of ours


class _OneStep(Record):
    step: StepName
    number: int = Field(default=1, ge=1)  # how often the story had asked for this step, this time included


class StepOpened(_OneStep):
    """The story has come to a step: somebody owes it from now on."""

    kind: Literal["step_opened"] = "step_opened"
    title: Text
    owed_by: Role | None = None  # None: as the policy says
    barred: tuple[PersonId, ...] = ()


class StepPlanned(_OneStep):
    """The story has come to a step that is to be done later: it is opened at that instant."""

    kind: Literal["step_planned"] = "step_planned"
    title: Text
    at: Instant
    provisional: bool = False
    owed_by: Role | None = None
    barred: tuple[PersonId, ...] = ()

    @property
    def opened(self) -> StepOpened:
        """Return the fact that its time brings."""
        return StepOpened(
            step=self.step, number=self.number, title=self.title, owed_by=self.owed_by, barred=self.barred
        )


class PlannedStep(StepPlanned):
    """A step that waits for its time, and from when that was counted: so it can be counted again by other numbers."""

    since: Instant


class StepDone(_OneStep):
    """Somebody did a step."""

    kind: Literal["step_done"] = "step_done"
    by: Person
    title: Text
    said: Text | None = None  # what was chosen or decided, in words
    fields: dict[str, JsonValue] = Field(default_factory=dict)


class StepLapsed(_OneStep):
    """The story no longer waits for a step, because another one ended it."""

    kind: Literal["step_lapsed"] = "step_lapsed"
    title: Text
