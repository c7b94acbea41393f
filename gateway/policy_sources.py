"""Where the numbers of a policy come from: file, line, own or its base's, and the comment that stands behind each."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from gateway.yaml_files import Plain, Steps, Written, dotted

_COMMENT: Final = re.compile(r"\s#\s*(.*)$")
_NAMES_A_SOURCE: Final = re.compile("来源|默认|规定|source|default", re.IGNORECASE)  # and is no mere heading
_NO_NUMBERS: Final = ("name", "title", "extends")


class Origin(NamedTuple):
    """Where an entry stands, whether in the policy's base, and what the comment on its line says."""

    file: Path
    line: int
    inherited: bool
    source: str


class Sources:
    """What a policy's file, or its base's, says of each entry."""

    def __init__(self, written: Written) -> None:
        self._written = written

    @property
    def files(self) -> tuple[Path, ...]:
        """Return the policy's own file, and its base's where it has one."""
        own = self._written.file
        others = dict.fromkeys(place.file for place in self._written.places.values() if place.file != own)
        return own, *others

    def of(self, *steps: str | int) -> Origin | None:
        """Return where an entry stands; None where it is not written and a default holds.

        Its source is the comment on its line, or where there is none, one on the line of what it belongs to.
        """
        place = self._written.places.get(steps)
        if place is None or place.line is None:
            return None
        source = _comment(place.file, place.line)
        around = self._written.places.get(steps[:-1]) if len(steps) > 1 else None
        if not source and around and around.line:
            above = _comment(around.file, around.line)
            source = above if _NAMES_A_SOURCE.search(above) else ""
        return Origin(place.file, place.line, place.file != self._written.file, source)

    def every(self) -> Iterator[tuple[str, Plain, Origin]]:
        """Yield each entry that holds one value or a row of them: its dotted name, the value, where it stands."""
        for steps, value in _leaves(self._written.data):
            if steps[0] not in _NO_NUMBERS and (origin := self.of(*steps)):
                yield dotted(steps), value, origin


def _leaves(value: Plain, steps: Steps = ()) -> Iterator[tuple[Steps, Plain]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _leaves(inner, (*steps, name))
    elif isinstance(value, list) and any(isinstance(inner, dict) for inner in value):
        for index, inner in enumerate(value):
            yield from _leaves(inner, (*steps, index))
    else:
        yield steps, value


def _comment(file: Path, line: int) -> str:
    found = _COMMENT.search(_lines(file)[line - 1])
    return found[1].strip() if found else ""


@cache
def _lines(file: Path) -> list[str]:
    return file.read_text("utf-8-sig").split("\n")
