"""The scribe: takes a case's facts to the ledger, in order, one batch at a time, however long the ledger is away."""

from collections.abc import Iterable

from rules.labels import label
from schemas.facts import Batch, Entry, Opening
from workflows import steps
from workflows.waiting import come_true

MOST = 50  # entries of a batch
HEAVIEST = 1_000_000  # bytes of a batch; a payload of Temporal's holds 2 MB


class Scribe:
    """Holds the facts that the ledger has not confirmed yet."""

    def __init__(self, opening: Opening) -> None:
        self._opening = opening
        self._unwritten: list[Entry] = []

    @property
    def done(self) -> bool:
        """Say whether the ledger has confirmed all facts."""
        return not self._unwritten

    def note(self, entries: Iterable[Entry]) -> None:
        """Take facts to be written."""
        self._unwritten.extend(entries)

    async def write(self) -> None:
        """Write what comes, for ever."""
        while True:
            await come_true(lambda: not self.done)
            opening, entries = self._opening, self._next()
            batch = Batch(case_id=opening.case_id, campaign=opening.campaign, entries=entries)
            await steps.facts_are_written(batch, label(entries, opening.policy.clock))
            del self._unwritten[: len(batch.entries)]

    def _next(self) -> tuple[Entry, ...]:
        weight, count = 0, 0
        for entry in self._unwritten[:MOST]:
            weight += len(entry.model_dump_json())
            if count and weight > HEAVIEST:
                break
            count += 1
        return tuple(self._unwritten[:count])
