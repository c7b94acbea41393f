"""A village of cases and people: what is taken in, who acts when, and how all comes to an end."""

import asyncio
import contextlib
import datetime as dt
import random
import time
from collections.abc import Coroutine
from typing import Any

import asyncpg
from temporalio.client import Client, WorkflowQueryFailedError
from temporalio.service import RPCError

from gateway.current_case import current_case
from gateway.watching import AWAY
from ledger.rows import case_of
from schemas.case import Case
from schemas.values import CaseId
from schemas.words import Refusal
from tests.chaos.answers import way_out
from tests.chaos.journal import Form, Journal, Message
from tests.chaos.people import Manner, People
from tests.chaos.post import Post
from tests.chaos.pulse import PROBES

GLANCE_SECONDS = 0.3
AT_ONCE = 40
STANDS_SECONDS = 2.0
LIFE_DAYS = 120  # of the drill's clock; after that somebody has the item withdrawn
CHANGED = """
SELECT cases.case_id, head_number, first.fact, state
FROM cases JOIN facts AS first ON first.case_id = cases.case_id AND first.number = 1
WHERE NOT (cases.case_id || ':' || head_number = ANY ($1::text[]))
"""


class Village:
    """All cases but the probes, and their people."""

    def __init__(self, pool: asyncpg.Pool, post: Post, client: Client, seed: int) -> None:
        self.cases: dict[str, Case] = {}
        self.people: dict[str, People] = {}
        self.ledger_is_away = False
        self._pool, self._post, self._client, self._seed = pool, post, client, seed
        self._chance = random.Random(f"{seed} village")  # noqa: S311
        self._next: dict[str, float] = {}
        self._followed: set[str] = set()
        self._led: dict[str, tuple[int, float]] = {}
        self._room = asyncio.Semaphore(AT_ONCE)
        self._tasks: set[asyncio.Task[None]] = set()
        self.is_over = False

    @property
    def journal(self) -> Journal:
        """What was sent."""
        return self._post.journal

    @property
    def open_cases(self) -> list[Case]:
        """The cases that are not settled, as far as the ledger has told."""
        return [case for case in self.cases.values() if not case.settled]

    async def live(self) -> None:
        """Let everybody act, until it is over."""
        while not self.is_over:
            await self.look()
            for case in self.open_cases:
                if self._next.setdefault(case.id, time.time()) <= time.time() and len(self._tasks) < AT_ONCE:
                    day = case.policy.clock.day_length.total_seconds()
                    self._next[case.id] = time.time() + self._chance.uniform(0.4, 2.0) * day
                    self._start(self._act(case))
            await asyncio.sleep(GLANCE_SECONDS)

    async def look(self) -> None:
        """See what has changed in the ledger; while it is away, the last picture stays."""
        known = [f"{case.id}:{case.head.number}" for case in self.cases.values()]
        try:
            async with asyncio.timeout(5):
                rows = await self._pool.fetch(CHANGED, known)
        except AWAY:
            self.ledger_is_away = True
            return
        self.ledger_is_away = False
        for row in rows:
            if row["case_id"] not in PROBES or row["case_id"] in self._followed:
                self.cases[row["case_id"]] = case_of(row["fact"], row["state"])

    def follow(self, case_id: str) -> None:
        """See a probe, too, as a case."""
        self._followed.add(case_id)

    def send_later(self, message: Message, after: float = 0.0) -> None:
        """Have a message delivered, after a while."""
        self._start(self._deliver(message, after))

    def rush(self, message: Message) -> None:
        """Send a message at once, however many are on their way."""
        self._start(self._hurry(message))

    async def rest(self) -> None:
        """Wait until nobody is doing anything any more."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def end(self, within: float) -> list[str]:
        """Ask again what nobody answered, and lead every case to its end; return those that do not come to one."""
        until = time.time() + within
        while time.time() < until:
            await self._ask_again()
            await self.look()
            left = self.open_cases
            if not left and not any(self.journal.open_ones()):
                return []
            await asyncio.gather(*(self._lead_out(case) for case in left if self._has_moved(case)))
            await asyncio.sleep(GLANCE_SECONDS)
        return [case.id for case in self.open_cases]

    def _has_moved(self, case: Case) -> bool:
        """Say whether it is time to lead a case on: it has moved, or has not for a while."""
        before, at = self._led.get(case.id, (0, 0.0))
        if before == case.head.number and time.time() < at + STANDS_SECONDS:
            return False
        self._led[case.id] = case.head.number, time.time()
        return True

    def _start(self, what: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(what)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _act(self, case: Case) -> None:
        people = self.people.setdefault(case.id, People(case.id, self._seed, self.journal))
        if self.ledger_is_away or self._chance.random() < 0.1:
            with contextlib.suppress(Refusal, RPCError, WorkflowQueryFailedError):
                case = await current_case(self._client, CaseId(case.id))
        now = dt.datetime.now(dt.UTC)
        if now - (case.policy.clock.anchor or now) > LIFE_DAYS * case.policy.clock.day_length:
            return await self._lead_out(case)
        for sending in people.act(case, now):
            self.send_later(sending.message, sending.after)
        return None

    async def _deliver(self, message: Message, after: float) -> None:
        await asyncio.sleep(after)
        async with self._room:
            await self._post.deliver(message, until=lambda: self.is_over)

    async def _hurry(self, message: Message) -> None:
        await self._post.deliver(message, until=lambda: self.is_over)

    async def _ask_again(self) -> None:
        await asyncio.gather(*(self._once_more(message) for message in list(self.journal.open_ones())))

    async def _once_more(self, message: Message) -> None:
        async with self._room:
            await self._post.deliver(message, tries=2)

    async def _lead_out(self, case: Case) -> None:
        people = self.people.setdefault(case.id, People(case.id, self._seed, self.journal))
        command = way_out(case, dt.datetime.now(dt.UTC), people.mark())
        if command:
            content = command.model_dump(mode="json")
            message = self.journal.begin(
                *(case.id, Form.UPDATE, command.name, [content], command.id), command_id=command.id
            )
            async with self._room:
                await self._post.deliver(message, tries=2)


def manners(village: Village) -> dict[Manner, int]:
    """Return how many cases have people of each manner; in the probes there is nobody but the pulse."""
    told = [people.manner for case_id, people in village.people.items() if case_id not in PROBES]
    return {manner: told.count(manner) for manner in Manner}
