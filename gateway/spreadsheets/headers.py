"""The header row: found among the first rows, its names matched forgivingly, and what of it is not taken."""

import re
import unicodedata
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from functools import lru_cache

from gateway.spreadsheets.columns import COLUMNS, SPEED_BY_VALUES, Column, Key
from gateway.spreadsheets.grid import Grid, Merge, Row, is_blank, letter, shown, text_of
from gateway.spreadsheets.terms import is_speed
from schemas.words import Text, text

HEADER_WITHIN = 20
MOST_REMARKS = 50  # columns that are told of one by one
LONGEST_NAME = 60  # a longer text is no header but a cell of prose
BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|〔[^〔〕]*〕|<[^<>]*>|\{[^{}]*\}")
DECORATION = re.compile(r"必填|选填|required|optional|^\d{1,2}[.、](?=\D)|[^\w#]|_")


@dataclass(frozen=True)
class Header:
    """Where the columns are: rows from 0, columns from 0; `last` is the last row of the header."""

    row: int
    last: int
    columns: dict[Key, int]
    labels: dict[int, str]
    remarks: tuple[Text, ...] = field(default=())
    above: tuple[str, ...] = field(default=())  # the texts of the rows above, one for each row

    def label(self, key: Key) -> str:
        """Return a column's header as it stands in the file."""
        return self.labels[self.columns[key]]


@lru_cache(maxsize=4096)
def plain(name: str) -> str:
    """Return a header without brackets, blanks, asterisks and full-width forms: what is compared."""
    folded = unicodedata.normalize("NFKC", name).lower()
    bare = DECORATION.sub("", BRACKETS.sub("", folded))
    return bare or DECORATION.sub("", folded)


def find_header(grid: Grid) -> Header | None:
    """Return the best header that has a problem column within the first twenty rows, None where there is none."""
    rows = range(min(HEADER_WITHIN, len(grid.rows)))
    headers = (*(_single(grid, row) for row in rows), *(_double(grid, row) for row in rows))  # one line is likelier
    with_problems = [header for header in headers if header and Key.TITLE in header.columns]
    best = max(with_problems, key=lambda header: len(header.columns), default=None)
    if best is None:
        return None
    best = _with_speeds(best, grid)
    return replace(best, above=tuple(_line(row) for row in grid.rows[: best.row]), remarks=_remarks(best))


def _with_speeds(header: Header, grid: Grid) -> Header:
    """Take a column that is only headed “类型” for the speeds, where most of what it holds are such."""
    taken = set(header.columns.values())
    at = next((at for at, name in header.labels.items() if at not in taken and plain(name) in SPEED_BY_VALUES), None)
    if at is None or Key.SPEED in header.columns:
        return header
    below = [grid.cell(row, at) for row in range(header.last + 1, len(grid.rows))]
    filled = [value for value in below if not is_blank(value)]
    if 2 * sum(is_speed(value) for value in filled) <= len(filled):
        return header
    return replace(header, columns=header.columns | {Key.SPEED: at})


def _line(row: Row) -> str:
    return "　".join(text_of(value) for value in row if not is_blank(value))


def near_header(grid: Grid) -> Header | None:
    """Return the row that looks most like a header of ours though its problem column is missing."""
    headers = [_single(grid, row) for row in range(min(HEADER_WITHIN, len(grid.rows)))]
    likely = [header for header in headers if header and len(header.columns) >= 3]
    return max(likely, key=lambda header: len(header.columns), default=None)


def _labels(row: Row) -> dict[int, str]:
    texts = ((column, " ".join(text_of(value).split())) for column, value in enumerate(row) if not is_blank(value))
    return {column: name for column, name in texts if len(name) <= LONGEST_NAME}


def _single(grid: Grid, row: int) -> Header | None:
    return _header(row, row, _labels(grid.rows[row]))


def _double(grid: Grid, row: int) -> Header | None:
    """Read two rows as one header where the lower one only adds names below a shared or an empty one."""
    if row + 1 >= len(grid.rows):
        return None
    upper, lower = _labels(grid.rows[row]), _labels(grid.rows[row + 1])
    single = _header(row, row, upper)
    if not lower or any(column in lower for column in _settled(single, grid.merges, row)):
        return None
    for merge in grid.merges:
        if merge.top == row == merge.bottom and merge.left in upper:
            upper |= dict.fromkeys(range(merge.left, merge.right + 1), upper[merge.left])
    joined = {column: _joined(upper.get(column, ""), lower.get(column, "")) for column in upper.keys() | lower.keys()}
    return _header(row, row + 1, joined)


def _settled(single: Header | None, merges: tuple[Merge, ...], row: int) -> set[int]:
    """Name the columns whose upper name stands for itself: known, and not shared by several columns."""
    shared = {merge.left for merge in merges if merge.top == row == merge.bottom and merge.right > merge.left}
    return set(single.columns.values()) - shared if single else set()


def _joined(upper: str, lower: str) -> str:
    if not lower or not upper:
        return upper or lower
    return lower if _candidates(lower) else upper + lower


def _candidates(name: str) -> list[tuple[int, Column]]:
    """Return the house columns that a header may mean, with a rank; a lower rank is meant more surely."""
    bare = plain(name)
    found = []
    for column in COLUMNS:
        if bare in (plain(column.label.zh), plain(column.label.en)):
            found.append((0, column))
        elif bare in column.names:
            found.append((1 + column.names.index(bare), column))
        elif bare in column.also:
            found.append((100 + column.also.index(bare), column))
    return found


def _header(row: int, last: int, labels: dict[int, str]) -> Header | None:
    candidates = {position: _candidates(name) for position, name in labels.items()}
    ranked = sorted((rank, position, column.key) for position, found in candidates.items() for rank, column in found)
    columns: dict[Key, int] = {}
    taken: set[int] = set()
    for _, position, key in ranked:
        if key not in columns and position not in taken:
            columns[key] = position
            taken.add(position)
    if not columns or (len(columns) == 1 and len(labels) > 1):  # one known word among others heads nothing
        return None
    return Header(row, last, columns, labels)


def _remarks(header: Header) -> tuple[Text, ...]:
    taken = set(header.columns.values())
    left = [position for position in sorted(header.labels) if position not in taken]
    remarks = [_remark(at, header.labels[at], header.columns, header.labels) for at in left[:MOST_REMARKS]]
    if more := left[MOST_REMARKS:]:
        remarks.append(
            text(
                f"{letter(more[0])}列起另有 {len(more)} 列不是台账所需的列，未读取。",
                f"From column {letter(more[0])} on {len(more)} more columns are none of the house's and not taken.",
            )
        )
    return tuple(remarks)


def _remark(position: int, name: str, columns: dict[Key, int], labels: dict[int, str]) -> Text:
    """Say of a column that is not taken why, and which one is meant where that can be guessed."""
    where_zh, where_en = f"{letter(position)}列「{shown(name)}」", f"Column {letter(position)} ({shown(name)})"
    for _, column in _candidates(name):
        other = f"{letter(columns[column.key])}列「{shown(labels[columns[column.key]])}」"
        return text(
            f"{where_zh}与{other}都表示「{column.label.zh}」，只取后者，{letter(position)}列未读取。",
            f"{where_en} means {column.label.en} as {other} does: only the latter is taken.",
        )
    if (guess := closest(name)) and guess.key not in columns:
        return text(
            f"{where_zh}未识别，未读取；如指「{guess.label.zh}」，请改用此列名。",
            f"{where_en} is unknown and not taken; if {guess.label.en} is meant, name it so.",
        )
    return text(f"{where_zh}不是台账所需的列，未读取。", f"{where_en} is none of the house columns and not taken.")


def closest(name: str) -> Column | None:
    """Return the house column whose name differs by about one character."""
    bare = plain(name)
    scored = [
        (SequenceMatcher(None, bare, known).ratio(), column)
        for column in COLUMNS
        for known in column.names
        if len(known) > 2 and abs(len(known) - len(bare)) <= 1
    ]
    score, column = max(scored, key=lambda pair: pair[0], default=(0.0, COLUMNS[0]))
    return column if score >= 0.7 else None
