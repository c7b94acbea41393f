"""The papers that people hand in: plans, proof, approvals, records of interviews."""

import datetime as dt
import hashlib
from typing import Any

from schemas.case import Case
from schemas.commands import Command
from schemas.people import Role
from tests.workflows.town import command

JUDGES = {Role.LEAD_UNIT: "head", Role.LEADER: "leader", Role.OFFICE: "office", Role.COMMITTEE: "secretary"}


def today(case: Case, now: dt.datetime, days: int = 0) -> dt.date:
    return case.policy.clock.date_of(now) + dt.timedelta(days=days)


def plan(due: dt.date) -> dict[str, Any]:
    return {"measures": ["修订接待管理办法"], "due": str(due)}


def proof(case: Case, day: dt.date, salt: str = "") -> list[dict[str, str]]:
    return [
        {
            "kind": kind,
            "title": f"{kind}{salt}",
            "reference": f"oa://{kind}/{salt}",
            "sha256": hashlib.sha256(f"{kind}{salt}".encode()).hexdigest(),
            "effective": str(day),
        }
        for kind in case.policy.evidence
    ]


def approval(case: Case, **fields: Any) -> Command:
    """Return the approval of the level that reviews now, with the checklist answered by the last one."""
    assert case.review is not None
    levels = case.policy.review.levels
    level = levels[len(case.review.approvals)]
    answers = [{"question": line.zh, "met": True} for line in case.policy.review.checklist]
    given = {"answers": answers} if level is levels[-1] else {}
    return command("approve_closure", JUDGES[level], level=level, **given, **fields)


def record(number: int, day: dt.date, *, promise: dt.date | None = None) -> dict[str, Any]:
    return {
        "interview": number,
        "held_on": str(day),
        "place": "三楼会议室",
        "present": ["张处长"],
        "record": f"oa://record/{number}",
        "commitments": [{"what": "月底前完成清退", "due": str(promise)}] if promise else [],
    }
