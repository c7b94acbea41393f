"""A storm of unusable signals: how many are noted one by one, and how the rest is counted."""

import datetime as dt

SINGLY = 200  # refusals a day that get a fact each: far more than people make
TOGETHER = 100  # beyond that, one fact for so many


class Storm:
    """Counts refusals by day, so that a machine gone wild fills neither the ledger nor the case's history."""

    def __init__(self) -> None:
        self._day: dt.date | None = None
        self._noted = 0
        self.untold = 0  # refused since the last fact, without one of their own

    def is_to_be_told(self, at: dt.datetime) -> bool:
        """Count one refusal, and say whether it gets a fact: alone, or for all that went untold before it."""
        if self._day != at.date():
            self._day, self._noted = at.date(), 0
        self._noted += 1
        if self._noted > SINGLY and self.untold + 1 < TOGETHER:
            self.untold += 1
            return False
        return True

    def told(self) -> int:
        """Return how many went untold until now, and begin to count anew."""
        untold, self.untold = self.untold, 0
        return untold
