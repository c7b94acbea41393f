"""The log files of the servers: one each, closed to others, never larger than a bound."""

import os
import shutil
from pathlib import Path
from typing import BinaryIO, Final

KEPT_BYTES: Final = 16 * 1024 * 1024
TAIL_BYTES: Final = 16 * 1024


def open_log(log: Path) -> BinaryIO:
    """Open a log for appending; what stood in it beyond the bound goes to a second file beside it."""
    bound(log)
    return os.fdopen(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600), "ab", buffering=0)


def bound(log: Path) -> None:
    """Move a log that has grown too large to its second file; a server that is writing simply goes on."""
    if log.exists() and log.stat().st_size > KEPT_BYTES:
        shutil.copy2(log, log.with_suffix(".log.1"))
        os.truncate(log, 0)


def said_since(log: Path, size: int) -> str:
    """Return the last that a server said after the log had this size in bytes."""
    with log.open("rb") as file:
        end = file.seek(0, os.SEEK_END)
        file.seek(max(size if size <= end else 0, end - TAIL_BYTES))
        return file.read().decode(errors="replace")
