"""What the tests of a site ask of the machine: free ports, processes, other users."""

import asyncio
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import asyncpg

from schemas.settings import Settings, load_settings

UP = Path(__file__).with_name("up.py")
ROOMY_BYTES = 2 * 1024**3


def place() -> str | None:
    """Return where sites of tests are put: in memory where there is room, since making a database is all writing."""
    memory = Path("/dev/shm")  # noqa: S108 - closed folders are made in it
    return str(memory) if memory.exists() and shutil.disk_usage(memory).free > ROOMY_BYTES else None


def environment(home: Path) -> dict[str, str]:
    ports = free_ports()
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(home.parent),
        "BIHUAN_HOME": str(home),
        "BIHUAN_TEMPORAL_PORT": str(ports[0]),
        "BIHUAN_UI_PORT": str(ports[1]),
    }


def database_alone(environ: Mapping[str, str]) -> dict[str, str]:
    """Say that Temporal runs elsewhere: the embedded one takes a second to stop."""
    return {**environ, "TEMPORAL_ADDRESS": "127.0.0.1:1"}


def settings_for(home: Path) -> Settings:
    return load_settings(environment(home))


def free_ports() -> tuple[int, int]:
    with socket.socket() as one, socket.socket() as two:
        one.bind(("127.0.0.1", 0))
        two.bind(("127.0.0.1", 0))
        return one.getsockname()[1], two.getsockname()[1]


def copy(made: Path, home: Path) -> None:
    """Copy a site's folder with its owners and rights."""
    subprocess.run(["cp", "-a", made, home], check=True)


async def ask(dsn: str, question: str) -> object:
    """Put one question to a database."""
    connection = await asyncpg.connect(dsn)
    try:
        answer: object = await connection.fetchval(question)
    finally:
        await connection.close()
    return answer


def children_of(pid: int) -> list[int]:
    listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    pairs = [tuple(map(int, line.split())) for line in listed.splitlines()]
    return [child for child, parent in pairs if parent == pid]


def server_of(leash: int | None) -> int:
    """Return the process that a leash holds; a leash that was just started takes a moment."""
    assert leash is not None
    for _ in range(200):
        if found := children_of(leash):
            return found[0]
        time.sleep(0.05)
    raise AssertionError("the leash holds nothing")


def lives(pid: int) -> bool:
    """Tell whether a process runs; one that has ended and waits for its parent does not."""
    said = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout
    return bool(said.strip()) and not said.strip().startswith("Z")


async def eventually(holds: Callable[[], bool], within: float = 20.0) -> None:
    end = time.monotonic() + within
    while not holds():
        assert time.monotonic() < end, "it did not come true in time"
        await asyncio.sleep(0.05)


@dataclass
class Held:
    """A site held up by a program of its own."""

    program: subprocess.Popen[str]
    leashes: Mapping[str, int]
    app: str
    owner: str
    servers: Mapping[str, int] = field(init=False)

    def __post_init__(self) -> None:
        self.servers = {name: server_of(leash) for name, leash in self.leashes.items()}

    @property
    def everyone(self) -> list[int]:
        """All processes of the site, PostgreSQL's own children too."""
        return [*self.leashes.values(), *self.servers.values(), *children_of(self.servers["PostgreSQL"])]

    def end(self, number: int = signal.SIGTERM) -> int:
        """Send the program a signal and return its exit code, −n after signal n."""
        self.program.send_signal(number)
        return self.program.wait(60)


@contextmanager
def held_up(
    environ: Mapping[str, str], *command: str, python: Path | None = None, user: int | None = None
) -> Iterator[Held]:
    """Hold a site up by a program of its own until the block ends; what it says instead of coming up fails the test."""
    with subprocess.Popen(
        [python or sys.executable, UP, *command],
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd="/",
        start_new_session=True,
        user=user,
        group=user,
        extra_groups=None if user is None else [],
    ) as program:
        assert program.stdout is not None
        first = program.stdout.readline()
        assert first.startswith("{"), first + program.stdout.read()
        try:
            yield Held(program, **json.loads(first))
        finally:
            if program.poll() is None:
                program.terminate()
                program.wait(60)


def refusal_of(environ: Mapping[str, str]) -> str:
    """Start the program, which must not come up, and return its sentence."""
    done = subprocess.run(
        [sys.executable, UP], env=environ, capture_output=True, text=True, timeout=90, check=False, cwd="/"
    )
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    return done.stderr


def open_interpreter(folder: Path) -> Path | None:
    """Build an environment that everyone may run, with the house's packages; None where no interpreter allows that."""
    base = next((python for python in _interpreters() if _is_open(python)), None)
    found = [Path(entry) for entry in sys.path if entry.endswith("site-packages")]
    if base is None or not found or not _is_open(found[0]):
        return None
    subprocess.run([base, "-m", "venv", "--without-pip", folder], check=True, capture_output=True)
    own = next(folder.glob("lib/python*/site-packages"))
    (own / "house.pth").write_text(f"{found[0]}\n")
    (folder / "bin" / "temporal").symlink_to(Path(sys.executable).parent / "temporal")
    return folder / "bin" / "python"


def _interpreters() -> list[Path]:
    name = f"python{sys.version_info.major}.{sys.version_info.minor}"
    found = [shutil.which(name, path=folder) for folder in ("/usr/local/bin", "/usr/bin")]
    return [Path(python).resolve() for python in (os.path.realpath(sys.executable), *found) if python]


def _is_open(path: Path) -> bool:
    return all(folder.stat().st_mode & 0o001 for folder in path.resolve().parents)
