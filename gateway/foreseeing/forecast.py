"""What falls due if nobody moves: duties, letters, interviews and look-backs of open cases, by week and unit."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from gateway.foreseeing.tally import Tally, tally_of_facts, unit_of
from rules.repertoire import is_told_here
from rules.spells import Spell, spells, steps
from rules.walking import Nobody, Walk, walk
from schemas.case import Case
from schemas.duty import Duty, kind_and_step
from schemas.time import Clock

Week = tuple[dt.date, str]  # its Monday, and the lead unit


@dataclass
class Expected:
    """What a week brings to a unit."""

    due: Counter[str] = field(default_factory=Counter)  # by kind of duty, a step by its definition: clue.take_over
    letters: int = 0
    interviews: int = 0
    look_backs: int = 0

    def take(self, tally: Tally) -> None:
        """Add what time will bring."""
        self.letters += tally.letters
        self.interviews += tally.interviews
        self.look_backs += tally.look_backs


@dataclass
class Forecast:
    """All open cases up to a horizon."""

    now: dt.datetime
    days: int
    cases: int = 0
    untold: int = 0  # of definitions that this process does not have: nothing is foreseen of them
    late: Counter[str] = field(default_factory=Counter)  # duties that are late already, by unit
    weeks: dict[Week, Expected] = field(default_factory=lambda: defaultdict(Expected))

    def take(self, case: Case) -> None:
        """Let time pass over one open case in which nobody moves; what a definition brings then, it has to say."""
        if not is_told_here(case.opening.procedure):
            self.untold += 1
            return
        unit, clock = unit_of(case), case.policy.clock
        walked = walk(case, Nobody(), self.now, self.now + self.days * clock.day_length)
        self.cases += 1
        for spell in _owed(case, walked):
            if spell.duty.deadline.at <= self.now:
                self.late[unit] += 1
            elif spell.duty.deadline.at <= self.now + self.days * clock.day_length:
                self._week(spell.duty.deadline.at, unit, clock).due[_kind(case, spell.duty)] += 1
        for entry in walked.entries:
            self._week(entry.at, unit, clock).take(tally_of_facts([entry]))

    def rows(self) -> Iterator[tuple[Week, Expected]]:
        """Yield the weeks in order, each unit's expectation."""
        yield from sorted(((w, f) for w, f in self.weeks.items() if f != Expected()), key=lambda row: row[0])

    def _week(self, at: dt.datetime, unit: str, clock: Clock) -> Expected:
        day = clock.date_of(at)
        return self.weeks[day - dt.timedelta(days=day.weekday()), unit]


def _kind(case: Case, duty: Duty) -> str:
    _, step = kind_and_step(duty.id)
    return f"{case.definition}.{step}" if step else duty.kind.value


def _owed(case: Case, walked: Walk) -> list[Spell]:
    """Return the duties that are owed now or come to be; while a case is suspended, nothing falls due in it."""
    if walked.case.suspension:
        return []
    return spells(steps(case, walked.entries)) or [Spell(duty, duty.since) for duty in case.duties]
