"""The ledger as one worker writes it."""

import asyncio
from typing import Final

import asyncpg

from ledger import statements
from ledger.recent import Recent
from ledger.writing import Outcome, write
from schemas.entries import Batch
from schemas.values import CaseId

MOST_AT_ONCE: Final = 200
# The last is what asyncpg makes of a server that is killed in the middle of an answer.
_AWAY: Final = (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError)


class Book:
    """Takes the facts of many cases; appends that arrive while one is being written share the next transaction."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool
        self._recent = Recent()
        self._waiting: list[_Append] = []
        self._pen = asyncio.Lock()

    async def last(self, case_id: CaseId) -> int:
        """Return the number of a case's last fact; 0 where it has none."""
        number: int | None = await self._pool.fetchval(statements.LAST_NUMBER, case_id)
        return number or 0

    async def append(self, batch: Batch) -> int:
        """Write a batch exactly once, however often it comes, and return the number of its last fact.

        Raise FactsMissing (trouble) where facts before it are missing, ChainBroken (fault) where others stand instead.
        """
        mine = _Append(batch)
        self._waiting.append(mine)
        try:
            async with self._pen:
                if mine.outcome is None:  # whoever held the pen before may have written it along
                    await self._write([mine, *self._others(mine)][:MOST_AT_ONCE])
        finally:
            self._waiting.remove(mine)
        return mine.result()

    def _others(self, mine: "_Append") -> "list[_Append]":
        return [append for append in self._waiting if append is not mine and append.outcome is None]

    async def _write(self, group: "list[_Append]") -> None:
        try:
            outcomes = await self._commit([append.batch for append in group])
        except (asyncpg.DataError, asyncpg.IntegrityConstraintViolationError) as error:
            if len(group) == 1:
                outcomes = [error]
            else:
                return await self._write_singly(group)
        except _AWAY as error:
            outcomes = [error] * len(group)  # each would only wait for the same dead server
        for append, outcome in zip(group, outcomes, strict=True):
            append.outcome = outcome
        return None

    async def _write_singly(self, group: "list[_Append]") -> None:
        """Let one batch that PostgreSQL does not take fail alone."""
        for append in group:
            await self._write([append])

    async def _commit(self, batches: list[Batch]) -> list[Outcome]:
        async with self._pool.acquire() as connection:
            try:
                return await write(connection, batches, self._recent)
            except asyncpg.UniqueViolationError:
                # Another worker opened one of these cases at the same moment; now its facts can be seen.
                return await write(connection, batches, self._recent)


class _Append:
    def __init__(self, batch: Batch) -> None:
        self.batch = batch
        self.outcome: Outcome | None = None

    def result(self) -> int:
        if isinstance(self.outcome, int):
            return self.outcome
        raise self.outcome or RuntimeError("an append was left without an outcome")
