"""A new policy against the record: what people did is done again under it, and what comes of that is counted by unit."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from gateway.foreseeing.recorded import Recorded
from gateway.foreseeing.tally import NOTHING, Tally, tally_of, unit_of
from rules.repertoire import is_told_here
from rules.spells import spells, steps
from rules.walking import play
from schemas.entries import Entry
from schemas.facts import Fact, Opening
from schemas.policy import Policy
from schemas.values import CaseId

_INSTEAD = frozenset({"adopt_policy"})  # which policy holds is what is tried


@dataclass
class OfUnit:
    """A unit's cases, under the policy of record and under the new one."""

    cases: int = 0
    before: Tally = NOTHING
    after: Tally = NOTHING


@dataclass
class Backtest:
    """What would have differed."""

    units: dict[str, OfUnit] = field(default_factory=dict)
    refused: Counter[str] = field(default_factory=Counter)  # what people did and the new policy refuses, by command
    stuck: int = 0  # cases with anything of that
    deeds: int = 0
    differing: list[CaseId] = field(default_factory=list)
    left_out: int = 0  # cases of another kind than the policy is written for

    @property
    def total(self) -> OfUnit:
        """Return all units together."""
        whole = OfUnit()
        for unit in self.units.values():
            whole = OfUnit(whole.cases + unit.cases, whole.before + unit.before, whole.after + unit.after)
        return whole

    def take(self, case: "Compared") -> None:
        """Add one case."""
        unit = self.units.setdefault(case.unit, OfUnit())
        unit.cases += 1
        unit.before, unit.after = unit.before + case.before, unit.after + case.after
        self.refused += case.refused
        self.stuck += bool(case.refused)
        self.deeds += case.deeds
        if case.differs:
            self.differing.append(case.case_id)


class Compared(NamedTuple):
    """One case, played under both policies."""

    case_id: CaseId
    unit: str
    before: Tally
    after: Tally
    refused: Counter[str]
    deeds: int
    differs: bool


def is_tried_on(policy: Policy, opening: Opening) -> bool:
    """Say whether a policy is written for a case: for remediation, or for its definition, which this process can tell."""
    if opening.procedure is None:
        return not policy.steps
    return is_told_here(opening.procedure) and set(opening.policy.steps) <= set(policy.steps)


def compare(entries: Sequence[Entry], policy: Policy, now: dt.datetime) -> Compared:
    """Play one case's record under its own policy and under another one, up to now or to where it was settled.

    Both are played, for the record itself may tell late what an outage delayed: only the policy is to make a difference.
    """
    told = list(steps(None, entries))
    last = told[-1].after
    until = entries[-1].at if last.settled else max(now, entries[-1].at)
    old, new = Recorded(told), Recorded(told, without=_INSTEAD)
    before = _again(last.opening, old, entries[0].at, until)
    after = _again(under(last.opening, policy), new, entries[0].at, until)
    return Compared(
        case_id=last.id,
        unit=unit_of(last),
        before=before.tally,
        after=after.tally,
        refused=new.refused - old.refused,
        deeds=new.deeds,
        differs=before.told != after.told,
    )


class _Again(NamedTuple):
    tally: Tally
    told: list[tuple[dt.datetime, Fact]]  # but for the opening, which names its policy


def _again(opening: Opening, people: Recorded, at: dt.datetime, until: dt.datetime) -> _Again:
    entries = play(opening, people, at, until).entries
    told = list(steps(None, entries))
    return _Again(tally_of(told, spells(told), until), [(entry.at, entry.fact) for entry in entries[1:]])


def under(opening: Opening, policy: Policy) -> Opening:
    """Return an opening under another policy; a day lasts as long as it did, whatever the new policy's clock says."""
    hours = {"office_opens": policy.clock.office_opens, "day_ends": policy.clock.day_ends}
    clock = opening.policy.clock.model_copy(update=hours)
    return opening.model_copy(update={"policy": policy.model_copy(update={"clock": clock})})
