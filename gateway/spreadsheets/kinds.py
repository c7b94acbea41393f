"""What a row is when it is no problem: a total, a note, a header repeated, a heading of the rows below."""

import re
import unicodedata
from dataclasses import dataclass

from gateway.spreadsheets.columns import Key
from gateway.spreadsheets.grid import Broken, Row, Value, is_blank, shown, text_of
from gateway.spreadsheets.headers import Header, plain

SUM = re.compile(r"(?:合计|总计|小计|共计|汇总|(?:sub)?total):?", re.IGNORECASE)
NOTE = re.compile(
    SUM.pattern + r"(?:共?[\d.,]+.{0,6})?$|"
    r"(?:注|备注|说明|备注说明|填表说明|填写说明|填报说明|注意事项)(?:\d*[:.、]|$)|"
    r"(?:(?:填表|填报|制表|审核|审批|联系)人?|填报单位|(?:填报|填表|制表)日期|(?:单位|主要)负责人(?:签字)?|联系电话)"
    r"(?:[(].*[)])?:|"
    r"\(?(?:单位)?(?:盖章|公章)\)?:?$|以下空白|以下无正文|notes?:",
    re.IGNORECASE,
)
HEADING = re.compile(r"^(?:{0}[、.,]|[(]{0}[)]|第{0}(?:部分|类|方面))\S".format("[一二三四五六七八九十]{1,3}"))


@dataclass(frozen=True)
class Table:
    """What a row is judged by: the header, the rows merged across (from 0), and if problems have numbers at all."""

    header: Header
    across: frozenset[int]
    numbered: bool


@dataclass(frozen=True)
class Skipped:
    """A row that is no problem: its row counted from 1, and its text."""

    row: int
    words: str


@dataclass(frozen=True)
class Heading(Skipped):
    """A row that heads the problems below it."""


def kind_of(row: Row, index: int, table: Table) -> Skipped | None:
    """Return why a row (from 0) is no problem, None if it is one."""
    values = [(column, value) for column, value in enumerate(row) if not is_blank(value)]
    column, first = values[0]
    folded = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text_of(first)))
    alone = len(values) == 1 and not isinstance(first, Broken)
    if SUM.fullmatch(folded) or (NOTE.match(folded) and (alone or _is_beside(column, row, table.header))):
        return Skipped(index + 1, shown(first))
    if _repeats_header(values, table.header) or _counts_columns(values, table.header):
        return Skipped(index + 1, shown(" ".join(text_of(value) for _, value in values)))
    return Heading(index + 1, text_of(first)) if alone and _is_heading(column, index, folded, table) else None


def _is_beside(column: int, row: Row, header: Header) -> bool:
    """Tell whether a text stands in another column than the problems, and none stands there."""
    title = header.columns[Key.TITLE]
    return column != title and (title >= len(row) or is_blank(row[title]))


def _is_heading(column: int, index: int, folded: str, table: Table) -> bool:
    """Tell whether a lone text heads the rows below: merged across, or 一、 where problems have numbers."""
    if index in table.across:
        return True
    return HEADING.match(folded) is not None and (column != table.header.columns[Key.TITLE] or table.numbered)


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
