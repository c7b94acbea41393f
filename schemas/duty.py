"""What somebody owes by some time: exactly what an OA shows as a to-do."""

from pydantic import Field

from schemas.people import Role
from schemas.policy import Colour, DutyKind
from schemas.values import DutyId, Instant, PersonId, Record


class Deadline(Record):
    """An instant, and why it is that one."""

    at: Instant
    rule: str  # which number of the policy, or whose decision
    counted_from: Instant
    calendar: str  # the version of the calendar that counted
    provisional: bool = False  # the official calendar of that year is not out yet


class Duty(Record):
    """Who owes what, since when, due when, and how far up its ladder it is."""

    id: DutyId
    kind: DutyKind
    owed_by: Role
    subject: str = ""  # which milestone, level, commitment, interview …
    since: Instant
    deadline: Deadline
    original: Deadline
    ladder: str
    rung: int = Field(default=0, ge=0)  # rungs climbed; beyond the ladder's length it counts the repeats
    colour: Colour | None = None
    put_off_seconds: int = 0  # by which time that does not count has moved it, for a cap on extensions to move too
    barred: tuple[PersonId, ...] = ()  # who may not discharge it: nobody looks back at what he closed
