"""Keeping: before a run ends, the ledger must have all of its facts, however long it is away."""

from workflows import steps
from workflows.minutes import Minutes
from workflows.waiting import come_true


class Keeping:
    """Sees to it that the ledger has a run's facts, once it is asked to: old runs vanish after Temporal's retention."""

    def __init__(self, minutes: Minutes) -> None:
        self._minutes = minutes
        self._kept = minutes.last
        self._is_asked = False

    @property
    def done(self) -> bool:
        """Say whether the ledger is known to have all facts."""
        return self._kept == self._minutes.last

    def begin(self) -> None:
        """Ask for it."""
        self._is_asked = True

    async def go_on(self) -> None:
        """Keep what comes, for ever, from when it is asked for."""
        while True:
            await come_true(lambda: self._is_asked and not self.done)
            # The worker's scribe has mostly written all of it: the last fact alone brings that to light.
            known = self._minutes.last - 1
            while batch := self._minutes.after(known):
                known = self._kept = await steps.facts_are_written(batch)
