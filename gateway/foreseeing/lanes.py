"""The lanes of a plan's picture: duties of one kind, or of one step, side by side, those that overlap below each other."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from rules.spells import Spell, Step
from schemas.case import Stage
from schemas.duty import kind_and_step


@dataclass
class Lane:
    """Duties of one kind, or of one step, that don't overlap."""

    is_first: bool  # of its kind or step
    spells: list[Spell] = field(default_factory=list)

    def has_room_for(self, spell: Spell) -> bool:
        """Say whether the last duty here was discharged when another began."""
        last = self.spells[-1]
        return last.until is not None and last.until <= spell.since


def lanes(spells: Iterable[Spell]) -> list[Lane]:
    """Return the lanes, kinds and steps in the order in which they were first owed."""
    found: dict[tuple[str, str], list[Lane]] = {}
    for spell in spells:
        here = found.setdefault(kind_and_step(spell.duty.id), [])
        lane = next((lane for lane in here if lane.has_room_for(spell)), None)
        if lane is None:
            here.append(lane := Lane(is_first=not here))
        lane.spells.append(spell)
    return [lane for of_kind in found.values() for lane in of_kind]


def stages(steps: Iterable[Step], until: dt.datetime) -> Iterator[tuple[Stage, dt.datetime, dt.datetime]]:
    """Yield the stages that a case went through, each with its beginning and end."""
    began: tuple[Stage, dt.datetime] | None = None
    for step in steps:
        if step.after.stage is not step.before.stage:
            if began and step.entry.at > began[1]:
                yield (*began, step.entry.at)
            began = step.after.stage, step.entry.at
    if began and began[0] is not Stage.SETTLED:
        yield (*began, until)
