"""Text tables (.csv) as a grid: encodings and delimiters that Chinese offices use; every cell is text."""

import csv
import io
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path

from gateway.spreadsheets.grid import Grid, Row
from gateway.spreadsheets.headers import HEADER_WITHIN, find_header
from gateway.spreadsheets.workbook import MOST_CELLS, MOST_ROWS, check_size
from schemas.words import Refusal, text

MOST_COLUMNS = 16_384  # as in a workbook
DELIMITERS = (",", ";", "\t")


def grid(path: Path, content: bytes) -> Grid:
    """Return the table of a text file in UTF-8, UTF-16 or GB18030; refuses other encodings and unpaired quotes."""
    decoded = _decode(path, content)
    rows = _rows(path, decoded, _delimiter(decoded))
    return Grid(None, rows)


def _decode(path: Path, content: bytes) -> str:
    decoded = [read for encoding in _encodings(content) if (read := _try(content, encoding))]
    if decoded:
        # both byte orders of UTF-16 decode: only the right one has lines; else the first encoding that fits
        return max(decoded, key=lambda lines: lines.count("\n")).removeprefix("\ufeff")
    raise Refusal(
        text(
            f"文件「{path.name}」的编码无法识别，请另存为 .xlsx 或 UTF-8 编码的 .csv。",
            f"The encoding of {path.name} is unknown: save it as .xlsx or as .csv in UTF-8.",
        )
    )


def _try(content: bytes, encoding: str) -> str | None:
    try:
        decoded = content.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if "\x00" in decoded else decoded


def _encodings(content: bytes) -> tuple[str, ...]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)
    if b"\x00" in content:  # UTF-16 without its mark: every delimiter is half zero
        return ("utf-16-le", "utf-16-be")
    return ("utf-8", "gb18030")


def _delimiter(decoded: str) -> str:
    """Choose the delimiter under which most headers are known; the comma where none is better."""

    def known(delimiter: str) -> int:
        rows: list[Row] = []
        with suppress(csv.Error):  # what is wrong with the quotes is said when all is read
            rows.extend(islice(_records(decoded, delimiter), HEADER_WITHIN + 1))
        header = find_header(Grid(None, rows)) if max(map(len, rows), default=0) <= MOST_COLUMNS else None
        return len(header.columns) if header else 0

    return max(DELIMITERS, key=known)


def _records(decoded: str, delimiter: str) -> Iterator[Row]:
    # strict: a quote that is never closed would otherwise swallow all the rows after it into one cell
    for record in csv.reader(io.StringIO(decoded, newline=""), delimiter=delimiter, strict=True):
        yield list(record)


def _rows(path: Path, decoded: str, delimiter: str) -> list[Row]:
    rows: list[Row] = []
    widest = 0
    try:
        for row in islice(_records(decoded, delimiter), MOST_ROWS + HEADER_WITHIN + 1):
            rows.append(row)
            widest = max(widest, len(row))
            check_size(path.name, len(rows), widest if widest <= MOST_COLUMNS else MOST_CELLS + 1)
    except csv.Error as error:
        raise Refusal(
            text(
                f"文件「{path.name}」第 {len(rows) + 1} 行起引号不成对，无法分清单元格：请修正引号，或另存为 .xlsx。",
                f"{path.name}: from row {len(rows) + 1} on quotes are unpaired and cells can't be told apart: "
                "mend the quotes or save as .xlsx.",
            )
        ) from error
    return rows
