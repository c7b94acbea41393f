"""What a unit is counted by: duties that were late, letters, interviews, look-backs; never by persons."""

from collections.abc import Iterable
from dataclasses import astuple, dataclass
from datetime import datetime
from typing import Final

from rules.spells import Spell, Step
from schemas.case import Case
from schemas.entries import Entry
from schemas.facts import InterviewCalled, LookBackOpened, RungClimbed
from schemas.words import Text, text

COUNTED: Final = {
    "late": text("逾期责任", "Late duties"),
    "letters": text("发函", "Letters"),
    "interviews": text("约谈", "Interviews"),
    "look_backs": text("回头看", "Look-backs"),
}
NO_UNIT: Final = ""
UNNAMED: Final = text("（未定牵头单位）", "(no lead unit yet)")


@dataclass(frozen=True)
class Tally:
    """How often it came to each."""

    late: int = 0
    letters: int = 0
    interviews: int = 0
    look_backs: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(*(a + b for a, b in zip(astuple(self), astuple(other), strict=True)))


NOTHING: Final = Tally()


def tally_of(steps: Iterable[Step], spells: Iterable[Spell], until: datetime) -> Tally:
    """Count what happened up to an instant; a duty is late that was discharged after its time, or is open after it."""
    told = tally_of_facts(step.entry for step in steps)
    return told + Tally(late=sum(spell.late_at(until) for spell in spells))


def tally_of_facts(entries: Iterable[Entry]) -> Tally:
    """Count letters, interviews and look-backs."""
    facts = [entry.fact for entry in entries]
    return Tally(
        letters=sum(isinstance(fact, RungClimbed) and fact.letter is not None for fact in facts),
        interviews=sum(isinstance(fact, InterviewCalled) for fact in facts),
        look_backs=sum(isinstance(fact, LookBackOpened) for fact in facts),
    )


def unit_of(case: Case) -> str:
    """Return the lead unit of a case; NO_UNIT while nobody is named."""
    return case.assignment.lead_unit if case.assignment else NO_UNIT


def unit_name(unit: str) -> Text:
    """Return what a unit is called on a page."""
    return text(unit, unit) if unit else UNNAMED
