"""Full-width and half-width forms: folded to half-width for understanding, given back as they were printed."""

from typing import Final

FIRST: Final = 0xFF01
LAST: Final = 0xFF5E
HALVES: Final = {full: full - 0xFEE0 for full in range(FIRST, LAST + 1)}
FULLS: Final = {ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"}


def fold(text: str) -> str:
    """Write full-width letters, digits and punctuation as half-width ones; every character keeps its place."""
    return text.translate(HALVES)


class Printed:
    """A text as it was printed, in which what was understood of its folded form is found again."""

    def __init__(self, texts: list[str]) -> None:
        self._printed = "\n".join(texts)
        self._folded = fold(self._printed)
        self._same = self._folded == self._printed
        self._place = 0

    def restore(self, text: str) -> str:
        """Give a text that stands in the folded form as it was printed; line by line, in reading order or not."""
        if self._same:
            return text
        return "\n".join(self._line(line) for line in text.split("\n"))

    def _line(self, line: str) -> str:
        found = self._folded.find(line, self._place)
        found = found if found >= 0 else self._folded.find(line)
        if not line or found < 0:
            return line
        self._place = found
        return self._printed[found : found + len(line)]
