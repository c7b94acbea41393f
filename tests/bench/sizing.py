"""`python -m tests.bench.sizing RUN.json PAGE.md`: write what a run has measured into the page about sizing."""

import sys
from collections.abc import Iterator
from pathlib import Path

from tests.bench.line import Run
from tests.bench.reckoning import (
    CORES,
    PARTIES,
    RINGS,
    USED,
    Year,
    commands_a_second,
    items_by_commands,
    load_of,
    seconds_for_rings,
    year_of,
)
from tests.bench.table import figure, table
from tests.bench.year_of import COMMANDS

BEGIN, END = "<!-- measured: {} -->", "<!-- /measured -->"
SIZES = (1_000, 10_000, 100_000, 10_000_000)


def main(run_file: Path, page_file: Path) -> int:
    """Fill each marked place of the page anew; what is written around them stays."""
    run = Run.model_validate_json(run_file.read_text())
    page = page_file.read_text()
    for name, lines in parts(run).items():
        begin = BEGIN.format(name)
        before, found, rest = page.partition(begin)
        _, closed, after = rest.partition(END)
        if not found or not closed:
            sys.stderr.write(f"{page_file} has no place for {name}: it wants {begin} … {END}\n")
            return 1
        page = "\n".join([before + begin, "", *lines, "", END]) + after
    page_file.write_text(page)
    return 0


def parts(run: Run) -> dict[str, list[str]]:
    """Return the tables of the page, by the name of their place."""
    year = year_of(run)
    return {
        "source": list(_source(run)),
        "table": table(run.lines),
        "year": list(_year(year)),
        "machine": list(_machine(run, year)),
        "growth": list(_growth(year)),
    }


def _source(run: Run) -> Iterator[str]:
    others = max(stage.others_percent for stage in run.beside)
    yield (
        f"Run of {run.made_at} at scale `{run.scale['name']}`, commit {run.versions['bihuan']}, "
        f"{run.versions['temporal server']}, {run.machine['cpus']} CPUs ({run.machine['model']}). "
        f"Other programs used up to {others:.0f} % of the machine meanwhile: compare columns, not runs."
    )


def _year(year: Year) -> Iterator[str]:
    yield "| what | arithmetic | an item-year |"
    yield "|---|---|---|"
    yield f"| history, events | `year_events` | {figure(year.events)} |"
    yield f"| history, KB | `year_kilobytes` | {figure(year.kilobytes)} |"
    yield f"| facts in the ledger, KB | `year_kilobytes`, PostgreSQL's own sizes | {figure(year.ledger_kilobytes)} |"
    yield f"| disk of an open item, KB | `open_disk`, both stores with indexes | {figure(year.disk_kilobytes)} |"
    for party, name in PARTIES.items():
        sum_of = f"{figure(year.intake[party])} + {COMMANDS} × {figure(year.command[party])} + "
        sum_of += f"{RINGS} × {figure(year.alarm[party])}"
        terms = f"`intake_cpu` + {COMMANDS} × `warm_cpu` + {RINGS} × `alarm_cpu`"
        yield f"| CPU of the {name}, ms | {terms} = {sum_of} | {figure(year.cpu(party))} |"
    yield f"| CPU of all, ms | sum | {figure(year.cpu_all)} |"
    counted = " + ".join(f"{count} {name}" for name, count in year.actions.items() if count)
    yield f"| Temporal Cloud actions | {counted} | {sum(year.actions.values())} |"


def _machine(run: Run, year: Year) -> Iterator[str]:
    lines = {line.id: line for line in run.lines}
    rate, items = commands_a_second(year), items_by_commands(year)
    per_command = sum(year.command[party] for party in PARTIES)
    yield "| limit | arithmetic | where it lies |"
    yield "|---|---|---|"
    yield (
        f"| confirmed commands a second | {CORES} cores × {USED:.0%} ÷ {figure(per_command)} ms (`warm_cpu`) | "
        f"{figure(rate)} /s |"
    )
    yield from _disk_limits(run)
    yield (
        f"| items in the busiest minutes | {figure(rate)} /s × 7.2 million working seconds ÷ ({COMMANDS} × 10) | "
        f"{figure(items)} |"
    )
    burst = seconds_for_rings(year, 10_000, CORES)
    yield f"| 10,000 alarms at one moment | 10,000 × `alarm_cpu` ÷ {CORES} cores | {figure(burst)} s |"
    disk = load_of(year, 100_000).disk_gigabytes
    yield f"| disk of 100,000 open items | 100,000 × `open_disk` | {figure(disk)} GB |"
    for name, what in (("idle", "CPU while nothing happens"), ("worker_memory", "worker memory")):
        if (line := lines.get(name)) and line.ours is not None:
            yield f"| {what} | `{name}`: {line.what} | {figure(line.ours)} {line.unit} |"


def _disk_limits(run: Run) -> Iterator[str]:
    """One connection writes, and each of its commits waits for the disk; a lifecycle is a start and five commands."""
    lines = {line.id: line for line in run.lines}
    wait = float(run.machine["fsync_p50_ms"])
    for name, said in (("fsyncs", "FULL"), ("fsyncs_eased", "NORMAL")):
        each = (lines[name].ours or 0.0) / 6
        yield (
            f"| commands a second that the disk allows ({said}) | 1 ÷ (`{name}` ÷ 6 × {wait:.2f} ms of an fsync) | "
            f"{figure(1000 / (each * wait))} /s |"
        )


def _growth(year: Year) -> Iterator[str]:
    yield (
        "| open items | commands/s at peak | server cores | worker cores | PostgreSQL cores | disk | alarms at one moment |"
    )
    yield "|---|---|---|---|---|---|---|"
    for items in SIZES:
        load = load_of(year, items)
        yield (
            f"| {items:,} | {figure(load.commands_at_peak)} | {figure(load.server_cores)} | {figure(load.worker_cores)} | "
            f"{figure(load.database_cores)} | {figure(load.disk_gigabytes)} GB | {figure(load.rings_at_once)} |"
        )


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
