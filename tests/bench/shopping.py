"""What to buy for a site: RAM and disk, from what its parts were seen to take."""

import math
from collections.abc import Iterator

from tests.bench.line import Run
from tests.bench.reckoning import Year, gigabytes, kept_gigabytes, ours
from tests.bench.table import figure

DATABASE_MB = 200  # where a run has not measured it: 170 were seen at the end of a full run
SYSTEM_MB = 1024  # of the operating system and the office's own commands
SOLD_GB = (2, 4, 8, 16, 32, 64)
KEPT_YEARS = 10
CLOSED_A_YEAR = (200, 1_000, 10_000, 100_000)
AROUND_GB = 10  # programs, logs, and the write-ahead logs of both stores


def memory_table(run: Run) -> Iterator[str]:
    """Return what each party holds, and the RAM that this asks for."""
    parties, together = _parties(run), _together(run)
    yield "| party | where the number is from | MB |"
    yield "|---|---|---|"
    for party, (source, size) in parties.items():
        yield f"| {party} | {source} | {size:,.0f} |"
    yield f"| together | sum | {together:,.0f} |"
    needed = f"2 × {together:,.0f} MB, since busy moments take more, + {SYSTEM_MB:,} MB for the operating system"
    yield f"| **RAM to buy** | {needed} = {_needed(run):,.0f} MB; the next size that is sold | **{ram_to_buy(run)} GB** |"


def ram_to_buy(run: Run) -> int:
    """Return the gigabytes of RAM of the smallest machine on sale that has enough."""
    return next(size for size in SOLD_GB if size * 1024 >= _needed(run))


def disk_table(year: Year) -> Iterator[str]:
    """Return what ten years leave on disk, and the disk that this asks for."""
    opened, closed = figure(year.open_kilobytes), figure(year.closed_kilobytes)
    yield (
        f"| items closed a year | open: as many × {opened} KB | closed in {KEPT_YEARS} years: "
        f"{KEPT_YEARS} × as many × {closed} KB | together | disk to buy |"
    )
    yield "|---|---|---|---|---|"
    for count in CLOSED_A_YEAR:
        kept = kept_gigabytes(year, count, KEPT_YEARS)
        still = gigabytes(count * year.open_kilobytes)
        sums = " | ".join(f"{figure(size)} GB" for size in (still, kept - still, kept))
        yield f"| {count:,} | {sums} | {disk_to_buy(year, count)} GB |"


def disk_to_buy(year: Year, closed_a_year: int) -> int:
    """Return the gigabytes of disk for ten years: twice what is kept, so that a copy fits, and what lies around it."""
    return 10 * math.ceil((2 * kept_gigabytes(year, closed_a_year, KEPT_YEARS) + AROUND_GB) / 10)


def _parties(run: Run) -> dict[str, tuple[str, float]]:
    lines, held = run.by_id, run.by_id["idle"].samples["memory_mb"]
    database = (
        ("`idle`", held["database"])
        if "database" in held
        else ("not in the file of this run; read from /proc beside it, rounded up", DATABASE_MB)
    )
    return {
        "Temporal server": (f"`idle`, {run.scale['open']:,} open", held["server"]),
        "worker": (f"`worker_memory_100k`: {lines['worker_memory_100k'].what}", ours(lines["worker_memory_100k"])),
        "PostgreSQL": database,
    }


def _together(run: Run) -> float:
    return sum(size for _, size in _parties(run).values())


def _needed(run: Run) -> float:
    return 2 * _together(run) + SYSTEM_MB
