"""An office for the tests of the command line: how it is asked, and a site that it runs."""

import contextlib
import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gateway.cli.app import run

HOUSE = Path(__file__).parents[3]
EXAMPLE = HOUSE / "docs" / "example"
BIHUAN = (sys.executable, "-m", "gateway.cli")


@dataclass(frozen=True)
class Ended:
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """Return the one JSON document on standard output."""
        return json.loads(self.out)


Ask = Callable[..., Ended]


def ask_here(environ: Mapping[str, str], *words: object, given: str = "") -> Ended:
    """Run a command line in this process, which spares the start of an interpreter; nobody is at the terminal."""
    out, err, stdin = io.StringIO(), io.StringIO(), sys.stdin
    sys.stdin = io.StringIO(given)
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = run([str(word) for word in words], environ)
    finally:
        sys.stdin = stdin
    return Ended(code, out.getvalue(), err.getvalue())


def ask(environ: Mapping[str, str], *words: object, given: str = "") -> Ended:
    """Run `bihuan` as a program of its own, with nobody at the terminal."""
    done = subprocess.run(
        [*BIHUAN, *map(str, words)],
        env=dict(environ),
        input=given,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        cwd=HOUSE,
    )
    return Ended(done.returncode, done.stdout, done.stderr)


@dataclass
class Site:
    """A site that `bihuan up` runs, and how it is asked."""

    environ: dict[str, str]
    program: subprocess.Popen[str]
    up: Any = field(init=False)

    def __post_init__(self) -> None:
        self.up = self._announced()

    def ask(self, *words: object, given: str = "") -> Ended:
        return ask_here(self.environ, *words, given=given)

    def end(self, number: int = signal.SIGTERM) -> int:
        self.program.send_signal(number)
        code = self.program.wait(60)
        if self.program.stdout is not None:
            self.program.stdout.close()
        return code

    def _announced(self) -> Any:
        """Read the document in which the site says that it is up."""
        assert self.program.stdout is not None
        written = ""
        for line in self.program.stdout:
            written += line
            if line.startswith("}"):
                return json.loads(written)
        self.program.wait(60)
        raise AssertionError(f"bihuan up ended with {self.program.returncode}: {written}")


def site(environ: Mapping[str, str], *words: object) -> Site:
    """Start `bihuan up` and wait until it says that it is up."""
    program = subprocess.Popen(
        [*BIHUAN, "up", "--json", *map(str, words)],
        env=dict(environ),
        stdout=subprocess.PIPE,
        text=True,
        cwd=HOUSE,
        start_new_session=True,
    )
    return Site(dict(environ), program)


def environment(home: Path, ports: tuple[int, int]) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(home.parent),
        "BIHUAN_HOME": str(home),
        "BIHUAN_TEMPORAL_PORT": str(ports[0]),
        "BIHUAN_UI_PORT": str(ports[1]),
    }
