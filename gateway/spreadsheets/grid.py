"""A sheet as rows of cells, the same for workbooks and for text files, and how a cell reads."""

import datetime as dt
import re
from dataclasses import dataclass

from schemas.words import Text, text


@dataclass(frozen=True, slots=True)
class Broken:
    """A cell without a usable value: a spreadsheet error, or a formula that was never computed."""

    what: str


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range; rows and columns count from 0, the last ones are included."""

    top: int
    left: int
    bottom: int
    right: int


Value = str | int | float | bool | dt.datetime | dt.date | dt.time | dt.timedelta | Broken | None
Row = list[Value]

# Control and format characters (bidirectional overrides, zero-width, byte-order marks); tab and newline stay.
UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)


@dataclass(frozen=True)
class Grid:
    """One sheet: rows[0] is row 1 of the spreadsheet program."""

    name: str | None
    rows: list[Row]
    merges: tuple[Merge, ...] = ()

    def cell(self, row: int, column: int) -> Value:
        """Return a cell's value, None outside of what is filled."""
        cells = self.rows[row] if row < len(self.rows) else []
        return cells[column] if column < len(cells) else None


def is_blank(value: Value) -> bool:
    """Tell whether a cell shows nothing."""
    return value is None or (isinstance(value, str) and not text_of(value))


def has_unseen(value: Value) -> bool:
    """Tell whether a text holds control characters that a reader of the file never sees."""
    if not isinstance(value, str) or value.isprintable():
        return False
    return UNSEEN.search(value.replace("\r\n", "\n").strip()) is not None


def text_of(value: Value) -> str:
    """Return a cell as text: trimmed, without unseen characters, dates as 2026-03-31, 12.0 as 12."""
    if isinstance(value, str):
        # nearly all cells are printable: nothing unseen in them, one line
        return value.strip() if value.isprintable() else _visible(value)
    if value is None or isinstance(value, Broken):
        return value.what if value else ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    return str(value)


def _visible(value: str) -> str:
    return UNSEEN.sub("", value.replace("\r\n", "\n").replace("\r", "\n")).strip()


def shown(value: Value) -> str:
    """Return a cell in one short line, for quoting it in a sentence."""
    line = " ".join(text_of(value).split())
    return line if len(line) <= 30 else line[:29] + "…"


def letter(column: int) -> str:
    """Return the name of a column as the spreadsheet program shows it; 0 is A."""
    name = ""
    while column >= 0:
        name = chr(ord("A") + column % 26) + name
        column = column // 26 - 1
    return name


class Objection(Exception):  # noqa: N818 - a remark on one cell, gathered into row errors
    """A cell can't be taken; the text says what is there and what is allowed."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(zh)
        self.reason: Text = text(zh, en)
