"""A database for tests, on one real server for all of them."""

import dataclasses
import itertools
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg

from embedded.folder import SiteFolder
from embedded.postgres import Postgres
from embedded.process import Process
from embedded.roles import Role

WIPE = (
    "DELETE FROM duties",
    "DELETE FROM cases",
    "DELETE FROM facts",
    "DELETE FROM items",
    "DELETE FROM campaigns",
    "DELETE FROM people",
    "DELETE FROM rosters",
)
_serial = itertools.count(1)


class Server:
    """A PostgreSQL as the site runs it, but for the patience of a disk."""

    def __init__(self, postgres: Postgres) -> None:
        self._postgres = postgres

    def dsn(self, role: Role, database: str) -> str:
        return self._postgres.passwords.dsn(role, self._postgres.socket, database)

    @asynccontextmanager
    async def admin(self, database: str = "postgres") -> AsyncIterator[asyncpg.Connection]:
        connection = await asyncpg.connect(self.dsn(Role.ADMIN, database))
        try:
            yield connection
        finally:
            await connection.close()

    @asynccontextmanager
    async def database(self) -> AsyncIterator["Database"]:
        database = Database(self, f"test_{next(_serial)}")
        async with self.admin() as admin:
            await admin.execute(f"CREATE DATABASE {database.name} OWNER {Role.OWNER}")
            yield database
            await admin.execute(f"DROP DATABASE {database.name} WITH (FORCE)")


@dataclasses.dataclass(frozen=True)
class Database:
    server: Server
    name: str

    @property
    def owner(self) -> str:
        return self.server.dsn(Role.OWNER, self.name)

    @property
    def app(self) -> str:
        return self.server.dsn(Role.APP, self.name)

    async def wipe(self) -> None:
        await self.tamper(*WIPE)

    async def tamper(self, *statements: str, case: str = "") -> None:
        """Do what only somebody with the database's highest rights can do: write behind the guard's back to `$case`."""
        async with self.server.admin(self.name) as admin:
            await admin.execute("SET session_replication_role = replica")
            for statement in statements:
                await admin.execute(statement.replace("$case", f"'{case}'"))


@asynccontextmanager
async def running_server() -> AsyncIterator[Server]:
    with tempfile.TemporaryDirectory(prefix="bh-") as closed:
        folder = await SiteFolder.open(Path(closed) / "home")
        postgres = Postgres(folder)
        order = await postgres.prepare()
        hasty = dataclasses.replace(order, command=[*order.command, "--fsync=off", "--full_page_writes=off"])
        process = await Process.start(hasty, folder.lock)
        try:
            await postgres.ready()
            yield Server(postgres)
        finally:
            await process.stop()
            folder.close()
