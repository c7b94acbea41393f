"""The search attributes by which operators find cases in the Temporal UI: their names, types and limits."""

import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from typing import Final, Literal

AttributeType = Literal["Keyword", "KeywordList", "Datetime", "Int"]

# PostgreSQL's visibility columns hold 255 characters (Temporal 1.32 schema) while SQLite's and the frontend take
# 2 KB: a longer value would pass every test here and leave a stale row there.
LONGEST: Final = 200


class Attribute(StrEnum):
    """A search attribute's name; there are at most 10 keywords and 3 of any other type, and no free text.

    Temporal rewrites all that an item has with each change of any, so there are few, and what says nothing is left out.
    """

    CAMPAIGN = "BihuanCampaign"
    STAGE = "BihuanStage"  # in Chinese, as operators filter for it
    LEADER = "BihuanLeader"
    UNIT = "BihuanUnit"  # the lead unit
    COLOUR = "BihuanColour"  # the gravest of the open duties, where it is not green
    OWES = "BihuanOwes"  # for whom the case waits, by role
    DUE = "BihuanDue"  # the limit of the item itself; what is due next stands on its page and in the ledger
    ROUND = "BihuanRound"  # from the second on: a relapse begins it
    LOOK_BACK = "BihuanLookBack"  # look-backs passed, where any was


SEARCH_ATTRIBUTES: Final[Mapping[str, AttributeType]] = {
    Attribute.CAMPAIGN: "Keyword",
    Attribute.STAGE: "Keyword",
    Attribute.LEADER: "Keyword",
    Attribute.UNIT: "Keyword",
    Attribute.COLOUR: "Keyword",
    Attribute.OWES: "KeywordList",
    Attribute.DUE: "Datetime",
    Attribute.ROUND: "Int",
    Attribute.LOOK_BACK: "Int",
}


def keyword(value: str) -> str:
    """Return a value that every visibility store takes: one line without control characters, 200 characters at most."""
    line = "".join(" " if unicodedata.category(sign).startswith("C") else sign for sign in value)
    return " ".join(line.split())[:LONGEST]
