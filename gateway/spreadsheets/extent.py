"""How far a sheet reaches, and which of its cells have no usable value: what calamine doesn't tell."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from posixpath import join, normpath
from typing import IO

from lxml import etree

from gateway.spreadsheets.grid import Broken

REFERENCE = re.compile(r"\b([A-Z]{1,3})([0-9]{1,7})\b")


@dataclass
class Extent:
    """The last filled row and column, counted from 1, and the broken cells by (row, column) from 0."""

    rows: int = 0
    columns: int = 0
    broken: dict[tuple[int, int], Broken] = field(default_factory=dict)


def extents(content: bytes) -> dict[str, Extent]:
    """Return the extent of each worksheet by its name; raises KeyError, ValueError, XMLSyntaxError on what is none."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = {entry.filename.replace("\\", "/").lower(): entry for entry in archive.infolist()}
        found = {}
        for name, part in _worksheets(archive, entries):
            with archive.open(entries[part]) as sheet:
                found[name] = _extent(sheet)
        return found


def _worksheets(archive: zipfile.ZipFile, entries: dict[str, zipfile.ZipInfo]) -> Iterator[tuple[str, str]]:
    relations = _parse(archive.read(entries["xl/_rels/workbook.xml.rels"]))
    targets = {
        relation.get("Id"): normpath(join("/xl", relation.get("Target", ""))).lstrip("/").lower()
        for relation in relations.iterfind("{*}Relationship")
        if relation.get("Type", "").endswith("/worksheet")
    }
    for sheet in _parse(archive.read(entries["xl/workbook.xml"])).iterfind("{*}sheets/{*}sheet"):
        relation_id = next((value for key, value in sheet.attrib.items() if str(key).endswith("}id")), None)
        if relation_id in targets:
            yield sheet.get("name", ""), targets[relation_id]


def _parse(content: bytes) -> etree._Element:
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))


def _extent(sheet: IO[bytes]) -> Extent:
    extent = Extent()
    index = -1
    for _, row in etree.iterparse(sheet, tag="{*}row", resolve_entities=False, no_network=True):
        index = int(row.get("r", index + 2)) - 1
        filled = [cell for cell in row if len(cell)]
        _reach(extent, filled, index)
        for cell in filled:
            if cell.get("t") == "e":
                extent.broken[_position(cell, index)] = Broken(cell.findtext("{*}v") or "#ERROR!")
            elif len(cell) == 1 and str(cell[0].tag).endswith("}f"):
                extent.broken[_position(cell, index)] = Broken("=…")
        _forget(row)
    return extent


def _reach(extent: Extent, filled: list[etree._Element], index: int) -> None:
    """Stretch the extent over a row's filled cells; for cells without a reference it may come out too wide."""
    references = [reference for cell in filled if (reference := cell.get("r"))]
    places = set(REFERENCE.findall(" ".join(references)))
    if len(places) < len(set(references)):
        raise ValueError("a cell's reference is beyond the largest sheet")
    unplaced = len(references) < len(filled)
    widest = max((_column(letters) for letters, _ in places), default=0)
    extent.columns = max(extent.columns, widest + len(filled) * unplaced)
    extent.rows = max([extent.rows, (index + 1) * unplaced, *(int(number) for _, number in places)])


def _forget(row: etree._Element) -> None:
    """Free a row and those before it, so that memory doesn't grow with the sheet."""
    row.clear()
    parent = row.getparent()
    while parent is not None and (earlier := row.getprevious()) is not None:
        parent.remove(earlier)


def _position(cell: etree._Element, row: int) -> tuple[int, int]:
    """Return row and column of a cell from 0; a cell without a reference follows the one before it."""
    behind = 0
    before: etree._Element | None = cell
    while before is not None:
        if match := REFERENCE.match(before.get("r", "")):
            return int(match[2]) - 1, _column(match[1]) - 1 + behind
        before, behind = before.getprevious(), behind + 1
    return row, behind - 1


@cache
def _column(letters: str) -> int:
    """Return the number of a column from its letters; A is 1."""
    return sum((ord(char) - 64) * 26**place for place, char in enumerate(reversed(letters)))
