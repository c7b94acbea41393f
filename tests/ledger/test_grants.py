"""Nobody changes what happened: not the application, and not by mistake the owner."""

import asyncpg
import pytest

from ledger.book import Book
from ledger.reading import history
from tests.ledger.database import Database
from tests.ledger.lives import planned, write

CHANGES = [
    "UPDATE facts SET kind = 'closed'",
    "DELETE FROM facts",
    "DELETE FROM facts WHERE case_id = 'nobody'",
    "TRUNCATE facts",
]


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("role", ["app", "owner"])
async def test_facts_can_only_be_added(role: str, change: str, book: Book, database: Database) -> None:
    await write(book, planned())
    connection = await asyncpg.connect(getattr(database, role))

    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await connection.execute(change)
    await connection.close()


async def test_the_application_can_not_pass_itself_off_as_a_rebuild(
    book: Book, pool: asyncpg.Pool, database: Database
) -> None:
    life = planned()
    await write(book, life)

    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await pool.execute("SET bihuan.rebuilding = 'on'; DELETE FROM facts")

    assert await history(pool, life.case.id) == list(life.entries)


@pytest.mark.parametrize("change", ["UPDATE facts SET kind = 'closed'", "TRUNCATE facts"])
async def test_even_a_rebuild_may_only_delete(change: str, database: Database) -> None:
    connection = await asyncpg.connect(database.owner)

    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await connection.execute(f"SET bihuan.rebuilding = 'on'; {change}")
    await connection.close()


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM cases",
        "DELETE FROM items",
        "DELETE FROM campaigns",
        "UPDATE items SET number = 1",
        "UPDATE alembic_version SET version_num = '0001'",
        "ALTER TABLE facts DISABLE TRIGGER facts_only_grow",
        "DROP TABLE facts",
        "CREATE TABLE another ()",
    ],
)
async def test_the_application_does_no_more_than_its_work(change: str, pool: asyncpg.Pool) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await pool.execute(change)
