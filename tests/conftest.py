"""What every test leaves behind as it found it."""

import logging
from collections.abc import Iterator

import pytest
import structlog


@pytest.fixture(autouse=True)
def _log_settings_last_one_test() -> Iterator[None]:
    """A command that is run within the tests' process silences all log lines; the next test may want to read some."""
    root = logging.getLogger()
    settings, handlers, level = structlog.get_config(), root.handlers[:], root.level
    yield
    structlog.configure(**settings)
    root.handlers[:] = handlers
    root.setLevel(level)
