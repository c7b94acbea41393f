"""A running site is closed to others, and waits for the disk before it confirms anything."""

import asyncio
import os
import shutil
import socket
import stat
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest

from embedded.postgres import Postgres
from embedded.roles import Role
from embedded.site import Site
from tests.embedded import machine


@pytest.fixture(scope="module")
async def site() -> AsyncIterator[Site]:
    with tempfile.TemporaryDirectory(prefix="bh-", dir=machine.place()) as closed:
        os.environ["BIHUAN_HUSH"] = "hush"
        async with Site(machine.settings_for(Path(closed) / "home")) as running:
            yield running
        del os.environ["BIHUAN_HUSH"]


@pytest.fixture(scope="module")
def postgres(site: Site) -> Postgres:
    assert site.postgres is not None
    return site.postgres


def rights(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_folders_and_files_are_ours_alone(site: Site) -> None:
    home = site.settings.home
    assert {rights(folder) for folder in (home, *home.iterdir()) if folder.is_dir()} == {0o700}
    files = [*(home / "secrets").iterdir(), *(home / "logs").iterdir(), *(home / "temporal").iterdir()]
    assert {rights(file) for file in (*files, home / "site.json", home / "lock")} == {0o600}
    assert rights(home / "postgres" / ".s.PGSQL.5432") == 0o700


async def test_the_database_listens_on_its_socket_only_and_asks_for_a_password(postgres: Postgres) -> None:
    admin = postgres.passwords.dsn(Role.ADMIN, postgres.socket, "postgres")
    assert await machine.ask(admin, "SHOW listen_addresses") == ""
    scram = "SELECT bool_and(rolpassword LIKE 'SCRAM%') FROM pg_authid WHERE rolcanlogin"
    assert await machine.ask(admin, scram) is True
    for role in Role:
        wrong = postgres.dsn(role).partition("&passfile")[0]
        with pytest.raises(asyncpg.PostgresError):
            await machine.ask(wrong, "SELECT 1")


async def test_the_application_may_do_only_what_a_migration_grants(postgres: Postgres) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await machine.ask(postgres.dsn(Role.APP), "CREATE TABLE not_mine (number int)")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await machine.ask(postgres.passwords.dsn(Role.APP, postgres.socket, "postgres"), "SELECT 1")


async def test_the_database_forgets_nothing_that_it_confirmed(postgres: Postgres) -> None:
    for setting in ("fsync", "synchronous_commit", "full_page_writes", "data_checksums"):
        assert await machine.ask(postgres.dsn(Role.OWNER), f"SHOW {setting}") == "on"


def test_no_password_stands_in_a_command_line_an_address_or_a_log(site: Site, postgres: Postgres) -> None:
    said = subprocess.run(["ps", "-A", "-ww", "-o", "args="], capture_output=True, text=True, check=True).stdout
    said += repr(site.environment()) + (site.settings.home / "site.json").read_text() + postgres.log.read_text()
    assert "listen_addresses" in said
    for role in Role:
        assert postgres.passwords.read(role) not in said


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_server_sees_nothing_of_our_environment(site: Site) -> None:
    for standing in site.status:
        environ = Path(f"/proc/{machine.server_of(standing.pid)}/environ").read_bytes()
        assert b"PATH=" in environ
        assert b"hush" not in environ


def test_temporal_listens_on_the_loopback_only(site: Site) -> None:
    outside = _own_address()
    for port in (site.settings.temporal_port, site.settings.ui_port):
        socket.create_connection(("127.0.0.1", port), timeout=5).close()
        if outside is not None:
            with pytest.raises(OSError, match="refused"):
                socket.create_connection((outside, port), timeout=5)


def test_temporal_writes_ahead(site: Site) -> None:
    assert (site.settings.home / "temporal" / "temporal.sqlite-wal").stat().st_size > 0


@pytest.mark.skipif(shutil.which("strace") is None or os.geteuid() != 0, reason="needs strace")
async def test_temporal_waits_for_the_disk_at_each_step(site: Site) -> None:
    """A wrong pragma is taken silently and weakly, so the promise is counted: an opened workflow is several commits."""
    trace = site.settings.home / "trace"
    tracing = await asyncio.create_subprocess_exec(
        *("strace", "-f", "-qq", "-e", "trace=fsync,fdatasync", "-o", str(trace)),
        *("-p", str(machine.server_of(site.status[1].pid))),
    )
    await machine.eventually(trace.exists)
    await asyncio.sleep(0.5)
    for _ in range(5):
        await _start_workflow(site.settings.temporal_port)
    tracing.terminate()
    await tracing.wait()
    assert trace.read_text().count("sync(") >= 20


async def _start_workflow(port: int) -> None:
    asked = await asyncio.create_subprocess_exec(
        *(str(Path(sys.executable).parent / "temporal"), "workflow", "start"),
        *("--address", f"127.0.0.1:{port}", "-n", "bihuan", "--task-queue", "none", "--type", "None"),
        stdout=asyncio.subprocess.DEVNULL,
    )
    assert await asked.wait() == 0


def _own_address() -> str | None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # sends nothing; asks only from where it would
        except OSError:
            return None
        address = str(probe.getsockname()[0])
    return None if address.startswith("127.") else address
