"""Headings that carry no number: which short line names a field, and which one names a problem."""

import re
from typing import Final

from gateway.documents.lines import EDGES
from gateway.documents.markers import Style, read_marker
from gateway.documents.statuses import is_standing
from gateway.documents.wording import AIMED, ANSWER, FORWARD, LABEL, first_sentence, is_aspect

SHORT: Final = 36
LONGEST: Final = 90
BULLET: Final = re.compile(r"^(?:[—–-]{2,}|[●■◆★☆※➤▶◎○·•▲△◇□])\s*")
TOLD: Final = re.compile(r"(?:截至|目前|根据|按照|现将|为|巡察组|巡视组)|.*\d+号")
FORWARD_HEAD: Final = re.compile(r"[【\[].{0,12}[】\]]")


def without_bullet(text: str) -> str:
    """The text behind a dash or a bullet."""
    return BULLET.sub("", text)


def opens_aspect(text: str, following: list[str]) -> bool:
    """Whether a short line without number is a heading: it names a field, and a number or a problem follows it."""
    if opens_outlook(text):
        return True
    if len(text) > SHORT or re.search(r"[。;,,:]$", text) or LABEL.match(text) or not following:
        return False
    below = read_marker(following[0])
    if below is None:
        return is_aspect(text) and len(following) > 1 and stands_before_answer(following[0], following[1])
    numbered = below.style in {Style.CHINESE_BRACKETED, Style.DIGIT, Style.DIGIT_BRACKETED, Style.PROBLEM}
    return numbered and (is_aspect(text) or bool(re.search(r"问题(?:的)?整改(?:落实|进展)*(?:情况)?$", text)))


def opens_outlook(text: str) -> bool:
    """Whether a line opens with a heading in brackets on what comes next: 【下一步打算】."""
    forward = FORWARD_HEAD.match(text)
    return forward is not None and FORWARD.search(forward[0].strip("【】[]")) is not None


def names_problem(text: str) -> bool:
    """Whether a line is nothing but a problem's name: 关于……的问题。"""
    plain = text.rstrip(EDGES)
    return _is_heading(text) and AIMED.match(plain) is not None


def stands_before_answer(text: str, following: str) -> bool:
    """Whether a line of one sentence stands right before the label of an answer."""
    label = LABEL.match(without_bullet(following))
    if label is None or read_marker(following) or label[0].endswith("如下:") or TOLD.match(text):
        return False
    return _is_heading(text) and bool(label["answered"] or label["asked"])


def _is_heading(text: str) -> bool:
    plain = text.rstrip(EDGES)
    if not 4 <= len(plain) <= LONGEST or LABEL.match(text) or ANSWER.search(text) or is_standing(text):
        return False
    return first_sentence(plain) == plain and read_marker(text) is None
