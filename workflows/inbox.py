"""The inbox: signals that came in a flood wait here, so that no task of the workflow takes longer than it may."""

import datetime as dt
from collections import deque
from collections.abc import Callable

from temporalio import workflow

from workflows.waiting import come_true

# A signal takes up to a millisecond, and Temporal ends a task that works for two seconds: a flood that piled up while
# no worker ran would stop the case for ever.
AT_ONCE = 250
_PAUSE = dt.timedelta(milliseconds=100)


class Inbox:
    """Does what signals ask for, in their order, so many in one task; the rest in later ones."""

    def __init__(self) -> None:
        self._waiting: deque[Callable[[], None]] = deque()
        self._task = -1
        self._done = 0

    @property
    def empty(self) -> bool:
        """Say whether nothing waits."""
        return not self._waiting

    def take(self, deed: Callable[[], None]) -> None:
        """Do it now, or in its turn where too many came at once."""
        if self.empty and self._has_room():
            deed()
        else:
            self._waiting.append(deed)

    async def catch_up(self) -> None:
        """Do what waits, a part in each task, for ever."""
        while True:
            await come_true(lambda: not self.empty)
            await workflow.sleep(_PAUSE, summary=f"信号积压 {len(self._waiting)} 个，分批受理")
            for _ in range(min(AT_ONCE, len(self._waiting))):
                self._waiting.popleft()()

    def _has_room(self) -> bool:
        task = workflow.info().get_current_history_length()
        if task != self._task:
            self._task, self._done = task, 0
        self._done += 1
        return self._done <= AT_ONCE
