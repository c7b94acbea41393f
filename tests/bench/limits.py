"""What a machine with two cores carries: each limit by itself, in open items, and which of them binds first."""

import math
from dataclasses import dataclass

from tests.bench.line import Run
from tests.bench.reckoning import (
    CORES,
    PATIENCE_SECONDS,
    PEAK,
    USED,
    Year,
    commands_a_second,
    items_by_commands,
    ours,
)
from tests.bench.table import figure
from tests.bench.year_of import COMMANDS

INTAKE_SECONDS = 3_600.0  # how long the intake of all items at once may take until each has been assigned
SLOW_FSYNC_MS = 10.0  # of a hard disk
_PER_YEAR = f"× 7.2 million working seconds ÷ ({COMMANDS} × {PEAK})"


@dataclass(frozen=True)
class Limit:
    """One thing that must hold, and up to how many open items it does."""

    what: str
    arithmetic: str
    items: float


def limits(run: Run, year: Year) -> tuple[Limit, ...]:
    """Return all limits of the machine that was measured; the first to bind comes first."""
    found = (_alarms(year), _intake(run), _processors(year), _disk(run))
    return tuple(sorted(found, key=lambda limit: limit.items))


def said(value: float) -> str:
    """Return a count as people say it: two digits, rounded down."""
    step = 10.0 ** (math.floor(math.log10(value)) - 1)
    count = math.floor(value / step) * step
    return f"{count / 1e6:g} million" if count >= 1e6 else f"{count:,.0f}"


def _alarms(year: Year) -> Limit:
    ten_thousand = figure(10_000 * year.alarm_seconds)
    return Limit(
        "the alarms of all items fall on one moment, and the last is to be on record within ten minutes",
        f"{PATIENCE_SECONDS:.0f} s ÷ {ten_thousand} s (`burst`) × 10,000",
        PATIENCE_SECONDS / year.alarm_seconds,
    )


def _intake(run: Run) -> Limit:
    seconds = ours(run.by_id["intake_assigned"])
    return Limit(
        "all items are taken in at once, and each is to be assigned within an hour",
        f"{INTAKE_SECONDS:,.0f} s ÷ {figure(seconds)} s (`intake_assigned`) × 10,000",
        INTAKE_SECONDS / seconds * 10_000,
    )


def _processors(year: Year) -> Limit:
    rate = commands_a_second(year)
    return Limit(
        f"people's commands in the busiest minutes are to use at most {USED:.0%} of the processors",
        f"{CORES} cores × {USED:.0%} ÷ {figure(year.command.total)} ms (`warm_cpu`) = {figure(rate)} /s; {_PER_YEAR}",
        items_by_commands(rate),
    )


def _disk(run: Run) -> Limit:
    """One connection writes, and each of its commits waits for the disk; a lifecycle is a start and five commands."""
    wait, syncs = float(run.machine["fsync_p50_ms"]), ours(run.by_id["fsyncs"])
    rate, slow = (6 * 1000 / (syncs * each) for each in (wait, SLOW_FSYNC_MS))
    return Limit(
        "the disk is to keep its word for each of these commands in time",
        f"1 ÷ ({figure(syncs)} (`fsyncs`) ÷ 6 × {wait:.2f} ms an fsync) = {figure(rate)} /s; {_PER_YEAR}. A hard disk of "
        f"{SLOW_FSYNC_MS:.0f} ms an fsync (assumed): {figure(slow)} /s, that is {said(items_by_commands(slow))} items",
        items_by_commands(rate),
    )
