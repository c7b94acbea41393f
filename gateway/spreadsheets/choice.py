"""Which sheet of a workbook is read, and what is said of the others."""

from dataclasses import dataclass
from pathlib import Path

from gateway.spreadsheets.columns import BY_KEY, ELSEWHERE, Key
from gateway.spreadsheets.explanations import SHEETS
from gateway.spreadsheets.grid import Grid, is_blank, letter, text_of
from gateway.spreadsheets.headers import HEADER_WITHIN, MOST_REMARKS, Header, closest, find_header, near_header, plain
from schemas.words import Refusal, Text, text


@dataclass(frozen=True)
class Choice:
    """The sheet to read with its header; no header where the file plainly is something else than a ledger."""

    grid: Grid
    header: Header | None
    warnings: tuple[Text, ...]


def choose(path: Path, grids: list[Grid]) -> Choice:
    """Choose the first sheet that has a problem column; the others are named. Refuses where none has one."""
    filled = [grid for grid in grids if any(not is_blank(value) for row in grid.rows for value in row)]
    if not filled:
        raise Refusal(text(f"文件「{path.name}」里没有内容。", f"There is nothing in {path.name}."))
    headers = [(grid, find_header(grid)) for grid in filled]
    for grid, header in headers:
        if header:
            others = tuple(_other(*pair, read=grid) for pair in headers if pair[0] is not grid and not _ours(pair[0]))
            return Choice(grid, header, others + header.remarks)
    for grid in filled:
        if _is_something_else(grid):
            return Choice(grid, None, (_something_else(grid),))
    raise Refusal(_no_header(path, filled))


def _ours(grid: Grid) -> bool:
    """Tell whether a sheet is the page of explanations of our own template."""
    return grid.name in {SHEETS["explanations"].zh, SHEETS["explanations"].en}


def _other(grid: Grid, header: Header | None, read: Grid) -> Text:
    if header is None:
        return text(
            f"工作表「{grid.name}」没有「反馈问题」列，未读取。", f"Sheet {grid.name} has no problem column: not read."
        )
    rows = sum(any(not is_blank(value) for value in row) for row in grid.rows[header.last + 1 :])
    return text(
        f"只读取了工作表「{read.name}」；工作表「{grid.name}」也有「反馈问题」列（约 {rows} 行），未读取："
        "请另存为单独的文件再读入。",
        f"Only sheet {read.name} was read; sheet {grid.name} has a problem column too ({rows} rows): save it as a file "
        "of its own and read that.",
    )


def _is_something_else(grid: Grid) -> bool:
    names = ([plain(text_of(value)) for value in row] for row in grid.rows[:HEADER_WITHIN])
    return near_header(grid) is None and any(len(ELSEWHERE.intersection(row)) >= 2 for row in names)


def _something_else(grid: Grid) -> Text:
    where_zh, where_en = (f"工作表「{grid.name}」", f"Sheet {grid.name}") if grid.name else ("此表", "This table")
    return text(
        f"{where_zh}是统计、评分或名册一类的表，没有「反馈问题」列，未读取任何问题。",
        f"{where_en} is a table of statistics, scores or people without a problem column: no problem was read.",
    )


def _no_header(path: Path, grids: list[Grid]) -> Text:
    guess_zh, guess_en = _guess(grids)
    return text(
        f"在「{path.name}」的前 {HEADER_WITHIN} 行中没有找到表头：至少要有「反馈问题」列"
        f"（也可叫问题、问题描述、存在问题等），并宜有序号、责任领导、牵头单位、完成时限等列{guess_zh}。"
        "用 bihuan template 可生成空白台账。",
        f"No header within the first {HEADER_WITHIN} rows of {path.name}: a column “Problem” (反馈问题) is needed, and "
        f"No., Leader, Lead unit, Due date are wanted{guess_en}. `bihuan template` writes an empty workbook.",
    )


def _guess(grids: list[Grid]) -> tuple[str, str]:
    """Name the column that probably is the problem column under another name."""
    for grid in grids:
        header = near_header(grid)
        labels = list(header.labels.items())[:MOST_REMARKS] if header else []
        for position, name in labels:
            column = closest(name)
            if column and column.key is Key.TITLE:
                where = f"{letter(position)}列「{name}」"
                return f"；{where}是否指「{BY_KEY[Key.TITLE].label.zh}」？请改名", f"; is {where} meant? Rename it"
    return "", ""
