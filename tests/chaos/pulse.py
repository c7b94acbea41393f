"""The pulse of a site: notes in two cases at short intervals, by which one sees when it lives again after harm."""

import asyncio
import time
from collections.abc import Callable

import asyncpg

from gateway.watching import AWAY
from tests.chaos.journal import Form, Message, Told
from tests.chaos.post import Post

EVERY_SECONDS = 0.4
PROBES = ("probe/001", "probe/002")
AGAIN_OF = 3  # every third note is followed by an earlier one, sent again


class Pulse:
    """Leaves notes all the time, and sees them come into the ledger."""

    def __init__(self, post: Post, pool: asyncpg.Pool) -> None:
        self._post, self._pool = post, pool
        self.answered: list[Message] = []
        self.seen: list[tuple[float, str, int]] = []  # when, of which case, how far the ledger is
        self.is_over = False

    async def beat(self) -> None:
        """Leave notes and look, until it is over."""
        await asyncio.gather(*(self._write(case_id) for case_id in PROBES), self._look())

    async def lives_again(self, since: float, within: float) -> tuple[float | None, float | None]:
        """Return the seconds until both cases answered a note sent since, and until the ledger held these."""
        answered = await _first(lambda: self._answered(since), since, within)
        if answered is None:
            return None, None
        return answered - since, _after(await _first(lambda: self._written(since), since, within), since)

    async def _write(self, case_id: str) -> None:
        serial = 0
        while not self.is_over:
            serial += 1
            message = self._note(case_id, f"p{serial:05}-{case_id}")
            await self._post.deliver(message, tries=1000, until=lambda: self.is_over)
            if message.told is Told.RECEIPT:
                self.answered.append(message)
            if serial % AGAIN_OF == 0:
                await self._again(case_id, serial)
            await asyncio.sleep(EVERY_SECONDS)

    async def _again(self, case_id: str, serial: int) -> None:
        """Send an earlier note once more, as an OA does that lost the answer."""
        earlier = self._note(case_id, f"p{max(1, serial - serial % 40):05}-{case_id}", fresh=True)
        await self._post.deliver(earlier, tries=1000, until=lambda: self.is_over)

    def _note(self, case_id: str, mark: str, *, fresh: bool = False) -> Message:
        note = {"id": mark, "actor": "principal", "text": "抓紧"}
        update_id = None if fresh else mark
        return self._post.journal.begin(
            *(case_id, Form.UPDATE, "leave_note", [note], mark), command_id=mark, update_id=update_id
        )

    async def _look(self) -> None:
        statement = "SELECT case_id, head_number FROM cases WHERE case_id = ANY ($1)"
        while not self.is_over:
            try:
                async with asyncio.timeout(2):
                    rows = await self._pool.fetch(statement, list(PROBES))
                self.seen += [(time.time(), row["case_id"], row["head_number"]) for row in rows]
            except AWAY:
                pass
            await asyncio.sleep(0.2)

    def _answered(self, since: float) -> float | None:
        firsts = [_earliest(self.answered, case_id, since) for case_id in PROBES]
        times = [first.answered for first in firsts if first and first.answered]
        return max(times) if len(times) == len(PROBES) else None

    def _written(self, since: float) -> float | None:
        found: list[float] = []
        for case_id in PROBES:
            first = _earliest(self.answered, case_id, since)
            if first is None:
                return None
            found += [at for at, case, head in self.seen if case == case_id and head >= first.last][:1]
        return max(found) if len(found) == len(PROBES) else None


def _earliest(answered: list[Message], case_id: str, since: float) -> Message | None:
    return next((m for m in answered if m.case_id == case_id and m.sent >= since), None)


async def _first(find: Callable[[], float | None], since: float, within: float) -> float | None:
    while (found := find()) is None:
        if time.time() > since + within:
            return None
        await asyncio.sleep(0.05)
    return found


def _after(at: float | None, since: float) -> float | None:
    return None if at is None else max(0.0, at - since)
