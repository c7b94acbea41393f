"""Examines the definitions in some files, one after the other: a line of JSON for each, what is wrong or how it walked.

Run by gateway/definitions/apart.py, in a process that may be lost.
"""

import contextlib
import json
import sys
from pathlib import Path

from gateway.definitions.apart import MOST_BYTES, MOST_SECONDS, READY
from gateway.definitions.examining import examine
from schemas.words import Refusal

with contextlib.suppress(ImportError):  # not on this platform: whoever waits has a clock
    import resource


def main(files: list[str]) -> None:
    """Say for each file what is wrong with it, or the hash of its walk."""
    print(READY, flush=True)  # noqa: T201 - what is read by the process that began this one
    for file in files:
        _limit()
        print(json.dumps(_verdict(Path(file))), flush=True)  # noqa: T201


def _verdict(file: Path) -> dict[str, object]:
    try:
        return {"walked": examine(file)}
    except Refusal as refusal:
        return {"wrong": refusal.reason.model_dump()}


def _limit() -> None:
    """Let this process be ended where the next file takes too long or too much."""
    with contextlib.suppress(NameError, ValueError, OSError):  # where the platform has no such limits
        used = resource.getrusage(resource.RUSAGE_SELF)
        seconds = int(used.ru_utime + used.ru_stime) + MOST_SECONDS + 1
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, resource.RLIM_INFINITY))
        resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, resource.RLIM_INFINITY))


if __name__ == "__main__":
    main(sys.argv[1:])
