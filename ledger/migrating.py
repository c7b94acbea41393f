"""The ledger's schema: which versions a database has, and how it gets the rest."""

import io
from pathlib import Path
from typing import Final

import asyncpg
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from schemas.words import Refusal, text

HERE: Final = Path(__file__).parent
LOCK: Final = 0x6269_6875_616E  # "bihuan": two sites that start at once migrate one after the other


async def migrate(dsn: str, to: str = "head") -> list[str]:
    """Bring a database up to a version in one transaction and return the versions that it lacked; run by its owner."""
    connection = await asyncpg.connect(dsn)
    try:
        async with connection.transaction():
            await connection.execute("SELECT pg_advisory_xact_lock($1)", LOCK)
            present = await _present(connection)
            lacking = _between(present, to)
            if lacking:
                await connection.execute(script(present, to))
            if to == "head":
                await connection.execute((HERE / "grants.sql").read_text())
    finally:
        await connection.close()
    return lacking


async def pending(dsn: str) -> list[str]:
    """Return the versions that a database lacks; the application's role may ask."""
    connection = await asyncpg.connect(dsn)
    try:
        return _between(await _present(connection), "head")
    finally:
        await connection.close()


def versions() -> list[str]:
    """Return all versions, the oldest first."""
    return _between(None, "head")


def script(present: str | None, to: str = "head") -> str:
    """Return the SQL that leads from one version (None: an empty database) to another, for an operator to read."""
    config = _config()
    config.output_buffer = written = io.StringIO()
    command.upgrade(config, f"{present}:{to}" if present else to, sql=True)
    return written.getvalue()


async def _present(connection: asyncpg.Connection) -> str | None:
    if await connection.fetchval("SELECT to_regclass('alembic_version')") is None:
        return None
    version: str | None = await connection.fetchval("SELECT version_num FROM alembic_version")
    return version


def _between(present: str | None, to: str) -> list[str]:
    scripts = ScriptDirectory.from_config(_config())
    known = {found.revision for found in scripts.walk_revisions()}
    if present is not None and present not in known:
        raise _too_new(present)
    return [found.revision for found in scripts.iterate_revisions(to, present or "base")][::-1]


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(HERE / "migrations").replace("%", "%%"))
    return config


def _too_new(present: str) -> Refusal:
    return Refusal(
        text(
            f"台账数据库的版本是 {present}，比本版程序新。请使用与数据库相符或更新的程序。",
            f"The ledger's database has version {present}, newer than this program. Use the program that fits it.",
        )
    )
