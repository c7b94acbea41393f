"""Every number of a policy has an effect: whichever is changed, some play comes out otherwise."""

import copy
import datetime as dt
import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from gateway.foreseeing.actors import Actors
from gateway.foreseeing.unit import opening, sample, unit
from gateway.plan_scripts import load_script
from rules.cases import Outcome
from rules.walking import play
from schemas.case import Case
from schemas.facts import Fact
from schemas.people import Role
from schemas.policy import Policy, Speed
from schemas.script import Script
from tests.rules import town

Steps = tuple[str | int, ...]
Plain = dict[str, Any]

PLAYS = Path(__file__).parent / "plays"
SPAN = re.compile(r"(-?[0-9]+)(wd|d|w|mo|y)")
WORDS = frozenset({"tell", "zh", "en"})
COURSES = (
    ("late", Speed.LONG_TERM, 1100),
    ("relapsed", Speed.TIMED, 335),
    ("asked", Speed.TIMED, 500),
    ("asked", Speed.IMMEDIATE, 100),
    ("in_vain", Speed.TIMED, 220),
)


def whole() -> Plain:
    """The county's policy and what it leaves to a default, with a public notice before a closure holds."""
    plain = copy.deepcopy(town.COUNTY.plain)
    plain["review"]["publicity"] = "7d"
    plain["clock"] = {"office_opens": "09:00:00", "day_ends": "17:30:00"}
    plain["extension"]["after_overdue"] = False
    return plain


def numbers(value: Any, steps: Steps = ()) -> Iterator[Steps]:
    """Yield where a span, a count, a time of day, a yes or no, or a role stands."""
    if isinstance(value, dict | list):
        for step, below in value.items() if isinstance(value, dict) else enumerate(value):
            if step not in WORDS:
                yield from numbers(below, (*steps, step))
    elif otherwise(value) != value:
        yield steps


def otherwise(value: Any) -> Any:
    """Return a number a little greater, the other of yes and no, somebody else."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if found := SPAN.fullmatch(value):
        return f"{int(found[1]) + (3 if found[2] == 'd' else 1)}{found[2]}"  # a day more may be the same working day
    if value in tuple(Role):
        return "higher"
    return {"09:00:00": "09:10:00", "17:30:00": "17:20:00"}.get(value, value)


def changed(plain: Plain, steps: Steps) -> Policy:
    plain = copy.deepcopy(plain)
    inner: Any = plain
    for step in steps[:-1]:
        inner = inner[step]
    inner[steps[-1]] = otherwise(inner[steps[-1]])
    return Policy.model_validate(plain)


class Course(NamedTuple):
    """How a play went: how the case stood each time that somebody might act, and what was told."""

    seen: Sequence[object]
    told: Sequence[tuple[dt.datetime, Fact]]


class Parted(Exception):  # noqa: N818 - what is looked for
    """A play has taken another course."""


class Watched:
    """The people of a play, looked at each time that one of them might act."""

    def __init__(self, script: Script, known: Sequence[object] | None) -> None:
        self._actors = Actors(script.all_acts(), unit())
        self._known = known
        self.seen: list[object] = []

    def act(self, case: Case, now: dt.datetime) -> Outcome | None:
        """Act, unless the play goes another course already."""
        owed = tuple((duty.id, duty.owed_by, duty.deadline.at, duty.rung, duty.colour) for duty in case.duties)
        looks = tuple(look.at for look in case.look_backs)
        self.seen.append((now, case.stage, owed, looks, case.suspension, case.extensions))
        if self._known is not None and self.seen[-1] != self._known[len(self.seen) - 1]:
            raise Parted
        return self._actors.act(case, now)

    def wake(self, case: Case, now: dt.datetime) -> dt.datetime | None:
        return self._actors.wake(case, now)


script_called = cache(lambda name: load_script(PLAYS / f"{name}.yaml"))


def course(policy: Policy, name: str, speed: Speed, days: int, known: Sequence[object] | None = None) -> Course:
    people = Watched(script_called(name), known)
    begun = opening(policy, town.CALENDAR, sample(speed), town.MONDAY, unit())
    walked = play(begun, people, town.MONDAY, town.MONDAY + dt.timedelta(days=days))
    return Course(people.seen, [(entry.at, entry.fact) for entry in walked.entries[1:]])


@cache
def as_it_is(place: int) -> Course:
    name, speed, days = COURSES[place]
    return course(Policy.model_validate(whole()), name, speed, days)


def differs(policy: Policy, place: int) -> bool:
    usual, (name, speed, days) = as_it_is(place), COURSES[place]
    try:
        return course(policy, name, speed, days, usual.seen).told != usual.told
    except Parted:
        return True


def test_whichever_number_is_changed_some_play_comes_out_otherwise() -> None:
    plain = whole()
    found = list(numbers(plain))
    assert len(found) > 120
    idle = [steps for steps in found if not any(differs(changed(plain, steps), place) for place in range(len(COURSES)))]
    assert idle == []
