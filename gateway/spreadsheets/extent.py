"""How far a sheet reaches, and which of its cells have no usable value: what calamine doesn't tell."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from posixpath import join, normpath
from typing import IO

from lxml import etree

from gateway.spreadsheets.grid import Broken

REFERENCE = re.compile(r"^([A-Z]{1,3})([0-9]{1,7})$")


@dataclass
class Extent:
    """The last filled row and column, counted from 1, and the broken cells by (row, column) from 0."""

    rows: int = 0
    columns: int = 0
    broken: dict[tuple[int, int], Broken] = field(default_factory=dict)


def extents(content: bytes) -> dict[str, Extent]:
    """Return the extent of each worksheet by its name; raises KeyError, XMLSyntaxError on what is no workbook."""
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
    row, column = -1, -1
    events = etree.iterparse(
        sheet, events=("start", "end"), tag=("{*}row", "{*}c"), resolve_entities=False, no_network=True
    )
    for event, element in events:
        is_row = str(element.tag).endswith("}row")
        if is_row and event == "start":
            row, column = int(element.get("r", row + 2)) - 1, -1
        elif is_row:
            _forget(element)
        elif event == "end":
            row, column = _position(element.get("r"), row, column + 1)
            _note(extent, element, row, column)
    return extent


def _forget(row: etree._Element) -> None:
    """Free a row and those before it, so that memory doesn't grow with the sheet."""
    row.clear()
    parent = row.getparent()
    while parent is not None and (earlier := row.getprevious()) is not None:
        parent.remove(earlier)


def _position(reference: str | None, row: int, column: int) -> tuple[int, int]:
    match = REFERENCE.match(reference or "")
    if match is None:
        return row, column
    number = 0
    for char in match[1]:
        number = number * 26 + ord(char) - 64
    return int(match[2]) - 1, number - 1


def _note(extent: Extent, cell: etree._Element, row: int, column: int) -> None:
    if not len(cell):
        return
    extent.rows, extent.columns = max(extent.rows, row + 1), max(extent.columns, column + 1)
    value = next((child for child in cell if str(child.tag).endswith("}v")), None)
    if cell.get("t") == "e":
        extent.broken[row, column] = Broken((value.text if value is not None else None) or "#ERROR!")
    elif value is None and any(str(child.tag).endswith("}f") for child in cell):
        extent.broken[row, column] = Broken("=…")
