"""The minutes: the facts of the present run, kept for whoever writes them into the ledger."""

from collections.abc import Iterable, Sequence

from schemas.case import Case
from schemas.facts import Batch, Entry
from workflows import listening

MOST = 50  # entries of a batch
HEAVIEST = 1_000_000  # bytes of a batch; a payload of Temporal's holds 2 MB


class Minutes:
    """Holds a run's facts in order, and lets those who listen know of each."""

    def __init__(self, case: Case) -> None:
        self._opening = case.opening
        self._before = case.head.number  # of earlier runs: they ended only when the ledger had these
        self._entries: list[Entry] = []

    @property
    def last(self) -> int:
        """Return the number of the last fact."""
        return self._before + len(self._entries)

    @property
    def latest(self) -> Sequence[Entry]:
        """Return the facts of this run."""
        return self._entries

    def note(self, entries: Iterable[Entry]) -> None:
        """Take facts down."""
        noted = tuple(entries)
        self._entries.extend(noted)
        listening.tell(noted)

    def after(self, number: int) -> Batch | None:
        """Return the facts of this run that follow a number, as many as a batch may hold; None where none does."""
        entries = self._some_from(max(number - self._before, 0))
        if not entries:
            return None
        return Batch(case_id=self._opening.case_id, campaign=self._opening.campaign, entries=entries)

    def _some_from(self, start: int) -> tuple[Entry, ...]:
        weight = 0
        some: list[Entry] = []
        for entry in self._entries[start : start + MOST]:
            weight += len(entry.model_dump_json())
            if some and weight > HEAVIEST:
                break
            some.append(entry)
        return tuple(some)
