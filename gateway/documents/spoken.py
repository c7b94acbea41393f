"""Lists within a sentence: 一是…;二是…, 第一,…第二,… and …不到位、…不够有力等问题."""

import re
from typing import Final

from gateway.documents.lines import EDGES
from gateway.documents.numerals import chinese
from gateway.documents.wording import fault_weight

START: Final = re.compile(r"(?:(?<=[。;:,,!、)\]】”\s])|^)(?:[一1]是(?!否)|第一[,、:]|一要)")
MOST: Final = 40
AND_SO_ON: Final = re.compile(
    r"(?:存在|发现|指出|还有|仍有)(?:了|的|着|"
    r"有)?((?:[^。;]{4,60}?[、,,])*[^。;]{4,60}?)等(?:[^。;、]{0,12})?(?:问题|现象|不足)"
)
OPENER: Final = re.compile(r"^.*(?:存在(?!的)|发现的|发现了|指出的|存在着|存在的)")
VAGUE: Final = re.compile(r"(?:一些|不少|以下|突出|薄弱)*(?:问题|不足|环节)")
QUOTES: Final = {"“": "”", "《": "》", "(": ")", "‘": "’"}


def split_spoken(text: str) -> tuple[str, list[str]]:
    """Cut 一是…二是… lists: what stands before them, and each point without its number."""
    start = START.search(text)
    if start is None:
        return text, []
    points: list[str] = []
    place, value = start.end(), 2
    while value <= MOST:
        after = _next(text, place, value) or _next(text, place, 1)
        if after is None:
            break
        points.append(text[place : after[0]].strip())
        value = after[2] + 1
        place = after[1]
    points.append(text[place:].strip())
    return text[: start.start()].strip(), [point for point in points if point]


def _next(text: str, place: int, value: int) -> tuple[int, int, int] | None:
    """Where the point with this number starts and its text begins, behind the given place."""
    spoken = chinese(value)
    pattern = re.compile(rf"(?<=[。;:,,!、)”\s…])(?:{spoken}是(?!否)|第{spoken}[,、:]|{spoken}要)")
    found = pattern.search(text, place)
    return (found.start(), found.end(), value) if found else None


def split_faults(text: str) -> list[str]:
    """The shortcomings that one sentence strings together: 存在甲不到位、乙不够有力等问题."""
    found = AND_SO_ON.search(text)
    if found is None:
        return _by_semicolons(text)
    parts = [OPENER.sub("", part) for part in _by_commas(found[1])]
    parts = [part for part in parts if not VAGUE.fullmatch(part)]
    return parts if len(parts) > 1 and all(fault_weight(part) >= 2 for part in parts) else []


LISTED: Final = re.compile(r"(?:问题|不足|表现)[^。;:]{0,12}(?:主要(?:是|有|表现为|表现在)|如下|有)?[:]([^。]{10,600})")


def _by_semicolons(text: str) -> list[str]:
    """The shortcomings of a list behind a colon: 主要是:甲不到位;乙不够有力。"""
    found = LISTED.search(text)
    parts = [part.strip(EDGES) for part in found[1].split(";")] if found else []
    return parts if len(parts) > 1 and all(fault_weight(part) >= 2 for part in parts) else []


def _by_commas(text: str) -> list[str]:
    """Split at enumeration commas; a part without a word of fault belongs to the one after it."""
    parts: list[str] = []
    depth, held = 0, ""
    for char in text + "、":
        depth += (char in QUOTES) - (char in QUOTES.values())
        if char in "、,," and depth <= 0:
            if fault_weight(held) >= 2:
                parts.append(held.strip())
                held = ""
            else:
                held += char
        else:
            held += char
    return parts if not held.strip(EDGES) else []
