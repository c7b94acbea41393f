"""Workbooks and tables that once kept the reader busy for hours, found by fuzzing: each is read or refused soon."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from gateway.spreadsheets import read_spreadsheet
from gateway.spreadsheets.headers import MOST_REMARKS
from schemas.words import Refusal
from tests.fuzz.ledgers import MAIN, packed

SOON = 30.0  # CPU seconds, for what takes about one
HEAD = "".join(
    f'<c r="{place}" t="inlineStr"><is><t>{words}</t></is></c>' for place, words in (("A1", "序号"), ("B1", "反馈问题"))
)


@pytest.fixture(autouse=True)
def _soon() -> Iterator[None]:
    started = time.process_time()
    yield
    assert time.process_time() - started < SOON


def workbook(folder: Path, rows: str, more: str = "") -> Path:
    path = folder / "台账.xlsx"
    path.write_bytes(packed(f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{more}</worksheet>'))
    return path


def test_merges_that_overlap_over_and_over_are_refused(tmp_path: Path) -> None:
    rows = f'<row r="1">{HEAD}</row><row r="50000"><c r="B50000"><v>1</v></c></row>'
    merges = '<mergeCell ref="A2:XFD100000"/>' * 20_000
    with pytest.raises(Refusal, match="合并单元格太多"):
        read_spreadsheet(workbook(tmp_path, rows, f"<mergeCells>{merges}</mergeCells>"))


def test_a_merge_that_reaches_beyond_the_sheet_ends_with_it(tmp_path: Path) -> None:
    rows = f'<row r="1">{HEAD}</row><row r="2"><c r="B2" t="inlineStr"><is><t>制度不严</t></is></c></row>'
    merges = '<mergeCells><mergeCell ref="C2:XFD1048576"/></mergeCells>'
    assert [item.title for item in read_spreadsheet(workbook(tmp_path, rows, merges)).items] == ["制度不严"]


def test_thousands_of_columns_without_a_meaning_are_told_in_part(tmp_path: Path) -> None:
    names = "".join(f'<c t="inlineStr"><is><t>整改{at % 10}题</t></is></c>' for at in range(16_000))
    rows = f'<row r="1">{HEAD}{names}</row><row r="2">{names}</row>'
    reading = read_spreadsheet(workbook(tmp_path, rows))
    assert len(reading.warnings) <= MOST_REMARKS + 3
    assert any("另有" in warning for warning in reading.warnings)


@pytest.mark.parametrize("content", ["反馈问题" + "," * 10_000_000, "," * 5_000_000, "反馈问题\n" + "x\n" * 300_000])
def test_a_text_table_beyond_any_sheet_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "台账.csv"
    path.write_text(content, "utf-8")
    with pytest.raises(Refusal, match="超出允许"):
        read_spreadsheet(path)


def test_a_sheets_name_is_quoted_without_its_controls(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    path.write_bytes(packed(f'<worksheet xmlns="{MAIN}"><sheetData>{far}</sheetData></worksheet>', "台\x7f\u202e账"))
    with pytest.raises(Refusal, match="「台账」"):
        read_spreadsheet(path)
