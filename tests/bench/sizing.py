"""`python -m tests.bench.sizing RUN.json PAGE.md`: write what a run has measured into the page about sizing."""

import sys
from collections.abc import Iterator
from pathlib import Path

from tests.bench.limits import limits, said
from tests.bench.line import Run
from tests.bench.mode import EASED
from tests.bench.reckoning import PAGES, PARTIES, RINGS, Year, load_of, ours, year_of
from tests.bench.shopping import disk_table, disk_to_buy, memory_table, ram_to_buy
from tests.bench.table import figure, origin, report, table
from tests.bench.year_of import COMMANDS

BEGIN, END = "<!-- measured: {} -->", "<!-- /measured -->"
SIZES = (1_000, 10_000, 100_000, 10_000_000)
COMPARED = ("lifecycles", "lifecycle_cpu", "fsyncs")


def main(run_file: Path, page_file: Path) -> int:
    """Fill each marked place of the page anew, and the run's report beside it; what is written around stays."""
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
    run_file.with_suffix(".md").write_text(report(run))
    return 0


def parts(run: Run) -> dict[str, list[str]]:
    """Return the tables of the page, by the name of their place."""
    year = year_of(run)
    return {
        "choice": list(_choice(run, year)),
        "limits": list(_limits(run, year)),
        "memory": list(memory_table(run)),
        "disk": list(disk_table(year)),
        "source": list(_source(run)),
        "promptness": list(_promptness(run)),
        "table": table(tuple(line for line in run.lines if not line.id.endswith(EASED.suffix))),
        "comparison": list(_comparison(run)),
        "year": list(_year(year)),
        "growth": list(_growth(year)),
    }


def _choice(run: Run, year: Year) -> Iterator[str]:
    first, seen = limits(run, year)[0], int(run.scale["open"])
    disk = disk_to_buy(year, round(first.items))
    measured = f"as many were measured; their alarms at one moment: {_origin_of_burst(run)}"
    reckoned = f"{seen:,} open items ({measured}), and by reckoning for " if seen < first.items else ""
    yield (
        f"**A machine with two cores, {ram_to_buy(run)} GB of RAM and {disk} GB of solid-state disk is for {reckoned}"
        f"up to {said(first.items)}{'' if reckoned else ' open items'}.** What binds first: {first.what}."
    )


def _limits(run: Run, year: Year) -> Iterator[str]:
    yield "| what must hold | arithmetic | open items |"
    yield "|---|---|---|"
    for number, limit in enumerate(limits(run, year)):
        most = said(limit.items)
        yield f"| {limit.what} | {limit.arithmetic} | {f'**{most}**: binds first' if number == 0 else most} |"
    yield ""
    yield (
        f"Measured with {run.scale['open']:,} open items and {run.scale['burst']:,} alarms at one moment; "
        "what lies beyond is reckoned, as if each further item cost as much as these."
    )


def _source(run: Run) -> Iterator[str]:
    others = max(stage.others_percent for stage in run.beside)
    yield (
        f"Run of {run.made_at} at scale `{run.scale['name']}`, commit {run.versions['bihuan']}, "
        f"{run.versions['temporal server']}, {run.machine['cpus']} CPUs ({run.machine['model']}). "
        f"Other programs used up to {others:.0f} % of the machine meanwhile: compare columns, not runs."
    )


def _promptness(run: Run) -> Iterator[str]:
    half, most = (figure(ours(run.by_id[f"single_alarm_p{percent}"])) for percent in (50, 99))
    yield (
        f"An alarm that rings alone, with {run.scale['open']:,} items open, is on record {half} ms after it is due (median), "
        f"99 of 100 within {most} ms; 10,000 at one moment take {figure(ours(run.by_id['burst']))} s "
        f"(`burst`, {_origin_of_burst(run)})."
    )


def _origin_of_burst(run: Run) -> str:
    return origin(run.by_id["burst"]).replace("*", "")


def _comparison(run: Run) -> Iterator[str]:
    lines = run.by_id
    yield "| what | as it is (FULL) | NORMAL | bare, FULL | bare, NORMAL |"
    yield "|---|---|---|---|---|"
    for name in COMPARED:
        pair = (lines[name], lines[name + EASED.suffix])
        values = [*(line.ours for line in pair), *(line.bare for line in pair)]
        shown = " | ".join(f"{figure(value)} {pair[0].unit}".rstrip() for value in values)
        yield f"| {pair[0].what.removesuffix(' (FULL)')} | {shown} |"


def _year(year: Year) -> Iterator[str]:
    costs = (year.intake, year.command, year.alarm)
    terms = f"`intake_cpu` + {COMMANDS} × `warm_cpu` + {RINGS} × `alarm_cpu`"
    yield "| what | arithmetic | an item-year |"
    yield "|---|---|---|"
    yield f"| history, events | `year_events` | {figure(year.events)} |"
    yield f"| history, KB | `year_kilobytes` | {figure(year.kilobytes)} |"
    yield f"| facts in the ledger, KB | `year_kilobytes`, PostgreSQL's own sizes | {figure(year.ledger_kilobytes)} |"
    yield f"| disk while it is open, KB | `open_disk`, both stores with indexes | {figure(year.open_kilobytes)} |"
    yield f"| disk when it is closed, KB | {PAGES:g} × sum of the last three | {figure(year.closed_kilobytes)} |"
    for party, name in PARTIES.items():
        found = _sum(*(cost.parties[party] for cost in costs))
        yield f"| CPU of {name}, ms | {terms} = {found} | {figure(year.cpu(party))} |"
    yield f"| CPU of all, ms | {terms} = {_sum(*(cost.total for cost in costs))} | {figure(year.cpu_all)} |"
    counted = " + ".join(f"{count} {name}" for name, count in year.actions.items() if count)
    yield f"| Temporal Cloud actions | {counted} | {sum(year.actions.values())} |"


def _sum(intake: float, command: float, alarm: float) -> str:
    return f"{figure(intake)} + {COMMANDS} × {figure(command)} + {RINGS} × {figure(alarm)}"


def _growth(year: Year) -> Iterator[str]:
    yield (
        "| open items | commands a minute in the busiest minutes | cores for these: server, worker, PostgreSQL | disk while open "
        "| alarms of an average moment | these two cores tell them in | cores to tell them in ten minutes |"
    )
    yield "|---|---|---|---|---|---|---|"
    for items in SIZES:
        load = load_of(year, items)
        cores = [load.cores_at_peak[party] for party in ("server", "ours", "database")]
        shown = ", ".join(map(_cores, cores)) if max(cores) >= 0.1 else "less than 0.1 each"
        yield (
            f"| {items:,} | {figure(60 * load.commands_at_peak)} | {shown} | {figure(load.disk_gigabytes)} GB "
            f"| {load.rings_at_once:,.0f} | {lasting(load.ring_seconds)} | {_cores(load.ring_cores)} |"
        )


def _cores(value: float) -> str:
    return "less than 0.1" if value < 0.1 else f"{value:,.1f}"


def lasting(seconds: float) -> str:
    """Return how long something takes, as people say it."""
    if seconds < 1:
        return "less than 1 s"
    return (
        f"{seconds:.0f} s"
        if seconds < 100
        else f"{seconds / 60:.0f} min"
        if seconds < 6_000
        else f"{seconds / 3600:.0f} h"
    )


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
