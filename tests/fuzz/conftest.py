"""A real PostgreSQL, for what only it can say."""

from collections.abc import AsyncIterator

import pytest

from tests.ledger.database import Server, running_server


@pytest.fixture(scope="session")
async def server() -> AsyncIterator[Server]:
    async with running_server() as server:
        yield server
