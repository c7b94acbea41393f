"""Workbooks (.xlsx) as grids: the values that the spreadsheet program stored; nothing is computed or run."""

import io
from itertools import islice
from pathlib import Path

from lxml import etree
from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from gateway.spreadsheets.container import damaged
from gateway.spreadsheets.extent import Extent, extents
from gateway.spreadsheets.grid import Grid, Merge, Row, letter, text_of
from gateway.spreadsheets.headers import HEADER_WITHIN
from schemas.words import Refusal, text

MOST_ROWS = 100_000
MOST_MERGED = 2_000_000
MOST_CELLS = 10_000_000  # rows times columns: calamine lays the whole rectangle out in memory

Corner = tuple[int, int]


def grids(path: Path, content: bytes) -> list[Grid]:
    """Return the visible sheets in order; refuses a damaged workbook and a sheet over 100,000 rows."""
    try:
        reach = extents(content)
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
            names = [
                sheet.name
                for sheet in workbook.sheets_metadata
                if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
            ]
            return [_grid(workbook, name, reach[name]) for name in names]
    except (CalamineError, etree.XMLSyntaxError, KeyError, ValueError, OSError) as error:
        raise Refusal(damaged(path)) from error


def _grid(workbook: CalamineWorkbook, named: str, extent: Extent) -> Grid:
    name = text_of(named)
    check_size(name, extent.rows, extent.columns)
    sheet = workbook.get_sheet_by_name(named)
    rows: list[Row] = [list(cells) for cells in islice(sheet.iter_rows(), extent.rows)]
    rows += [[] for _ in range(extent.rows - len(rows))]
    for (row, column), broken in extent.broken.items():
        rows[row] += [None] * (column + 1 - len(rows[row]))
        rows[row][column] = broken
    return Grid(name, rows, _merges(name, sheet.merged_cell_ranges or [], extent))


def _merges(name: str, ranges: list[tuple[Corner, Corner]], extent: Extent) -> tuple[Merge, ...]:
    """Return the merged ranges as far as the sheet reaches; refuses more than any sheet has, as they may overlap."""
    last, widest = extent.rows - 1, extent.columns - 1
    merges = tuple(
        Merge(top, left, min(bottom, last), min(right, widest))
        for (top, left), (bottom, right) in ranges
        if top <= last
    )
    if sum(merge.bottom - merge.top + merge.right - merge.left for merge in merges) <= MOST_MERGED:
        return merges
    raise Refusal(
        text(
            f"「{name}」的合并单元格太多，共跨 {MOST_MERGED} 行列以上：请取消合并后再读入。",
            f"{name} has merged cells over more than {MOST_MERGED} rows and columns together: unmerge them.",
        )
    )


def check_size(name: str, rows: int, columns: int) -> None:
    """Refuse a sheet of more than 100,000 rows below its header, or of an absurd width."""
    if rows <= MOST_ROWS + HEADER_WITHIN and rows * columns <= MOST_CELLS:
        return
    raise Refusal(
        text(
            f"「{name}」的内容到第 {rows} 行、{letter(columns - 1)} 列为止，超出允许的 {MOST_ROWS} 行："
            "请删去多余的行列或拆成几个文件。",
            f"{name} reaches to row {rows}, column {letter(columns - 1)}; {MOST_ROWS} rows are allowed: "
            "delete stray rows and columns or split the file.",
        )
    )
