"""Places for the sites of tests."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.embedded import machine


@pytest.fixture
def home() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="bh-") as closed:
        yield Path(closed) / "home"


@pytest.fixture
def environ(home: Path) -> dict[str, str]:
    return machine.environment(home)
