"""PostgreSQL's roles on an embedded site: who may do what, their passwords, and how to reach them."""

import os
import secrets
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

import asyncpg

DATABASE: Final = "bihuan"


class Role(StrEnum):
    """The three roles of the database."""

    ADMIN = "bihuan_admin"  # makes the others; used by the site itself and by nobody else
    OWNER = "bihuan_owner"  # owns the database: migrations
    APP = "bihuan_app"  # may do what the migrations grant: worker and gateway


@dataclass(frozen=True)
class Passwords:
    """The passwords of the roles, each in a file of its own that only we can read."""

    folder: Path

    def file(self, role: Role) -> Path:
        """Return a role's password file, in the form that PostgreSQL's clients read (`passfile`)."""
        return self.folder / f"{role}.pgpass"

    def make(self, role: Role) -> None:
        """Draw a password, durably and before the database learns it; one that exists stays."""
        if self.file(role).exists():
            return
        half = self.file(role).with_suffix(".half")
        with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(f"*:*:*:{role}:{secrets.token_urlsafe(24)}\n")
            file.flush()
            os.fsync(file.fileno())
        half.rename(self.file(role))

    def read(self, role: Role) -> str:
        """Return a role's password."""
        return self.file(role).read_text().strip().rsplit(":", 1)[1]

    def dsn(self, role: Role, socket: Path, database: str = DATABASE) -> str:
        """Return the address of the database for a role; it names the password's file, so it is no secret itself."""
        where = urlencode({"host": str(socket), "passfile": str(self.file(role))}, safe="/")
        return f"postgresql://{role}@/{database}?{where}"


async def provide_roles(admin: asyncpg.Connection, passwords: Passwords) -> None:
    """Make roles and database where they are missing; what is there stays."""
    for role in (Role.OWNER, Role.APP):
        passwords.make(role)
        if not await admin.fetchval("SELECT true FROM pg_roles WHERE rolname = $1", role):
            await admin.execute(f"CREATE ROLE {role} LOGIN PASSWORD '{passwords.read(role)}'")
    if not await admin.fetchval("SELECT true FROM pg_database WHERE datname = $1", DATABASE):
        await admin.execute(f"CREATE DATABASE {DATABASE} OWNER {Role.OWNER}")
    await admin.execute(f"REVOKE ALL ON DATABASE {DATABASE}, postgres FROM PUBLIC")
    await admin.execute(f"GRANT CONNECT ON DATABASE {DATABASE} TO {Role.APP}")
