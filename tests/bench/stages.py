"""The stages of a run: which rows share a site, and in which order they are measured."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from embedded.site import Site
from tests.bench.adoption_row import foreseen_adoption
from tests.bench.alarm_rows import burst, single_alarms
from tests.bench.check_row import checked_policies
from tests.bench.cost import per
from tests.bench.crowd import Intake, stored_kilobytes, take_in
from tests.bench.crowd_rows import bare_intake, cold_answers, idling, intake_lines, memory_lines, open_item_lines
from tests.bench.disk_row import syncs
from tests.bench.ground import Ground, ground, settled_down
from tests.bench.hands import Hands, hired
from tests.bench.kill_row import kills
from tests.bench.latency_row import warm_updates
from tests.bench.lifecycle_row import lifecycles
from tests.bench.line import Beside, Failure, Line
from tests.bench.mode import EASED, MODES, SAFE
from tests.bench.peers_row import peers
from tests.bench.planner_row import planned_years
from tests.bench.scale import Scale
from tests.bench.versions import Watch
from tests.bench.year_row import item_years


@dataclass
class Bench:
    """What is measured, and what came of it."""

    scale: Scale
    wanted: frozenset[str]
    place: Path | None
    say: Callable[[str], None]
    lines: list[Line] = field(default_factory=list)
    beside: list[Beside] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)

    def wants(self, *names: str) -> bool:
        """Say whether one of these rows was asked for."""
        return bool(self.wanted & set(names))

    async def measure(self, name: str, row: Callable[[], Awaitable[list[Line]]]) -> None:
        """Measure a row if it was asked for; one that fails does not hold up the others."""
        if name not in self.wanted and not (name == "intake" and self.wants(*CROWD)):
            return
        self.say(f"{name} …")
        watch = Watch(name)
        try:
            self.lines += await row()
        except Exception as error:  # noqa: BLE001 - whatever it is, it is told in the report
            self.failures.append(Failure(stage=name, why=f"{type(error).__name__}: {error}"[:500]))
            self.say(f"{name} could not be measured: {error!r}")
        self.beside.append(watch.seen())


@asynccontextmanager
async def staffed(place: Path | None, kind: type[Site] = Site) -> AsyncIterator[tuple[Ground, Hands, Hands]]:
    """Start a site with both workers."""
    async with ground(place, kind) as here, hired(here, "ours") as ours, hired(here, "bare") as bare:
        yield here, ours, bare


async def measure_planner(bench: Bench) -> None:
    """Measure what needs no site."""
    await bench.measure("planner", planned_years)
    await bench.measure("check", checked_policies)


async def measure_adoption(bench: Bench) -> None:
    """Measure what needs a ledger only."""
    await bench.measure("adoption", foreseen_adoption)


async def measure_pairs(bench: Bench) -> None:
    """Measure what is compared run by run."""
    if not bench.wants("lifecycles", "warm", "year"):
        return
    async with staffed(bench.place) as (here, ours, bare):
        await bench.measure("warm", lambda: warm_updates(here, ours, bare, bench.scale))
        await bench.measure("lifecycles", lambda: lifecycles(here, ours, bare, bench.scale, SAFE))
        await bench.measure("year", lambda: item_years(here, ours, bench.scale))


async def measure_peers(bench: Bench) -> None:
    """Measure other engines beside both, where that was asked for."""
    if not bench.wants("peers"):
        return
    for mode in MODES:
        async with staffed(bench.place, mode.site) as (here, ours, bare):
            await bench.measure("peers", partial(peers, here, ours, bare, bench.scale, mode))


async def measure_disk(bench: Bench) -> None:
    """Measure what is written, on sites of their own, so that nobody else's writing is counted."""
    if not bench.wants("disk", "eased"):
        return
    for mode in MODES:
        async with staffed(bench.place, mode.site) as (here, ours, bare):
            await bench.measure("disk", partial(syncs, here, ours, bare, bench.scale, mode))
            if mode is EASED:
                await bench.measure("eased", partial(lifecycles, here, ours, bare, replace(bench.scale, pairs=3), mode))


async def measure_crowd(bench: Bench) -> None:
    """Measure what needs many open items; their intake is measured on the way."""
    if not bench.wants(*CROWD):
        return
    async with staffed(bench.place) as (here, ours, bare):
        taken: list[Intake] = []

        async def intake() -> list[Line]:
            ours_seen = await weighed(here, ours, bare, take_in(here, ours, bench.scale.open))
            taken.append(ours_seen)
            bare_seen = await weighed(here, ours, bare, bare_intake(here, bench.scale.open))
            return [
                *intake_lines(ours_seen, bare_seen),
                *open_item_lines(ours_seen, bare_seen),
                *memory_lines(ours_seen),
            ]

        await bench.measure("intake", intake)
        if not taken:
            return
        await bench.measure("cold", lambda: cold_answers(here, ours, bench.scale))
        await bench.measure("idle", lambda: idling(here, ours, bare, bench.scale))
        await bench.measure("singles", lambda: single_alarms(here, bench.scale))
        await bench.measure("kill", lambda: kills(here, ours, bare, bench.scale))
        rate = bench.scale.open / taken[0].assigned_seconds
        await bench.measure("burst", lambda: burst(here, ours, bare, bench.scale, rate))


async def weighed(here: Ground, ours: Hands, bare: Hands, intake: Awaitable[Intake]) -> Intake:
    """Let an intake happen, and note what it cost and what it left on disk."""
    await settled_down(here, ours=ours.pid, bare=bare.pid)
    used, stored = here.used(ours=ours.pid, bare=bare.pid), await stored_kilobytes(here)
    seen = await intake
    await settled_down(here, ours=ours.pid, bare=bare.pid)
    seen.cost = per(seen.count, used, here.used(ours=ours.pid, bare=bare.pid))
    grown = await stored_kilobytes(here)
    seen.disk = {name: round((grown[name] - stored[name]) / seen.count, 2) for name in grown}
    return seen


CROWD = ("intake", "cold", "idle", "singles", "kill", "burst")
ROWS = ("planner", "check", "adoption", "warm", "lifecycles", "year", "disk", "eased", *CROWD)
EXTRA = ("peers",)
STAGES = (measure_planner, measure_adoption, measure_pairs, measure_disk, measure_crowd, measure_peers)
