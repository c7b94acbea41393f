"""The numbers that open a paragraph of an official document: 一、 (一) 1. (1) ① 一是 第一, 问题1:."""

import re
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import lru_cache
from typing import Final

from gateway.documents.numerals import number


class Style(IntEnum):
    """The forms of a number, from the outermost level to the innermost, as GB/T 9704 nests them."""

    CHAPTER = 0  # 第一部分
    CHINESE = 10  # 一、
    CHINESE_BRACKETED = 20  # (一)
    HEADING = 25  # a short line without number
    DIGIT = 30  # 1.
    DECIMAL = 35  # 1.1
    DIGIT_BRACKETED = 40  # (1)
    CIRCLED = 50  # ①
    PROBLEM = 60  # 问题1: — stands under whatever comes before it
    SPOKEN = 70  # 一是


@dataclass(frozen=True)
class Marker:
    """A number at the start of a text: its form, its value (`until` for 1—3.), and the text after it."""

    style: Style
    number: int | None
    rest: str
    until: int | None = None
    printed: str = ""


CN: Final = "[一二三四五六七八九十百〇零○]"
SIGNS: Final = (
    (Style.CHINESE_BRACKETED, "㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩"),
    (Style.DIGIT_BRACKETED, "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇"),
    (Style.DIGIT, "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛"),
    (Style.CIRCLED, "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"),
    (Style.CIRCLED, "❶❷❸❹❺❻❼❽❾❿"),
    (Style.CHINESE, "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ"),
)
SIGN_AT: Final = {sign: (style, place) for style, signs in SIGNS for place, sign in enumerate(signs, 1)}
NOUN: Final = r"(?:(?:反馈|发现|巡察|巡视|具体|审计)*(?:问题|意见)|整改(?:任务|事项|问题)|(?:具体)?任务|序号[:]?)"
AFTER: Final = r"\s*[、.:,]?\s*"
PATTERNS: Final = (
    (Style.PROBLEM, re.compile(rf"[【\[(]?\s*{NOUN}\s*[(]?({CN}{{1,4}}|\d{{1,3}})"
                               r"\s*[))】\]]*\s*(?:[:、.,】\]))]\s*|\s+|$)")),
    (Style.PROBLEM, re.compile(rf"第\s*({CN}{{1,4}}|\d{{1,3}})\s*(?:个|项|条)(?:反馈)?(?:具体)?问题\s*[:、,]\s*")),
    (Style.CHAPTER, re.compile(rf"第({CN}{{1,4}}|\d{{1,2}})(?:部分|章|节|篇)\s*[、.:]?\s*")),
    (Style.SPOKEN, re.compile(rf"({CN}{{1,3}})(?:是|要)(?!否)")),
    (Style.SPOKEN, re.compile(rf"第({CN}{{1,3}})\s*[,、:]\s*")),
    (Style.CHINESE_BRACKETED, re.compile(rf"[(〔\[【]\s*({CN}{{1,4}})\s*[))〕\]】]{AFTER}")),
    (Style.CHINESE_BRACKETED, re.compile(rf"({CN}{{1,3}})[))]\s*")),
    (Style.CHINESE, re.compile(rf"({CN}{{1,4}})\s*(?:[、.]|[:](?=关于))\s*")),
    (Style.DIGIT_BRACKETED, re.compile(rf"[(]\s*(\d{{1,3}})\s*[)]{AFTER}")),
    (Style.DIGIT_BRACKETED, re.compile(r"(\d{1,3})\s*[))]\s*[、.]?\s*")),
)  # fmt: skip
RANGE: Final = re.compile(r"(\d{1,3})\s*[-—–~―至到]+\s*(\d{1,3})\s*[、.]\s*(?=\D)")
DECIMAL: Final = re.compile(
    r"(\d{1,2})[.](\d{1,2})(?:[.](\d{1,2}))?\s*[、.]?"
    r"(?:\s*(?=[^\d\s.%‰倍万亿元版])|\s+(?=(?:19|20)\d\d年))"
)
DIGIT: Final = re.compile(r"(\d{1,3})\s*(?:[、]|[.]\s*)(?![.\d]*$)")
BARE_DIGIT: Final = re.compile(r"(\d{1,2})(?:\s+(?=[\u4e00-\u9fff“])|(?=关于))")
DECIMAL_NEXT: Final = re.compile(r"\d+\.\d")  # 3.3.5万元: no number has two points
QUANTITY: Final = re.compile(
    r"\d{1,4}(?:\.\d+)?\s*(?:余|多)?\s*(?:[万亿元倍%‰版折级吨℃]|平方|公里|公斤|千克|毫|厘米|米|亩|"
    r"小时|天|分|个月|个百分点|[A-Za-z]{1,2}(?![A-Za-z]))"
)


@lru_cache(maxsize=1024)
def read_marker(text: str) -> Marker | None:
    """The number that opens a text; None where it opens with none (3.5万元 and 2.0版 are quantities)."""
    found = _marker(text) if text else None
    return replace(found, printed=text[: len(text) - len(found.rest)]) if found else None


def _marker(text: str) -> Marker | None:
    if text[0] in SIGN_AT:
        style, value = SIGN_AT[text[0]]
        return Marker(style, value, re.sub(r"^[\s、..]+", "", text[1:]))
    for style, pattern in PATTERNS:
        found = pattern.match(text)
        if found:
            return Marker(style, number(found[1]), text[found.end() :])
    return _digit(text)


def _digit(text: str) -> Marker | None:
    ranged = RANGE.match(text)
    if ranged and int(ranged[1]) < int(ranged[2]):
        return Marker(Style.DIGIT, int(ranged[1]), text[ranged.end() :], until=int(ranged[2]))
    found = DIGIT.match(text) or BARE_DIGIT.match(text)
    if found is None or _quantity(text, found):
        return None
    decimal = DECIMAL.match(text)
    if decimal and text[found.end() - 1] != "、" and not _counted(text[found.end() :]):
        return Marker(Style.DECIMAL, int(decimal[3] or decimal[2]), text[decimal.end() :])
    return Marker(Style.DIGIT, int(found[1]), text[found.end() :])


def _quantity(text: str, found: re.Match[str]) -> bool:
    """Whether the point is a decimal point: 3.5万元, 2.0版, 1.5倍, 10.15 — but not the year in 12.2022年7月."""
    rest = text[found.end() :]
    if text[found.end() - 1] not in ".." or re.match(r"(?:19|20)\d\d(?:[年.\-—–至-]|$)", rest):
        return False
    return bool(QUANTITY.match(rest) and not DECIMAL_NEXT.match(rest)) or bool(re.match(r"\d{1,2}日", rest))


def _counted(rest: str) -> bool:
    """Whether digits after the number open the sentence itself: 12.2022年7月, 3.5名干部, 4.3家医院."""
    return bool(
        re.match(
            r"(?:19|20)\d\d\s*[年.\-—–至]|\d+(?:余|多)?(?:名|家|人|件|起|份|个|所|处|次|月|位|台|项|条|笔|"
            r"辆|例|篇|年)",
            rest,
        )
    )


def split_run(text: str, read: Callable[[str], Marker | None] = read_marker) -> list[str]:
    """Cut a paragraph where numbers 2, 3 … of the run that opens it, or a run from 1, stand inside it."""
    cuts = [0]
    due: dict[Style, int] = {}
    seconds = {style: [found.start() for found in pattern.finditer(text)] for style, pattern in SECOND.items()}
    opening = read(text)
    if opening and opening.number is not None:
        due[opening.style] = (opening.until or opening.number) + 1
    for end in _boundaries(text):
        marker = read(text[end : end + 60])
        if marker is None or marker.style is Style.SPOKEN or marker.number is None:
            continue
        chapter = marker.style is Style.CHINESE and len(text) > LUMP and text[end - 1] in "。 "
        if (
            chapter
            or marker.number == due.get(marker.style)
            or (marker.number == 1 and _runs_on(seconds.get(marker.style, []), end + 2))
        ):
            due[marker.style] = (marker.until or marker.number) + 1
            cuts.append(end)
    return [text[start:end].strip() for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True)]


def _boundaries(text: str) -> list[int]:
    """Where a number may open a point within a paragraph; in a long one also behind a heading without a stop."""
    found = {match.end() for match in BOUNDARY.finditer(text)}
    if len(text) > LUMP:
        found |= {match.end() for match in HEADED.finditer(text)}
    return sorted(found)


LUMP: Final = 400  # a paragraph this long has lost its line ends
HEADED: Final = re.compile(
    r"(?<=[情工打面题问况算作位施排展果效力责务])(?=[(][一二三四五六七八九十]{1,3}[)]|"
    r"[一二三四五六七八九十]{1,3}、|\d{1,2}[.、](?!\d)|[(]\d{1,2}[)]|第[一二三四五六七八九十]部分)"
)
FAR: Final = 3000  # how far behind a first point its second may stand in one paragraph
BOUNDARY: Final = re.compile(
    r"(?<=[。;:!?\]】”])\s*(?=[一二三四五六七八九十0-9(【㈠-㈩⑴-⒛①-⑳❶-❿第问整反具任序])|"
    r"(?<=[。) ])(?=[一二三四五六七八九十]{1,3}、)"
)
SECOND: Final = {
    Style.CHINESE: re.compile(r"二\s*[、.]"),
    Style.CHINESE_BRACKETED: re.compile(r"[(]\s*二\s*[))]|㈡"),
    Style.DIGIT: re.compile(r"2\s*[、.]|⒉"),
    Style.DIGIT_BRACKETED: re.compile(r"[(]?\s*2\s*[))]|⑵"),
    Style.CIRCLED: re.compile(r"②|❷"),
    Style.PROBLEM: re.compile(r"问题\s*[二2]"),
}


def _runs_on(seconds: list[int], start: int) -> bool:
    """Whether a second point stands behind a first one, not too far."""
    place = bisect_left(seconds, start)
    return place < len(seconds) and seconds[place] < start + FAR
