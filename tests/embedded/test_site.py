"""A site starts, keeps its data, and stays closed to others."""

import asyncio
import os
import shutil
import socket
import stat
import subprocess
import sys
from pathlib import Path

import asyncpg
import pytest

from embedded.addresses import find_addresses
from embedded.namespace import RETENTION_DAYS
from embedded.roles import Role
from embedded.site import Site
from embedded.trouble import SiteTrouble
from schemas.words import Refusal
from tests.embedded import machine


async def ask(dsn: str, question: str) -> object:
    connection = await asyncpg.connect(dsn)
    try:
        return await connection.fetchval(question)
    finally:
        await connection.close()


async def test_a_second_start_finds_the_data_of_the_first(home: Path) -> None:
    settings = machine.settings_for(home)
    async with Site(settings, search_attributes={"BhUnit": "Keyword"}) as site:
        assert site.temporal is not None
        owner = site.addresses.owner_database_url.get_secret_value()
        await ask(owner, "CREATE TABLE kept AS SELECT 7 AS number")

    async with Site(settings, search_attributes={"BhUnit": "Keyword", "BhDue": "Datetime"}) as site:
        assert site.temporal is not None
        assert await ask(owner, "SELECT number FROM kept") == 7
        namespace = site.temporal.namespace
        assert await namespace.search_attributes() == {"BhUnit": "Keyword", "BhDue": "Datetime"}
        assert await namespace.retention_seconds() == RETENTION_DAYS * 86400 == 315_360_000
        assert {standing.state for standing in site.status} == {"running"}


async def test_a_search_attribute_that_changed_its_type_is_named(home: Path) -> None:
    settings = machine.settings_for(home)
    async with Site(settings, without_postgres=True, search_attributes={"BhDue": "Keyword"}):
        pass

    with pytest.raises(SiteTrouble, match="BhDue has the type Keyword; this edition needs Datetime"):
        async with Site(settings, without_postgres=True, search_attributes={"BhDue": "Datetime"}):
            pass


async def test_later_programs_find_the_running_site_and_are_told_when_there_is_none(home: Path) -> None:
    settings = machine.settings_for(home)
    with pytest.raises(Refusal, match="没有运行"):
        find_addresses(settings)

    async with Site(settings) as site:
        found = find_addresses(settings)
        assert found == site.addresses
        assert await ask(found.database_url.get_secret_value(), "SELECT current_user::text") == Role.APP

    with pytest.raises(Refusal, match="没有运行"):
        find_addresses(settings)


async def test_the_database_is_closed_to_others(home: Path) -> None:
    async with Site(machine.settings_for(home), without_temporal=True) as site:
        assert site.postgres is not None
        for folder in (home, home / "postgres", home / "secrets", home / "logs"):
            assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        for file in (*(home / "secrets").iterdir(), *(home / "logs").iterdir(), home / "site.json"):
            assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert stat.S_IMODE((home / "postgres" / ".s.PGSQL.5432").stat().st_mode) == 0o700
        admin = site.postgres.passwords.dsn(Role.ADMIN, site.postgres.socket, "postgres")
        assert await ask(admin, "SHOW listen_addresses") == ""
        assert await ask(admin, "SELECT bool_and(rolpassword LIKE 'SCRAM%') FROM pg_authid WHERE rolcanlogin") is True

        with pytest.raises(asyncpg.InvalidPasswordError):
            await asyncpg.connect(host=str(site.postgres.socket), user=str(Role.ADMIN), password="guess", database="bihuan")
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await ask(site.postgres.dsn(Role.APP), "CREATE TABLE not_mine (number int)")


async def test_the_database_forgets_nothing_that_it_confirmed(home: Path) -> None:
    async with Site(machine.settings_for(home), without_temporal=True) as site:
        assert site.postgres is not None
        for setting in ("fsync", "synchronous_commit", "full_page_writes", "data_checksums"):
            assert await ask(site.postgres.dsn(Role.OWNER), f"SHOW {setting}") == "on"


async def test_no_password_stands_in_a_command_line_or_an_address(home: Path) -> None:
    async with Site(machine.settings_for(home), without_temporal=True) as site:
        assert site.postgres is not None
        listed = subprocess.run(["ps", "-A", "-ww", "-o", "args="], capture_output=True, text=True, check=True).stdout
        said = listed + repr(site.environment()) + (home / "site.json").read_text()
        said += (home / "logs" / "postgres.log").read_text()
        for role in Role:
            assert site.postgres.passwords.read(role) not in said


async def test_temporal_listens_on_the_loopback_and_writes_ahead(home: Path) -> None:
    settings = machine.settings_for(home)
    async with Site(settings, without_postgres=True):
        data = home / "temporal"
        assert (data / "temporal.sqlite-wal").stat().st_size > 0
        assert {stat.S_IMODE(file.stat().st_mode) for file in data.iterdir()} == {0o600}
        outside = _own_address()
        for port in (settings.temporal_port, settings.ui_port):
            socket.create_connection(("127.0.0.1", port), timeout=5).close()
            if outside is not None:
                with pytest.raises(OSError, match="refused"):
                    socket.create_connection((outside, port), timeout=5)


@pytest.mark.skipif(shutil.which("strace") is None or os.geteuid() != 0, reason="needs strace")
async def test_temporal_waits_for_the_disk_at_each_step(home: Path) -> None:
    """A wrong pragma is taken silently, so the promise is counted: an open workflow is several durable commits."""
    settings = machine.settings_for(home)
    async with Site(settings, without_postgres=True) as site:
        leash = site.status[0].pid
        assert leash is not None
        trace = home / "trace"
        tracing = await asyncio.create_subprocess_exec(
            *("strace", "-f", "-qq", "-e", "trace=fsync,fdatasync", "-o", str(trace)),
            *("-p", str(machine.children_of(leash)[0])),
        )
        await machine.eventually(trace.exists)
        await asyncio.sleep(0.5)
        for _ in range(5):
            await _start_workflow(settings.temporal_port)
        tracing.terminate()
        await tracing.wait()
        assert trace.read_text().count("sync(") >= 20


async def _start_workflow(port: int) -> None:
    program = Path(sys.executable).parent / "temporal"
    asked = await asyncio.create_subprocess_exec(
        *(str(program), "workflow", "start", "--address", f"127.0.0.1:{port}", "-n", "bihuan"),
        *("--task-queue", "none", "--type", "None"),
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
