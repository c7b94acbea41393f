"""Definitions examined apart, in a process that may be lost: one that never ends takes nobody along."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from gateway.yaml_files import Place, Problem, refused
from schemas.words import Text, text

READY: Final = "ready"
MOST_SECONDS: Final = 5  # of processor time for each
MOST_BYTES: Final = 2 * 1024**3  # of memory
_PATIENCE: Final = 60  # seconds by the clock, for a platform without such limits, and where nothing is computed at all
_HOUSE: Final = Path(__file__).resolve().parents[2]
_SEED: Final = "PYTHONHASHSEED"


class Verdict(NamedTuple):
    """What is wrong with a definition; where nothing is, the hash of its walk."""

    wrong: Text | None = None
    walked: str = ""


def examined(files: Sequence[Path]) -> dict[Path, Verdict]:
    """Return what came of examining the definitions that some files hold."""
    found: dict[Path, Verdict] = {}
    left = list(files)
    while left:
        verdicts = _verdicts(left)
        found |= dict(zip(left, verdicts, strict=False))
        left = left[len(verdicts) :]
        if left:
            endless = left.pop(0)
            found[endless] = Verdict(_endless(endless))
    return found


def _verdicts(files: Sequence[Path]) -> list[Verdict]:
    """Return the verdicts up to the end, or up to the file with which the examining process was lost."""
    command = [sys.executable, "-m", "gateway.definitions", *map(str, files)]
    patience = _PATIENCE + MOST_SECONDS * len(files)
    with subprocess.Popen(  # noqa: S603 - our own module
        command,
        cwd=_HOUSE,
        env={**os.environ, _SEED: "2" if os.environ.get(_SEED) == "1" else "1"},  # sets lie in another order than here
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as examiner:
        try:
            said, faults = examiner.communicate(timeout=patience)
        except subprocess.TimeoutExpired:
            examiner.kill()
            said, faults = examiner.communicate()
    ready, *lines = said.decode().splitlines() or [""]
    if ready != READY:
        raise RuntimeError(f"definitions can't be examined: {faults.decode(errors='replace')[-2000:]}")
    return [_verdict(json.loads(line)) for line in lines]


def _verdict(told: dict[str, Any]) -> Verdict:
    return Verdict(walked=told["walked"]) if "walked" in told else Verdict(Text(**told["wrong"]))


def _endless(file: Path) -> Text:
    why = text(
        f"检查没有走完：超过{MOST_SECONDS}秒处理器时间，或用尽内存；多半是循环里没有 await 任何积木。",
        f"It is not done after {MOST_SECONDS} seconds of work, or takes all memory: is there a loop that awaits no block?",
    )
    return refused([Problem(Place(file), (), why)]).reason
