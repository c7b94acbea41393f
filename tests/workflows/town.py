"""An invented unit: its persons, its rules, its items, and the commands that they send."""

import datetime as dt
import itertools
from typing import Any

from gateway.calendar_files import load_calendar
from gateway.policy_files import POLICIES, find_policy, load_policy
from schemas.case import Case
from schemas.commands import COMMANDS, Command
from schemas.facts import Opening
from schemas.item import FeedbackItem
from schemas.people import Assignment, Person, Standing
from schemas.policy import Policy
from schemas.time import Span, Unit
from schemas.values import CaseId

CALENDAR = load_calendar(POLICIES / "calendars" / "cn.yaml")
COUNTY = load_policy(find_policy("county"))
SHOWN = COUNTY.model_copy(
    update={"review": COUNTY.review.model_copy(update={"publicity": Span(7, Unit.DAYS)})}
)  # to the public, before a closure holds
FAST = load_policy(find_policy("fast"))


def person(name: str) -> Person:
    return Person(id=name, name=name.title(), unit="某市卫健委")


STANDING = Standing(
    office=(person("office"),),
    principal=(person("principal"),),
    committee=(person("secretary"),),
    higher=(person("higher"),),
    supervisor=(person("supervisor"),),
)
ASSIGNMENT = Assignment(
    leader=person("leader"), lead_unit="财务科", head=person("head"), handler=person("handler"), co_units=("办公室",)
)

_serial = itertools.count(1)


def new_case(at: dt.datetime, *, campaign: str = "", policy: Policy = COUNTY, assigned: bool = True) -> Case:
    number = next(_serial)
    campaign = campaign or f"trial-{number}"
    policy = policy.model_copy(update={"clock": policy.clock.anchored(at)})
    return Case(
        opening=Opening(
            case_id=CaseId(f"{campaign}/{number:03}"),
            campaign=campaign,
            item=FeedbackItem(number=number, title="公务接待超标准", category="财务管理", source="第三轮巡察"),
            policy=policy,
            calendar=CALENDAR,
            standing=STANDING,
            fed_back_at=at,
            assignment=ASSIGNMENT if assigned else None,
        )
    )


_ids = itertools.count(1)


def command(name: str, actor: str, /, **fields: Any) -> Command:
    return COMMANDS[name].model_validate({"id": f"t-{next(_ids)}", "actor": actor, **fields})
