"""Word's automatic numbers: computed as Word computes them, because the file holds only their rules."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from gateway.documents.bounds import whole_of
from gateway.documents.folding import FULLS
from gateway.documents.numerals import chinese

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LEVELS: Final = 9


def _roman(value: int) -> str:
    if value > 3_999:
        return str(value)
    parts = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
    spoken = ""
    for weight, sign in parts:
        count, value = divmod(value, weight)
        spoken += sign * count
    return spoken


def _letter(value: int) -> str:
    return chr(ord("A") + (value - 1) % 26) * ((value - 1) // 26 + 1) if 0 < value <= 780 else str(value)


def _from(signs: str) -> Callable[[int], str]:
    return lambda value: signs[value - 1] if 0 < value <= len(signs) else str(value)


def _digitwise(value: int) -> str:
    return "".join("〇一二三四五六七八九"[int(digit)] for digit in str(value))


CIRCLED: Final = _from("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")
FORMATS: Final[dict[str, Callable[[int], str]]] = {
    "decimalZero": lambda value: f"{value:02d}",
    "decimalFullWidth": lambda value: str(value).translate(FULLS),
    "decimalFullWidth2": lambda value: str(value).translate(FULLS),
    "decimalEnclosedCircle": CIRCLED,
    "decimalEnclosedCircleChinese": CIRCLED,
    "decimalEnclosedParen": lambda value: f"({value})",
    "decimalEnclosedFullstop": lambda value: f"{value}.",
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "japaneseCounting": chinese,
    "koreanCounting": chinese,
    "taiwaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese,
    "ideographDigital": _digitwise,
    "japaneseDigitalTenThousand": _digitwise,
    "taiwaneseDigital": _digitwise,
    "ideographEnclosedCircle": lambda value: f"({chinese(value)})",
    "chineseLegalSimplified": _from("壹贰叁肆伍陆柒捌玖拾"),
    "ideographLegalTraditional": _from("壹贰叁肆伍陆柒捌玖拾"),
    "ideographTraditional": _from("甲乙丙丁戊己庚辛壬癸"),
    "upperRoman": _roman,
    "lowerRoman": lambda value: _roman(value).lower(),
    "upperLetter": _letter,
    "lowerLetter": lambda value: _letter(value).lower(),
    "none": lambda _value: "",
    "bullet": lambda _value: "",
}


@dataclass
class _Level:
    start: int = 1
    fmt: str = "decimal"
    text: str = ""
    legal: bool = False
    restart: int | None = None


@dataclass
class _List:
    """The counters of one abstract definition: every instance of it goes on counting."""

    levels: dict[int, _Level]
    at: dict[int, int] = field(default_factory=dict)


class Numbering:
    """The numbers of one document, told paragraph by paragraph in reading order."""

    def __init__(self, numbering: etree._Element | None, styles: etree._Element | None) -> None:
        self._lists: dict[str, _List] = {}
        self._instances: dict[str, str] = {}
        self._overrides: dict[tuple[str, int], int] = {}
        self._own_levels: dict[tuple[str, int], _Level] = {}
        self._styles: dict[str, tuple[str | None, int | None, str | None]] = {}
        self._seen: set[tuple[str, int]] = set()
        if numbering is not None:
            self._read_lists(numbering)
        if styles is not None:
            self._read_styles(styles)

    def label(self, paragraph: etree._Element) -> str:
        """The number that Word shows before this paragraph, counted on; empty where it shows none."""
        number, depth = self._reference(paragraph)
        known = self._lists.get(self._instances.get(number or "", ""))
        if number is None or known is None or not 0 <= depth < LEVELS:
            return ""
        level = self._level(number, known, depth)
        self._count(number, known, depth, level)
        return self._shown(number, known, level)

    def _read_lists(self, numbering: etree._Element) -> None:
        for abstract in numbering.iterchildren(f"{W}abstractNum"):
            levels = {_int(lvl, "ilvl"): _read_level(lvl) for lvl in abstract.iterchildren(f"{W}lvl")}
            self._lists[abstract.get(f"{W}abstractNumId", "")] = _List(levels)
        for instance in numbering.iterchildren(f"{W}num"):
            number = instance.get(f"{W}numId", "")
            self._instances[number] = _value(instance, "abstractNumId") or ""
            for override in instance.iterchildren(f"{W}lvlOverride"):
                self._read_override(number, override)

    def _read_override(self, number: str, override: etree._Element) -> None:
        depth = _int(override, "ilvl")
        start = _value(override, "startOverride")
        if (at := whole_of(start)) is not None:
            self._overrides[number, depth] = at
        own = override.find(f"{W}lvl")
        if own is not None:
            self._own_levels[number, depth] = _read_level(own)

    def _read_styles(self, styles: etree._Element) -> None:
        for style in styles.iterchildren(f"{W}style"):
            number = style.find(f"{W}pPr/{W}numPr")
            depth = _value(number, "ilvl") if number is not None else None
            self._styles[style.get(f"{W}styleId", "")] = (
                _value(number, "numId") if number is not None else None,
                whole_of(depth),
                _value(style, "basedOn"),
            )

    def _reference(self, paragraph: etree._Element) -> tuple[str | None, int]:
        own = paragraph.find(f"{W}pPr/{W}numPr")
        number = _value(own, "numId") if own is not None else None
        depth = _value(own, "ilvl") if own is not None else None
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        styled, styled_depth = self._of_style(style.get(f"{W}val", "") if style is not None else "")
        number = number if number is not None else styled
        at = whole_of(depth)
        return (None, 0) if number in {None, "0"} else (number, styled_depth if at is None else at)

    def _of_style(self, name: str) -> tuple[str | None, int]:
        depth: int | None = None
        for _ in range(20):
            number, own_depth, parent = self._styles.get(name, (None, None, None))
            depth = depth if depth is not None else own_depth
            if number is not None:
                return number, depth or 0
            if parent is None:
                break
            name = parent
        return None, 0

    def _level(self, number: str, known: _List, depth: int) -> _Level:
        return self._own_levels.get((number, depth)) or known.levels.get(depth) or _Level(text=f"%{depth + 1}.")

    def _count(self, number: str, known: _List, depth: int, level: _Level) -> None:
        fresh = (number, depth) not in self._seen
        self._seen.add((number, depth))
        if fresh and (number, depth) in self._overrides:
            known.at[depth] = self._overrides[number, depth]
        else:
            known.at[depth] = known.at[depth] + 1 if depth in known.at else level.start
        for deeper in [other for other in known.at if other > depth]:
            restart = self._level(number, known, deeper).restart
            if restart != 0 and (restart is None or depth < restart):
                del known.at[deeper]

    def _shown(self, number: str, known: _List, level: _Level) -> str:
        def part(found: re.Match[str]) -> str:
            other = int(found[1]) - 1
            form = self._level(number, known, other)
            value = known.at.get(other, form.start)
            return str(value) if level.legal else FORMATS.get(form.fmt, str)(value)

        return "" if level.fmt in {"bullet", "none"} else re.sub(r"%([1-9])", part, level.text)


def _read_level(lvl: etree._Element) -> _Level:
    start = whole_of(_value(lvl, "start"))
    return _Level(
        start=1 if start is None else start,
        fmt=_value(lvl, "numFmt") or "decimal",
        text=_value(lvl, "lvlText") or "",
        legal=lvl.find(f"{W}isLgl") is not None,
        restart=whole_of(_value(lvl, "lvlRestart")),
    )


def _value(parent: etree._Element, name: str) -> str | None:
    found = parent.find(f"{W}{name}")
    return found.get(f"{W}val") if found is not None else None


def _int(element: etree._Element, name: str) -> int:
    return whole_of(element.get(f"{W}{name}")) or 0
