"""The error that says how a value may be written."""

import datetime as dt

from schemas.words import Text


class Miswritten(ValueError):  # noqa: N818 - like a refusal: the sentence says what is allowed
    """A value was written in a way that is not allowed; `day` is the date in question, where there is one."""

    def __init__(self, reason: Text, day: dt.date | None = None) -> None:
        super().__init__(f"{reason.zh} / {reason.en}")
        self.reason = reason
        self.day = day


class Disjointed(Miswritten):
    """The parts of a whole don't go together; the line of a file at which it comes from that is told by other checks."""
