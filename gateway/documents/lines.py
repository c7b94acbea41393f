"""A line of a document: a paragraph as it stands, or the row of a table."""

import re
from dataclasses import dataclass
from typing import Final

EDGES: Final = " :;,、。"  # what a heading neither begins nor ends with
ENDS: Final = " :;,、。!?"
FRAME: Final = " 。;()【】[]"
# What nobody sees parts words as a blank does: controls, marks without width, signs that turn a line round.
BLANKS: Final = re.compile(r"[\s\u3000\x00-\x1f\x7f-\xa0\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]+")


@dataclass(frozen=True)
class Line:
    """One paragraph, or one row with its cells; rows of one table share its number."""

    text: str
    cells: tuple[str, ...] = ()
    table: int | None = None


def tidy(text: str) -> str:
    """The text with every run of blanks as one, and none at its ends or between Chinese characters."""
    flat = BLANKS.sub(" ", text).strip()
    return re.sub(r"(?<=[^\x00-\x7f]) (?=[^\x00-\x7f:;,!?)])", "", flat)


def bare(text: str) -> str:
    """Only the letters and digits of a text: what makes two copies of a sentence equal."""
    return re.sub(r"[\W_]+", "", text)
