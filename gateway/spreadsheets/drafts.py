"""The rows below the header, sorted: problems with the rows merged to them, group headings, and rows to skip."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from gateway.spreadsheets.columns import Key
from gateway.spreadsheets.grid import Broken, Grid, Row, Value, is_blank, shown, text_of
from gateway.spreadsheets.headers import Header, plain

NOTE = re.compile(
    r"^(?:合计|总计|小计|共计|汇总|(?:注|备注|说明|备注说明|填表说明|填写说明|填报说明|注意事项|注意)(?:\d*[:.、]|$)|"
    r"(?:(?:填表|填报|制表|审核|审批|联系)人?|填报单位|(?:填报|填表|制表)日期|(?:单位|主要)负责人(?:签字)?|联系电话)"
    r"(?:[(].*[)])?:|"
    r"\(?(?:单位)?(?:盖章|公章)\)?|以下空白|以下无正文|total\b|subtotal\b|notes?:)",
    re.IGNORECASE,
)
SUM = re.compile(r"(?:合计|总计|小计|共计|(?:sub)?total):?", re.IGNORECASE)
HEADING = re.compile(r"^(?:{0}[、.,]|[(]{0}[)]|第{0}(?:部分|类|方面))\S".format("[一二三四五六七八九十]{1,3}"))


@dataclass
class Draft:
    """One problem as it stands in the sheet: its first row (from 1), its cells, and further rows merged to it."""

    row: int
    cells: dict[Key, Value]
    heading: str | None
    further: list[tuple[int, dict[Key, Value]]] = field(default_factory=list)


@dataclass(frozen=True)
class Skipped:
    """A row that is no problem: its row counted from 1, and its text."""

    row: int
    words: str


@dataclass(frozen=True)
class Heading(Skipped):
    """A row that heads the problems below it."""


def sort_rows(grid: Grid, header: Header) -> Iterator[Draft | Skipped]:
    """Yield each non-empty row below the header once: in a draft, as a heading or as skipped."""
    filled = _filled(grid, header)
    draft: Draft | None = None
    heading: str | None = None
    for index in range(header.last + 1, len(grid.rows)):
        row = grid.rows[index]
        cells = {key: grid.cell(index, column) for key, column in header.columns.items()}
        if draft and index in filled.continued and not _is_empty(row):
            draft.further.append((index + 1, cells))
            continue
        if draft and index not in filled.continued:
            yield draft
            draft = None
        if _is_empty(row):
            continue
        sorted_row = _skip(row, index, cells, header, filled)
        if sorted_row is None:
            draft = Draft(index + 1, cells | filled.values.get(index, {}), heading)
            continue
        heading = sorted_row.words if isinstance(sorted_row, Heading) else heading
        yield sorted_row
    if draft:
        yield draft


def _is_empty(row: Row) -> bool:
    return all(is_blank(value) for value in row)


@dataclass
class _Filled:
    """What merged cells mean: values for the rows below a range's first, rows that go on, rows merged across."""

    values: dict[int, dict[Key, Value]] = field(default_factory=dict)
    continued: set[int] = field(default_factory=set)
    across: set[int] = field(default_factory=set)


def _filled(grid: Grid, header: Header) -> _Filled:
    filled = _Filled()
    keys = {column: key for key, column in header.columns.items()}
    for merge in grid.merges:
        if merge.top <= header.last or merge.top >= len(grid.rows):
            continue
        if merge.right - merge.left >= 2:
            filled.across.add(merge.top)
        below = range(merge.top + 1, min(merge.bottom + 1, len(grid.rows)))
        value = grid.cell(merge.top, merge.left)
        for key in (keys[column] for column in range(merge.left, merge.right + 1) if column in keys):
            if key is Key.TITLE and not is_blank(value):
                filled.continued |= set(below)
            elif key is not Key.NUMBER and merge.left == header.columns[key]:
                for row in below:
                    filled.values.setdefault(row, {})[key] = value
    return filled


def _skip(row: Row, index: int, cells: dict[Key, Value], header: Header, filled: _Filled) -> Skipped | None:
    """Tell why a row is no problem, None if it is one."""
    values = [(column, value) for column, value in enumerate(row) if not is_blank(value)]
    first = text_of(values[0][1])
    alone = len(values) == 1 and not isinstance(values[0][1], Broken)
    folded = re.sub(r"\s+", "", unicodedata.normalize("NFKC", first))
    untitled = is_blank(cells.get(Key.TITLE)) or values[0][0] == header.columns[Key.TITLE]
    if NOTE.match(folded) and (alone or (untitled and values[0][0] != header.columns[Key.TITLE])):
        return Skipped(index + 1, shown(first))
    if SUM.fullmatch(folded):
        return Skipped(index + 1, shown(first))
    if _repeats_header(values, header) or _counts_columns(values, header):
        return Skipped(index + 1, shown(" ".join(text_of(value) for _, value in values)))
    return Heading(index + 1, first) if alone and _is_heading(values[0][0], index, folded, header, filled) else None


def _is_heading(column: int, index: int, folded: str, header: Header, filled: _Filled) -> bool:
    """Tell whether a lone text heads the rows below: merged across the table, or numbered 一、 beside empty numbers."""
    if index in filled.across:
        return True
    if not HEADING.match(folded):
        return False
    return column != header.columns[Key.TITLE] or Key.NUMBER in header.columns


def _repeats_header(values: list[tuple[int, Value]], header: Header) -> bool:
    labels = [header.labels.get(column) for column, _ in values]
    return len(values) >= 2 and all(
        label is not None and plain(label) == plain(text_of(value))
        for label, (_, value) in zip(labels, values, strict=True)
    )


def _counts_columns(values: list[tuple[int, Value]], header: Header) -> bool:
    """Tell whether a row only numbers the columns: 1 2 3 4 …"""
    numbers = [text_of(value).strip("()（）") for _, value in values]
    return (
        len(values) >= 3 and len(values) >= len(header.columns) and numbers == [str(n + 1) for n in range(len(values))]
    )
