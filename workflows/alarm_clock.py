"""The one timer of a case: set to the next alarm, and set anew when that moves."""

import asyncio
import datetime as dt

from temporalio import workflow

_AT_ONCE = dt.timedelta(milliseconds=1)  # what fell due while a case went on afresh


class AlarmClock:
    """Rings at the time it was set to last."""

    def __init__(self) -> None:
        self._at: dt.datetime | None = None
        self._timer: asyncio.Task[None] | None = None

    @property
    def rang(self) -> bool:
        """Say whether the time it was set to has come."""
        return self._timer is not None and self._timer.done()

    def set(self, at: dt.datetime, label: str) -> None:
        """Ring at an instant, and not before unless it is about to; the label is shown on the UI's timeline.

        To cancel a timer and start another writes two events and costs no task; one that rings in vain costs five and a task.
        """
        if self._timer is not None and not self._timer.done():
            if self._at is not None and (self._at == at or self._at <= workflow.now()):
                return  # what rings already is left to ring: some servers refuse to take it back
            self._timer.cancel()
        self._at = at
        self._timer = asyncio.create_task(_sleep(max(at - workflow.now(), _AT_ONCE), label))

    def silence(self) -> None:
        """Take notice of its ringing."""
        if self.rang:
            self._timer = None


async def _sleep(time: dt.timedelta, label: str) -> None:
    await workflow.sleep(time, summary=label)
