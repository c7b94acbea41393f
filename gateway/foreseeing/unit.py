"""A unit in which everybody is called by his role: the people of a plan."""

import datetime as dt

from rules.names import name_of
from rules.roster import standing_of
from schemas.facts import Opening
from schemas.item import FeedbackItem
from schemas.people import Role, Roster, RosterEntry
from schemas.policy import Policy, Speed
from schemas.steps import Procedure
from schemas.values import case_id_of
from schemas.words import Language, text
from schemas.work_calendar import WorkCalendar

CAMPAIGN = "plan"
_CATEGORY = "*"
_UNIT = text("牵头单位", "lead unit")
_TITLE = text("示例问题", "a sample problem")


def unit(language: Language = "zh") -> Roster:
    """Return a roster that names one person for each role."""
    people = (
        RosterEntry(
            id=role.value,
            name=name_of(role).speak(language),
            unit=_UNIT.speak(language),
            roles=(role,),
            categories=(_CATEGORY,),
        )
        for role in Role
    )
    return Roster(unit=_UNIT.speak(language), people=tuple(people))


def sample(speed: Speed = Speed.TIMED, due: dt.date | None = None, number: int = 1) -> FeedbackItem:
    """Return an item of which nothing is known but its speed and its limit."""
    return FeedbackItem(number=number, title=_TITLE.zh, category=_CATEGORY, speed=speed, due=due)


def opening(  # noqa: PLR0913 - all that a case is opened with
    policy: Policy,
    calendar: WorkCalendar,
    item: FeedbackItem,
    at: dt.datetime,
    people: Roster,
    *,
    procedure: Procedure | None = None,
) -> Opening:
    """Return the opening of an item that was fed back at an instant, when a fast clock begins to run."""
    clock = policy.clock.anchored(at)
    if clock is not policy.clock:  # a copy is hashed anew
        policy = policy.model_copy(update={"clock": clock})
    return Opening(
        case_id=case_id_of(CAMPAIGN, item.number),
        campaign=CAMPAIGN,
        item=item,
        policy=policy,
        calendar=calendar,
        standing=standing_of(people),
        fed_back_at=at,
        procedure=procedure,
    )
