"""The ledger looked at with no histories beside it."""

from collections.abc import AsyncIterator

import asyncpg

from ledger.comparing import Told
from ledger.findings import Finding, FindingKind
from ledger.verifying import verify

_FOR_WANT_OF_HISTORIES = (FindingKind.UNWITNESSED, FindingKind.LOST)


async def verify_alone(pool: asyncpg.Pool) -> list[Finding]:
    """Return where the ledger contradicts itself; a tail that is cut off in all tables alike only Temporal can show."""
    return [finding for finding in await verify(pool, _nothing()) if finding.kind not in _FOR_WANT_OF_HISTORIES]


async def _nothing() -> AsyncIterator[Told]:
    return
    yield
