"""What the facts of a case did to its duties: when each was opened, how far it climbed, when it was discharged."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from rules.registry import apply
from schemas.case import Case
from schemas.duty import Duty
from schemas.entries import Entry
from schemas.facts import CaseOpened
from schemas.policy import Colour


class Step(NamedTuple):
    """One fact, and the case before and after it."""

    entry: Entry
    before: Case
    after: Case

    @property
    def opened(self) -> tuple[Duty, ...]:
        """Return the duties that it opened."""
        known = {duty.id for duty in self.before.duties}
        return tuple(duty for duty in self.after.duties if duty.id not in known)

    @property
    def discharged(self) -> tuple[Duty, ...]:
        """Return the duties that it took off the case."""
        left = {duty.id for duty in self.after.duties}
        return tuple(duty for duty in self.before.duties if duty.id not in left)


@dataclass
class Spell:
    """The life of one duty; one that a refused closure brought back goes on."""

    duty: Duty  # as it was last
    since: dt.datetime
    until: dt.datetime | None = None  # None: still owed
    colours: list[tuple[dt.datetime, Colour]] = field(default_factory=list)
    breaks: list[tuple[dt.datetime, dt.datetime]] = field(default_factory=list)  # while it lay aside, under review

    def late_at(self, now: dt.datetime) -> bool:
        """Say whether its time had passed when it was discharged, or has passed now."""
        return (self.until or now) > self.duty.deadline.at


def steps(case: Case | None, entries: Iterable[Entry]) -> Iterator[Step]:
    """Tell facts one by one, from a case as it stood before them, or from the opening on; hashes are not looked at."""
    for entry in entries:
        if case is None:
            if not isinstance(entry.fact, CaseOpened):
                raise ValueError(f"{entry.case_id}: the first fact must open the case")
            case = Case(opening=entry.fact.opening)
        after = apply(case, entry.fact, entry.at)
        yield Step(entry, case, after)
        case = after


def spells(told: Iterable[Step]) -> list[Spell]:
    """Return the lives of all duties that were open before or on the way, in the order in which they began."""
    found: dict[str, Spell] = {}
    for step in told:
        at = step.entry.at
        if not found:
            found.update({duty.id: Spell(duty, duty.since) for duty in step.before.duties})
        for duty in step.discharged:
            found[duty.id].until = at
        for duty in step.after.duties:
            _note(found.setdefault(duty.id, Spell(duty, duty.since)), duty, at)
    return list(found.values())


def _note(spell: Spell, duty: Duty, at: dt.datetime) -> None:
    if spell.until is not None:
        spell.breaks.append((spell.until, at))
        spell.until = None
    before = spell.colours[-1][1] if spell.colours else None
    if duty.colour is not None and duty.colour is not before:
        spell.colours.append((at, duty.colour))
    spell.duty = duty
