"""Row: how often the server makes the disk keep its word, counted by strace on the server's own process."""

import asyncio
import re
import shutil
import signal
from collections.abc import Awaitable
from pathlib import Path

from tests.bench.ground import Ground, settled_down
from tests.bench.hands import Hands
from tests.bench.kind import KINDS, Kind
from tests.bench.lifecycle_row import shape_of
from tests.bench.lifecycles import Lifecycle, live
from tests.bench.line import Line
from tests.bench.mode import EASED, SAFE, Mode
from tests.bench.scale import Scale

METHOD = (
    "strace -f -c on the Temporal server (fsync and fdatasync), lifecycles as in the first row, 4 at once, what the "
    "server does by itself in the same time taken off; PostgreSQL's own are not counted"
)
_COUNTED = re.compile(r"^\s*[\d.]+\s+[\d.]+\s+\d+\s+(\d+)\s+(?:\d+\s+)?(?:fsync|fdatasync)\s*$", re.MULTILINE)
IDLE_SECONDS = 5.0
MOST = {SAFE: 8, EASED: 1.5}


async def syncs(ground: Ground, ours: Hands, bare: Hands, scale: Scale, mode: Mode) -> list[Line]:
    """Count for both; without strace there is no such row."""
    shape = await shape_of(ground.client)
    strace = shutil.which("strace")
    if strace is None:
        raise FileNotFoundError("strace is not installed (apt install strace)")
    for kind in KINDS:
        await live(ground, kind, 4, 4, shape)  # warm
    await settled_down(ground, ours=ours.pid, bare=bare.pid)
    counted = {kind: await _per_lifecycle(ground, strace, kind, scale.synced, shape) for kind in KINDS}
    return [
        Line(
            id=f"fsyncs{mode.suffix}",
            what=f"fsyncs of the embedded server per lifecycle ({mode.said})",
            unit="",
            ours=counted["ours"],
            bare=counted["bare"],
            ratio=counted["ours"] / counted["bare"] if counted["bare"] else None,
            goal=f"≤ {MOST[mode]:g}",
            met=counted["ours"] <= MOST[mode],
            method=METHOD,
            samples={"lifecycles": scale.synced},
        )
    ]


async def _per_lifecycle(ground: Ground, strace: str, kind: Kind, count: int, shape: Lifecycle) -> float:
    log = Path(ground.environ["BIHUAN_HOME"]).with_name("strace.txt")
    idle = await _counted(strace, ground.temporal_pid, log, asyncio.sleep(IDLE_SECONDS, IDLE_SECONDS))
    seconds = 0.0

    async def living() -> None:
        nonlocal seconds
        seconds = await live(ground, kind, count, 4, shape)

    busy = await _counted(strace, ground.temporal_pid, log, living())
    return max(0.0, busy - idle * seconds / IDLE_SECONDS) / count


async def _counted(strace: str, pid: int, log: Path, meanwhile: Awaitable[object]) -> int:
    """Return how many calls were made while something was awaited."""
    command = (strace, "-f", "-c", "-e", "trace=fsync,fdatasync", "-o", str(log), "-p", str(pid))
    tracing = await asyncio.create_subprocess_exec(*command, stderr=asyncio.subprocess.PIPE)
    assert tracing.stderr is not None
    assert b"attached" in await tracing.stderr.readline(), "strace may not attach here"
    await meanwhile
    tracing.send_signal(signal.SIGINT)
    await tracing.wait()
    return sum(int(number) for number in _COUNTED.findall(await asyncio.to_thread(log.read_text)))
