"""The visible pages of the template: the ledger to fill and the page that explains it."""

import math
import unicodedata

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from gateway.spreadsheets.columns import BY_KEY, Key
from gateway.spreadsheets.explanations import EXPLANATIONS, INTRODUCTION, SHEETS, TABLE_HEAD, Explanation
from gateway.spreadsheets.grid import letter
from gateway.spreadsheets.validations import LAST_ROW
from schemas.words import Language, text

A4 = 9
LINE = 15  # points
WIDTHS = (16, 12, 66, 44)
FONT = {"font_name": "宋体", "font_size": 11, "valign": "vcenter", "text_wrap": True}
HEAD = FONT | {"bold": True, "align": "center", "valign": "vcenter", "bg_color": "#D9E1F2", "border": 1}
GREY = FONT | {"font_color": "#7F7F7F", "border": 1}
COLUMN_FORMATS = {Key.DUE: {"num_format": "yyyy-mm-dd"}, Key.AMOUNT: {"num_format": "#,##0.00"}}


def write_ledger(workbook: Workbook, sheet: Worksheet, language: Language) -> None:
    """Write the header row of the ledger; required columns are red and carry an asterisk."""
    head, required = workbook.add_format(HEAD), workbook.add_format(HEAD | {"font_color": "#C00000"})
    for column, explanation in enumerate(EXPLANATIONS):
        cell_format = workbook.add_format(FONT | COLUMN_FORMATS.get(explanation.key, {}))
        sheet.set_column(column, column, explanation.width, cell_format)
        sheet.write_string(0, column, _label(explanation, language), required if explanation.required else head)
    sheet.set_row(0, 32)
    sheet.freeze_panes(1, 0)
    ruled = workbook.add_format({"border": 1, "border_color": "#A6A6A6"})
    filled = {"type": "formula", "criteria": f"=COUNTA($A2:${letter(len(EXPLANATIONS) - 1)}2)>0", "format": ruled}
    sheet.conditional_format(1, 0, LAST_ROW, len(EXPLANATIONS) - 1, filled)  # rows that are filled print as a table
    sheet.autofilter(0, 0, 0, len(EXPLANATIONS) - 1)
    sheet.repeat_rows(0)
    _set_up_print(sheet, SHEETS["ledger"].speak(language))


def write_explanations(workbook: Workbook, sheet: Worksheet, language: Language) -> None:
    """Write what each column is for, with one example in grey."""
    cell, title = workbook.add_format(FONT | {"border": 1}), workbook.add_format(FONT | {"bold": True, "font_size": 14})
    plain, head, grey = workbook.add_format(FONT), workbook.add_format(HEAD), workbook.add_format(GREY)
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    for row, line in enumerate(INTRODUCTION):
        sheet.merge_range(row, 0, row, len(TABLE_HEAD) - 1, line.speak(language), plain if row else title)
        sheet.set_row(row, 18 if row else 26)
    top = len(INTRODUCTION) + 1
    sheet.write_row(top, 0, [label.speak(language) for label in TABLE_HEAD], head)
    for row, explanation in enumerate(EXPLANATIONS, start=top + 1):
        *words, example = _words(explanation, language)
        sheet.write_row(row, 0, words, cell)
        sheet.write_string(row, len(words), example, grey)
        sheet.set_row(row, 6 + LINE * max(map(_lines, (*words, example), WIDTHS)))
    _set_up_print(sheet, SHEETS["explanations"].speak(language))


def _lines(words: str, width: int) -> int:
    """Return how many lines a text takes in a column; a Chinese character is two wide."""
    wide = [sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in line) for line in words.split("\n")]
    return sum(max(1, math.ceil(line / (width - 2))) for line in wide)


def _words(explanation: Explanation, language: Language) -> list[str]:
    required = text("必填", "yes") if explanation.required else text("选填", "no")
    label = BY_KEY[explanation.key].label
    return [words.speak(language) for words in (label, required, explanation.allowed, explanation.example)]


def _label(explanation: Explanation, language: Language) -> str:
    label = BY_KEY[explanation.key].label.speak(language)
    unit = text("（元）", " (yuan)").speak(language) if explanation.key is Key.AMOUNT else ""
    return label + unit + ("*" if explanation.required else "")


def _set_up_print(sheet: Worksheet, name: str) -> None:
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
    sheet.set_header(f"&C{name}")
    sheet.set_footer("&C&P / &N")
