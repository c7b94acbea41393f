"""All that is fuzzed."""

from typing import Any

from tests.fuzz import (
    command_lines,
    configuration,
    documents,
    floods,
    ledgers,
    messages,
    papers,
    visibility,
)
from tests.fuzz.target import Target

ALL: tuple[Target[Any], ...] = (
    *messages.TARGETS,
    *visibility.TARGETS,
    *configuration.TARGETS,
    *command_lines.TARGETS,
    *papers.TARGETS,
    *ledgers.TARGETS,
    *documents.TARGETS,
    *floods.TARGETS,
)
