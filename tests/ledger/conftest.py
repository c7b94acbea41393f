"""A real PostgreSQL for all tests of the ledger, emptied for each."""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from ledger.book import Book
from ledger.migrating import migrate
from tests.ledger.database import Database, Server, running_server


@pytest.fixture(scope="session")
async def server() -> AsyncIterator[Server]:
    async with running_server() as server:
        yield server


@pytest.fixture
async def empty(server: Server) -> AsyncIterator[Database]:
    """A database in which nothing is."""
    async with server.database() as database:
        yield database


@pytest.fixture(scope="session")
async def shared(server: Server) -> AsyncIterator[Database]:
    async with server.database() as database:
        await migrate(database.owner)
        yield database


@pytest.fixture
async def database(shared: Database) -> Database:
    """A database with the ledger's tables, and nothing in them."""
    await shared.wipe()
    return shared


@pytest.fixture(scope="session")
async def connections(shared: Database) -> AsyncIterator[asyncpg.Pool]:
    async with asyncpg.create_pool(shared.app, min_size=1, max_size=4) as pool:
        yield pool


@pytest.fixture
async def pool(connections: asyncpg.Pool, database: Database) -> asyncpg.Pool:
    """What a worker has: the application's role."""
    return connections


@pytest.fixture
async def book(pool: asyncpg.Pool) -> Book:
    return Book(pool)
