"""The minutes: the facts of the present run, kept for whoever writes them into the ledger."""

from collections.abc import Iterable, Sequence

from schemas.case import Case
from schemas.entries import Batch, Entry, in_batches
from workflows import listening


class Minutes:
    """Holds a run's facts in order, and lets those who listen know of each."""

    def __init__(self, case: Case) -> None:
        self._before = case.head.number  # of earlier runs: they ended only when the ledger had these
        self._entries: list[Entry] = []

    @property
    def last(self) -> int:
        """Return the number of the last fact."""
        return self._before + len(self._entries)

    @property
    def entries(self) -> Sequence[Entry]:
        """Return the facts of this run."""
        return self._entries

    def note(self, entries: Iterable[Entry]) -> None:
        """Take facts down."""
        noted = tuple(entries)
        self._entries.extend(noted)
        listening.tell(noted)

    def after(self, number: int) -> Batch | None:
        """Return the facts of this run that follow a number, a batch at most; None where none does."""
        return next(in_batches(self._entries[max(number - self._before, 0) :]), None)
