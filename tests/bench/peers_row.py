"""Rows of `make bench-peers`: the same lifecycle on other engines, interleaved with the bare workflow and ours."""

import asyncio
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.ground import Ground, settled_down
from tests.bench.hands import HOUSE, Hands
from tests.bench.kind import KINDS, Kind
from tests.bench.lifecycle_row import shape_of
from tests.bench.lifecycles import live
from tests.bench.line import Line
from tests.bench.mode import Mode
from tests.bench.scale import Scale
from tests.bench.statistics_of import median, paired, rounded

PYTHON = HOUSE / ".venv-peers" / "bin" / "python"
PEERS = {
    "dbos": "DBOS Transact, a message acknowledged as durable, not as applied",
    "procrastinate": "procrastinate, 7 jobs an item",
    "table": "plain status table (asyncpg), 8 transactions an item",
}
METHOD = (
    "the same five steps and one assignment on the same PostgreSQL, engine and driver in one process, 40 at once; rounds "
    "in which ours, bare and every peer take their turn, to and fro; ratio = median over the rounds; none of them gives "
    "a validated answer, deadlines to the second, a proven record and replay together: the table gives none of these"
)


@contextmanager
def manned(ground: Ground, name: str) -> Iterator[subprocess.Popen[str]]:
    """Run a peer in its own environment."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("TEMPORAL_", "BIHUAN_"))}
    log = Path(ground.environ["BIHUAN_HOME"]).with_name(f"{name}.log")
    with (
        log.open("ab") as file,
        subprocess.Popen(
            [PYTHON, "-m", f"tests.bench.peers.{name}_peer"],
            cwd=HOUSE,
            env={**kept, "BENCH_DATABASE_URL": ground.owner_dsn, "PYTHONPATH": str(HOUSE)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=file,
            text=True,
        ) as process,
    ):
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n", log.read_text()[-2000:]
            yield process
        finally:
            process.kill()


async def peers(ground: Ground, ours: Hands, bare: Hands, scale: Scale, mode: Mode) -> list[Line]:
    """Measure all in turn."""
    if not PYTHON.exists():
        raise FileNotFoundError(f"{PYTHON} is missing: run `make bench-peers`")
    shape = await shape_of(ground.client)
    rates: dict[str, list[float]] = {name: [] for name in (*KINDS, *PEERS)}
    with manned(ground, "dbos") as dbos, manned(ground, "procrastinate") as jobs, manned(ground, "table") as table:
        processes = {"dbos": dbos, "procrastinate": jobs, "table": table}
        for process in processes.values():
            await _lifecycles_of(process, scale.at_once, scale.at_once)  # warm
        order = [*KINDS, *PEERS]
        for turn in range(scale.pairs):
            for name in order if turn % 2 == 0 else reversed(order):
                await settled_down(ground, ours=ours.pid, bare=bare.pid)
                if name in processes:
                    seconds = await _lifecycles_of(processes[name], scale.lifecycles, scale.at_once)
                else:
                    kind: Kind = "ours" if name == "ours" else "bare"
                    seconds = await live(ground, kind, scale.lifecycles, scale.at_once, shape)
                rates[name].append(scale.lifecycles / seconds)
    return [_line(name, said, rates, mode) for name, said in PEERS.items()]


async def _lifecycles_of(process: subprocess.Popen[str], count: int, at_once: int) -> float:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(f"{count} {at_once}\n")
    process.stdin.flush()
    said = await asyncio.wait_for(asyncio.to_thread(process.stdout.readline), 60 + count)
    return float(said)


def _line(name: str, said: str, rates: dict[str, list[float]], mode: Mode) -> Line:
    ratio = median(paired(rates["ours"], rates[name]))
    goal = "ours ≥ 1.8 × of it" if name == "dbos" else ""
    return Line(
        id=f"peer_{name}{mode.suffix}",
        what=f"lifecycles per second ({mode.said}) beside {said}",
        unit="/s",
        ours=median(rates["ours"]),
        bare=median(rates[name]),
        ratio=ratio,
        goal=goal,
        met=ratio >= 1.8 if goal else None,
        method=METHOD,
        samples={kind: rounded(found) for kind, found in rates.items()},
    )
