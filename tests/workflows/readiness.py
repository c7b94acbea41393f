"""For each command, a life in which it may be given just now, and the command itself."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from schemas.commands import Command
from schemas.policy import DutyKind
from tests.rules.town import ANNOUNCED, EASY
from tests.workflows import papers
from tests.workflows.life import Life
from tests.workflows.town import ASSIGNMENT, COUNTY, SHOWN, command, person

Ready = Callable[[Life], Command]


def ready_for(name: str, now: dt.datetime) -> tuple[Life, Command]:
    """Return a life that began long enough ago, and a command of this name that it would take."""
    long_ago, assigned, ready = _READY[name]
    policy = SHOWN if name == "conclude_publicity" else COUNTY
    life = Life(now - long_ago, assigned=assigned, policy=policy)
    return life, ready(life)


def _with(lived: Callable[[Life], Life], name: str, actor: str, **fields: Any) -> Ready:
    def ready(life: Life) -> Command:
        life = lived(life)
        given = {key: value(life) if callable(value) else value for key, value in fields.items()}
        return command(name, actor, **given)

    return ready


def _born(life: Life) -> Life:
    return life


def _watched(life: Life) -> Life:
    return life.closed().wait_for_duty(DutyKind.LOOK_BACK)


_LATELY, _MONTHS_AGO = dt.timedelta(days=1), dt.timedelta(days=150)

_TEXTS = {"reason": "须补充依据"}


def _answered(life: Life) -> Command:
    return papers.approval(life.reported().case)


_READY: dict[str, tuple[dt.timedelta, bool, Ready]] = {
    "assign": (_LATELY, False, _with(_born, "assign", "office", assignment=ASSIGNMENT.model_dump())),
    "acknowledge": (_LATELY, True, _with(_born, "acknowledge", "handler")),
    "submit_plan": (
        _LATELY,
        True,
        _with(Life.acknowledged, "submit_plan", "handler", measures=["修订办法"], due=lambda life: life.day(60)),
    ),
    "approve_plan": (_LATELY, True, _with(Life.planned, "approve_plan", "office")),
    "return_plan": (_LATELY, True, _with(Life.planned, "return_plan", "office", **_TEXTS)),
    "report_progress": (_LATELY, True, _with(Life.at_work, "report_progress", "handler", text="正在清退")),
    "reach_milestone": (
        _LATELY,
        True,
        _with(
            lambda life: life.at_work(milestones=[{"name": "制度印发", "due": str(life.day(30))}]),
            "reach_milestone",
            "handler",
            milestone="制度印发",
        ),
    ),
    "submit_evidence": (_LATELY, True, _with(Life.at_work, "submit_evidence", "handler", evidence=Life.proof)),
    "report_done": (
        _LATELY,
        True,
        _with(
            lambda life: life.at_work().do("submit_evidence", "handler", evidence=life.proof()),
            "report_done",
            "handler",
            statement="已落实",
        ),
    ),
    "approve_closure": (_LATELY, True, _answered),
    "refuse_closure": (_LATELY, True, _with(Life.reported, "refuse_closure", "head", level="lead_unit", **_TEXTS)),
    "conclude_publicity": (
        _LATELY,
        True,
        _with(
            Life.shown,
            "conclude_publicity",
            "office",
            objection=True,
            where="门户网站",
            finding="群众反映仍有超标准接待",
        ),
    ),
    "record_publication": (_LATELY, True, _with(Life.closed, "record_publication", "office", where="门户网站")),
    "pass_look_back": (_MONTHS_AGO, True, _with(_watched, "pass_look_back", "supervisor", finding="未见反弹")),
    "report_relapse": (_MONTHS_AGO, True, _with(_watched, "report_relapse", "supervisor", finding="又有超标准接待")),
    "call_interview": (
        _LATELY,
        True,
        _with(Life.at_work, "call_interview", "office", interviewee="leader", reason="进展迟缓"),
    ),
    "decline_interview": (
        _MONTHS_AGO,
        True,
        _with(
            lambda life: _watched(life).do("report_relapse", "supervisor", finding="又有超标准接待"),
            "decline_interview",
            "office",
            duty=lambda life: life.duty(DutyKind.CALL_INTERVIEW),
            **_TEXTS,
        ),
    ),
    "acknowledge_notice": (_LATELY, True, _with(Life.interviewed, "acknowledge_notice", "leader", interview=1)),
    "record_interview": (
        _LATELY,
        True,
        lambda life: command("record_interview", "office", **life.interviewed().record()),
    ),
    "record_missed_interview": (
        _LATELY,
        True,
        _with(Life.interviewed, "record_missed_interview", "office", interview=1, **_TEXTS),
    ),
    "fulfil_commitment": (
        _LATELY,
        True,
        _with(
            lambda life: life.interviewed().do("record_interview", "office", **life.record()),
            "fulfil_commitment",
            "leader",
            duty=lambda life: life.duty(DutyKind.COMMITMENT),
            text="已清退",
        ),
    ),
    "request_extension": (
        _LATELY,
        True,
        _with(Life.at_work, "request_extension", "handler", due=lambda life: life.day(100), **_TEXTS),
    ),
    "decide_extension": (
        _LATELY,
        True,
        _with(
            lambda life: life.at_work().do("request_extension", "handler", due=life.day(100), **_TEXTS),
            "decide_extension",
            "leader",
            grant=True,
            **_TEXTS,
        ),
    ),
    "suspend": (
        _LATELY,
        True,
        _with(Life.at_work, "suspend", "principal", until=lambda life: life.day(30), **_TEXTS),
    ),
    "resume": (
        _LATELY,
        True,
        _with(
            lambda life: life.at_work().do("suspend", "principal", until=life.day(30), **_TEXTS),
            "resume",
            "principal",
            **_TEXTS,
        ),
    ),
    "hand_over": (
        _LATELY,
        True,
        _with(Life.at_work, "hand_over", "office", leaver="handler", successor=person("heir").model_dump(), **_TEXTS),
    ),
    "leave_note": (_LATELY, True, _with(Life.at_work, "leave_note", "principal", text="抓紧整改")),
    "request_withdrawal": (_LATELY, True, _with(Life.at_work, "request_withdrawal", "office", **_TEXTS)),
    "decide_withdrawal": (
        _LATELY,
        True,
        _with(
            lambda life: life.at_work().do("request_withdrawal", "office", **_TEXTS),
            "decide_withdrawal",
            "secretary",
            grant=True,
            **_TEXTS,
        ),
    ),
    "adopt_policy": (
        _LATELY,
        True,
        _with(Life.at_work, "adopt_policy", "principal", policy=EASY.model_dump(mode="json"), **_TEXTS),
    ),
    "adopt_calendar": (
        _LATELY,
        True,
        _with(Life.at_work, "adopt_calendar", "office", calendar=ANNOUNCED.model_dump(mode="json"), **_TEXTS),
    ),
    "raise_matter": (_LATELY, True, _with(Life.at_work, "raise_matter", "handler", matter="须明确口径")),
    "decide_matter": (
        _LATELY,
        True,
        _with(
            lambda life: life.at_work().do("raise_matter", "handler", matter="须明确口径"),
            "decide_matter",
            "secretary",
            duty=lambda life: life.duty(DutyKind.MATTER),
            decision="按现行规定执行",
        ),
    ),
}
