"""What people do in a rehearsal (演练) or a plan: acts, the patterns they form, and which item follows which pattern."""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Self

from pydantic import ConfigDict, Field, JsonValue, ValidationInfo, field_validator, model_validator

from schemas.case import Stage
from schemas.commands import COMMANDS
from schemas.miswritten import Miswritten
from schemas.people import Role
from schemas.policy import DutyKind
from schemas.time import Span, Unit
from schemas.values import Line, PersonId, Value
from schemas.words import Text, text

OWNER = "owner"  # whoever owes the duty that an act answers

# What a payload may leave to the moment: dates, the case's own numbers, persons of the roster, a made-up file's hash,
# whom the roster names for the item, and whatever evidence the policy still asks for.
PLACEHOLDER = re.compile(
    r"\$(?:(?P<date>today|limit|due)(?P<shift>[+-][0-9]{1,5}(?:wd|d|w|mo|y))?"
    r"|(?P<own>duty|level|interview|met|named|proof)|person (?P<person>\S+)|sha256 (?P<bytes>.+))"
)


class When(Value):
    """The moment of an act: everything that is said must hold, then so many working days pass."""

    stage: Stage | None = None
    owes: DutyKind | None = None  # such a duty is open; the act is done once for each
    step: Line | None = None  # … and it is that step of a definition
    of: Role | None = None  # … and that role owes it
    overdue: bool | None = None  # … and its time has passed, or not
    left: Span | None = None  # … and no more than this is left of its time
    round: int | None = Field(default=None, ge=1)
    refusals: int | None = Field(default=None, ge=0)  # closures sent back so far
    plans_returned: int | None = Field(default=None, ge=0)
    extensions: int | None = Field(default=None, ge=0)  # granted so far
    interviews_held: int | None = Field(default=None, ge=0)  # at least so many
    missed: int | None = Field(default=None, ge=0)  # how often the latest interview was missed
    look_back: int | None = Field(default=None, ge=1)  # the one that is open
    kept_open: bool | None = None
    evidence_complete: bool | None = None
    day: Span | None = None  # not before so long after the item was fed back
    after: Span = Span(0, Unit.WORKING_DAYS)

    @model_validator(mode="after")
    def _is_about_a_duty(self) -> Self:
        if self.owes is None and (self.of, self.overdue, self.left) != (None, None, None):
            raise Miswritten(
                text("of、overdue、left 说的是一项责任，须同时写 owes。", "of, overdue and left need owes beside them.")
            )
        if self.step is not None and self.owes is not DutyKind.STEP:
            raise Miswritten(text("step 须同时写 owes: step。", "step needs owes: step beside it."))
        return self


class Act(Value):
    """One thing that somebody does: a command, by whom, at which moment, with what."""

    model_config = ConfigDict(populate_by_name=True)

    when: When = When()  # before the others, for a step is told from a command by it
    do: Line  # a command, or where a step is owed, a step of the definition that is played
    actor: Line = Field(default=OWNER, alias="as")  # owner, a role, or a person's id
    payload: dict[str, JsonValue] = Field(default_factory=dict, alias="with")

    @property
    def is_step(self) -> bool:
        """Say whether a step of a definition is done, and no command that every case has."""
        return self.do not in COMMANDS

    @field_validator("do")
    @classmethod
    def _is_a_command(cls, name: str, known: ValidationInfo) -> str:
        when = known.data.get("when", When())
        if name not in COMMANDS and when.owes is not DutyKind.STEP:
            listed = ", ".join(COMMANDS)
            raise Miswritten(
                text(
                    f"没有“{name}”这个办理事项，可用：{listed}；流程的步骤须同时写 when: {{owes: step}}。",
                    f"No command “{name}”; use: {listed}; a definition's step needs when: {{owes: step}} beside it.",
                )
            )
        return name

    @field_validator("payload")
    @classmethod
    def _is_known(cls, payload: dict[str, JsonValue]) -> dict[str, JsonValue]:
        for written in _texts(payload):
            if written.startswith("$") and not PLACEHOLDER.fullmatch(written):
                raise Miswritten(
                    text(
                        f"不认识“{written}”，可用：$today+3d、$limit、$due+5d、$duty、$level、$interview、$met、"
                        "$named、$proof、$person 编号、$sha256 文字。",
                        f"“{written}” is unknown; use $today+3d, $limit, $due+5d, $duty, $level, $interview, $met, "
                        "$named, $proof, $person ID, $sha256 TEXT.",
                    )
                )
        return payload

    @model_validator(mode="after")
    def _fits_the_command(self) -> Self:
        if not self.is_step and (why := self.misfit(COMMANDS[self.do].model_fields)):
            raise Miswritten(why)
        if self.actor == OWNER and self.when.owes is None:
            raise Miswritten(text("as: owner 须同时写 owes。", "as: owner needs an owes in its when."))
        return self

    @property
    def about_step(self) -> str | None:
        """Return the step of a definition whose duty it answers: the one that is named, else the one that it does."""
        return self.when.step or (self.do if self.is_step else None)

    def misfit(self, fields: Collection[str]) -> Text | None:
        """Say which field of the payload a command with such fields does not take; None where it takes all."""
        allowed = sorted(set(fields) - {"id", "actor"})
        wrong = sorted(set(self.payload) - set(allowed))
        if not wrong:
            return None
        zh, en = "、".join(allowed) or "无", ", ".join(allowed) or "nothing"
        return text(f"{self.do} 不收“{wrong[0]}”，可写：{zh}。", f"{self.do} takes no “{wrong[0]}”; it takes {en}.")


class Pattern(Value):
    """How the people of an item behave: their own acts, then those of other patterns."""

    title: Text
    acts: tuple[Act, ...] = ()
    like: tuple[str, ...] = ()


class Script(Pattern):
    """What the people of one item do in a plan: a pattern, and the patterns that it is made of."""

    extends: Line | None = None  # the file from which it has more patterns
    patterns: dict[str, Pattern] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _names_its_patterns(self) -> Self:
        _demand_patterns(self.patterns, self.like)
        return self

    def all_acts(self) -> tuple[Act, ...]:
        """Return the acts in the order in which they are tried: the first whose moment has come is done."""
        return (*self.acts, *(act for name in _below(self, self.patterns) for act in self.patterns[name].acts))


class Named(Value):
    """Whom the office names by hand, by their ids in the roster."""

    leader: PersonId
    lead_unit: Line
    head: PersonId
    handler: PersonId
    co_units: tuple[Line, ...] = ()


class Play(Value):
    """A rehearsal: a policy, a roster and a feedback file, and who does what about which item."""

    title: Text
    policy: Line
    roster: Line
    feedback: Line
    patterns: dict[str, Pattern]
    default: str
    items: dict[int, str] = Field(default_factory=dict)
    assignments: dict[int, Named] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _names_its_patterns(self) -> Self:
        _demand_patterns(self.patterns, (self.default, *self.items.values()))
        return self

    @model_validator(mode="after")
    def _plays_remediation(self) -> Self:
        for act in (act for pattern in self.patterns.values() for act in pattern.acts if act.is_step):
            raise Miswritten(
                text(
                    f"“{act.do}”不是整改的办理事项；演练只演整改，流程用 bihuan policy plan 推演。",
                    f"“{act.do}” is no command of remediation; a definition is played by bihuan policy plan.",
                )
            )
        return self

    def acts_for(self, number: int) -> tuple[Act, ...]:
        """Return the acts of an item in the order in which they are tried: the first whose moment has come is done."""
        pattern = self.items.get(number, self.default)
        names = dict.fromkeys((pattern, *_below(self.patterns[pattern], self.patterns)))
        acts = tuple(act for name in names for act in self.patterns[name].acts)
        return (*self._naming(number), *acts)

    def _naming(self, number: int) -> Iterator[Act]:
        if named := self.assignments.get(number):
            persons: dict[str, JsonValue] = {
                part: f"$person {getattr(named, part)}" for part in ("leader", "head", "handler")
            }
            units: dict[str, JsonValue] = {"lead_unit": named.lead_unit, "co_units": list(named.co_units)}
            when = When(owes=DutyKind.ASSIGN, after=Span(1, Unit.WORKING_DAYS))
            yield Act(do="assign", when=when, payload={"assignment": persons | units})


def _below(pattern: Pattern, patterns: Mapping[str, Pattern]) -> tuple[str, ...]:
    """Return the patterns that one is like, and those that these are like, each once, in the order of reading."""
    found: dict[str, None] = {}
    waiting = list(reversed(pattern.like))
    while waiting:
        inner = waiting.pop()
        if inner not in found:
            found[inner] = None
            waiting += reversed(patterns[inner].like if inner in patterns else ())
    return tuple(found)


def _demand_patterns(patterns: Mapping[str, Pattern], asked: tuple[str, ...]) -> None:
    """Demand that every pattern that is named is there, and that none leads back to itself."""
    for name in [*asked, *(inner for pattern in patterns.values() for inner in pattern.like)]:
        if name not in patterns:
            listed = ", ".join(patterns)
            raise Miswritten(
                text(f"没有“{name}”这个做法，已有：{listed}。", f"No pattern “{name}”; there are {listed}.")
            )
        if name in _below(patterns[name], patterns):
            raise Miswritten(text(f"“{name}”绕回了自己。", f"The pattern “{name}” leads back to itself."))


def _texts(value: JsonValue) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _texts(inner)
