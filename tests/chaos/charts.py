"""Bars side by side, as SVG."""

from collections.abc import Iterator, Sequence
from html import escape

WIDTH, BAR, GAP, LEFT, TOP = 760, 13, 10, 290, 58
COLOURS = ("#2f6f9f", "#d98032")
STYLE = "font-family: sans-serif; font-size: 12px; fill: #333"


def bars(title: str, labels: Sequence[str], series: Sequence[tuple[str, Sequence[float]]]) -> str:
    """Return a picture of some series over the same labels."""
    most = max((value for _, values in series for value in values), default=0) or 1
    height = TOP + len(labels) * (len(series) * BAR + GAP) + 10
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" style="{STYLE}">',
        f'<rect width="100%" height="100%" fill="white"/><text x="10" y="20" font-weight="bold">{escape(title)}</text>',
        *_legend([name for name, _ in series]),
        *(line for row, label in enumerate(labels) for line in _row(row, label, series, most)),
        "</svg>",
    ]
    return "\n".join(lines)


def _legend(names: Sequence[str]) -> Iterator[str]:
    for number, name in enumerate(names):
        x = 10 + number * 250
        yield f'<rect x="{x}" y="30" width="10" height="10" fill="{COLOURS[number]}"/>'
        yield f'<text x="{x + 16}" y="39">{escape(name)}</text>'


def _row(row: int, label: str, series: Sequence[tuple[str, Sequence[float]]], most: float) -> Iterator[str]:
    top = TOP + row * (len(series) * BAR + GAP)
    yield f'<text x="{LEFT - 8}" y="{top + BAR}" text-anchor="end">{escape(label)}</text>'
    for number, (_, values) in enumerate(series):
        y, width = top + number * BAR, values[row] / most * (WIDTH - LEFT - 70)
        yield f'<rect x="{LEFT}" y="{y}" width="{width:.1f}" height="{BAR - 2}" fill="{COLOURS[number]}"/>'
        yield f'<text x="{LEFT + width + 6:.1f}" y="{y + BAR - 3}">{_figure(values[row])}</text>'


def _figure(value: float) -> str:
    return f"{value:.0f}" if value == int(value) else f"{value:.1f}"
