"""Lines that were broken at a fixed width, by hand or by a print-out, put together again."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from gateway.documents.folding import fold
from gateway.documents.markers import Style, read_marker

CLOSED: Final = re.compile(r"[。!?;:…”》)】]$")
STOPPED: Final = re.compile(r"[。!?]$")
INDENT: Final = ("\u3000", "  ", "\t", "\u00a0")
OUTLIERS: Final = 0.04  # so many lines may be wider: a headline, a table
FEWEST: Final = 4
NEARLY: Final = 0.7


@dataclass(frozen=True)
class _Measure:
    """A way to measure a line, the widths at which it may break, and how far a line may fall short of them."""

    of: Callable[[str], int]
    narrowest: int
    widest: int
    slack: int


def _wide(line: str) -> int:
    """How wide a line stands: a Chinese character takes two places."""
    text = line.rstrip()
    return len(text) + sum(char > "\u2e7f" for char in text)


def _long(line: str) -> int:
    return len(line.rstrip())


MEASURES: Final = (_Measure(_long, 20, 80, 0), _Measure(_wide, 40, 120, 6), _Measure(_long, 20, 80, 2))


def unwrap(lines: list[str]) -> list[str]:
    """Join lines that were broken at a fixed width; lines of free length stay as they are."""
    filled = [line for line in lines if line.strip()]
    measured = next(((measure, width) for measure in MEASURES if (width := _width(filled, measure))), None)
    if measured is None:
        return lines
    measure, width = measured
    indented = _indented(lines)
    joined: list[str] = []
    full = ""
    for line in lines:
        if full and _goes_on(full, line, indented=indented):
            joined[-1] += line.strip()
        else:
            joined.append(line)
        full = line if width - measure.slack <= measure.of(line) else ""
    return joined


def _width(filled: list[str], measure: _Measure) -> int | None:
    """The width at which most lines that end within their sentence break; None where there is no such width."""
    widths = sorted(map(measure.of, filled))
    if not widths:
        return None
    likely = dict.fromkeys((widths[-1], widths[-1 - int(len(widths) * OUTLIERS)]))
    return next((width for width in likely if _breaks_at(width, filled, widths, measure)), None)


def _breaks_at(width: int, filled: list[str], widths: list[int], measure: _Measure) -> bool:
    """Whether lines break at a width: often at exactly this one, or near it more often than a little before it."""
    if not measure.narrowest <= width <= measure.widest:
        return False
    ends = [
        measure.of(line)
        for line in filled
        if width - measure.slack <= measure.of(line) <= width and not CLOSED.search(fold(line.rstrip()))
    ]
    if ends.count(width) >= FEWEST:
        return True
    before = sum(NEARLY * width <= other < width - measure.slack for other in widths)
    return measure.slack > 0 and len(ends) >= max(FEWEST, before)


def _indented(lines: list[str]) -> bool:
    """Whether the paragraphs are told apart by their indent."""
    starts = sum(line.startswith(INDENT) for line in lines if line.strip())
    return starts >= FEWEST and starts >= sum(bool(STOPPED.search(line.strip())) for line in lines) / 2


def _goes_on(before: str, line: str, *, indented: bool) -> bool:
    """Whether a line goes on with the sentence, or with the paragraph, of the full line before it."""
    if not line.strip() or "\t" in line.strip() or line.startswith(INDENT):
        return False
    if indented or not STOPPED.search(before.strip()):
        return True
    marker = read_marker(fold(line.strip()))
    return marker is None or marker.style is Style.SPOKEN
