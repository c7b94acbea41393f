"""The stages of a run: which rows share a site, and in which order they are measured."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench.ground import Ground, ground
from tests.bench.hands import Hands, hired
from tests.bench.latency_row import warm_updates
from tests.bench.lifecycle_row import lifecycles
from tests.bench.line import Beside, Failure, Line
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
        if name not in self.wanted:
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
async def staffed(place: Path | None) -> AsyncIterator[tuple[Ground, Hands, Hands]]:
    """Start a site with both workers."""
    async with ground(place) as here, hired(here, "ours") as ours, hired(here, "bare") as bare:
        yield here, ours, bare


async def measure_pairs(bench: Bench) -> None:
    """Measure what is compared run by run."""
    if not bench.wants("lifecycles", "warm", "year"):
        return
    async with staffed(bench.place) as (here, ours, bare):
        await bench.measure("warm", lambda: warm_updates(here, ours, bare, bench.scale))
        await bench.measure("lifecycles", lambda: lifecycles(here, ours, bare, bench.scale))
        await bench.measure("year", lambda: item_years(here, ours, bench.scale))


ROWS = ("warm", "lifecycles", "year")
STAGES = (measure_pairs,)
