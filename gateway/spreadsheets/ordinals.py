"""Numbers of problems as offices write them: 1, 1., (1), 一、, (一), ①, 第1项."""

import re
import unicodedata

from gateway.spreadsheets.grid import Objection, Value, is_blank, shown, text_of

DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
UNITS = {"十": 10, "百": 100}
FRAME = re.compile(r"^(?:第|no\.?|问题)?[(\[]*(.+?)[)\]]*[.、,:]?(?:项|个|号|条)?[)\]]*$", re.IGNORECASE)
LEADING = re.compile(r"(\d{1,3})\s*[.、．]\s*(?=\D|\d{4}年)(?=.*\S)")
HIGHEST = 999_999


def number_of(value: Value) -> int | None:
    """Return a problem's number, None for a blank cell; objects to what is no whole number above 0."""
    if is_blank(value):
        return None
    if isinstance(value, float | int) and not isinstance(value, bool):
        number = int(value) if float(value).is_integer() else None
    else:
        shape = unicodedata.normalize("NFKC", text_of(value)).replace(" ", "") if isinstance(value, str) else "-"
        match = FRAME.match(shape)
        number = _whole(match[1]) if match else None
    if number is None or not 0 < number <= HIGHEST:
        raise Objection(
            f"「{shown(value)}」不是序号；允许写整数，如 1、“1.”、“(一)”，也可以留空。",
            f"“{shown(value)}” is no number; allowed are whole numbers such as 1, “1.” or “(一)”, or nothing.",
        )
    return number


def _whole(digits: str) -> int | None:
    if re.fullmatch(r"\d{1,6}(?:\.0+)?", digits):
        return int(digits.partition(".")[0])
    return chinese(digits)


def chinese(numeral: str) -> int | None:
    """Return the value of a Chinese numeral up to 999, None for anything else."""
    if not re.fullmatch(r"(?:[一二三四五六七八九两]百)?零?(?:[一二三四五六七八九]?十)?[一二三四五六七八九]?", numeral):
        return None
    total, digit = 0, 0
    for char in numeral:
        if char in UNITS:
            total += (digit or 1) * UNITS[char]
            digit = 0
        else:
            digit = DIGITS[char]
    return total + digit or None


def leading_number(title: str) -> tuple[int | None, str]:
    """Split “12.2022年7月…” into 12 and the rest; 1.5万元 has no number of its own."""
    match = LEADING.match(title)
    return (int(match[1]), title[match.end() :]) if match else (None, title)
