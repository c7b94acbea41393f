"""Cells that hold several things: units in a row, measures with numbers of their own."""

import re
from collections.abc import Callable

UNITS = re.compile(r"[、,;，；\n]+|(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
CHINESE = "一二三四五六七八九"
MARKS = (
    lambda n: rf"(?<![\d.．])0?{n}\s*[.、．](?!\d)",
    lambda n: rf"[(（]\s*{n}\s*[)）]",
    lambda n: rf"(?<![\d(（]){n}[)）]",
    lambda n: CIRCLED[n - 1] if n <= len(CIRCLED) else r"(?!)",
    lambda n: rf"[(（]{CHINESE[n - 1]}[)）]" if n <= len(CHINESE) else r"(?!)",
    lambda n: rf"(?<![一-龥]){CHINESE[n - 1]}(?:是|、)" if n <= len(CHINESE) else r"(?!)",
)


def units(written: str) -> tuple[str, ...]:
    """Return the units named in one cell, each once, in order."""
    return tuple(dict.fromkeys(part.strip() for part in UNITS.split(written) if part.strip()))


def measures(written: str) -> tuple[str, ...]:
    """Return the measures of one cell without their numbers: by numbers that run 1, 2, …, else line by line."""
    for mark in MARKS:
        spans = _run(written, mark)
        if len(spans) > 1:
            ends = [start for start, _ in spans[1:]] + [len(written)]
            parts = [written[after:end] for (_, after), end in zip(spans, ends, strict=True)]
            parts[0] = written[: spans[0][0]] + parts[0]  # what stands before the first number belongs to it
            return _trimmed(parts)
    lines = written.splitlines()
    return _trimmed([re.sub(r"^\s*(?:1\s*[.、．](?!\d)|[-•·●])\s*", "", line) for line in lines])


def _run(written: str, mark: Callable[[int], str]) -> list[tuple[int, int]]:
    """Find the marks 1, 2, 3, … one after the other, as spans."""
    spans: list[tuple[int, int]] = []
    position = 0
    while match := re.compile(mark(len(spans) + 1)).search(written, position):
        spans.append(match.span())
        position = match.end()
    return spans


def _trimmed(parts: list[str]) -> tuple[str, ...]:
    return tuple(part for part in (part.strip().rstrip(";；").strip() for part in parts) if part)
