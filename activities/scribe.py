"""The scribe: writes into the ledger what the cases of a worker tell, beside the stories and without slowing them."""

import asyncio
import contextlib
import math
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from enum import Enum, auto
from typing import Final, NamedTuple, Protocol, Self

import structlog

from activities.journal import Journal, Legacy
from activities.ledger import Book
from rules.chain import ChainBroken, FactsMissing
from schemas.entries import Batch, Entry
from schemas.values import CaseId

SOON: Final = 0.05  # seconds: what comes in one breath is read and written together
LOOKS: Final = 40  # into histories a second, beyond which breaths grow longer: the stories come first
LONGEST_BREATH: Final = 1.0  # seconds
LONGEST_LAG: Final = 3.0  # seconds in which a case that does not rest is written all the same
PENS: Final = 8  # cases that are read and written at one time
LONGEST_PAUSE: Final = 5.0  # seconds between two tries, while the ledger or Temporal is away
AFTER_A_CONTRADICTION: Final = 600.0  # seconds; an operator has to mend the ledger first
LOOK_AROUND: Final = 20.0  # seconds between two looks for workers that are no more
BETWEEN_COMPLAINTS: Final = 30.0  # seconds
LAST_WORDS: Final = 5.0  # seconds in which it finishes when it is stopped
ALL_AT_ONCE: Final = 50  # cases a second that are looked at after the machine went down

WHILE_A_TASK_IS_TOLD: Final = (0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 3.0, 4.0)  # seconds between looks; Temporal gives it 10

log = structlog.get_logger()


class Heard(NamedTuple):
    """Facts as a story tells them for the first time, and the task in which it does."""

    case_id: CaseId
    run_id: str
    task: int  # the event that says that the task was started
    entries: tuple[Entry, ...]


class OnRecord(Enum):
    """Whether what was heard is on record."""

    YES = auto()
    NOT_YET = auto()
    NO = auto()  # the task was lost, or another worker did it


class Cases(Protocol):
    """What the scribe needs of Temporal."""

    async def are_on_record(self, heard: Sequence[Heard]) -> OnRecord:
        """Say whether the tasks in which a case's facts were heard ended as this worker told them."""
        ...

    async def told_after(self, case_id: CaseId, number: int) -> Sequence[Batch]:
        """Return all facts of a case that are on record and follow a number, told again from its history."""
        ...

    async def sticky_queue(self, case_id: CaseId, worker: str) -> str | None:
        """Return the queue under which Temporal keeps, or lately kept, a case for a worker, where it does."""
        ...

    async def release(self, sticky_queue: str) -> None:
        """Tell Temporal that a worker is no more, so that nothing waits for it."""
        ...

    def open_cases(self) -> AsyncIterator[CaseId]:
        """Yield all cases that are not over."""
        ...


class Scribe:
    """Writes into the ledger what cases tell, each time it hears of new facts.

    A fact that it hears may never have happened: the task that brought it may be lost. So it takes none by hearsay; it
    looks into the case's history whether the task ended so. Where it is unsure, it has the case told again from there.
    """

    def __init__(self, cases: Cases, book: Book, journal: Journal) -> None:
        self._cases = cases
        self._book = book
        self._journal = journal
        self._loop = asyncio.get_running_loop()
        self._pens = asyncio.Semaphore(PENS)
        self._heard: dict[CaseId, list[Heard]] = {}
        self._writing: dict[CaseId, asyncio.Task[None]] = {}
        self._news: dict[CaseId, asyncio.Event] = {}  # of cases that the ledger contradicts
        self._queue_is_known = False
        self._complained = -math.inf

    def hear(self, heard: Heard) -> None:
        """Take notice, in any thread and at once, of new facts."""
        try:
            self._journal.note(heard.case_id)
        except OSError as error:  # a full disk must not stop the story; it is still known here
            self._complain(heard.case_id, error)
        self._loop.call_soon_threadsafe(self._listen, heard)

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
        await self._patiently(lambda: self._release(legacy))
        if legacy.before_boot:
            await self._patiently(self._look_at_all)

    async def _release(self, legacy: Legacy) -> None:
        queue = legacy.sticky_queue
        for case_id in legacy.cases:  # it may have died before it knew its queue's name
            queue = queue or await self._cases.sticky_queue(case_id, legacy.worker)
        if queue:
            await self._cases.release(queue)

    async def _look_at_all(self) -> None:
        async for case_id in self._cases.open_cases():
            self._journal.note(case_id)
            self._begin(case_id)
            await asyncio.sleep(1 / ALL_AT_ONCE)

    def _listen(self, heard: Heard) -> None:
        # What was heard before under these numbers was in a task that is done again now; and what these facts don't
        # follow was in a run that somebody has reset or ended, or has facts of another worker in between.
        linked = [heard]
        for one in reversed(self._heard.get(heard.case_id, [])):
            if one.entries[-1].hash == linked[0].entries[0].previous:
                linked.insert(0, one)
        self._heard[heard.case_id] = linked
        if news := self._news.get(heard.case_id):
            news.set()
        self._begin(heard.case_id)

    def _begin(self, case_id: CaseId) -> None:
        if case_id not in self._writing:
            self._writing[case_id] = asyncio.create_task(self._write(case_id))

    async def _write(self, case_id: CaseId) -> None:
        pause = 0.0
        while True:
            await self._pause(case_id, pause)
            await self._rest(case_id)
            seen = self._journal.seen(case_id)
            pause = await self._try(case_id, pause)
            if pause == 0 and case_id not in self._heard and self._journal.done(case_id, seen):
                del self._writing[case_id]
                return

    async def _pause(self, case_id: CaseId, seconds: float) -> None:
        """Wait; after a contradiction only until something new is heard, for somebody may have mended it."""
        if seconds < AFTER_A_CONTRADICTION:
            return await asyncio.sleep(seconds)
        self._news[case_id] = asyncio.Event()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._news[case_id].wait(), seconds)
        del self._news[case_id]
        return None

    async def _rest(self, case_id: CaseId) -> None:
        """Wait until nothing more is heard of a case for a breath, which is longer the more there is to write."""
        until = time.monotonic() + LONGEST_LAG
        while time.monotonic() < until:
            heard = len(self._heard.get(case_id, ()))
            await asyncio.sleep(min(max(SOON, len(self._writing) / LOOKS), LONGEST_BREATH))
            if len(self._heard.get(case_id, ())) == heard:
                return

    async def _try(self, case_id: CaseId, pause: float) -> float:
        """Write what is new, and return how long to wait before the next try; 0 where all went well."""
        try:
            told_by_us = bool(self._heard.get(case_id))
            await self._catch_up(case_id)
            if told_by_us:
                await self._learn_queue(case_id)
        except ChainBroken as broken:
            log.critical("ledger contradicts a case", case=case_id, why=str(broken))
            return AFTER_A_CONTRADICTION
        except Exception as error:  # noqa: BLE001 - whatever fails is tried again; nothing may be lost
            self._complain(case_id, error)
            return min(max(2 * pause, 1.0), LONGEST_PAUSE)
        return 0

    async def _catch_up(self, case_id: CaseId) -> None:
        heard = self._heard.get(case_id, [])
        verdict = await self._verdict(heard) if heard else OnRecord.NO
        # What was replaced meanwhile was told again; the look into the history came after that.
        still = self._heard.get(case_id, [])
        sure = [one for one in heard if one in still] if verdict is OnRecord.YES else []
        try:
            async with self._pens:
                if not sure or not await self._append(sure):
                    await self._tell_again(case_id)
        except ChainBroken:  # no waiting makes these fit; what the latest run tells then may do
            self._forget(case_id, heard)
            raise
        self._forget(case_id, heard)

    async def _verdict(self, heard: Sequence[Heard]) -> OnRecord:
        """Wait some seconds for tasks that are still being told, without keeping a pen from other cases."""
        for pause in WHILE_A_TASK_IS_TOLD:
            async with self._pens:
                verdict = await self._cases.are_on_record(heard)
            if verdict is not OnRecord.NOT_YET:
                return verdict
            await asyncio.sleep(pause)
        return OnRecord.NO

    async def _append(self, heard: Sequence[Heard]) -> bool:
        """Write facts that are on record; say no where the ledger lacks some before them."""
        try:
            await self._book.append(Batch.of([entry for one in heard for entry in one.entries]))
        except FactsMissing:
            return False
        return True

    async def _tell_again(self, case_id: CaseId) -> None:
        for batch in await self._cases.told_after(case_id, await self._book.last(case_id)):
            await self._book.append(batch)

    def _forget(self, case_id: CaseId, heard: Sequence[Heard]) -> None:
        left = [one for one in self._heard.get(case_id, []) if one not in heard]
        if left:
            self._heard[case_id] = left
        else:
            self._heard.pop(case_id, None)

    async def _learn_queue(self, case_id: CaseId) -> None:
        if self._queue_is_known:
            return
        async with self._pens:
            queue = await self._cases.sticky_queue(case_id, self._journal.worker)
        if queue:
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
