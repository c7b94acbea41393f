"""A forecast as a picture: what each week brings to all units together, as SVG without a library."""

from collections.abc import Iterator
from datetime import date
from html import escape
from typing import Final

from gateway.foreseeing.forecast import Expected, Forecast
from gateway.foreseeing.picture import STYLE, canvas
from gateway.foreseeing.tally import COUNTED
from schemas.words import Language, Text, text

WIDTH, LEFT, TOP, ROW, BAR = 860, 110, 66, 62, 12
SERIES: Final = {
    "due": (text("到期责任", "Duties due"), "#5b7fa6"),
    "letters": (COUNTED["letters"], "#e8821e"),
    "interviews": (COUNTED["interviews"], "#6a4c93"),
    "look_backs": (COUNTED["look_backs"], "#3f9b57"),
}
_TITLE = text("如果没有人办：今后各周", "If nobody moves: the coming weeks")


def bars(found: Forecast, language: Language = "zh") -> str:
    """Return the picture as one SVG document."""
    return "\n".join(_elements(found, language))


def _elements(found: Forecast, language: Language) -> Iterator[str]:
    weeks = _by_week(found)
    most = max((count for counts in weeks.values() for count in counts), default=1) or 1
    height = TOP + ROW * len(weeks) + 10
    yield canvas(WIDTH, height, language)
    title = escape(_TITLE.speak(language))
    yield f'<title>{title}</title><style>{STYLE}</style><text x="10" y="22" font-size="15">{title}</text>'
    for number, (name, colour) in enumerate(SERIES.values()):
        yield f'<rect x="{LEFT + 140 * number}" y="36" width="10" height="10" fill="{colour}"/>'
        yield f'<text x="{LEFT + 16 + 140 * number}" y="45">{_said(name, language)}</text>'
    for row, (monday, counts) in enumerate(weeks.items()):
        yield from _week(TOP + ROW * row, monday, counts, (WIDTH - LEFT - 50) / most)
    yield "</svg>"


def _week(y: int, monday: date, counts: tuple[int, ...], scale: float) -> Iterator[str]:
    yield f'<text x="{LEFT - 10}" y="{y + 2 * BAR + 4}" text-anchor="end">{monday}</text>'
    for number, (count, (_, colour)) in enumerate(zip(counts, SERIES.values(), strict=True)):
        top, width = y + number * (BAR + 1), count * scale
        yield f'<rect x="{LEFT}" y="{top}" width="{max(width, 0.5):.1f}" height="{BAR}" fill="{colour}"/>'
        yield f'<text class="small" x="{LEFT + width + 5:.1f}" y="{top + 10}">{count or ""}</text>'


def _by_week(found: Forecast) -> dict[date, tuple[int, ...]]:
    weeks: dict[date, tuple[int, ...]] = {}
    for (monday, _), expected in found.rows():
        before = weeks.get(monday, (0,) * len(SERIES))
        weeks[monday] = tuple(a + b for a, b in zip(before, _counts(expected), strict=True))
    return weeks


def _counts(expected: Expected) -> tuple[int, ...]:
    return expected.due.total(), expected.letters, expected.interviews, expected.look_backs


def _said(words: Text, language: Language) -> str:
    return escape(words.speak(language))
