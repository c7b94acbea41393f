"""What a reader understood of a file that an office received: the one shape for documents and spreadsheets."""

import datetime as dt
from decimal import Decimal
from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class Reading(BaseModel):
    """Base of what was read: immutable, and nothing unknown in it."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class DocumentKind(StrEnum):
    """What kind of document a file is, decided before anything is looked for in it."""

    REMEDIATION_NOTICE = "remediation_notice"  # 整改进展情况通报 / 整改情况公告
    FEEDBACK_OPINION = "feedback_opinion"  # 反馈意见, and a ledger of feedback problems
    PLAN = "plan"  # 方案 / 计划
    SUMMARY = "summary"  # 年度总结 / 工作总结
    OTHER = "other"


class StatedStatus(StrEnum):
    """What the text itself says of an item; never what our cases say."""

    DONE = "done"  # 已完成整改
    BASICALLY_DONE = "basically_done"  # 基本完成: not done
    ONGOING = "ongoing"  # 正在整改 / 持续推进
    LONG_TERM = "long_term"  # 长期坚持
    NOT_STARTED = "not_started"  # 尚未整改


class Declared(Reading):
    """The counts that the text declares of itself; None where it declares nothing."""

    total: int | None = None
    done: int | None = None
    basically_done: int | None = None
    ongoing: int | None = None
    clues: int | None = None


class ReadItem(Reading):
    """One feedback problem (or transferred clue) as the file states it."""

    number: int | None  # as printed; None where the file prints none
    group: str | None = None  # the heading it stands under
    title: str
    body: str = ""
    measures: tuple[str, ...] = ()
    status: StatedStatus | None = None
    flags: tuple[str, ...] = ()  # what a person should look at, as sentences
    amounts: tuple[str, ...] = ()  # as printed: 12.5万元
    dates: tuple[str, ...] = ()  # as printed: 2022年7月
    # What only a spreadsheet says:
    source: str | None = None
    category: str | None = None
    speed: str | None = None
    leader: str | None = None
    lead_unit: str | None = None
    co_units: tuple[str, ...] = ()
    handler: str | None = None
    due: dt.date | None = None
    amount_yuan: Decimal | None = None
    row: int | None = None  # the row of the file, counted from 1 as the spreadsheet program shows it


class RowError(Reading):
    """One cell that can't be taken, and what is allowed there."""

    row: int
    column: str
    message: str


class IntakeReading(Reading):
    """All that was understood of one file; `items` is empty with a warning that says why, never silently."""

    file: str  # the file's name, without its folder
    sha256: str
    kind: DocumentKind
    title: str | None = None
    declared: Declared = Declared()
    items: tuple[ReadItem, ...] = ()
    clues: tuple[ReadItem, ...] = ()
    mismatches: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    errors: tuple[RowError, ...] = ()
    faulty: tuple[ReadItem, ...] = ()  # what could be read of the rows in error: all that is wrong is told at once
