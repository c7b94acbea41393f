"""The blocks of which a definition is built: all that a script may name, and all that it may wait for.

A definition is a class. Its steps say what is to be done, by which fields; its `run` says in which order. Who owes a
step, by when, and what happens when nobody moves stands in the policy of the same name.
"""

from collections import Counter
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, ClassVar, Final, Generic, TypeVar, overload

from pydantic import Field

from rules.branches import Answer, Ask, Part, Together, Until
from schemas.commands import Evidence
from schemas.item import FeedbackItem
from schemas.people import Role
from schemas.policy import EvidenceKind, Policy
from schemas.steps import Choice
from schemas.values import Label, Line, Remark, Value, Words
from schemas.words import Text, text

__all__ = [
    "Choice",
    "Definition",
    "Evidence",
    "EvidenceKind",
    "Field",
    "Fields",
    "Label",
    "Line",
    "Remark",
    "Role",
    "Step",
    "Text",
    "Verdict",
    "Words",
    "either",
    "text",
]

LEADER_IS_NAMED: Final = "assign"  # the command of every case that names leader, lead unit and handler

T = TypeVar("T")


class Fields(Value):
    """What is written down when a step is done; a step without any needs none of its own."""


class Verdict(Fields):
    """What a level of an approval says."""

    agree: bool
    opinion: Remark = ""


F = TypeVar("F", bound=Fields)


class Step(Generic[F]):
    """Something that one person does: its title, and the fields that are written down with it."""

    @overload
    def __init__(self: "Step[Fields]", title: Text) -> None: ...
    @overload
    def __init__(self, title: Text, fields: type[F]) -> None: ...
    def __init__(self, title: Text, fields: type[Any] = Fields) -> None:
        self.title = title
        self.fields: type[F] = fields
        self.name = ""

    def __set_name__(self, _: type, name: str) -> None:
        self.name = name


def either(*choices: Choice, **outcomes: Text) -> Mapping[str, Text]:
    """Name the outcomes that a story may come to, and what each is called; choices that a step asks for are some, too."""
    return MappingProxyType({choice.value: choice.said for choice in choices} | outcomes)


class Definition:
    """The story of one kind of case; derive from it, name its steps and write `run`."""

    name: ClassVar[str]  # also the name of its policy and of its workflow; never changed while a case of it runs
    title: ClassVar[Text]
    restricted: ClassVar[bool] = False  # True: what was found never stands in a list, nor in what the Temporal UI shows
    outcomes: ClassVar[Mapping[str, Text]]  # what `run` may return, and what that is called
    digest: ClassVar[str | None] = None  # of its source: set by whoever loads it, never by the script

    def __init__(self, item: FeedbackItem, policy: Policy, *, is_assigned: bool = False) -> None:
        self.item = item
        self._levels = {name: rule.owners for name, rule in policy.steps.items()}
        self._is_assigned = is_assigned
        self._asked: Counter[str] = Counter()
        self._done: list[str] = []

    async def run(self) -> str:
        """Tell the story from top to bottom and return one of the outcomes."""
        raise NotImplementedError

    async def leader_is_named(self) -> None:
        """Wait until leader, lead unit and handler are named, where the start did not name them."""
        if not self._is_assigned:
            await Answer(self._ask(LEADER_IS_NAMED))
        self._is_assigned = True

    async def step(
        self, step: Step[F], *, about: str = "", owed_by: Role | None = None, not_by: tuple[Step[Any], ...] = ()
    ) -> F:
        """Wait until somebody has done a step, and return its fields.

        `not_by` names steps whose doers may not do this one. `owed_by` is somebody else than the policy says.
        """
        ask = self._ask(step.name)._replace(about=about, owed_by=owed_by, not_by=tuple(other.name for other in not_by))
        done = await Answer(ask)
        self._done.append(step.name)
        return step.fields.model_validate(done.fields)

    async def approval(self, step: Step[Verdict], *, of: Step[Any]) -> bool:
        """Ask each level that the policy names for this step, in turn; say whether all agreed.

        The first refusal ends it. Nobody decides on what he did himself. Silence never means yes.
        """
        for level in self._levels[step.name]:
            verdict = await self.step(step, owed_by=level, not_by=(of,))
            if not verdict.agree:
                return False
        return True

    async def look_back(self, step: Step[F]) -> F:
        """Wait for a look-back by somebody who did none of the steps so far; when, the policy says (`after`)."""
        ask = self._ask(step.name)._replace(not_by=tuple(dict.fromkeys(self._done)))
        done = await Answer(ask)
        return step.fields.model_validate(done.fields)

    async def report_every(self, step: Step[Any]) -> None:
        """Ask for a report again and again, as often as the policy says (`due`); it never ends by itself."""
        while True:
            await self.step(step)

    async def together(self, *parts: Part[T]) -> tuple[T, ...]:
        """Wait for several parts of the story at once, in whichever order they are done."""
        return await Together(*parts)

    async def until(self, main: Part[T], *beside: Part[Any]) -> T:
        """Wait for one part; what goes on beside it is asked for as long as it lasts, and no longer."""
        return await Until(main, *beside)

    def _ask(self, step: str) -> Ask:
        self._asked[step] += 1
        return Ask(step, self._asked[step])


def steps_of(definition: type[Definition]) -> dict[str, Step[Any]]:
    """Return the steps that a definition declares, in the order in which it does."""
    return {
        name: step
        for base in reversed(definition.__mro__)
        for name, step in vars(base).items()
        if isinstance(step, Step)
    }
