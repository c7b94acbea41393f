"""A real site for the pages: started as a reader would start it, in a home folder of his own."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.docs.pages import HOUSE, Block
from tests.embedded import machine

VENV = Path(sys.executable).parents[1]
LOOKED_AT_SECONDS = 20
LANGUAGES = {"sh": ("bash", "-euo", "pipefail"), "python": (sys.executable,)}


class Reader:
    """Somebody who does what a page says, in a folder that looks like a clone."""

    def __init__(self, home: Path) -> None:
        self.desk = home / "bihuan"
        self.desk.mkdir()
        for name in ("docs", "policies", "docker-compose.yml"):
            (self.desk / name).symlink_to(HOUSE / name)
        (self.desk / ".venv").symlink_to(VENV)
        self.ports = machine.free_ports()
        self.environ = {
            "HOME": str(home),
            "PATH": f"{VENV / 'bin'}:{os.environ['PATH']}",
            "LANG": "C.UTF-8",
            "BIHUAN_TEMPORAL_PORT": str(self.ports[0]),
            "BIHUAN_UI_PORT": str(self.ports[1]),
        }
        self._site: subprocess.Popen[str] | None = None

    def do(self, block: Block) -> str:
        """Run one block of a page and return what it printed; one that fails, fails the test."""
        script = self.desk / f"block-{block.line}"
        script.write_text(self._here(block.text), "utf-8")
        command = [*LANGUAGES[block.language], str(script)]
        if "stopped" in block.words:
            self.stop()
        said = self._run(command, until_ctrl_c="live" in block.words)
        if "stopped" in block.words:
            self.start()
        return said

    def start(self) -> None:
        """Start the site and wait until it says that it is ready."""
        command = [str(VENV / "bin" / "bihuan"), "up", "--lang", "en", "--roster", "docs/example/roster.yaml"]
        self._site = subprocess.Popen(
            command, cwd=self.desk, env=self.environ, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        said = ""
        for line in self._site.stdout or ():
            said += line
            if "Ctrl-C" in line:
                return
        raise AssertionError(said)

    def stop(self) -> None:
        """Stop the site as Ctrl-C does."""
        if self._site is not None:
            self._site.send_signal(signal.SIGINT)
            self._site.communicate(timeout=60)
            self._site = None

    def _here(self, text: str) -> str:
        """Put the ports of this site where the pages name the usual ones."""
        for usual, port in zip((7233, 8233), self.ports, strict=True):
            text = re.sub(rf"\b{usual}\b", str(port), text)
        return text

    def _temporal(self) -> Mapping[str, str]:
        return {"TEMPORAL_ADDRESS": f"127.0.0.1:{self.ports[0]}", "TEMPORAL_NAMESPACE": "bihuan"}

    def _run(self, command: list[str], *, until_ctrl_c: bool) -> str:
        environ = {**self.environ, **(self._temporal() if command[0] == sys.executable else {})}
        with subprocess.Popen(
            command,
            cwd=self.desk,
            env=environ,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        ) as program:
            if until_ctrl_c:
                time.sleep(LOOKED_AT_SECONDS)
                os.killpg(program.pid, signal.SIGINT)
            said, _ = program.communicate(timeout=120)
        assert program.returncode == 0, said
        return said


@contextmanager
def reader_at(home: Path) -> Iterator[Reader]:
    """Yield a reader whose site runs until the block ends."""
    reader = Reader(home)
    try:
        reader.start()
        yield reader
    finally:
        reader.stop()
