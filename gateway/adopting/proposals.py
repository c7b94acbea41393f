"""What is asked of each case: to adopt a policy or a calendar, or to go back to what it had before."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple, TypeVar

from gateway.policy_clocks import unanchored, with_clock
from schemas.case import Case
from schemas.commands import AdoptCalendar, AdoptPolicy
from schemas.entries import Entry
from schemas.facts import CalendarAdopted, PolicyAdopted
from schemas.policy import Policy
from schemas.time import WorkCalendar
from schemas.values import CaseId, PersonId

Kind = Literal["policy", "calendar"]
Adoption = AdoptPolicy | AdoptCalendar
Proposed = Callable[[Case, list[Entry]], Adoption | None]  # by a case, and what it has adopted so far
FACT_OF: Final[Mapping[Kind, str]] = {"policy": "policy_adopted", "calendar": "calendar_adopted"}

_LONGEST_ID: Final = 128

R = TypeVar("R", Policy, WorkCalendar)


class Wish(NamedTuple):
    """Who asks, and why."""

    actor: PersonId
    reason: str


@dataclass
class Clocks:
    """One policy with the clock of each case: a fast one began at another time in each campaign."""

    policy: Policy
    _made: dict[str, Policy] = field(default_factory=dict)

    def of(self, case: Case) -> Policy:
        """Return the policy as a case can adopt it; a clock of other days stays, for the case to refuse."""
        clock, now = self.policy.clock, case.policy.clock
        if clock.day_length != now.day_length or not now.runs_fast:
            return self.policy
        own = clock.model_copy(update={"anchor": now.anchor, "anchor_date": now.anchor_date})
        return self._made.setdefault(own.model_dump_json(), with_clock(self.policy, own))


def adopt_policy(case: Case, policy: Policy, wish: Wish) -> AdoptPolicy:
    """Return the command; one that is made anew has the same id, until the case has adopted something."""
    id_ = _id(case, "policy", policy.version, wish)
    return AdoptPolicy(id=id_, actor=wish.actor, policy=policy, reason=wish.reason)


def adopt_calendar(case: Case, calendar: WorkCalendar, wish: Wish) -> AdoptCalendar:
    """Return the command; the same."""
    id_ = _id(case, "calendar", calendar.version, wish)
    return AdoptCalendar(id=id_, actor=wish.actor, calendar=calendar, reason=wish.reason)


def go_back(kind: Kind, is_meant: Callable[[Case], bool], wish: Wish) -> Proposed:
    """Return how a case that runs under what is meant goes back to what it had before; None where it does not."""

    def proposed(case: Case, told: list[Entry]) -> Adoption | None:
        if not is_meant(case):
            return None
        facts = [entry.fact for entry in told]
        if kind == "policy":
            policies = _in_force(case.opening.policy, [f.policy for f in facts if isinstance(f, PolicyAdopted)])
            return adopt_policy(case, policies[-2], wish) if len(policies) > 1 else None
        calendars = _in_force(case.opening.calendar, [f.calendar for f in facts if isinstance(f, CalendarAdopted)])
        return adopt_calendar(case, calendars[-2], wish) if len(calendars) > 1 else None

    return proposed


def _in_force(first: R, adopted: Iterable[R]) -> list[R]:
    """Return what lies under what holds now, the opening's first: to adopt what held just before takes the last away."""
    held = [first]
    for rules in adopted:
        if held[-2:-1] == [rules]:
            held.pop()
        else:
            held.append(rules)
    return held


def holds(case: Case, adoption: Adoption) -> bool:
    """Say whether a case goes by what it is asked to adopt already."""
    if isinstance(adoption, AdoptPolicy):
        return case.policy.version == adoption.policy.version
    return case.calendar == adoption.calendar


def adopted_before(told: Iterable[Entry], version: str) -> bool:
    """Say whether what has this version was ever adopted, whatever holds now."""
    facts = (entry.fact for entry in told)
    return any(
        version == (unanchored(fact.policy).version if isinstance(fact, PolicyAdopted) else fact.calendar.version)
        for fact in facts
        if isinstance(fact, PolicyAdopted | CalendarAdopted)
    )


def _id(case: Case, kind: Kind, version: str, wish: Wish) -> str:
    """Return an id that stands for this adoption at this point of the case's life, however often it is wished for."""
    wished = hashlib.sha256(f"{wish.actor}:{wish.reason}".encode()).hexdigest()[:8]
    return f"adopt-{kind}-{version}-{case.adoptions}-{wished}-{CaseId(case.id)}"[:_LONGEST_ID]
