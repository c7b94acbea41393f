"""An invented unit whose items are lived through: its policies, its openings, and what its people send."""

import datetime as dt
import hashlib
from typing import Any

from schemas.case import Case
from schemas.facts import Opening
from schemas.item import FeedbackItem
from schemas.policy import Policy, Speed
from schemas.values import case_id_of
from tests.workflows.town import ASSIGNMENT, CALENDAR, COUNTY, STANDING

Message = tuple[str, dict[str, Any]]  # a command's name and content, without its id

# The shortest way that the rules leave: no plan for what is put right at once, one level of review, no look-backs.
SHORT: Policy = COUNTY.model_validate(
    COUNTY.model_dump(mode="json")
    | {
        "name": "bench-short",
        "evidence": ["statement"],
        "review": {"levels": ["lead_unit"], "checklist": []},
        "look_backs": {"after": []},
    }
)


def opened(
    campaign: str, number: int, policy: Policy, at: dt.datetime, *, speed: Speed = Speed.TIMED, **fields: Any
) -> Case:
    """Return a new case with its assignment, as an intake starts it."""
    item = FeedbackItem(
        number=number, title=f"公务接待超标准（{number}）", category="财务管理", source="第三轮巡察", speed=speed
    )
    known: dict[str, Any] = {"policy": policy, "calendar": CALENDAR, "standing": STANDING, "assignment": ASSIGNMENT}
    known |= {"case_id": case_id_of(campaign, number), "campaign": campaign, "item": item, "fed_back_at": at}
    return Case(opening=Opening(**(known | fields)))


def proof(kind: str, day: dt.date, salt: str) -> dict[str, str]:
    """Return a reference to a piece of evidence."""
    digest = hashlib.sha256(f"{kind}{salt}".encode()).hexdigest()
    return {"kind": kind, "title": kind, "reference": f"oa://{kind}", "sha256": digest, "effective": str(day)}


def short_way(case: Case, day: dt.date) -> list[Message]:
    """Return the five commands that settle an item under the short policy."""
    return [
        ("acknowledge", {"actor": "handler"}),
        ("submit_evidence", {"actor": "handler", "evidence": [proof("statement", day, case.id)]}),
        ("report_done", {"actor": "handler", "statement": "各项措施已落实"}),
        ("approve_closure", {"actor": "head", "level": "lead_unit"}),
        ("record_publication", {"actor": "office", "where": "门户网站"}),
    ]
