"""An invented unit and its people, as the tests of the rules know them."""

import datetime as dt
from typing import Any

from gateway.calendar_files import load_calendar
from gateway.policy_files import POLICIES, find_policy, load_policy
from schemas.commands import Answer, Evidence
from schemas.facts import Opening
from schemas.item import FeedbackItem
from schemas.people import Assignment, Person, Role, Standing
from schemas.policy import EvidenceKind, Policy, Speed
from schemas.time import SHANGHAI, WorkCalendar
from schemas.values import CaseId

CALENDAR = load_calendar(POLICIES / "calendars" / "cn.yaml")
COUNTY = load_policy(find_policy("county"))
MONDAY = dt.datetime(2026, 3, 2, 10, 0, tzinfo=SHANGHAI).astimezone(dt.UTC)


NAMES = {
    "office": "钱主任",
    "clerk": "孙科员",
    "principal": "赵书记",
    "secretary": "吴秘书",
    "higher": "郑市长",
    "supervisor": "周组长",
    "leader": "张处长",
    "head": "王科长",
    "handler": "刘科员",
}


def person(name: str, shown: str = "") -> Person:
    return Person(id=name, name=shown or NAMES.get(name, name), unit="某市卫健委")


STANDING = Standing(
    office=(person("office"), person("clerk")),
    principal=(person("principal"),),
    committee=(person("secretary"),),
    higher=(person("higher"),),
    supervisor=(person("supervisor"),),
)
ASSIGNMENT = Assignment(
    leader=person("leader"),
    lead_unit="医政科",
    head=person("head"),
    handler=person("handler"),
)
HOLDER = {
    Role.OFFICE: "office",
    Role.PRINCIPAL: "principal",
    Role.COMMITTEE: "secretary",
    Role.HIGHER: "higher",
    Role.SUPERVISOR: "supervisor",
    Role.LEADER: "leader",
    Role.LEAD_UNIT: "head",
    Role.HANDLER: "handler",
}
EVERYBODY = (*HOLDER.values(), "clerk")


def opening(at: dt.datetime = MONDAY, speed: Speed = Speed.TIMED, due: dt.date | None = None, **fields: Any) -> Opening:
    item = FeedbackItem(number=7, title="公务接待超标准", category="财务管理", speed=speed, due=due)
    known: dict[str, Any] = {"item": item, "policy": COUNTY, "calendar": CALENDAR, "standing": STANDING}
    known |= {"case_id": CaseId("t/7"), "campaign": "t", "fed_back_at": at}
    return Opening(**(known | fields))


def county(**changes: Any) -> Policy:
    """The county's policy with some parts written anew."""
    return Policy.model_validate(COUNTY.model_dump(mode="json") | changes)


def _hasty() -> Policy:
    """Shorter limits, other ladders by other names, one level of review, one look-back."""
    plain = COUNTY.model_dump(mode="json")
    once = {"rungs": [{"at": "0d", "tell": ["principal"], "colour": "red", "interview": True}], "repeat": "3wd"}
    for rule in plain["duties"].values():
        rule |= {"due": "2wd", "ladder": "at_once"}
    for rule in plain["speeds"].values():
        rule |= {"due": "2mo", "reports": "2w"}
    changes = {
        "name": "hasty",
        "duties": plain["duties"],
        "speeds": plain["speeds"],
        "ladders": {"at_once": once},
        "relapse": {"due": "2w"},
        "review": plain["review"] | {"levels": ["committee"]},
        "look_backs": {"after": ["1mo"]},
    }
    return county(**changes)


def _easy() -> Policy:
    """Longer limits on the county's ladders, one more look-back, another decider of extensions."""
    plain = COUNTY.model_dump(mode="json")
    for rule in plain["duties"].values():
        rule |= {"due": "30wd"}
    for rule in plain["speeds"].values():
        rule |= {"due": "9mo"}
    changes = {
        "name": "easy",
        "duties": plain["duties"],
        "speeds": plain["speeds"],
        "extension": plain["extension"] | {"deciders": ["committee"]},
        "look_backs": {"after": ["3mo", "6mo", "1y"]},
    }
    return county(**changes)


HASTY, EASY = _hasty(), _easy()


def announced(*years: tuple[int, dict[str, str], str]) -> WorkCalendar:
    """The calendar with some years as they might be announced: holidays and make-up days as MMDD."""
    plain = CALENDAR.model_dump(mode="json")
    for year, holidays, made_up in years:
        new = {"year": year, "published": True, "source": "（假设）", "holidays": holidays, "make_up_days": made_up}
        plain["years"] = [*(old for old in plain["years"] if old["year"] != year), new]
    return WorkCalendar.model_validate(plain | {"version": "cn-invented", "years": sorted(plain["years"], key=_year)})


def _year(year: dict[str, Any]) -> int:
    return int(year["year"])


# What the arrangement of 2027 might be like; it is invented, for it is not out yet.
ANNOUNCED = announced(
    (2027, {"0101-0103": "元旦", "0205-0213": "春节", "0403-0405": "清明节", "0501-0505": "劳动节"}, "0220 0508")
)


def proof(kind: EvidenceKind, serial: int, effective: dt.date) -> Evidence:
    return Evidence(
        kind=kind, title=f"{kind.value} {serial}", reference="oa://1", sha256=f"{serial:064x}", effective=effective
    )


def answers(policy: Policy = COUNTY, *, met: bool = True) -> tuple[Answer, ...]:
    return tuple(Answer(question=line.zh, met=met) for line in policy.review.checklist)
