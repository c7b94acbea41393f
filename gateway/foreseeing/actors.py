"""People by script on the rules alone: each acts in the very moment for which his act waits."""

import datetime as dt
from typing import NamedTuple

from gateway.script_cues import Cue, Cues
from rules.cases import Outcome, carry_out
from rules.chain import unsealed
from schemas.case import Case
from schemas.people import Roster
from schemas.script import Act
from schemas.words import Refusal, Text


class TurnedDown(NamedTuple):
    """An act that the policy refuses."""

    at: dt.datetime
    do: str
    reason: Text


class Actors:
    """The people of one item."""

    def __init__(self, acts: tuple[Act, ...], roster: Roster) -> None:
        self._cues = Cues(acts, roster)
        self.turned_down: list[TurnedDown] = []

    def act(self, case: Case, now: dt.datetime) -> Outcome | None:
        """Do the next act whose moment has come and that is not refused."""
        while cue := self._cues.next(case, now):
            if outcome := self._done(cue, case, now):
                return outcome
        return None

    def wake(self, case: Case, now: dt.datetime) -> dt.datetime | None:
        """Return the next instant at which somebody may act."""
        return self._cues.wake(case, now)

    def _done(self, cue: Cue, case: Case, now: dt.datetime) -> Outcome | None:
        try:
            outcome = carry_out(case, self._cues.command(cue, case, now), now, unsealed)
        except Refusal as refusal:
            if not self._cues.refused(cue):  # tried as often as it is
                self.turned_down.append(TurnedDown(now, cue.act.do, refusal.reason))
            return None
        self._cues.played(cue)
        return outcome
