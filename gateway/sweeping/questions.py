"""Questions to many cases: put while somebody seems to be there to answer."""

from collections.abc import Awaitable, Callable
from typing import Final

from gateway.sweeping.sights import Answer, Silence
from schemas.values import CaseId

ENOUGH: Final = 24  # that went unanswered for as long as one may take, after which no more are put


class Questions:
    """Asks cases in one way, and keeps count."""

    def __init__(self, ask: Callable[[CaseId], Awaitable[Answer | Silence]], *, has_worker: bool) -> None:
        self._ask = ask
        self._unanswered = 0
        self._is_open = has_worker
        self.put = 0
        self.left: set[CaseId] = set()  # which were to be asked, and nobody was there

    async def ask(self, case_id: CaseId) -> Answer | Silence | None:
        """Return what a case says; None where it was not asked, for nobody would answer."""
        if not self._is_open:
            self.left.add(case_id)
            return None
        self.put += 1
        answer = await self._ask(case_id)
        if isinstance(answer, Silence) and answer.timed_out:
            self._unanswered += 1
            self._is_open = self._unanswered < ENOUGH
        return answer
