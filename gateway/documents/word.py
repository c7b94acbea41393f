"""The paragraphs and tables of a Word document, with the numbers that Word shows but does not store as text."""

import io
import zipfile
from collections.abc import Iterator
from typing import Final

from lxml import etree

from gateway.documents.bounds import Allowance, TooLong, span_of
from gateway.documents.lines import Line, tidy
from gateway.documents.word_numbering import Numbering

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LEFT_OUT: Final = frozenset(f"{W}{name}" for name in ("del", "moveFrom", "instrText", "delText", "pPr", "rPr"))
FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
DEEPEST: Final = 20  # tables within tables
MOST_PARTS: Final = 3_000_000  # elements of one part: each costs some hundred bytes of memory


class Damaged(Exception):  # noqa: N818 - what the file is
    """The parts of the file cannot be opened as Word's."""


def read_word(data: bytes) -> list[Line]:
    """Return the body's paragraphs and table rows in reading order; raises Damaged, and TooLong where it is endless."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        body = _part(package, "word/document.xml")
        if body is None:
            raise Damaged
        numbering = Numbering(_part(package, "word/numbering.xml"), _part(package, "word/styles.xml"))
    return list(Allowance().spend(_Reader(numbering).lines(body)))


def _part(package: zipfile.ZipFile, name: str) -> etree._Element | None:
    try:
        xml = package.read(name)
    except KeyError:
        return None
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, ValueError) as reason:
        raise Damaged from reason
    if b"<!DOCTYPE" in xml[:2000]:
        raise Damaged
    if xml.count(b"<") > MOST_PARTS * 2:
        raise TooLong
    try:
        return etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    except etree.XMLSyntaxError as reason:
        raise Damaged from reason


class _Reader:
    def __init__(self, numbering: Numbering) -> None:
        self._numbering = numbering
        self._tables = 0
        self._depth = 0

    def lines(self, body: etree._Element) -> Iterator[Line]:
        if self._depth > DEEPEST:
            raise TooLong
        self._depth += 1
        for block in _blocks(body):
            if block.tag == f"{W}p":
                yield from self._paragraph(block)
            else:
                yield from self._table(block)
        self._depth -= 1

    def _paragraph(self, paragraph: etree._Element) -> Iterator[Line]:
        text = _text(paragraph)
        label = self._numbering.label(paragraph) if text.strip() else ""
        for place, part in enumerate(text.split("\n")):
            line = tidy(label + part if place == 0 else part)
            if line:
                yield Line(line)

    def _table(self, table: etree._Element) -> Iterator[Line]:
        rows = list(table.iterchildren(f"{W}tr"))
        if all(len(list(row.iterchildren(f"{W}tc"))) == 1 for row in rows):
            for row in rows:
                for cell in row.iterchildren(f"{W}tc"):
                    yield from self.lines(cell)
            return
        self._tables += 1
        number = self._tables
        above: list[str] = []
        for row in rows:
            above = self._row(row, above)
            yield Line("\n".join(above), cells=tuple(above), table=number)

    def _row(self, row: etree._Element, above: list[str]) -> list[str]:
        cells: list[str] = []
        for cell in row.iterchildren(f"{W}tc"):
            merged = cell.find(f"{W}tcPr/{W}vMerge")
            goes_on = merged is not None and merged.get(f"{W}val", "continue") == "continue"
            text = above[len(cells)] if goes_on and len(cells) < len(above) else self._cell(cell)
            span = cell.find(f"{W}tcPr/{W}gridSpan")
            cells.extend([text] * span_of(span.get(f"{W}val") if span is not None else None))
        return cells

    def _cell(self, cell: etree._Element) -> str:
        return "\n".join(line.text for line in Allowance().spend(self.lines(cell)))


def _blocks(root: etree._Element) -> Iterator[etree._Element]:
    """Paragraphs and tables directly under an element, through content controls and tracked insertions."""
    waiting = list(reversed(list(root)))
    while waiting:
        block = waiting.pop()
        if block.tag in {f"{W}p", f"{W}tbl"}:
            yield block
        elif block.tag not in LEFT_OUT and block.tag != FALLBACK:
            waiting.extend(reversed(list(block)))


def _text(paragraph: etree._Element) -> str:
    """The visible text of a paragraph; breaks as line ends, deleted and hidden text left out."""
    parts: list[str] = []
    waiting = list(reversed(list(paragraph)))
    while waiting:
        part = waiting.pop()
        if part.tag == f"{W}t":
            parts.append(part.text or "")
        elif part.tag in {f"{W}br", f"{W}cr"}:
            parts.append("\n")
        elif part.tag == f"{W}tab":
            parts.append(" ")
        elif part.tag == f"{W}noBreakHyphen":
            parts.append("-")
        elif part.tag not in LEFT_OUT and part.tag != FALLBACK and not _hidden(part):
            waiting.extend(reversed(list(part)))
        if part.tag == f"{W}p":
            parts.append("\n")
    return "".join(parts)


def _hidden(run: etree._Element) -> bool:
    vanish = run.find(f"{W}rPr/{W}vanish")
    return vanish is not None and vanish.get(f"{W}val", "1") not in {"0", "false"}
