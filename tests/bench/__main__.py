"""`python -m tests.bench`: measure, and leave a table, its method and its raw samples behind."""

import argparse
import asyncio
import datetime as dt
import sys
from dataclasses import replace
from pathlib import Path

from schemas.time import SHANGHAI
from tests.bench.hands import HOUSE
from tests.bench.line import Run
from tests.bench.scale import SCALES
from tests.bench.stages import EXTRA, ROWS, STAGES, Bench
from tests.bench.table import report, table
from tests.bench.versions import machine, versions


def main() -> int:
    """Measure what was asked for and return 0, or 1 where something could not be measured."""
    asked = _parser().parse_args()
    scale = SCALES[asked.scale]
    scale = replace(scale, open=asked.open or scale.open, burst=asked.burst or scale.burst)
    rows = frozenset(asked.rows.split(",")) if asked.rows else frozenset(ROWS)
    if unknown := rows - {*ROWS, *EXTRA}:
        sys.stderr.write(f"no row is called {', '.join(sorted(unknown))}; there are {', '.join((*ROWS, *EXTRA))}\n")
        return 2
    bench, measured = Bench(scale, rows, asked.place, _say), versions()  # as it is now: others may commit meanwhile
    asyncio.run(_measure(bench))
    run = Run(
        made_at=dt.datetime.now(SHANGHAI).isoformat(timespec="minutes"),
        scale=scale.as_dict(),
        versions=measured,
        machine=machine(asked.place),
        beside=tuple(bench.beside),
        lines=tuple(bench.lines),
        failures=tuple(bench.failures),
    )
    _keep(run, asked.out, asked.name or f"bench-{scale.name}")
    return 1 if run.failures else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--scale", choices=SCALES, default="small")
    parser.add_argument("--open", type=int, help="items taken in and open, instead of the scale's")
    parser.add_argument("--burst", type=int, help="alarms at one moment, instead of the scale's")
    parser.add_argument("--rows", help=f"only these, with commas between: {', '.join((*ROWS, *EXTRA))}")
    parser.add_argument("--out", type=Path, default=HOUSE / "build" / "bench", help="the folder of the results")
    parser.add_argument("--name", help="the name of the results (default: bench- and the scale)")
    parser.add_argument("--place", type=Path, help="the folder in which the site is made (default: a temporary one)")
    return parser


async def _measure(bench: Bench) -> None:
    for stage in STAGES:
        await stage(bench)


def _keep(run: Run, folder: Path, name: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.json").write_text(run.model_dump_json(indent=1))
    (folder / f"{name}.md").write_text(report(run))
    sys.stdout.write("\n".join(["", *table(run.lines), "", f"kept in {folder / name}.md and .json", ""]))


def _say(what: str) -> None:
    sys.stderr.write(f"{dt.datetime.now(SHANGHAI):%H:%M:%S} {what}\n")


if __name__ == "__main__":
    sys.exit(main())
