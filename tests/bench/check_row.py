"""Row: all the policies that we ship, read from their files and checked."""

import asyncio
import time

from gateway.calendar_files import load_calendar
from gateway.intake.frame import CALENDAR
from gateway.policy_files import shipped
from gateway.policy_soundness import Beside, check_policy
from tests.bench.line import Line
from tests.bench.statistics_of import median

EACH, MOST_SECONDS = 5, 1.0
METHOD = (
    "every policy that we ship, of remediation and of definitions, read from its file and checked beside the official "
    "calendar, as `policy check` does; processor time of one core, without the start of the program; the median of 5"
)


async def checked_policies() -> list[Line]:
    """Check all, some times over."""
    return await asyncio.to_thread(_measured)


def _measured() -> list[Line]:
    policies = shipped()
    samples = [_seconds() for _ in range(EACH)]
    return [
        Line(
            id="policy_check",
            what=f"`policy check` of all {len(policies)} presets",
            unit="s",
            ours=round(median(samples), 2),
            goal=f"under {MOST_SECONDS:g} s",
            met=median(samples) < MOST_SECONDS,
            method=METHOD,
            samples={"all": [round(seconds, 3) for seconds in samples], "policies": [path.stem for path in policies]},
        )
    ]


def _seconds() -> float:
    before = time.process_time()
    for path in shipped():
        if found := check_policy(path, Beside(load_calendar(CALENDAR))):
            raise RuntimeError(f"{path.stem}: {found[0].reason.en}")
    return time.process_time() - before
