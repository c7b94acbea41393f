"""PostgreSQL on the site: a real server, reached by a socket in a closed folder and by nothing else."""

import asyncio
import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

import asyncpg

from embedded.account import account_needed
from embedded.binaries import postgres_programs
from embedded.cluster import Cluster
from embedded.folder import SiteFolder
from embedded.process import Order, bare_environment
from embedded.roles import Passwords, Role, provide_roles
from embedded.trouble import SiteTrouble, explain, unusable
from schemas.words import text

PORT: Final = 5432
LONGEST_SOCKET_PATH: Final = 103  # macOS; Linux takes four more
ANSWERS_WITHIN_SECONDS: Final = 120  # a server that was killed first replays its log

# On the command line, so that no edit of postgresql.conf can open the server or make it forget.
ALWAYS: Final = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "password_encryption": "scram-sha-256",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "logging_collector": "off",
    "log_line_prefix": "%m [%p] ",
    "log_statement": "none",
    "log_min_error_statement": "panic",  # a statement may carry a finding, or a password
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_error_verbosity": "terse",  # leaves out the DETAIL line, which shows the contents of a row
    "max_connections": "100",
    # In the data folder: in /dev/shm a container has little room, and systemd may clear it when a user logs out.
    "dynamic_shared_memory_type": "mmap",
}


class Postgres:
    """The site's own PostgreSQL: how it is started, when it is ready, and under which addresses."""

    name: Final = "PostgreSQL"

    def __init__(self, folder: SiteFolder) -> None:
        self.folder = folder
        self.data = folder.path / "postgres"
        self.log = folder.room("logs") / "postgres.log"
        self.passwords = Passwords(folder.room("secrets"))
        self.socket = socket_folder(self.data)

    def dsn(self, role: Role) -> str:
        """Return the address for a role; it names the password's file and holds no secret."""
        return self.passwords.dsn(role, self.socket)

    async def prepare(self) -> Order:
        """Make the data folder if it is missing and say how the server is started."""
        try:
            cluster = await _to_the_end(self._provide)
        except OSError as error:
            raise unusable(self.data, error) from error
        inside = cluster.seen_from_inside
        socket = inside if self.socket == self.data else self.socket
        settings = ALWAYS | {"unix_socket_directories": str(socket), "port": str(PORT)}
        return Order(
            command=[
                str(cluster.programs / "postgres"),
                *("-D", str(inside)),
                *(f"--{name}={value}" for name, value in settings.items()),
            ],
            log=self.log,
            stop=(("SIGINT", 30), ("SIGQUIT", 10)),
            cwd=self.data,
            account=cluster.account,
            environ=bare_environment() | {"LC_ALL": "C"},
        )

    async def ready(self) -> None:
        """Wait until the server answers, then make sure that roles and database are there."""
        try:
            admin = await self._admin()
            try:
                await provide_roles(admin, self.passwords)
            finally:
                await admin.close(timeout=5)
        except asyncpg.PostgresError as error:
            raise self.explain(str(error)) from error

    async def _admin(self) -> asyncpg.Connection:
        dsn = self.passwords.dsn(Role.ADMIN, self.socket, "postgres")
        for _ in range(ANSWERS_WITHIN_SECONDS * 20):
            try:
                return await asyncpg.connect(dsn, timeout=10)
            except (OSError, asyncpg.CannotConnectNowError, asyncpg.PostgresConnectionError):
                await asyncio.sleep(0.05)
        raise _silent(self.log)

    def explain(self, said: str) -> SiteTrouble:
        """Say in a sentence why the server ended."""
        return explain(self.name, self.data, self.log, said)

    def _provide(self) -> Cluster:
        account = account_needed()
        cluster = Cluster(self.data, postgres_programs(account), account, self.folder.lock)
        cluster.provide(self.passwords, self.log)
        cluster.clear_crash()
        if self.socket != self.data:
            _claim_socket_folder(self.socket, account.uid if account else os.geteuid())
        return cluster


async def _to_the_end(work: Callable[[], Cluster]) -> Cluster:
    """Do blocking work in a thread; when cancelled, wait for its end before anything under it is taken away."""
    thread = asyncio.ensure_future(asyncio.to_thread(work))
    try:
        return await asyncio.shield(thread)
    finally:
        await asyncio.wait([thread])


def socket_folder(data: Path) -> Path:
    """Return the folder of the socket: the data folder, or a short one where its name is too long for a socket."""
    if len(os.fsencode(data / f".s.PGSQL.{PORT}")) <= LONGEST_SOCKET_PATH:
        return data
    digest = hashlib.sha256(os.fsencode(data)).hexdigest()[:16]
    return Path("/tmp") / f"bihuan-{os.geteuid()}-{digest}"  # noqa: S108 - closed and checked when it is claimed


def _claim_socket_folder(folder: Path, owner: int) -> None:
    try:
        folder.mkdir(mode=0o700)
        os.chown(folder, owner, -1)
    except FileExistsError:
        found = folder.lstat()
        if found.st_uid != owner or found.st_mode != 0o040700:
            raise _not_ours(folder) from None


def _not_ours(folder: Path) -> SiteTrouble:
    return SiteTrouble(
        text(
            f"{folder} 属于别的用户或对别人开放，不能放 PostgreSQL 的套接字。请删除它，或把 BIHUAN_HOME 设成较短的路径。",
            f"{folder} belongs to another user or is open to others, so PostgreSQL's socket can't lie there. Delete "
            "it, or set BIHUAN_HOME to a shorter path.",
        )
    )


def _silent(log: Path) -> SiteTrouble:
    return SiteTrouble(
        text(
            f"PostgreSQL 启动后 {ANSWERS_WITHIN_SECONDS} 秒没有应答（详见 {log}）。请稍后再启动。",
            f"PostgreSQL did not answer within {ANSWERS_WITHIN_SECONDS} s (see {log}). Start again later.",
        )
    )
