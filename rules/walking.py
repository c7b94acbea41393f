"""A case walked through from event to event: what people do, and what time brings in between, without a server.

What happens on the way is not sealed, for no ledger is to keep it; who wants it sealed asks `chain.chained`.
"""

import datetime as dt
from typing import NamedTuple, Protocol

from rules.cases import Outcome, brings, next_alarm, open_case, record
from rules.chain import unsealed
from schemas.case import Case
from schemas.entries import Entry
from schemas.facts import Opening


class People(Protocol):
    """Whoever acts in a case."""

    def act(self, case: Case, now: dt.datetime, /) -> Outcome | None:
        """Do the next thing whose moment has come and return what became of it, unsealed; None where there is none."""

    def wake(self, case: Case, now: dt.datetime, /) -> dt.datetime | None:
        """Return the earliest instant after now at which somebody may act if the case stays as it is."""


class Nobody:
    """People who never move."""

    def act(self, _case: Case, _now: dt.datetime) -> Outcome | None:
        """Do nothing."""
        return None

    def wake(self, _case: Case, _now: dt.datetime) -> dt.datetime | None:
        """Sleep."""
        return None


class Walk(NamedTuple):
    """Where a case has come to, and all that happened on the way."""

    case: Case
    entries: tuple[Entry, ...]


def play(opening: Opening, people: People, at: dt.datetime, until: dt.datetime) -> Walk:
    """Open a case and walk it to its end, or up to an instant; a Refusal where it can't be opened."""
    case, opened = open_case(opening, at, unsealed)
    walked = walk(case, people, at, until)
    return Walk(walked.case, (*opened, *walked.entries))


def walk(case: Case, people: People, now: dt.datetime, until: dt.datetime) -> Walk:
    """Walk an open case to its end, or up to an instant, that one included.

    What time brings at an instant comes before what people do at it, as in a running story.
    """
    entries: list[Entry] = []
    alarm = next_alarm(case)
    while True:
        if alarm and alarm.at <= now:
            case, brought = record(case, brings(case, alarm, now), now, seal=unsealed)
        elif outcome := people.act(case, now):
            case, brought, _ = outcome
        else:
            brought = ()
        if brought:  # which may be due at once, or let others act now
            entries += brought
            alarm = next_alarm(case)
            continue
        moments = [at for at in (alarm and alarm.at, people.wake(case, now)) if at]
        if case.settled or not moments or min(moments) > until:
            return Walk(case, tuple(entries))
        now = min(moments)
