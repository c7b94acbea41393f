"""One problem out of its cells: each cell read by its column's rule, what can't be taken gathered as row errors."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeVar

from gateway.spreadsheets.amounts import amount_of, unit_of
from gateway.spreadsheets.columns import BY_KEY, Key
from gateway.spreadsheets.dates import due_of
from gateway.spreadsheets.drafts import Draft
from gateway.spreadsheets.grid import Broken, Objection, Value, has_unseen, is_blank, shown, text_of
from gateway.spreadsheets.headers import Header
from gateway.spreadsheets.ordinals import leading_number, number_of
from gateway.spreadsheets.splitting import measures, units
from gateway.spreadsheets.terms import goes_on, speed_of, strict_status_of, told_status_of
from schemas.intake import ReadItem, RowError, StatedStatus
from schemas.policy import Speed
from schemas.words import Language, Text, text

T = TypeVar("T")
LINE_BREAK = re.compile(r"(?<=[\x21-\x7e])(\s*\n\s*)(?=[\x21-\x7e])|\s*\n\s*")  # Latin words need a blank there
LONGEST_TEXT = 20_000
LONGEST_TITLE = 200
NOTHING = frozenset({"/", "\\", "-", "--", "—", "——", "－", "无", "暂无", "没有", "N/A", "n/a", "NA"})
UNDECIDED = frozenset({"待定", "待明确", "未定", "暂未明确", "待确定", "TBD", "tbd"})
# Columns without a field of their own: their text follows the details under its label, so that nothing is lost.
TOLD = (Key.CAUSE, Key.BASIS, Key.ADVICE, Key.GOAL, Key.PROGRESS, Key.REMARK)
JOINED = frozenset({Key.DETAIL, Key.MEASURES, Key.CO_UNITS, *TOLD})


@dataclass
class Cells:
    """The cells of one problem, and what was wrong or worth a look while they were read."""

    header: Header
    row: int
    values: dict[Key, Value]
    language: Language
    errors: list[RowError] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)

    def take(self, key: Key, read: Callable[[Value], T]) -> T | None:
        """Read one cell; an objection becomes a row error."""
        value = self.values.get(key)
        try:
            if isinstance(value, Broken):
                raise _broken(value)
            return read(value)
        except Objection as objection:
            self.object(key, objection.reason)
        return None

    def object(self, key: Key, reason: Text) -> None:
        """Note a row error."""
        self.errors.append(RowError(row=self.row, column=self.header.label(key), message=reason.speak(self.language)))

    def is_faulty(self, key: Key) -> bool:
        """Tell whether a column of the problem is in error already."""
        return key in self.header.columns and any(error.column == self.header.label(key) for error in self.errors)

    def flag(self, zh: str, en: str) -> None:
        """Note what a person should look at."""
        self.flags.append(text(zh, en).speak(self.language))

    def words(self, key: Key) -> str:
        """Return a cell's text, "" where it is blank or refused."""
        value = self.values.get(key)
        if is_blank(value):
            return ""
        if has_unseen(value):
            self.flag(
                f"「{self.header.label(key)}」中的不可见控制字符已去除。", f"Control characters removed in {key}."
            )
        written = self.take(key, _bounded) or ""
        if written.startswith("="):
            self.flag(
                f"「{self.header.label(key)}」以等号开头，按文字读入，未作计算。",
                f"{key} begins with = and is taken as text.",
            )
        return written

    def name(self, key: Key) -> str | None:
        """Return a person's or a unit's name, None where the cell says that there is none."""
        written = " ".join(self.words(key).split())
        if written in UNDECIDED:
            self.flag(
                f"「{self.header.label(key)}」写的是「{written}」，按未填处理。", f"{key} is left open: {written}."
            )
            return None
        return None if not written or written in NOTHING else written


def _bounded(value: Value) -> str:
    written = text_of(value)
    if len(written) > LONGEST_TEXT:
        raise Objection(
            f"文字有 {len(written)} 个字；允许不超过 {LONGEST_TEXT} 个字，请把材料作为佐证另附。",
            f"The text has {len(written)} characters; {LONGEST_TEXT} are allowed: attach the rest as evidence.",
        )
    return written


def _broken(value: Broken) -> Objection:
    if value.what.startswith("="):
        return Objection(
            "公式没有计算结果；请在表格软件中打开、保存后再读入，或改为填写内容。",
            "The formula has no stored result; open and save the file in the spreadsheet program, or type the content.",
        )
    return Objection(
        f"单元格是错误值「{value.what}」；请改为填写内容，没有则留空。",
        f"The cell holds the error {value.what}; type the content, or leave it blank.",
    )


def read_item(draft: Draft, header: Header, language: Language) -> tuple[ReadItem, tuple[RowError, ...]]:
    """Return what could be read of a draft's problem, and all that is wrong with its rows."""
    cells = Cells(header, draft.row, dict(draft.cells), language)
    _join(cells, draft)
    item = _item(cells, draft)
    return item, tuple(cells.errors)


def _join(cells: Cells, draft: Draft) -> None:
    """Bring rows that are merged to the problem's own into its cells: long texts one after the other."""
    for row, further in draft.further:
        for key, value in further.items():
            if isinstance(value, Broken):
                cells.errors.append(
                    RowError(
                        row=row, column=cells.header.label(key), message=_broken(value).reason.speak(cells.language)
                    )
                )
            elif not is_blank(value):
                _join_cell(cells, row, key, value)
    if draft.further:
        rows = f"{draft.row}—{draft.further[-1][0]}"
        cells.flag(f"第{rows}行的反馈问题是合并单元格，合为一个问题。", f"Rows {rows} share one merged problem.")


def _join_cell(cells: Cells, row: int, key: Key, value: Value) -> None:
    own = cells.values.get(key)
    if is_blank(own):
        cells.values[key] = value
    elif key in JOINED:
        cells.values[key] = f"{text_of(own)}\n{text_of(value)}"
    elif text_of(own) != text_of(value):
        cells.flag(
            f"第{row}行「{cells.header.label(key)}」的「{shown(value)}」与首行不同，未读取。",
            f"Row {row}: {key} “{shown(value)}” differs from the first row and is not taken.",
        )


def _item(cells: Cells, draft: Draft) -> ReadItem:
    title, body = _problem(cells)
    number = cells.take(Key.NUMBER, number_of)
    if is_blank(cells.values.get(Key.NUMBER)):
        number, title = leading_number(title)
    status, progress = _status(cells)
    speed = cells.take(Key.SPEED, speed_of)
    # 长期 as a due date isn't held against a row whose speed is in error: that may be what is meant.
    supposed = Speed.LONG_TERM if cells.is_faulty(Key.SPEED) else speed
    due = cells.take(Key.DUE, lambda value: due_of(value, supposed))
    amount = cells.name(Key.AMOUNT)
    return ReadItem(
        number=number,
        group=cells.name(Key.GROUP) or draft.heading,
        title=title,
        body=_body(cells, body, progress),
        measures=measures(cells.words(Key.MEASURES)),
        status=status,
        source=cells.name(Key.SOURCE),
        category=cells.name(Key.CATEGORY),
        speed=speed,
        leader=_one(cells, Key.LEADER),
        lead_unit=_one(cells, Key.LEAD_UNIT),
        co_units=units(cells.name(Key.CO_UNITS) or ""),
        handler=cells.name(Key.HANDLER),
        due=due,
        amounts=(amount,) if amount else (),
        amount_yuan=_amount(cells) if amount else None,
        row=draft.row,
        flags=tuple(dict.fromkeys(cells.flags)),
    )


def _problem(cells: Cells) -> tuple[str, str]:
    """Return title and body; a long problem text is kept whole in the body and shortened in the title."""
    written, detail = cells.words(Key.TITLE), cells.words(Key.DETAIL)
    if (not written or written in NOTHING) and not cells.is_faulty(Key.TITLE):
        cells.object(Key.TITLE, _untitled(written))
    title = LINE_BREAK.sub(lambda seam: " " if seam[1] else "", written)
    if len(title) <= LONGEST_TITLE:
        return title, detail
    first = title.split("。")[0]
    short = first if len(first) <= LONGEST_TITLE else first[: LONGEST_TITLE - 1] + "…"
    return short, f"{written}\n{detail}".strip()


def _untitled(written: str) -> Text:
    there = (f"写的是「{written}」", f"says “{written}”") if written else ("为空", "is blank")
    return text(
        f"反馈问题{there[0]}；每行都要写明问题，属于上一行的内容请写在同一单元格内或合并单元格。",
        f"The problem {there[1]}; every row needs one: what continues the row above goes into its cell.",
    )


def _status(cells: Cells) -> tuple[StatedStatus | None, str]:
    """Return the stated status and the text of the progress; a done item whose text goes on is flagged."""
    progress = cells.words(Key.PROGRESS)
    status = cells.take(Key.STATUS, strict_status_of) or told_status_of(progress)
    if status is StatedStatus.DONE and goes_on(progress):
        cells.flag(
            "所填状态为已完成，但进展文字表明工作仍在继续。", "Stated as done, but the text says that work goes on."
        )
    return status, progress


def _body(cells: Cells, body: str, progress: str) -> str:
    told = [(key, progress if key is Key.PROGRESS else cells.words(key)) for key in TOLD]
    paragraphs = [f"{BY_KEY[key].label.zh}：{words}" for key, words in told if words and words not in NOTHING]
    return "\n".join(([body] if body else []) + paragraphs)


def _one(cells: Cells, key: Key) -> str | None:
    name = cells.name(key)
    if name and len(units(name)) > 1:
        cells.flag(
            f"「{cells.header.label(key)}」写了{len(units(name))}个，应只有一个。",
            f"{key} names {len(units(name))}; one is meant.",
        )
    return name


def _amount(cells: Cells) -> Decimal | None:
    unit = unit_of(cells.header.label(Key.AMOUNT), "\n".join(cells.header.above))
    return cells.take(Key.AMOUNT, lambda value: amount_of(value, unit))
