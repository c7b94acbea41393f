"""What a process and its children have used of the machine, as Linux counts it."""

import os
from collections.abc import Iterable
from pathlib import Path

from tests.embedded.machine import children_of

_TICKS = os.sysconf("SC_CLK_TCK")


def family(pid: int) -> list[int]:
    """Return a process and all that descend from it."""
    found, new = [pid], [pid]
    while new:
        new = [child for parent in new for child in children_of(parent)]
        found += new
    return found


def cpu_seconds(pids: Iterable[int]) -> float:
    """Return the CPU seconds that some processes have used until now; one that has ended counts nothing."""
    return sum(_cpu(pid) for pid in pids)


def memory_bytes(pids: Iterable[int]) -> int:
    """Return the proportional set size of some processes: shared pages are shared out."""
    return sum(_memory(pid) for pid in pids)


def _cpu(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / _TICKS


def _memory(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
