"""Where the numbers of a policy come from: the comment that stands behind each of them in its file."""

import re
from functools import cache
from pathlib import Path
from typing import Final

from gateway.policy_files import written_policy

_COMMENT: Final = re.compile(r"\s#\s*(.*)$")


class Sources:
    """What a policy's file, or its base's, says of each entry."""

    def __init__(self, path: Path) -> None:
        self._written = written_policy(path)

    def of(self, *steps: str | int) -> str:
        """Return the comment on the line of an entry; nothing where there is none."""
        place = self._written.places.get(steps)
        if place is None or place.line is None:
            return ""
        found = _COMMENT.search(_lines(place.file)[place.line - 1])
        return found[1].strip() if found else ""


@cache
def _lines(file: Path) -> list[str]:
    return file.read_text("utf-8-sig").split("\n")
