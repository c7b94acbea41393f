"""The rows below the header as drafts of problems, with what merged cells mean, and the rows that are none."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from gateway.spreadsheets.columns import Key
from gateway.spreadsheets.grid import Grid, Row, Value, is_blank
from gateway.spreadsheets.headers import Header
from gateway.spreadsheets.kinds import Heading, Skipped, Table, kind_of


@dataclass
class Draft:
    """One problem as it stands in the sheet: its first row (from 1), its cells, and further rows merged to it."""

    row: int
    cells: dict[Key, Value]
    heading: str | None
    further: list[tuple[int, dict[Key, Value]]] = field(default_factory=list)


def sort_rows(grid: Grid, header: Header) -> Iterator[Draft | Skipped]:
    """Yield each non-empty row below the header once: in a draft, as a heading or as skipped."""
    filled = _filled(grid, header)
    table = Table(header, frozenset(filled.across), _is_numbered(grid, header))
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
        sorted_row = kind_of(row, index, table)
        if sorted_row is None:
            draft = Draft(index + 1, cells | filled.values.get(index, {}), heading)
            continue
        heading = sorted_row.words if isinstance(sorted_row, Heading) else heading
        yield sorted_row
    if draft:
        yield draft


def _is_numbered(grid: Grid, header: Header) -> bool:
    column = header.columns.get(Key.NUMBER)
    rows = range(header.last + 1, len(grid.rows))
    return column is not None and any(not is_blank(grid.cell(row, column)) for row in rows)


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
