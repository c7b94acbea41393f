"""Small ledgers for the tests, written as an office's spreadsheet program would."""

import csv
import datetime as dt
import io
from collections.abc import Sequence
from pathlib import Path

from xlsxwriter.workbook import Workbook

from gateway.spreadsheets import read_spreadsheet
from schemas.intake import IntakeReading

Cell = str | int | float | bool | dt.date | None
Rows = Sequence[Sequence[Cell]]
Merge = tuple[int, int, int, int]
HEAD = ("序号", "反馈问题", "责任领导", "完成时限")


def book(
    path: Path, rows: Rows, *, name: str = "台账", merges: Sequence[Merge] = (), more: dict[str, Rows] | None = None
) -> Path:
    """Write a workbook; merges are (top, left, bottom, right) from 0; `more` are further sheets by name."""
    with Workbook(str(path), {"strings_to_formulas": False, "strings_to_numbers": False}) as workbook:
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        for title, content in {name: rows, **(more or {})}.items():
            sheet = workbook.add_worksheet(title)
            for merge in merges if content is rows else ():
                sheet.merge_range(*merge, "")
            for at, row in enumerate(content):
                for column, value in enumerate(row):
                    if isinstance(value, dt.date):
                        sheet.write_datetime(at, column, value, day)
                    elif value is not None:
                        sheet.write(at, column, value)
    return path


def read(folder: Path, rows: Rows, merges: Sequence[Merge] = ()) -> IntakeReading:
    """Write a workbook and read it back."""
    return read_spreadsheet(book(folder / "台账.xlsx", rows, merges=merges))


def read_text(folder: Path, rows: Rows, *, encoding: str = "utf-8-sig", delimiter: str = ",") -> IntakeReading:
    """Write a text table and read it back."""
    lines = io.StringIO()
    csv.writer(lines, delimiter=delimiter).writerows(rows)
    path = folder / "台账.csv"
    path.write_bytes(lines.getvalue().encode(encoding))
    return read_spreadsheet(path)
