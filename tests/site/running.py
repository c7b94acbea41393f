"""Running sites, as an office has them: the `bihuan` command in processes of its own, and nothing imported from it."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.embedded import machine

BIN = Path(sys.executable).parent
EXAMPLE = Path(__file__).parents[2] / "docs" / "example"


@dataclass
class Office:
    """Somebody at a terminal of the machine on which a site runs."""

    environ: Mapping[str, str]

    def bihuan(self, *words: str | Path, code: int = 0) -> str:
        """Run a command that must end with this exit code; return what it showed."""
        return self.tried(*words, code=code).stdout

    def asked(self, *words: str | Path, code: int = 0) -> Any:
        """Run a command with --json and return its document."""
        return json.loads(self.bihuan(*words, "--json", code=code))

    def tried(self, *words: str | Path, code: int = 0) -> subprocess.CompletedProcess[str]:
        """Run a command that must end with this exit code."""
        done = subprocess.run(
            [BIN / "bihuan", *words], env=self.environ, capture_output=True, text=True, timeout=120, check=False
        )
        assert done.returncode == code, f"{words}: {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done

    def temporal(self, *words: str, code: int = 0) -> str:
        """Run a command of Temporal's own command line; return all that it wrote."""
        place = ["--address", self.address, "--namespace", self.environ.get("TEMPORAL_NAMESPACE", "bihuan")]
        command: list[str | Path] = [BIN / "temporal", "--disable-config-file", *words, *place]
        alone = {name: value for name, value in self.environ.items() if not name.startswith("TEMPORAL_")}
        done = subprocess.run(command, env=alone, capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == code, f"{words}: {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done.stdout + done.stderr

    @property
    def home(self) -> Path:
        return Path(self.environ["BIHUAN_HOME"])

    @property
    def addresses(self) -> Any:
        """What the running site says of itself, for programs that come later."""
        return json.loads((self.home / "site.json").read_bytes())

    @property
    def address(self) -> str:
        """Where Temporal is."""
        return self.environ.get("TEMPORAL_ADDRESS") or str(self.addresses["temporal_address"])


@dataclass
class Program:
    """A site held up by a command."""

    process: subprocess.Popen[bytes]
    office: Office
    said: Path

    @property
    def words(self) -> str:
        """All that it has shown and said until now."""
        return self.said.read_text()

    def leash_of(self, server: str) -> int:
        """Return the process that holds one of the site's servers."""
        for leash in machine.children_of(self.process.pid):
            if server in _command_line(leash):
                return leash
        raise AssertionError(f"nothing holds {server}")

    @property
    def everyone(self) -> list[int]:
        """All processes that it started, and theirs."""
        found, new = [], [self.process.pid]
        while new:
            new = [child for pid in new for child in machine.children_of(pid)]
            found += new
        return found

    def end(self, number: signal.Signals) -> int:
        """Send it a signal and return its exit code."""
        self.process.send_signal(number)
        return self.process.wait(60)


@contextmanager
def running(office: Office, *words: str | Path, stdout: int | None = None) -> Iterator[Program]:
    """Run a command that holds a site up, until the block ends; all that it says is kept beside its home."""
    said = office.home.with_name(f"{office.home.name}.said")
    with (
        said.open("wb") as file,
        subprocess.Popen(
            [BIN / "bihuan", *words],
            env=office.environ,
            stdin=subprocess.DEVNULL,
            stdout=file if stdout is None else stdout,
            stderr=file,
            start_new_session=True,
        ) as process,
    ):
        try:
            yield Program(process, office, said)
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
                process.wait(60)


def until(holds: Callable[[], object], within: float, *, what: str = "it") -> None:
    """Look again and again until something holds."""
    end = time.monotonic() + within
    while not holds():
        assert time.monotonic() < end, f"{what} did not come true within {within:g} s"
        time.sleep(0.1)


async def eventually(holds: Callable[[], object], within: float, *, what: str = "it") -> None:
    """The same, while others go on."""
    await asyncio.to_thread(until, holds, within, what=what)


def office_at(home: Path) -> Office:
    """Return an office with a home and ports of its own."""
    kept = {name: os.environ[name] for name in ("LANG", "LC_ALL") if name in os.environ}
    return Office(machine.environment(home) | kept)


def _command_line(pid: int) -> str:
    return subprocess.run(
        ["ps", "-ww", "-o", "args=", "-p", str(pid)], capture_output=True, text=True, check=False
    ).stdout
