"""The schema grows from every earlier version to the same tables."""

import asyncio
from pathlib import Path

import asyncpg
import pytest

import ledger
from ledger.book import Book
from ledger.migrating import migrate, pending, script, versions
from ledger.reading import history
from schemas.words import Refusal
from tests.ledger.alone import verify_alone
from tests.ledger.catalog import catalog
from tests.ledger.database import Database
from tests.ledger.lives import planned

SCHEMA = Path(ledger.__file__).with_name("schema.sql")


async def test_migrations_and_the_schema_for_readers_give_the_same_database(
    empty: Database, database: Database
) -> None:
    connection = await asyncpg.connect(empty.owner)
    await connection.execute(SCHEMA.read_text())
    await connection.close()

    described = await catalog(empty.owner)

    assert described["columns"]
    assert described == await catalog(database.owner)


@pytest.mark.parametrize("earlier", versions())
async def test_a_database_of_each_earlier_version_is_brought_up(
    earlier: str, empty: Database, database: Database
) -> None:
    upto = versions().index(earlier) + 1
    assert await migrate(empty.owner, earlier) == versions()[:upto]

    assert await migrate(empty.owner) == versions()[upto:]

    assert await catalog(empty.owner) == await catalog(database.owner)
    assert await pending(empty.app) == []


async def test_facts_outlive_the_versions_after_theirs(empty: Database) -> None:
    life = planned()
    await migrate(empty.owner, "0003")
    async with asyncpg.create_pool(empty.owner, min_size=1, max_size=1) as pool:
        await Book(pool).append(life.batch())

        await migrate(empty.owner)

        assert await history(pool, life.case.id) == list(life.entries)
        assert await verify_alone(pool) == []


async def test_a_database_that_is_up_to_date_is_left_alone(database: Database) -> None:
    assert await migrate(database.owner) == []


async def test_two_sites_that_start_at_once_migrate_one_after_the_other(empty: Database) -> None:
    applied = await asyncio.gather(*(migrate(empty.owner) for _ in range(3)))

    assert sorted(applied) == [[], [], versions()]


async def test_a_version_that_fails_leaves_the_database_as_it_was(empty: Database) -> None:
    connection = await asyncpg.connect(empty.owner)
    await connection.execute("CREATE TABLE people ()")  # in the way of the last version

    with pytest.raises(asyncpg.DuplicateTableError):
        await migrate(empty.owner)

    assert await connection.fetchval("SELECT to_regclass('facts')") is None
    await connection.close()


async def test_a_database_that_is_newer_than_the_program_is_refused(empty: Database) -> None:
    await migrate(empty.owner)
    await empty.tamper("UPDATE alembic_version SET version_num = '9999'")

    with pytest.raises(Refusal, match="9999"):
        await migrate(empty.owner)


async def test_an_external_database_without_our_role_gets_the_tables_all_the_same(empty: Database) -> None:
    async with empty.server.admin() as admin:
        await admin.execute("ALTER ROLE bihuan_app RENAME TO somebody_else")
        try:
            assert await migrate(empty.owner) == versions()
        finally:
            await admin.execute("ALTER ROLE somebody_else RENAME TO bihuan_app")


def test_an_operator_can_read_the_script_before_it_is_run() -> None:
    assert "CREATE TABLE facts" in script(None)
    assert "CREATE TABLE facts" not in script("0001")
