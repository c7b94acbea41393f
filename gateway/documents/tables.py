"""Problem tables within a document: a row is an item when its table's head names a column of problems."""

import re
from itertools import groupby
from typing import Final

from gateway.documents.drafts import Draft
from gateway.documents.items import finish
from gateway.documents.lines import Line
from gateway.documents.markers import read_marker
from gateway.documents.numerals import number
from gateway.documents.spoken import split_spoken
from schemas.intake import ReadItem

COLUMNS: Final = (
    ("number", re.compile(r"^(?:序号|编号|项次|问题编号|问题序号|No\.?)$", re.IGNORECASE)),
    ("standing", re.compile(r"状态|是否(?:完成|整改|销号)|完成情况$|销号情况|整改结果认定|^结论")),
    ("due", re.compile(r"时限|期限|完成时间|完成日期")),
    ("leader", re.compile(r"责任领导|分管领导|牵头领导|领导")),
    ("unit", re.compile(r"(?:责任|牵头|整改|承办)(?:单位|科室|部门)|单位$|科室$|部门$")),
    ("handler", re.compile(r"责任人|经办人|联系人")),
    ("planned", re.compile(r"整改措施|措施|整改目标|工作任务")),
    ("measures", re.compile(
        r"整改(?:落实|进展|完成)?(?:情况|进展|结果|成效)|进展|落实情况|办理情况|处理情况|成效|"
        r"处理和整改|办理结果"
    )),
    ("group", re.compile(r"方面|类别|类型|分类|大类|问题归类")),
    ("details", re.compile(r"具体表现|具体内容|具体情况|问题描述|问题表现|详细")),
    ("title", re.compile(r"问题(?!数|个数|金额|总)|整改任务|反馈意见|反馈内容|举报内容|线索|信访事项|整改事项")),
)  # fmt: skip
LABELS: Final = {"due": "整改时限", "leader": "责任领导", "unit": "责任单位", "handler": "责任人"}


def table_items(lines: list[Line]) -> tuple[list[ReadItem], list[ReadItem], list[Line]]:
    """The problems and the clues in the lines' tables, and the lines without these tables; other tables become text."""
    items: list[ReadItem] = []
    clues: list[ReadItem] = []
    rest: list[Line] = []
    for table, grouped in groupby(lines, key=lambda line: line.table):
        rows = list(grouped)
        head = _head(rows) if table is not None else None
        if head is None:
            rest.extend(_as_text(rows))
            continue
        read = _rows(rows, head)
        about_clues = any(re.search("线索|举报|信访", cell) for cell in rows[head[0]].cells)
        (clues if about_clues else items).extend(read)
    return items, clues, rest


def _head(rows: list[Line]) -> tuple[int, dict[str, int]] | None:
    """Which row ends the table's head, and which column is which."""
    head: tuple[int, dict[str, int]] | None = None
    for place, row in enumerate(rows[:4]):
        columns = _columns(row)
        if ("title" in columns or "details" in columns) and len(columns) > 1:
            above = head[1] if head else {}
            head = place, {**{key: at for key, at in above.items() if at not in columns.values()}, **columns}
        elif head:
            break
    return head


def _columns(row: Line) -> dict[str, int]:
    columns: dict[str, int] = {}
    for column, cell in enumerate(row.cells):
        name = re.sub(r"\s+", "", cell)
        key = next((key for key, words in COLUMNS if len(name) <= 14 and words.search(name)), None)
        if key and key not in columns:
            columns[key] = column
    return columns


def _as_text(rows: list[Line]) -> list[Line]:
    return [Line(part) for row in rows for cell in _cells(row) for part in cell.split("\n") if part]


def _cells(row: Line) -> list[str]:
    """What a row of no problem table says: its short cells as one line, its long ones each for itself."""
    cells = [cell for cell in dict.fromkeys(row.cells) if cell]
    if not row.cells:
        return [row.text]
    return [" ".join(cells)] if all(len(cell) <= 40 and "\n" not in cell for cell in cells) else cells


def _rows(rows: list[Line], head: tuple[int, dict[str, int]]) -> list[ReadItem]:
    place, columns = head
    items: list[ReadItem] = []
    group: str | None = None
    for row in rows[place + 1 :]:
        cells = [cell.strip() for cell in row.cells]
        filled = list(dict.fromkeys(cell for cell in cells if cell))
        if len(filled) == 1 and not filled[0].isdigit():
            group = _without_number(filled[0].replace("\n", ""))
        elif filled and row.cells != rows[place].cells and (item := _row(cells, columns, group)):
            items.append(item)
    return items


def _row(cells: list[str], columns: dict[str, int], group: str | None) -> ReadItem | None:
    def cell(key: str) -> str:
        return cells[columns[key]] if key in columns and columns[key] < len(cells) else ""

    title, body = cell("title") or cell("details"), cell("details") if cell("title") else ""
    if not title or re.match(r"(?:合计|总计|小计|备注|说明)", cells[0]):
        return None
    head, _, more = title.partition("\n")
    draft = Draft(head.strip(" 。"), [text for text in (more, body) if text])
    draft.measures = [
        point for key in ("planned", "measures") for text in cell(key).split("\n") for point in _points(text)
    ]
    draft.standing = [cell("standing")] if cell("standing") else []
    draft.owned = {label: cell(key).replace("\n", "、") for key, label in LABELS.items() if cell(key)}
    return finish(
        draft, number=number(re.sub(r"\D", "", cell("number")) or "-"), group=cell("group").replace("\n", "") or group
    )


def _without_number(text: str) -> str:
    marker = read_marker(text)
    return marker.rest if marker else text


def _points(text: str) -> list[str]:
    intro, points = split_spoken(text)
    kept = [re.sub(r"^(?:\d{1,2}\s*[、.](?!\d)|[(]\d{1,2}[))]|[①-⑳])\s*", "", part) for part in (intro, *points)]
    return [part for part in kept if part.strip()]
