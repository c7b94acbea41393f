"""Word files made for tests: paragraphs with automatic numbers, and tables."""

from dataclasses import dataclass
from pathlib import Path

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from lxml import etree


@dataclass(frozen=True)
class Level:
    """One level of a numbered list: its format and its pattern, as Word stores them."""

    fmt: str
    pattern: str
    start: int = 1


def _element(name: str, **values: str) -> etree._Element:
    element: etree._Element = OxmlElement(name)
    for key, value in values.items():
        element.set(qn(f"w:{key}"), value)
    return element


class WordFile:
    """A Word document in the making."""

    def __init__(self) -> None:
        self._document = docx.Document()
        self._numbers = 100

    def add(self, text: str) -> None:
        """Add a plain paragraph; a line end in it becomes a line break."""
        self._document.add_paragraph(text)

    def define(self, *levels: Level) -> int:
        """Define a multi-level list and return its number."""
        self._numbers += 1
        numbering = self._document.part.numbering_part.element
        abstract = _element("w:abstractNum", abstractNumId=str(self._numbers))
        for depth, level in enumerate(levels):
            shape = _element("w:lvl", ilvl=str(depth))
            shape.append(_element("w:start", val=str(level.start)))
            shape.append(_element("w:numFmt", val=level.fmt))
            shape.append(_element("w:lvlText", val=level.pattern))
            abstract.append(shape)
        numbering.insert(0, abstract)
        return self.again(self._numbers)

    def again(self, abstract: int, *, start: int | None = None) -> int:
        """Use a list's definition once more; with `start` it counts anew from there."""
        numbering = self._document.part.numbering_part.element
        number = 1000 + len(numbering)
        instance = _element("w:num", numId=str(number))
        instance.append(_element("w:abstractNumId", val=str(abstract)))
        if start is not None:
            override = _element("w:lvlOverride", ilvl="0")
            override.append(_element("w:startOverride", val=str(start)))
            instance.append(override)
        numbering.append(instance)
        return number

    def point(self, text: str, number: int, depth: int = 0) -> None:
        """Add a paragraph that Word numbers itself."""
        properties: etree._Element = self._document.add_paragraph(text)._p.get_or_add_pPr()
        reference = _element("w:numPr")
        reference.append(_element("w:ilvl", val=str(depth)))
        reference.append(_element("w:numId", val=str(number)))
        properties.append(reference)

    def table(self, rows: list[list[str]], merged: tuple[int, int] | None = None) -> None:
        """Add a table; `merged` joins one row's cells from its first to the given column."""
        table = self._document.add_table(rows=len(rows), cols=len(rows[0]))
        for row, texts in enumerate(rows):
            for column, text in enumerate(texts):
                table.cell(row, column).text = text
        if merged:
            row, column = merged
            table.cell(row, 0).merge(table.cell(row, column)).text = rows[row][0]

    def save(self, path: Path) -> Path:
        """Write the file."""
        self._document.save(str(path))
        return path
