"""A campaign as it moves: the ledger is asked again and again, and only what changed is read."""

import datetime as dt
from typing import NamedTuple

import asyncpg

from ledger.reading import CaseFilter, history, list_cases, load_case
from schemas.case import Case, CaseSummary
from schemas.entries import Entry
from schemas.values import CaseId

# InternalClientError: what asyncpg makes of a server that is killed in the middle of an answer.
AWAY = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError)


class Glance(NamedTuple):
    """A campaign at one moment, and what has happened since the last one."""

    at: dt.datetime
    summaries: tuple[CaseSummary, ...]
    cases: dict[CaseId, Case]
    news: tuple[Entry, ...]
    away: bool = False  # the ledger did not answer: what is shown is older


class Watch:
    """Looks at one campaign; a ledger that is away for a while is waited for."""

    def __init__(self, pool: asyncpg.Pool, campaign: str, every: float = 0.25) -> None:
        self._pool = pool
        self._campaign = campaign
        self.every = every  # seconds
        self._cases: dict[CaseId, Case] = {}
        self._summaries: tuple[CaseSummary, ...] = ()

    async def glance(self) -> Glance:
        """Return the campaign as the ledger knows it now."""
        try:
            news = await self._read_news()
        except AWAY:
            return self._glance((), away=True)
        return self._glance(news)

    async def _read_news(self) -> tuple[Entry, ...]:
        summaries = await list_cases(self._pool, CaseFilter(campaign=self._campaign, limit=100_000))
        news: list[Entry] = []
        for summary in summaries:
            known = self._cases.get(summary.case_id)
            if known is None or known.head != summary.head:
                news += await self._read(summary.case_id, known)
        self._summaries = tuple(summaries)
        return tuple(sorted(news, key=lambda entry: (entry.at, entry.case_id, entry.number)))

    async def _read(self, case_id: CaseId, known: Case | None) -> list[Entry]:
        case = await load_case(self._pool, case_id)
        if case is None:
            return []
        self._cases[case_id] = case
        since = known.head.number if known else 0
        entries = await history(self._pool, case_id)
        return [entry for entry in entries if since < entry.number <= case.head.number]

    def _glance(self, news: tuple[Entry, ...], *, away: bool = False) -> Glance:
        return Glance(dt.datetime.now(dt.UTC), self._summaries, self._cases, news, away)
