"""How much a document may state: numbers, spans of cells, and characters; a few bytes must not stand for gigabytes."""

from collections.abc import Iterable, Iterator
from typing import Final

from gateway.documents.lines import Line

MAX_CHARACTERS: Final = 2_000_000
MAX_SPAN: Final = 50
MAX_NUMBER: Final = 32_767  # of a list's item, in Word


class TooLong(Exception):  # noqa: N818 - what the document is
    """A document states more than a document can."""


class Allowance:
    """The characters that a document still may have."""

    def __init__(self, characters: int = MAX_CHARACTERS) -> None:
        self._left = characters

    def spend(self, lines: Iterable[Line]) -> Iterator[Line]:
        """Hand the lines on, one after the other; raises TooLong where they are too many characters."""
        for line in lines:
            self._left -= len(line.text) + 1
            if self._left < 0:
                raise TooLong
            yield line


def whole_of(value: str | None) -> int | None:
    """Return the number that a file states, None where it is none or greater than any that is meant."""
    if not value or not (value.isascii() and value.isdigit()) or len(value) > 5 or int(value) > MAX_NUMBER:
        return None
    return int(value)


def span_of(value: str | None) -> int:
    """Return over how many cells one reaches: 1 where none is stated, fifty at most."""
    return min(whole_of(value) or 1, MAX_SPAN)
