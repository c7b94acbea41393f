"""The command line in this process, which is quick, and a site run by it, which is the real thing."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.embedded.machine import free_ports
from tests.gateway.cli import office


@pytest.fixture
def bihuan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> office.Ask:
    """Ask in this process, without a site, and as wide as it is where nobody looks on."""
    monkeypatch.delenv("COLUMNS", raising=False)  # which the tests' own workers set
    environ = office.environment(tmp_path / "home", (7233, 8233))

    def ask(*words: object, **more: str) -> office.Ended:
        return office.ask_here(environ | more, *words)

    return ask


@pytest.fixture(scope="session")
def site() -> Iterator[office.Site]:
    """A site with the example's roster."""
    with tempfile.TemporaryDirectory(prefix="bh-") as closed:
        environ = office.environment(Path(closed) / "home", free_ports())
        running = office.site(environ, "--roster", office.EXAMPLE / "roster.yaml")
        try:
            yield running
        finally:
            assert running.end() == 0
