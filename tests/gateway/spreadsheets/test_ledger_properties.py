"""Whatever stands in the cells: the reader doesn't crash, and accounts for each non-empty row exactly once."""

import contextlib
import datetime as dt
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.intake import IntakeReading
from schemas.words import Refusal

from .books import Cell, Merge, read, read_text

HEADERS = (
    "序号",
    "反馈问题",
    "具体表现",
    "来源",
    "整改类型",
    "责任领导",
    "配合单位",
    "完成时限",
    "整改措施",
    "涉及金额",
    "整改情况",
)
WORDS = st.sampled_from(
    (
        "合计",
        "注：见附件",
        "一、党的建设",
        "1.甲2.乙",
        "长期",
        "立行立改",
        "3月底前",
        "12.5万元",
        "无",
        "/",
        "=1+1",
        "序号",
        "制度不严",
        "已完成",
    )
)
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12)
CELLS = st.one_of(
    st.none(), WORDS, TEXT, st.integers(-3, 40), st.floats(-1e9, 1e9), st.booleans(), st.dates(dt.date(1900, 3, 1))
)
ROWS = st.lists(st.lists(CELLS, min_size=len(HEADERS), max_size=len(HEADERS)), max_size=8)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("ledgers")


def accounted(reading: IntakeReading) -> list[int]:
    named = [re.match(r"第(\d+)行", warning) for warning in reading.warnings]
    rows = [item.row for item in reading.items] + [int(match[1]) for match in named if match]
    merged = [re.match(r"第(\d+)—(\d+)行", flag) for item in reading.items for flag in item.flags]
    rows += [row for match in merged if match for row in range(int(match[1]) + 1, int(match[2]) + 1)]
    return sorted([row for row in rows if row is not None] + list({error.row for error in reading.errors}))


def shows_something(cell: Cell) -> bool:
    return (
        cell is not None
        and bool(re.sub(r"[\x00-\x20\x7f-\xa0\xad]", "", str(cell)).strip())
        and str(cell).isprintable()
    )


@given(rows=ROWS)
@settings(max_examples=60, deadline=None)
def test_every_row_of_a_workbook_is_an_item_an_error_or_a_warning_and_only_one_of_them(
    folder: Path, rows: list[list[Cell]]
) -> None:
    reading = read(folder, [HEADERS, *rows])
    filled = {at for at, row in enumerate(rows, start=2) if any(map(shows_something, row))}
    found = accounted(reading)
    assert len(found) == len(set(found))
    assert filled <= set(found) <= set(range(2, len(rows) + 2))


@given(rows=st.lists(st.lists(st.one_of(WORDS, TEXT), min_size=11, max_size=11), max_size=6))
@settings(max_examples=60, deadline=None)
def test_every_row_of_a_text_table_is_accounted_for_too(folder: Path, rows: list[list[str]]) -> None:
    found = accounted(read_text(folder, [HEADERS, *rows]))
    assert len(found) == len(set(found))
    assert {at for at, row in enumerate(rows, start=2) if any(map(shows_something, row))} <= set(found)


@given(rows=st.lists(st.lists(CELLS, min_size=11, max_size=11), min_size=4, max_size=4), data=st.data())
@settings(max_examples=60, deadline=None)
def test_merged_cells_lose_no_row(folder: Path, rows: list[list[Cell]], data: st.DataObject) -> None:
    top, column = data.draw(st.integers(1, 3)), data.draw(st.integers(0, 10))
    merge: Merge = (top, column, data.draw(st.integers(top + 1, 4)), column)
    blanks = range(merge[0], merge[2])
    kept = [
        [None if at in blanks and place == column else cell for place, cell in enumerate(row)]
        for at, row in enumerate(rows)
    ]
    reading = read(folder, [HEADERS, *kept], [merge])
    filled = {at for at, row in enumerate(kept, start=2) if any(map(shows_something, row))}
    erring = {error.row for error in reading.errors}
    merged_rows = set(range(merge[0] + 1, merge[2] + 2)) if erring & set(range(merge[0] + 1, merge[2] + 2)) else set()
    assert filled <= set(accounted(reading)) | merged_rows


@given(rows=st.lists(st.lists(CELLS, max_size=6), max_size=8))
@settings(max_examples=60, deadline=None)
def test_a_grid_without_a_header_is_refused_or_read_and_never_crashes(folder: Path, rows: list[list[Cell]]) -> None:
    with contextlib.suppress(Refusal):
        reading = read(folder, rows)
        assert reading.items or reading.errors or reading.warnings
