"""Reading a ledger: from the file to items, row errors and warnings, each non-empty row in one of them."""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from gateway.spreadsheets import delimited, workbook
from gateway.spreadsheets.choice import Choice, choose
from gateway.spreadsheets.columns import Key
from gateway.spreadsheets.container import Form, form_of, load
from gateway.spreadsheets.doubles import without_doubles
from gateway.spreadsheets.drafts import Draft, sort_rows
from gateway.spreadsheets.grid import Grid, is_blank, letter, shown
from gateway.spreadsheets.headers import MOST_REMARKS, Header
from gateway.spreadsheets.item import read_item
from gateway.spreadsheets.kinds import Heading, Skipped
from schemas.intake import DocumentKind, IntakeReading, ReadItem, RowError
from schemas.words import Language, Text, text


@dataclass
class Found:
    """What the rows of one sheet gave."""

    items: list[ReadItem] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)
    faulty: list[ReadItem] = field(default_factory=list)
    warnings: list[Text] = field(default_factory=list)


def read_spreadsheet(path: Path, language: Language = "zh") -> IntakeReading:
    """Return what a ledger (.xlsx, .csv) holds; raises Refusal where the file or its columns can't be read."""
    content = load(path)
    if form_of(path, content) is Form.WORKBOOK:
        choice = choose(path, workbook.grids(path, content))
    else:
        choice = choose(path, [delimited.grid(path, content)])
    found = _find(choice.grid, choice.header, language) if choice.header else Found()
    is_clues = choice.header is not None and "线索" in choice.header.label(Key.TITLE)
    if is_clues:
        found.warnings.append(_clues(len(found.items)))
    return IntakeReading(
        file=path.name,
        sha256=hashlib.sha256(content).hexdigest(),
        kind=DocumentKind.FEEDBACK_OPINION if choice.header else DocumentKind.OTHER,
        title=_title(choice),
        items=() if is_clues else tuple(found.items),
        clues=tuple(found.items) if is_clues else (),
        warnings=tuple(warning.speak(language) for warning in (*choice.warnings, *found.warnings)),
        errors=tuple(sorted(found.errors, key=lambda error: error.row)),
        faulty=tuple(found.faulty),
    )


def _find(grid: Grid, header: Header, language: Language) -> Found:
    found = Found(warnings=[*_above(header), *_unlabelled(grid, header)])
    items: list[ReadItem] = []
    for sorted_row in sort_rows(grid, header):
        if isinstance(sorted_row, Skipped):
            found.warnings.append(_skipped(sorted_row))
            continue
        item, errors = read_item(sorted_row, header, language)
        if not errors:
            items.append(item)
            continue
        found.faulty.append(item)
        found.errors += errors
        found.warnings += _left_with(sorted_row, {error.row for error in errors})
    number_column = header.label(Key.NUMBER if Key.NUMBER in header.columns else Key.TITLE)
    sifted = without_doubles(items, found.faulty, number_column, language)
    found.items = sifted.items
    found.faulty += sifted.faulty
    found.errors += sifted.errors
    found.warnings += sifted.warnings
    if not (found.items or found.errors):
        found.warnings.append(text("表头之下没有问题行。", "There are no problems below the header."))
    return found


def _left_with(draft: Draft, named: set[int]) -> list[Text]:
    """Name the rows that are merged to a problem that can't be taken."""
    return [
        text(
            f"第{row}行属于第{draft.row}行的问题，该问题有误，未读取。",
            f"Row {row} belongs to row {draft.row}, which is in error.",
        )
        for row, _ in draft.further
        if row not in named
    ]


def _unlabelled(grid: Grid, header: Header) -> list[Text]:
    """Name the columns without a header that hold something."""
    below = grid.rows[header.last + 1 :]
    width = max(map(len, below), default=0)
    bare = [column for column in range(width) if column not in header.labels]
    held = [column for column in bare if any(len(row) > column and not is_blank(row[column]) for row in below)]
    told = [
        text(f"{letter(column)}列有内容但没有列名，未读取。", f"Column {letter(column)} has no header and is not read.")
        for column in held[:MOST_REMARKS]
    ]
    if more := len(held) - len(told):
        told.append(
            text(f"另有 {more} 列有内容但没有列名，未读取。", f"{more} more columns have no header and are not read.")
        )
    return told


def _clues(count: int) -> Text:
    return text(
        f"此表列的是移交问题线索，{count} 条均归入线索，不作为反馈问题。",
        f"This table lists transferred clues: all {count} count as clues, none as a feedback problem.",
    )


def _skipped(row: Skipped) -> Text:
    if isinstance(row, Heading):
        return text(
            f"第{row.row}行「{shown(row.words)}」作为其下各问题的分组。",
            f"Row {row.row} heads a group: {shown(row.words)}",
        )
    return text(
        f"第{row.row}行「{row.words}」不是问题，未读取。", f"Row {row.row} is no problem and not read: {row.words}"
    )


def _title(choice: Choice) -> str | None:
    return next(filter(None, choice.header.above), None) if choice.header else None


def _above(header: Header) -> list[Text]:
    """Name the rows above the header that are not the title."""
    filled = [(row, words) for row, words in enumerate(header.above, start=1) if words]
    return [
        text(f"第{row}行「{shown(words)}」在表头之上，未读取。", f"Row {row} stands above the header: {shown(words)}")
        for row, words in filled[1:]
    ]
