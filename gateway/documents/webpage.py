"""The lines and tables of a saved web page, without its scripts, menus and footers."""

import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from typing import Final

from gateway.documents.bounds import Allowance, span_of
from gateway.documents.lines import Line, tidy
from gateway.documents.markup import made_fit

BLOCKS: Final = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "br",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "option",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
SILENT: Final = frozenset(
    ["script", "style", "noscript", "template", "svg", "select", "button", "textarea", "iframe", "object", "head"]
)
MENUS: Final = frozenset(["nav", "header", "footer", "aside"])
HIDDEN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
VOID: Final = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"]
)


class _Page(HTMLParser):
    def __init__(self, skipped: frozenset[str]) -> None:
        super().__init__(convert_charrefs=True)
        self.skipped = skipped
        self.lines: list[Line] = []
        self.title = ""
        self._last = ""
        self._kept = 0
        self._muted: list[str] = []
        self._text: list[str] = []
        self._tables: list[_Table] = []
        self._count = 0
        self._allowed = Allowance()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._last = tag
        values = dict(attrs)
        if tag == "meta" and (values.get("name") or "").lower() == "articletitle" and values.get("content"):
            self.title = tidy(values["content"] or "")
        if self._muted:
            if tag == self._muted[-1] and tag not in VOID:
                self._muted.append(tag)
            return
        if tag in BLOCKS:
            self._flush()
        self._kept += tag == "pre"
        if tag not in VOID and (tag in self.skipped or "hidden" in values or HIDDEN.search(values.get("style") or "")):
            self._muted.append(tag)
            return
        self._open_table_part(tag, values)

    def handle_endtag(self, tag: str) -> None:
        if self._muted:
            if tag == self._muted[-1]:
                self._muted.pop()
            return
        if tag in BLOCKS:
            self._flush()
        self._kept -= tag == "pre" and self._kept > 0
        if tag == "table" and self._tables:
            self._close_table()

    def handle_data(self, data: str) -> None:
        if self._last == "title" and not self.title:
            self.title = tidy(data)
        if not self._muted:
            self._text.append(data)

    def close(self) -> None:
        super().close()
        self._flush()
        while self._tables:
            self._close_table()

    def _open_table_part(self, tag: str, values: dict[str, str | None]) -> None:
        if tag == "table":
            self._lay_out()
            self._tables.append(_Table())
        elif self._tables and tag == "tr":
            self._tables[-1].row()
        elif self._tables and tag in {"td", "th"}:
            self._tables[-1].cell(span_of(values.get("colspan")), span_of(values.get("rowspan")))

    def _lay_out(self) -> None:
        """A table that holds another one only lays the page out: what stands in it are paragraphs."""
        if self._tables and not self._tables[-1].layout:
            outer = self._tables[-1]
            self._add(Line(text) for text in outer.texts())
            outer.layout = True

    def _flush(self) -> None:
        raw, self._text = "".join(self._text), []
        for part in raw.splitlines() if self._kept else (raw,):
            text = tidy(part)
            if text and self._tables and not self._tables[-1].layout:
                self._tables[-1].write(text)
            elif text:
                self._add([Line(text)])

    def _close_table(self) -> None:
        table = self._tables.pop()
        if table.layout:
            return
        if table.columns() == 1:
            self._add(Line(text) for text in table.texts())
            return
        self._count += 1
        self._add(Line("\n".join(row), cells=row, table=self._count) for row in table.rows())

    def _add(self, lines: Iterable[Line]) -> None:
        self.lines.extend(self._allowed.spend(lines))


class _Table:
    """A table being read: cells with their spans, widened to a grid at the end."""

    def __init__(self) -> None:
        self._rows: list[list[tuple[list[str], int, int]]] = []
        self.layout = False

    def row(self) -> None:
        self._rows.append([])

    def cell(self, columns: int, rows: int) -> None:
        if not self._rows:
            self.row()
        self._rows[-1].append(([], columns, rows))

    def write(self, text: str) -> None:
        if not self._rows or not self._rows[-1]:
            self.cell(1, 1)
        self._rows[-1][-1][0].append(text)

    def columns(self) -> int:
        return max((len(row) for row in self._rows), default=0)

    def texts(self) -> list[str]:
        return [text for row in self._rows for texts, _, _ in row for text in texts]

    def rows(self) -> Iterator[tuple[str, ...]]:
        hanging: dict[int, tuple[str, int]] = {}
        for row in self._rows:
            if row:
                yield tuple(_grid_row(row, hanging))


def _grid_row(row: list[tuple[list[str], int, int]], hanging: dict[int, tuple[str, int]]) -> list[str]:
    grid: list[str] = []
    for texts, columns, rows in row:
        _hang(grid, hanging)
        cell = "\n".join(texts)
        for _ in range(columns):
            if rows > 1:
                hanging[len(grid)] = (cell, rows - 1)
            grid.append(cell)
    _hang(grid, hanging)
    return grid


def _hang(grid: list[str], hanging: dict[int, tuple[str, int]]) -> None:
    while len(grid) in hanging:
        cell, left = hanging.pop(len(grid))
        if left > 1:
            hanging[len(grid)] = (cell, left - 1)
        grid.append(cell)


def read_page(markup: str) -> tuple[list[Line], str]:
    """Return the page's visible lines and its title; where leaving menus out leaves nothing, they are kept.

    Raises TooLong where it states more characters than a document has.
    """
    page = _feed(markup, SILENT | MENUS)
    if sum(len(line.text) for line in page.lines) < 60:
        page = _feed(markup, SILENT)
    return page.lines, page.title


def _feed(markup: str, skipped: frozenset[str]) -> _Page:
    page = _Page(skipped)
    page.feed(made_fit(markup))
    page.close()
    return page
