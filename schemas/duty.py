"""What somebody owes by some time: exactly what an OA shows as a to-do."""

import datetime as dt

from pydantic import Field

from schemas.people import Role
from schemas.policy import Colour, DutyKind
from schemas.time import Span
from schemas.values import DutyId, Instant, PersonId, Record


def kind_and_step(duty_id: str) -> tuple[str, str]:
    """Return the kind with which a duty's id begins and, where it is a definition's (step.NAME-serial), its step."""
    kind, _, step = duty_id.rpartition("-")[0].partition(".")
    return kind, step


class PutOff(Record):
    """Time that did not count, by which a deadline was moved."""

    by: dt.timedelta
    why: str  # review or suspension


class Deadline(Record):
    """An instant, and why it is that one."""

    at: Instant
    rule: str  # which number of the policy, or whose decision
    counted_from: Instant
    calendar: str  # the version of the calendar that counted
    provisional: bool = False  # the official calendar of that year is not out yet
    named: dt.date | None = None  # the date that somebody decided; None where a number of the policy was counted
    put_offs: tuple[PutOff, ...] = ()  # in order: with them it can be counted again by other numbers


class Warned(Record):
    """How far up a ladder people were told of a duty, in that ladder's own measure."""

    at: Span  # of the rung, before (minus) or after the due time
    repeat: Span
    times: int = 0  # repeats of the last rung


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
    warned: Warned | None = None  # nobody was told yet of the present due time
    lapsed: tuple[Instant, ...] = ()  # due times that passed while they held, where it has another one since
    barred: tuple[PersonId, ...] = ()  # who may not discharge it: nobody looks back at what he closed
