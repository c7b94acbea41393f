"""What keeps a site from starting is said in a sentence, before or without leaving anything half-done."""

import os
import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.embedded import machine


def test_two_sites_on_one_folder_are_refused(home: Path, environ: dict[str, str]) -> None:
    other_ports = machine.environment(home)
    with machine.held_up(machine.database_alone(environ)) as held:
        said = machine.refusal_of(other_ports)

        assert said.startswith(f"The site in {home} is running already (process {held.program.pid})")
        assert held.end() == 0


@pytest.mark.parametrize("variable", ["BIHUAN_TEMPORAL_PORT", "BIHUAN_UI_PORT"])
def test_a_port_that_is_taken_is_named_before_anything_starts(
    home: Path, environ: dict[str, str], variable: str
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", int(environ[variable])))
        taken.listen()
        said = machine.refusal_of(environ)

    assert said.startswith(f"Port {environ[variable]} is taken by another program.")
    assert variable in said
    assert not (home / "postgres").exists()


def test_a_folder_with_other_things_is_left_alone(home: Path, environ: dict[str, str]) -> None:
    home.mkdir(mode=0o755)
    (home / "letters.txt").write_text("mine")

    assert "holds other things" in machine.refusal_of(environ)
    assert home.stat().st_mode & 0o777 == 0o755
    assert [file.name for file in home.iterdir()] == ["letters.txt"]


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        (lambda home: (home / "postgres" / "PG_VERSION").unlink(), "is no complete PostgreSQL data folder"),
        (lambda home: (home / "postgres" / "PG_VERSION").write_text("15\n"), "holds data of PostgreSQL 15"),
        (lambda home: shutil.rmtree(home / "postgres" / "global"), "is no complete PostgreSQL data folder"),
        (lambda home: os.truncate(home / "postgres" / "global" / "pg_control", 100), "are damaged"),
        (lambda home: shutil.rmtree(home / "postgres" / "pg_wal"), "did not start; the last it said was"),
        (lambda home: (home / "secrets" / "bihuan_admin.pgpass").unlink(), "password file"),
    ],
    ids=["no version", "older version", "half", "control file", "no log", "no password"],
)
def test_data_that_cannot_be_used_are_named_and_kept(
    made: Path, home: Path, environ: dict[str, str], damage: Callable[[Path], object], sentence: str
) -> None:
    machine.copy(made, home)
    damage(home)
    environ = machine.database_alone(environ)
    before = sorted(home.rglob("*"))

    said = machine.refusal_of(environ)

    assert sentence in said
    assert set(before) - set(home.rglob("*")) <= {home / "postgres" / "global" / "pg_internal.init"}


def test_a_damaged_file_of_temporal_is_named_and_kept(home: Path, environ: dict[str, str]) -> None:
    environ["BIHUAN_DATABASE_URL"] = "postgresql://elsewhere/ledger"
    with machine.held_up(environ) as held:
        assert held.end() == 0
    data = home / "temporal" / "temporal.sqlite"
    for log in data.parent.glob("*.sqlite-*"):
        log.unlink()
    data.write_bytes(b"no database" * 999)

    assert "are damaged" in machine.refusal_of(environ)
    assert data.read_bytes() == b"no database" * 999


@pytest.fixture
def small_disk(home: Path) -> Iterator[Path]:
    """A disk of its own under the site's folder, too small for a database."""
    home.mkdir(mode=0o700)
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m,mode=0700", "tmpfs", home], check=False)
    if mounted.returncode:
        pytest.skip("only root may mount a small disk")
    try:
        yield home
    finally:
        subprocess.run(["umount", home], check=True)


def test_a_full_disk_is_said_and_nothing_half_made_is_left(small_disk: Path, environ: dict[str, str]) -> None:
    said = machine.refusal_of(environ)

    assert said.startswith("The disk is full: ")
    assert not list(small_disk.glob("postgres*"))


def test_a_disk_that_filled_up_later_is_said_and_the_data_live_on(small_disk: Path, environ: dict[str, str]) -> None:
    environ = machine.database_alone(environ)
    subprocess.run(["mount", "-o", "remount,size=128m", small_disk], check=True)
    with machine.held_up(environ) as held:
        assert held.end() == 0
    filling = small_disk / "logs" / "filling"
    with pytest.raises(OSError, match="No space"):
        _fill(filling)

    assert machine.refusal_of(environ).startswith("The disk is full: ")

    filling.unlink()
    with machine.held_up(environ) as held:
        assert held.end() == 0


def _fill(filling: Path) -> None:
    with filling.open("wb", buffering=0) as file:
        while True:
            file.write(bytes(65536))
