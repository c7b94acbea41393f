"""Text that stands twice in one file (a page and its copy for phones): found, and kept once."""

from typing import Final

from gateway.documents.lines import Line, bare

LONG: Final = 16
BLOCK_LINES: Final = 3
BLOCK_CHARACTERS: Final = 150


def without_repeats(lines: list[Line]) -> tuple[list[Line], int]:
    """The lines with each repeated block kept once, and how many lines were left out; single equal lines stay."""
    keys = [bare(line.text) for line in lines]
    first: dict[str, int] = {}
    kept: list[Line] = []
    place = 0
    while place < len(lines):
        length = _block(keys, first.get(keys[place], place), place)
        if length:
            place += length
            continue
        if len(keys[place]) >= LONG:
            first.setdefault(keys[place], place)
        kept.append(lines[place])
        place += 1
    return kept, len(lines) - len(kept)


def _block(keys: list[str], start: int, place: int) -> int:
    """How many lines from `place` on repeat those from `start` on; 0 where they are too few to be a copy."""
    if start >= place:
        return 0
    length = 0
    while place + length < len(keys) and start + length < place and keys[start + length] == keys[place + length]:
        length += 1
    characters = sum(len(key) for key in keys[place : place + length])
    copied = length >= BLOCK_LINES and characters >= BLOCK_CHARACTERS
    return length if copied or characters >= 4 * BLOCK_CHARACTERS else 0
