"""The scribe: takes a case's facts to the ledger, in order, one batch at a time, however long the ledger is away."""

from collections.abc import Iterable

from temporalio import workflow

from schemas.facts import Batch, Entry
from schemas.values import CaseId
from workflows import steps

MOST = 50  # entries of a batch
HEAVIEST = 1_000_000  # bytes of a batch; a payload of Temporal's holds 2 MB


class Scribe:
    """Holds the facts that the ledger has not confirmed yet."""

    def __init__(self, case_id: CaseId, campaign: str) -> None:
        self._case_id = case_id
        self._campaign = campaign
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
            await workflow.wait_condition(lambda: not self.done)
            batch = Batch(case_id=self._case_id, campaign=self._campaign, entries=self._next())
            await steps.facts_are_written(batch)
            del self._unwritten[: len(batch.entries)]

    def _next(self) -> tuple[Entry, ...]:
        weight, count = 0, 0
        for entry in self._unwritten[:MOST]:
            weight += len(entry.model_dump_json())
            if count and weight > HEAVIEST:
                break
            count += 1
        return tuple(self._unwritten[:count])
