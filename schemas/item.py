"""The feedback item: what an inspection found. It never changes."""

import datetime as dt
import hashlib
import unicodedata
from decimal import Decimal
from typing import Annotated, Final

from pydantic import Field, StringConstraints

from schemas.policy import Speed
from schemas.values import Label, Remark, Value, Words

MOST: Final = 999_999  # as far as the ledger's and the readers' numbers go
LONGEST_BODY: Final = 100_000


class FeedbackItem(Value):
    """One problem as it was fed back."""

    number: int = Field(ge=1, le=MOST)  # within its campaign
    title: Words
    body: Annotated[str, StringConstraints(max_length=LONGEST_BODY)] = ""
    group: Remark = ""
    source: Remark = ""  # 轮次 / 文号
    category: Remark = ""
    speed: Speed = Speed.TIMED
    measures: tuple[Remark, ...] = ()
    due: dt.date | None = None  # where the feedback itself names one
    amount_yuan: Decimal | None = None
    stated_as: Label | None = Field(default=None, description="the number as the document prints it")

    @property
    def digest(self) -> str:
        """Return the same text for the same problem, however it is spaced or numbered."""
        return problem_digest(self.title, self.body)


def problem_digest(title: str, body: str) -> str:
    """Return a SHA-256 over a problem's own words, blind to spacing and to full-width forms."""
    words = unicodedata.normalize("NFKC", title + "\n" + body)
    return hashlib.sha256("".join(words.split()).encode()).hexdigest()
