"""Row: a policy played on the rules alone, one case-year and a thousand of a whole office."""

import asyncio
import datetime as dt
import time
from collections.abc import Callable, Iterator
from functools import cache
from itertools import cycle, islice

from gateway.foreseeing.plan import Plan, play_plan
from gateway.foreseeing.unit import opening, sample, unit
from gateway.plan_scripts import find_script, load_script, shipped_scripts
from schemas.policy import Speed
from schemas.script import Script
from tests.bench.line import Line
from tests.bench.statistics_of import median
from tests.workflows.town import CALENDAR, COUNTY

OFFICE, DAYS, EACH = 1000, 365, 15
# Of twenty items: what an office is like, and each of our scripts in it.
MIX = ("in_time",) * 12 + ("always_late",) * 4 + ("returns_thrice",) * 2 + ("relapse", "never_moves")
MOST_MS, MOST_SECONDS = 5.0, 5.0
BEGAN = dt.datetime(2026, 3, 9, 1, tzinfo=dt.UTC)
METHOD = (
    "county's policy, 365 days from 9 March 2026, facts as in a running case but for the hashes that chain them; one core, "
    "processor time; a year: the median of 15 of each of our scripts, timed, and of these the median; the office: of 20 "
    "items 12 in time, 4 always late, 2 returned thrice, 1 relapsed, 1 that never moves, in the three speeds in turn"
)


async def planned_years() -> list[Line]:
    """Play years, one by one and a whole office's."""
    return await asyncio.to_thread(_measured)


def _measured() -> list[Line]:
    each = {name: round(median([_milliseconds(_year(name)) for _ in range(EACH)]), 2) for name in shipped_scripts()}
    before = time.process_time()
    facts = sum(len(play().entries) for play in _office())
    seconds = time.process_time() - before
    return [
        _line("planner_year", "a case-year, planned", "ms", (median(list(each.values())), MOST_MS), each),
        _line("planner_office", f"{OFFICE:,} case-years, planned", "s", (seconds, MOST_SECONDS), facts),
    ]


def _office() -> Iterator[Callable[[], Plan]]:
    kinds = ((name, speed) for speed in cycle(Speed) for name in MIX)
    for number, (name, speed) in enumerate(islice(kinds, OFFICE), 1):
        yield _year(name, speed, number)


def _year(name: str, speed: Speed = Speed.TIMED, number: int = 1) -> Callable[[], Plan]:
    script, people = _script(name), unit()
    begun = opening(COUNTY, CALENDAR, sample(speed, number=number), BEGAN, people)
    return lambda: play_plan(begun, script, people, DAYS)


@cache
def _script(name: str) -> Script:
    return load_script(find_script(name))


def _milliseconds(play: Callable[[], Plan]) -> float:
    before = time.process_time()
    play()
    return 1000 * (time.process_time() - before)


def _line(name: str, what: str, unit: str, value: tuple[float, float], samples: object) -> Line:
    took, most = value
    goal = f"under {most:g} {unit}"
    return Line(
        id=name,
        what=what,
        unit=unit,
        ours=round(took, 2),
        goal=goal,
        met=took < most,
        method=METHOD,
        samples={"all": samples},
    )
