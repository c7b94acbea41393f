"""Numerals as Chinese documents write them, and the numbers that they stand for."""

import re
from typing import Final

DIGITS: Final = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "两": 2}
LEGAL: Final = {c: i for i, c in enumerate("零壹贰叁肆伍陆柒捌玖")}
WEIGHTS: Final = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}

CHINESE: Final = r"[〇零○一二两三四五六七八九十百]"
NUMBER: Final = rf"(?:\d{{1,5}}|{CHINESE}{{1,5}})"


def spelled(text: str) -> int | None:
    """The number that a Chinese numeral spells (二十二, 一百零三, 二〇); None where it spells none."""
    if all(c in DIGITS for c in text) and len(text) > 1:
        return int("".join(str(DIGITS[c]) for c in text))
    total, digit = 0, 0
    for char in text:
        if char in WEIGHTS:
            total += (digit or 1) * WEIGHTS[char]
            digit = 0
        elif char in DIGITS or char in LEGAL:
            digit = DIGITS.get(char, LEGAL.get(char, 0))
        else:
            return None
    return total + digit if text else None


def number(text: str) -> int | None:
    """The number that digits or a Chinese numeral state; None where the text is neither."""
    plain = text.strip()
    if re.fullmatch(r"[0-9]{1,9}", plain):
        return int(plain)
    return spelled(plain)


def chinese(value: int) -> str:
    """Spell a number below ten thousand in Chinese, as headings count (十一, 二十, 一百零三); digits beyond."""
    if value > 9_999:
        return str(value)
    if value < 20:
        return ("", "十")[value // 10] + ("一二三四五六七八九"[value % 10 - 1] if value % 10 else "") or "零"
    return _by_weight(value)


def _by_weight(value: int) -> str:
    spoken, rest, gap = "", value, False
    for weight, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, rest = divmod(rest, weight)
        if digit:
            spoken += ("零" if gap and spoken else "") + "〇一二三四五六七八九"[digit] + name
        gap = not digit
    return spoken
