"""A rung was climbed: the duty wears its colour, remembers how far people were told, and its letter used a number."""

import datetime as dt

from rules.duties import duty_by_id, with_changed
from rules.ladders import warned_of
from rules.registry import follows
from schemas.case import Case
from schemas.facts import RungClimbed


@follows(RungClimbed)
def rung_climbed(case: Case, fact: RungClimbed, at: dt.datetime) -> Case:
    """Wait for the next rung."""
    duty = duty_by_id(case, fact.duty)
    assert duty is not None  # noqa: S101 - only an open duty climbs
    warned = warned_of(case, duty.ladder, fact.rung)
    climbed = duty.model_copy(update={"rung": fact.rung + 1, "colour": fact.colour, "warned": warned})
    letters = {"letters": case.letters + 1} if fact.letter else {}
    return case.model_copy(update={"duties": with_changed(case, climbed), **letters})
