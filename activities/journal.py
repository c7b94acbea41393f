"""The journal: which cases have facts that the ledger may lack, on the worker's own disk, so that a crash forgets none."""

import contextlib
import fcntl
import json
import os
import threading
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple, Self

from schemas.values import CaseId

_MOST: Final = 1_000_000  # bytes after which the file is written anew, with what is still open
_CLOCKS_MAY_DIFFER: Final = 60.0  # seconds by which the time of the last boot may seem to move


class Legacy(NamedTuple):
    """What a worker that is no more left behind."""

    worker: str  # its identity
    cases: frozenset[CaseId]
    sticky_queue: str | None  # under which Temporal still keeps its latest cases for it
    before_boot: bool  # the machine went down with it, so its last lines may be lost


class Journal:
    """Notes cases, in any thread, and forgets those that are done; a note is with the system before it returns.

    A killed process loses nothing of it; what it leaves may name cases that are done, which costs one look at each. Each
    worker has a file of its own in the folder, locked while it lives; those of workers that are no more are taken over.
    """

    def __init__(self, folder: Path, worker: str) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder = folder
        self.worker = worker
        self._open: Counter[CaseId] = Counter()
        self._sticky_queue: str | None = None
        self._size = self._head = 0  # bytes of the file, and of the lines at its beginning that name no case
        self._lock = threading.Lock()
        self._begin()

    def __enter__(self) -> Self:
        """Return itself, open."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close; the file stays where cases are still open."""
        with self._lock:
            if not self._open:
                self._path.unlink()
            os.close(self._file)

    @property
    def open(self) -> int:
        """Return how many cases are noted and not done."""
        return len(self._open)

    def note(self, case_id: CaseId) -> None:
        """Note that a case has new facts."""
        with self._lock:
            self._open[case_id] += 1
            if self._open[case_id] == 1:
                self._write({"case": case_id})

    def seen(self, case_id: CaseId) -> int:
        """Return how often a case was noted, for `done`."""
        return self._open[case_id]

    def done(self, case_id: CaseId, seen: int) -> bool:
        """Forget a case, unless it was noted again since it was seen; say whether it is forgotten."""
        with self._lock:
            if self._open[case_id] != seen:
                return False
            del self._open[case_id]
            if not self._open:
                os.ftruncate(self._file, self._head)
                self._size = self._head
            elif self._size > _MOST:
                self._begin_anew()
            return True

    def name_queue(self, sticky_queue: str) -> None:
        """Note the queue under which Temporal keeps cases for this worker."""
        with self._lock:
            self._sticky_queue = sticky_queue
            self._begin_anew()

    def inherit(self) -> Iterator[Legacy]:
        """Yield what each worker that is no more left in the folder; its cases are noted here before.

        Its file goes when the next one is asked for: who dies in between leaves it to others.
        """
        for path in sorted(self._folder.glob("*.journal")):
            if path != self._path:
                yield from self._take_over(path)

    def _take_over(self, path: Path) -> Iterator[Legacy]:
        with contextlib.suppress(FileNotFoundError), path.open(encoding="utf-8", errors="replace") as left:
            try:
                fcntl.flock(left, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
            legacy = _read(left.read())
            for case_id in legacy.cases:
                self.note(case_id)
            yield legacy
            path.unlink()

    def _begin(self) -> None:
        self._path = self._folder / f"{uuid.uuid4()}.journal"
        hidden = self._path.with_suffix(".new")  # nobody may take it over before it is locked
        self._file = os.open(hidden, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        fcntl.flock(self._file, fcntl.LOCK_EX)
        self._size = 0
        self._write({"boot": _boot_time(), "worker": self.worker})
        if self._sticky_queue:
            self._write({"queue": self._sticky_queue})
        self._head = self._size
        for case_id in self._open:
            self._write({"case": case_id})
        hidden.rename(self._path)

    def _begin_anew(self) -> None:
        path, file = self._path, self._file
        self._begin()
        path.unlink()
        os.close(file)

    def _write(self, line: dict[str, object]) -> None:
        self._size += os.write(self._file, json.dumps(line).encode() + b"\n")


def _read(written: str) -> Legacy:
    boot, worker, queue, cases = 0.0, "", None, set()
    for line in written.splitlines():
        with contextlib.suppress(ValueError):  # a line that was cut off with the machine
            match json.loads(line):
                case {"boot": float(at), "worker": str(identity)}:
                    boot, worker = at, identity
                case {"queue": str(name)}:
                    queue = name
                case {"case": str(case_id)}:
                    cases.add(CaseId(case_id))
    return Legacy(worker, frozenset(cases), queue, abs(boot - _boot_time()) > _CLOCKS_MAY_DIFFER)


def _boot_time() -> float:
    return time.time() - time.monotonic()  # the monotonic clock of Linux and macOS begins when the machine does
