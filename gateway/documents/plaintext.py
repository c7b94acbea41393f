"""Bytes of a text file: which encoding they are in, and the lines that they hold."""

import re
from typing import Final

from gateway.documents.lines import Line, tidy
from gateway.documents.wrapping import unwrap

BOMS: Final = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
COMMON: Final = re.compile(r"[\u4e00-\u9fff\u3000-\u303f\uff00-\uffef\u2010-\u203a\u2460-\u24ff\s\x20-\x7e·]")
FEWEST_CELLS: Final = 3


def decode(data: bytes) -> str | None:
    """Read bytes as UTF-8, UTF-16 or GB18030 text, with or without a mark; None where they are none of these."""
    for bom, name in BOMS:
        if data.startswith(bom):
            return _strictly(data, name) or _strictly(data[: len(data) // 2 * 2], name)
    if b"\x00" in data:
        return _best([_strictly(data, "utf-16-le"), _strictly(data, "utf-16-be")])
    text = _strictly(data, "utf-8")
    if text is None:
        text = _best([_strictly(data, "gb18030"), _cut(data, "utf-8"), _cut(data, "gb18030")])
    return text if text is not None and not _controls(text) else None


def plain_lines(text: str) -> list[Line]:
    """Return a text's lines, wrapped ones joined; lines whose cells are parted by tabs are rows of a table."""
    lines: list[Line] = []
    table = 0
    for raw in unwrap(text.splitlines()):
        cells = tuple(tidy(cell) for cell in raw.strip(" \u3000").split("\t"))
        if sum(map(bool, cells)) >= FEWEST_CELLS:
            table += not (lines and lines[-1].cells)
            lines.append(Line("\n".join(cells), cells, table))
        elif line := tidy(raw):
            lines.append(Line(line))
    return lines


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, UnicodeError):
        return None


def _cut(data: bytes, encoding: str) -> str | None:
    """A file that was cut in the middle of its last character."""
    for end in range(1, 4):
        text = _strictly(data[:-end], encoding)
        if text:
            return text
    return None


def _best(readings: list[str | None]) -> str | None:
    known = [(_share(text), -place, text) for place, text in enumerate(readings) if text]
    likely = [entry for entry in known if entry[0] > 0.7]
    return max(likely)[2] if likely else None


def _share(text: str) -> float:
    sample = text[:20000]
    return len(COMMON.findall(sample)) / len(sample)


def _controls(text: str) -> bool:
    sample = text[:20000]
    return len(re.findall(r"[\x00-\x08\x0e-\x1f\x7f]", sample)) > len(sample) / 50
