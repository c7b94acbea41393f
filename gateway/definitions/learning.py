"""What a worker says of the definitions that it can tell, and of those that it can't."""

from collections.abc import Mapping
from pathlib import Path

import structlog

from gateway.definitions.found import find_definitions

log = structlog.get_logger()


def learn_definitions(environ: Mapping[str, str], home: Path | None = None) -> None:
    """Take in all definitions that can be told here; a broken one is named in the log and holds up none of the others."""
    for one in find_definitions(environ, home):
        if one.refused:
            log.error("definition refused", definition=one.name, reason=one.refused.zh, reason_en=one.refused.en)
        else:
            log.info("definition served", definition=one.name)
