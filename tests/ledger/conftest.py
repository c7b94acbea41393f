"""A real PostgreSQL for all tests of the ledger, and a fresh database for each."""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from ledger.book import Book
from tests.ledger.database import TEMPLATE, Database, Server, running_server


@pytest.fixture(scope="session")
async def server() -> AsyncIterator[Server]:
    async with running_server() as server:
        yield server


@pytest.fixture
async def empty(server: Server) -> AsyncIterator[Database]:
    """A database in which nothing is."""
    async with server.database() as database:
        yield database


@pytest.fixture
async def database(server: Server) -> AsyncIterator[Database]:
    """A database with the ledger's tables."""
    async with server.database(TEMPLATE) as database:
        yield database


@pytest.fixture
async def pool(database: Database) -> AsyncIterator[asyncpg.Pool]:
    """What a worker has: the application's role."""
    async with asyncpg.create_pool(database.app, min_size=1, max_size=4) as pool:
        yield pool


@pytest.fixture
async def book(pool: asyncpg.Pool) -> Book:
    return Book(pool)
