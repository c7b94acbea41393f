"""Waiting for the ledger, which has each fact a moment after it happened."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from typing import Final

import asyncpg

from embedded.trouble import SiteTrouble
from gateway.cli.connection import database_trouble
from ledger.open_cases import behind
from schemas.values import CaseId

PATIENCE_SECONDS: Final = 10.0
_BETWEEN_SECONDS: Final = 0.1


async def until_recorded(
    pool: asyncpg.Pool, done: Mapping[CaseId, int], patience: float = PATIENCE_SECONDS
) -> list[CaseId]:
    """Wait until the ledger has these facts, each the number of one in its case; return the cases of which it has not,
    after so many seconds in which none more came, or where it is away.
    """
    now = asyncio.get_running_loop().time
    late, latest = sorted(done), now() + patience
    with suppress(SiteTrouble), database_trouble():
        while late:
            found = await behind(pool, {case_id: done[case_id] for case_id in late})
            latest = now() + patience if len(found) < len(late) else latest
            late = found
            if now() >= latest:
                break
            await asyncio.sleep(_BETWEEN_SECONDS if late else 0)
    return late
