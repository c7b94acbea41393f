"""What a diligent person does about a duty: the command that discharges it, as somebody who owes it."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from rules.deadlines import today
from rules.rectifying import item_deadline, missing_evidence
from rules.recusal import debtors
from schemas import commands as c
from schemas.case import Case, Stage
from schemas.commands import Command
from schemas.duty import Duty
from schemas.policy import DutyKind
from tests.rules import town

Answer = tuple[type[Command], dict[str, Any]]


def answer_to(case: Case, duty: Duty, at: dt.datetime, command_id: str) -> Command | None:
    """Return the command that answers a duty at an instant; None where nobody can."""
    if duty.kind not in _ANSWERS:
        return None
    kind, fields = _ANSWERS[duty.kind](case, duty, at)
    return kind(id=command_id, actor=debtors(case, duty)[0].id, **fields)


def way_out(case: Case, at: dt.datetime, command_id: str) -> Command | None:
    """Return what leads a case to its end soon, whatever has become of it: it is withdrawn."""
    duty = next((duty for duty in case.duties if duty.kind is DutyKind.WITHDRAWAL), None)
    if duty:
        return c.DecideWithdrawal(id=command_id, actor=debtors(case, duty)[0].id, grant=True, reason="演练结束")
    if case.closed or case.stage is Stage.WATCHING:
        return c.ReportRelapse(id=command_id, actor=_finder(case), finding="演练结束")
    return c.RequestWithdrawal(id=command_id, actor=case.standing.office[0].id, reason="演练结束")


def _finder(case: Case) -> str:
    look_back = next((duty for duty in case.duties if duty.kind is DutyKind.LOOK_BACK), None)
    finders = debtors(case, look_back) if look_back else case.standing.principal
    return finders[0].id


def _plan(case: Case, duty: Duty, at: dt.datetime) -> Answer:
    return c.SubmitPlan, {"measures": ("逐项纠正",), "due": today(case, item_deadline(case, at).at)}


def _rectify(case: Case, duty: Duty, at: dt.datetime) -> Answer:
    if missing := missing_evidence(case):
        day, serial = today(case, at), len(case.evidence)
        return c.SubmitEvidence, {"evidence": tuple(town.proof(k, serial + n, day) for n, k in enumerate(missing))}
    return c.ReportDone, {"statement": "已落实"}


def _review(case: Case, duty: Duty, at: dt.datetime) -> Answer:
    levels = case.policy.review.levels
    level = levels[len(case.review.approvals)] if case.review else levels[0]
    answers = town.answers(case.policy) if level == levels[-1] else ()
    return c.ApproveClosure, {"level": level, "answers": answers}


def _publicity(case: Case, duty: Duty, at: dt.datetime) -> Answer:
    is_over = case.review is not None and case.review.shown_until is not None and at >= case.review.shown_until
    heard = {"finding": "公示期满，未收到异议"} if is_over else {"finding": "群众有异议"}
    return c.ConcludePublicity, {"objection": not is_over, "where": "单位网站", **heard}


def _interview(case: Case, duty: Duty, at: dt.datetime) -> Answer:
    promise = c.Commitment(what="限期整改到位", due=today(case, at) + dt.timedelta(days=5))
    record = {"held_on": today(case, at), "place": "会议室", "present": ("张处长",), "record": "oa://约谈"}
    return c.RecordInterview, {"interview": int(duty.subject), "commitments": (promise,), **record}


def _call(case: Case, duty: Duty, at: dt.datetime) -> Answer:
    return c.DeclineInterview, {"duty": duty.id, "reason": "情况已说明"}


_ANSWERS: dict[DutyKind, Callable[[Case, Duty, dt.datetime], Answer]] = {
    DutyKind.ASSIGN: lambda *_: (c.Assign, {"assignment": town.ASSIGNMENT}),
    DutyKind.ACKNOWLEDGE: lambda *_: (c.Acknowledge, {}),
    DutyKind.PLAN: _plan,
    DutyKind.PLAN_REVIEW: lambda *_: (c.ApprovePlan, {}),
    DutyKind.RECTIFY: _rectify,
    DutyKind.PROGRESS: lambda *_: (c.ReportProgress, {"text": "正在推进"}),
    DutyKind.REVIEW: _review,
    DutyKind.PUBLICITY: _publicity,
    DutyKind.PUBLISH: lambda *_: (c.RecordPublication, {"where": "单位网站"}),
    DutyKind.LOOK_BACK: lambda *_: (c.PassLookBack, {"finding": "没有反弹"}),
    DutyKind.CALL_INTERVIEW: _call,
    DutyKind.NOTICE: lambda _, duty, __: (c.AcknowledgeNotice, {"interview": int(duty.subject)}),
    DutyKind.INTERVIEW: _interview,
    DutyKind.COMMITMENT: lambda _, duty, __: (c.FulfilCommitment, {"duty": duty.id, "text": "已兑现"}),
    DutyKind.EXTENSION: lambda *_: (c.DecideExtension, {"grant": True, "reason": "同意"}),
    DutyKind.WITHDRAWAL: lambda *_: (c.DecideWithdrawal, {"grant": False, "reason": "不同意"}),
    DutyKind.MATTER: lambda _, duty, __: (c.DecideMatter, {"duty": duty.id, "decision": "照此办理"}),
    DutyKind.MILESTONE: lambda _, duty, __: (c.ReachMilestone, {"milestone": duty.subject}),
}
