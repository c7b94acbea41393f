"""Bombs: small files that stand for gigabytes or for ever, each read by a child process that may have little of both."""

import json
import os
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from gateway.calendar_files import load_calendar
from gateway.intake.reading import read_feedback
from gateway.policy_files import load_policy
from gateway.roster_files import load_roster
from gateway.script_files import load_play
from schemas.words import Refusal
from tests.fuzz.explosives import bombs
from tests.fuzz.verdict import assert_said

MEMORY = 2 * 1024**3  # of address space, the libraries' own 300 MB included
SECONDS = 60  # of CPU
LOADERS: dict[str, Callable[[Path], object]] = {
    "policy.yaml": load_policy,
    "calendar.yaml": load_calendar,
    "roster.yaml": load_roster,
    "script.yaml": load_play,
}


@dataclass(frozen=True)
class Outcome:
    """What became of a bomb: read, refused in words, or a finding."""

    name: str
    ending: str
    seconds: float
    megabytes: int
    said: str = ""

    @property
    def is_finding(self) -> bool:
        return self.ending not in ("read", "refused")


def thrown(name: str, file: str, make: Callable[[], bytes]) -> Outcome:
    """Read a bomb in a child of this process that ends where it takes too much; return what became of it."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / file
        path.write_bytes(make())
        told, tells = os.pipe()
        started = time.monotonic()
        child = os.fork()
        if not child:
            _read_and_leave(path, tells)
        os.close(tells)
        with os.fdopen(told, "rb") as answer:
            said = answer.read().decode()
        _, status, used = os.wait4(child, 0)
        seconds = round(used.ru_utime + used.ru_stime, 1)
        ending, _, words = said.partition("\n")
        if not ending:
            ending = f"killed ({status}) after {time.monotonic() - started:.0f} s"
        return Outcome(name, ending, seconds, used.ru_maxrss // 1024, words)


def _read_and_leave(path: Path, tells: int) -> None:
    """Answer on a pipe, and leave without a word of this process's own."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    try:
        said = _read(path)
    except BaseException as error:  # noqa: BLE001 - whatever it is, it is a finding
        said = f"{type(error).__name__}\n{str(error)[:500]}"
    os.write(tells, said.encode("utf-8", "backslashreplace")[:60_000])
    os._exit(0)


def _read(path: Path) -> str:
    try:
        LOADERS.get(path.name, read_feedback)(path)
    except Refusal as refusal:
        assert_said(refusal.reason)
        return f"refused\n{refusal.reason.zh[:300]}"
    return "read\n"


def main() -> None:
    """Throw all bombs whose description holds a word, and write what became of each as JSON, one a line."""
    wanted = sys.argv[1:]
    for name, file, make in bombs():
        if not wanted or any(word in name for word in wanted):
            sys.stdout.write(json.dumps(asdict(thrown(name, file, make)), ensure_ascii=False) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
