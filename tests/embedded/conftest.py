"""Places for the sites of tests."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.embedded import machine


@pytest.fixture
def home() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="bh-", dir=machine.place()) as closed:
        yield Path(closed) / "home"


@pytest.fixture
def environ(home: Path) -> dict[str, str]:
    return machine.environment(home)


@pytest.fixture(scope="session")
def made() -> Iterator[Path]:
    """The folder of a site that ran once and was stopped."""
    with tempfile.TemporaryDirectory(prefix="bh-", dir=machine.place()) as closed:
        folder = Path(closed) / "home"
        with machine.held_up(machine.database_alone(machine.environment(folder))) as held:
            assert held.end() == 0
        yield folder
