"""Definitions examined apart, in a process that may be lost: one that never ends takes nobody along."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from gateway.yaml_files import Place, Problem, refused
from schemas.words import Text, text

READY: Final = "ready"
MOST_SECONDS: Final = 5  # of processor time for each
MOST_BYTES: Final = 2 * 1024**3  # of memory
_PATIENCE: Final = 60  # seconds by the clock, for a platform without such limits, and where nothing is computed at all
_HOUSE: Final = Path(__file__).resolve().parents[2]


def wanting(files: Sequence[Path]) -> dict[Path, Text]:
    """Return what is wrong with the definitions that some files hold; one with which nothing is wrong is not named."""
    found: dict[Path, Text] = {}
    left = list(files)
    while left:
        verdicts = _verdicts(left)
        found |= {file: why for file, why in zip(left, verdicts, strict=False) if why}
        left = left[len(verdicts) :]
        if left:
            endless = left.pop(0)
            found[endless] = _endless(endless)
    return found


def _verdicts(files: Sequence[Path]) -> list[Text | None]:
    """Return the verdicts up to the end, or up to the file with which the examining process was lost."""
    command = [sys.executable, "-m", "gateway.definitions", *map(str, files)]
    patience = _PATIENCE + MOST_SECONDS * len(files)
    with subprocess.Popen(  # noqa: S603 - our own module
        command, cwd=_HOUSE, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as examiner:
        try:
            said, faults = examiner.communicate(timeout=patience)
        except subprocess.TimeoutExpired:
            examiner.kill()
            said, faults = examiner.communicate()
    ready, *lines = said.decode().splitlines() or [""]
    if ready != READY:
        raise RuntimeError(f"definitions can't be examined: {faults.decode(errors='replace')[-2000:]}")
    return [Text(**why) if (why := json.loads(line)) else None for line in lines]


def _endless(file: Path) -> Text:
    why = text(
        f"检查没有走完：超过{MOST_SECONDS}秒处理器时间，或用尽内存；多半是循环里没有 await 任何积木。",
        f"It is not done after {MOST_SECONDS} seconds of work, or takes all memory: is there a loop that awaits no block?",
    )
    return refused([Problem(Place(file), (), why)]).reason
