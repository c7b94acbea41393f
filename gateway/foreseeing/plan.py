"""A policy played: one item, its people by script, and all that happens up to a horizon."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from gateway.foreseeing.actors import Actors, TurnedDown
from rules.names import called
from rules.spells import Spell, Step, spells, steps
from rules.walking import play
from schemas.case import Case
from schemas.entries import Entry
from schemas.facts import Opening
from schemas.people import Roster
from schemas.script import Script
from schemas.time import Clock
from schemas.words import Text


@dataclass(frozen=True)
class Plan:
    """What happened, and where it came to."""

    script: Script
    case: Case
    entries: tuple[Entry, ...]
    turned_down: tuple[TurnedDown, ...]
    until: dt.datetime  # the horizon

    @property
    def clock(self) -> Clock:
        """Return the clock by which its dates are told."""
        return self.case.policy.clock

    @property
    def ended_at(self) -> dt.datetime:
        """Return when the case was settled, or the horizon that it reached."""
        return self.entries[-1].at if self.case.settled else self.until

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """Return its facts one by one, each with the case before and after it."""
        return tuple(steps(None, self.entries))

    @cached_property
    def spells(self) -> list[Spell]:
        """Return the lives of all its duties."""
        return spells(self.steps)

    @property
    def late(self) -> list[Text]:
        """Return the duties that were discharged after their time, or are open after it, as they are called."""
        definition = self.case.definition
        return [called(spell.duty, definition) for spell in self.spells if spell.late_at(self.ended_at)]


def play_plan(opening: Opening, script: Script, roster: Roster, days: int) -> Plan:
    """Play a script from the feedback on, for so many days of the policy's clock; a Refusal where it can't be opened."""
    began = opening.fed_back_at
    until = began + days * opening.policy.clock.day_length
    actors = Actors(script.all_acts(), roster)
    walked = play(opening, actors, began, until)
    return Plan(script, walked.case, walked.entries, tuple(actors.turned_down), until)
