"""Due dates as offices write them, and what is allowed where a date can't be told."""

import calendar
import datetime as dt
import re
import unicodedata

from gateway.spreadsheets.grid import Objection, Value, shown, text_of
from schemas.policy import Speed

SEPARATED = re.compile(r"(\d{4})([-./年])(\d{1,2})[-./月](\d{1,2})[日号]?(?:(?:之|以)?前|止)?(?:T?0{1,2}:00(?::00)?)?")
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\.0)?")
END_OF_MONTH = re.compile(r"(\d{4})[-./年](\d{1,2})月?(?:底|末)?(?:之|以)?前?")
NO_END = re.compile(
    r"长期|长期坚持|长期整改|长期有效|长期推进|持续整改|持续推进|持续坚持|坚持长期|常态化|常态长效|长期坚持整改|"
    r"long-?term|ongoing|permanent",
    re.IGNORECASE,
)
FIRST, LAST = dt.date(2000, 1, 1), dt.date(2099, 12, 31)
ALLOWED_ZH = "允许写日期，如 2026-03-31、2026年3月31日、2026.3.31、2026/3/31、20260331"
ALLOWED_EN = "allowed are dates such as 2026-03-31, 2026/3/31 or 20260331"


def due_of(value: Value, speed: Speed | None) -> dt.date | None:
    """Return the due date; None for a blank cell and for 长期 on a long-term item; objects to all else."""
    if isinstance(value, dt.datetime):
        return _within(value.date(), value)
    if isinstance(value, dt.date):
        return _within(value, value)
    written = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text_of(value)))
    if not written:
        return None
    if NO_END.fullmatch(written):
        _allow_no_end(value, speed)
        return None
    match = SEPARATED.fullmatch(written) or COMPACT.fullmatch(written)
    if match is None or isinstance(value, bool):
        raise _objection(value, written)
    year, month, day = int(match[1]), int(match[match.re.groups - 1]), int(match[match.re.groups])
    try:
        return _within(dt.date(year, month, day), value)
    except ValueError:
        raise Objection(
            f"「{shown(value)}」不是日历上有的日期；{ALLOWED_ZH}。",
            f"“{shown(value)}” is not in the calendar; {ALLOWED_EN}.",
        ) from None


def _within(date: dt.date, value: Value) -> dt.date:
    if FIRST <= date <= LAST:
        return date
    raise Objection(
        f"「{shown(value)}」不在允许的年份内；允许 2000 年至 2099 年的日期。",
        f"“{shown(value)}” is out of range; allowed are dates from 2000 to 2099.",
    )


def _allow_no_end(value: Value, speed: Speed | None) -> None:
    if speed is Speed.LONG_TERM:
        return
    raise Objection(
        f"「{shown(value)}」只允许用于整改类型为「长期整改」的问题；请填写整改类型，或{ALLOWED_ZH[2:]}。",
        f"“{shown(value)}” is allowed for long-term problems only; state the speed, or {ALLOWED_EN}.",
    )


def _objection(value: Value, written: str) -> Objection:
    hint_zh, hint_en = _meant(value, written)
    return Objection(
        f"「{shown(value)}」不是确定的日期；{ALLOWED_ZH}；长期整改的问题可写「长期」{hint_zh}。",
        f"“{shown(value)}” is no definite date; {ALLOWED_EN}; a long-term problem may say “long-term”{hint_en}.",
    )


def _meant(value: Value, written: str) -> tuple[str, str]:
    """Say which date a vague text comes to, where only one can be meant."""
    match = END_OF_MONTH.fullmatch(written)
    if match and FIRST.year <= int(match[1]) <= LAST.year and 1 <= int(match[2]) <= 12:
        year, month = int(match[1]), int(match[2])
        day = dt.date(year, month, calendar.monthrange(year, month)[1])
    elif isinstance(value, float | int) and not isinstance(value, bool) and 36526 <= value < 73051:
        day = dt.date(1899, 12, 30) + dt.timedelta(days=int(value))
        return f"；此单元格是未设日期格式的数字（即 {day}），请把该列设为日期格式", f"; as a date it would be {day}"
    else:
        return "", ""
    return f"；如指月底，请写 {day}", f"; for the end of that month write {day}"
