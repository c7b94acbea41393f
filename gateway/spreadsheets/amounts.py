"""Amounts of money as offices write them, in yuan."""

import re
import unicodedata
from decimal import Decimal, InvalidOperation

from gateway.spreadsheets.grid import Objection, Value, shown, text_of

UNITS = {"": 1, "元": 1, "百元": 100, "千元": 1000, "万": 10_000, "万元": 10_000, "百万元": 10**6, "千万元": 10**7}
UNITS |= {"亿": 10**8, "亿元": 10**8, "yuan": 1, "rmb": 1, "cny": 1, "圆": 1, "元整": 1, "万元整": 10_000}
WRITTEN = re.compile(r"[¥￥]?(\d+(?:\.\d+)?)(\D*)")
IN_HEADER = re.compile(r"(亿元|[百千]?万元|[百千]元|元|万|亿)")
IN_NOTE = re.compile(r"单位:(?:人民币)?(亿元|[百千]?万元|[百千]元|元)")
LARGEST = Decimal(10) ** 14


def unit_of(header: str, above: str = "") -> int:
    """Return how many yuan one unit is worth: as the header says, 涉及金额(万元), else “单位：万元” above the table."""
    match = IN_HEADER.search(unicodedata.normalize("NFKC", header))
    match = match or IN_NOTE.search(re.sub(r"\s+", "", unicodedata.normalize("NFKC", above)))
    return UNITS[match[1]] if match else 1


def amount_of(value: Value, unit: int) -> Decimal | None:
    """Return yuan with two decimals, None for a blank cell; a unit in the cell wins over the header's."""
    written = unicodedata.normalize("NFKC", text_of(value)).lower()
    written = re.sub(r"[\s,，]", "", written).removeprefix("人民币")
    if not written:
        return None
    match = None if isinstance(value, bool) else WRITTEN.fullmatch(written)
    if match is None or match[2] not in UNITS:
        raise _objection(value)
    try:
        yuan = (Decimal(match[1]) * (UNITS[match[2]] if match[2] else unit)).quantize(Decimal("0.01"))
    except InvalidOperation:
        raise _objection(value) from None
    if yuan > LARGEST:
        raise _objection(value)
    return yuan.normalize() if yuan != yuan.to_integral() else yuan.quantize(Decimal(1))


def _objection(value: Value) -> Objection:
    return Objection(
        f"「{shown(value)}」不是金额；允许写数字（元）或带单位，如 125000、12.5万元、1.2亿元，没有则留空。",
        f"“{shown(value)}” is no amount; allowed are numbers (yuan) or 12.5万元, 1.2亿元, or nothing.",
    )
