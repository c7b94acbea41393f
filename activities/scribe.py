"""The scribe: writes into the ledger what the cases of a worker tell, beside the stories and without slowing them."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Final, Protocol, Self

import structlog

from activities.journal import Journal, Legacy
from activities.ledger import Book
from rules.chain import ChainBroken
from schemas.facts import Batch
from schemas.values import CaseId

SOON: Final = 0.05  # seconds: what comes in one breath is read and written together
PENS: Final = 8  # cases that are read and written at one time
LONGEST_PAUSE: Final = 5.0  # seconds between two tries, while the ledger or Temporal is away
AFTER_A_CONTRADICTION: Final = 600.0  # seconds; an operator has to mend the ledger first
LOOK_AROUND: Final = 20.0  # seconds between two looks for workers that are no more
BETWEEN_COMPLAINTS: Final = 30.0  # seconds
LAST_WORDS: Final = 5.0  # seconds in which it finishes when it is stopped
ALL_AT_ONCE: Final = 50  # cases a second that are looked at after the machine went down

log = structlog.get_logger()


class Cases(Protocol):
    """What the scribe needs of Temporal."""

    async def facts_after(self, case_id: CaseId, number: int) -> Batch | None:
        """Return facts of a case that are on record and follow a number, a batch at most; None where there is none."""
        ...

    async def sticky_queue(self, case_id: CaseId) -> str | None:
        """Return the queue under which Temporal keeps a case for this worker, where it does."""
        ...

    async def release(self, sticky_queue: str) -> None:
        """Tell Temporal that a worker is no more, so that nothing waits for it."""
        ...

    def open_cases(self) -> AsyncIterator[CaseId]:
        """Yield all cases that are not over."""
        ...


class Scribe:
    """Reads from a case what is on record of it, and writes that into the ledger, each time it is told of new facts.

    A fact that it hears of may never have happened: the task that brought it may be lost. So it takes none by hearsay,
    it asks the case.
    """

    def __init__(self, cases: Cases, book: Book, journal: Journal) -> None:
        self._cases = cases
        self._book = book
        self._journal = journal
        self._loop = asyncio.get_running_loop()
        self._pens = asyncio.Semaphore(PENS)
        self._writing: dict[CaseId, asyncio.Task[None]] = {}
        self._queue_is_known = False
        self._complained = -1e9

    def hear(self, case_id: CaseId) -> None:
        """Take notice, in any thread and at once, that a case has new facts."""
        try:
            self._journal.note(case_id)
        except OSError as error:  # a full disk must not stop the story; it is still known here
            self._complain(case_id, error)
        self._loop.call_soon_threadsafe(self._begin, case_id)

    async def __aenter__(self) -> Self:
        """Begin to write."""
        self._looking = asyncio.create_task(self._look_around())
        return self

    async def __aexit__(self, *_: object) -> None:
        """Finish what can be finished in some seconds; the rest stays in the journal."""
        self._looking.cancel()
        if self._writing:
            await asyncio.wait(self._writing.values(), timeout=LAST_WORDS)
        left = [self._looking, *self._writing.values()]
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    async def _look_around(self) -> None:
        while True:
            await self._patiently(self._take_over_all)
            await asyncio.sleep(LOOK_AROUND)

    async def _take_over_all(self) -> None:
        for legacy in self._journal.inherit():
            await self._take_over(legacy)

    async def _take_over(self, legacy: Legacy) -> None:
        log.info("taking over", open=len(legacy.cases), before_boot=legacy.before_boot)
        for case_id in legacy.cases:
            self._begin(case_id)
        if queue := legacy.sticky_queue:
            await self._patiently(lambda: self._cases.release(queue))
        if legacy.before_boot:
            await self._patiently(self._look_at_all)

    async def _look_at_all(self) -> None:
        async for case_id in self._cases.open_cases():
            self.hear(case_id)
            await asyncio.sleep(1 / ALL_AT_ONCE)

    def _begin(self, case_id: CaseId) -> None:
        if case_id not in self._writing:
            self._writing[case_id] = asyncio.create_task(self._write(case_id))

    async def _write(self, case_id: CaseId) -> None:
        pause = SOON
        while True:
            await asyncio.sleep(pause)
            seen = self._journal.seen(case_id)
            pause = await self._try(case_id, pause)
            if pause == 0 and self._journal.done(case_id, seen):
                del self._writing[case_id]
                return
            pause = max(pause, SOON)

    async def _try(self, case_id: CaseId, pause: float) -> float:
        """Write what is new, and return how long to wait before the next try; 0 where all went well."""
        try:
            async with self._pens:
                await self._catch_up(case_id)
        except ChainBroken as broken:
            log.critical("ledger contradicts a case", case=case_id, why=str(broken))
            return AFTER_A_CONTRADICTION
        except Exception as error:  # noqa: BLE001 - whatever fails is tried again; nothing may be lost
            self._complain(case_id, error)
            return min(max(2 * pause, 1.0), LONGEST_PAUSE)
        return 0

    async def _catch_up(self, case_id: CaseId) -> None:
        last = await self._book.last(case_id)
        while batch := await self._cases.facts_after(case_id, last):
            last = await self._book.append(batch)
        if not self._queue_is_known and (queue := await self._cases.sticky_queue(case_id)):
            self._queue_is_known = True
            self._journal.name_queue(queue)

    async def _patiently(self, do: Callable[[], Awaitable[None]]) -> None:
        pause = 0.5
        while True:
            try:
                return await do()
            except Exception as error:  # noqa: BLE001
                self._complain(None, error)
                pause = min(2 * pause, LONGEST_PAUSE)
                await asyncio.sleep(pause)

    def _complain(self, case_id: CaseId | None, error: Exception) -> None:
        """Say now and then that the ledger lags, and why: not once for each case while a server is away."""
        now = time.monotonic()
        if now - self._complained > BETWEEN_COMPLAINTS:
            self._complained = now
            log.warning("ledger lags", case=case_id, open=self._journal.open, why=type(error).__name__)
