"""What people might ask of a case at a moment: sensible, mistaken, and plain junk."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from rules.deadlines import today
from rules.duties import duty_of
from rules.people import people_in, roles_of
from rules.rectifying import missing_evidence, review_levels
from rules.registry import RULES, allowed_now
from schemas.case import Case, InterviewState
from schemas.commands import COMMANDS, Command, Commitment, Milestone, Result
from schemas.people import Person, Role
from schemas.policy import DutyKind, EvidenceKind
from tests.rules import town

T = TypeVar("T")
Pick = Callable[[Sequence[Any]], Any]

STRANGER = "stranger"
_WORDS = ("理由充分", "{reason} %s \\ ''")
_LONG_AGO, _FAR_OFF = dt.date(1, 1, 1), dt.date(9999, 12, 31)


def some_command(case: Case, at: dt.datetime, serial: int, pick: Pick) -> Command:
    """Build a command: more often one that fits the stage and the person, now and then any."""
    fitting = allowed_now(case)
    name = pick((*fitting, *fitting, *COMMANDS)) if fitting else pick(tuple(COMMANDS))
    kind = COMMANDS[name]
    fields = {field: pick(_options(kind, field, case, at, serial)) for field in kind.model_fields if field not in _BASE}
    return kind(id=f"asked-{serial}", actor=pick(_actors(case, kind)), **fields)


_BASE = ("id", "actor")
_MEANT = {
    "fulfil_commitment": DutyKind.COMMITMENT,
    "decide_matter": DutyKind.MATTER,
    "decline_interview": DutyKind.CALL_INTERVIEW,
    "call_interview": DutyKind.CALL_INTERVIEW,
}


def _actors(case: Case, kind: type[Command]) -> tuple[str, ...]:
    people = (*town.EVERYBODY, "new")
    wanted = RULES[kind].by(case)
    fitting = tuple(person for person in people if set(roles_of(case, person)) & set(wanted))
    return (*fitting * 3, *people, STRANGER)


def _options(kind: type[Command], field: str, case: Case, at: dt.datetime, serial: int) -> Sequence[Any]:
    if field in ("due", "until"):
        return _dates(case, at)
    if field == "duty":
        meant = tuple(duty.id for duty in case.duties if duty.kind is _MEANT.get(kind.name))
        return (*meant * 3, *(duty.id for duty in case.duties), "rectify-99")
    if field in _BY_CASE:
        return _BY_CASE[field](case, at, serial)
    return _ANYWAY.get(field, _WORDS)


def _dates(case: Case, at: dt.datetime) -> Sequence[dt.date]:
    day, work = today(case, at), duty_of(case, DutyKind.RECTIFY)
    limit = today(case, work.deadline.at) if work else day
    steps = (day + dt.timedelta(days=n) for n in (30, 1, 80, 0, -3))
    later = (limit + dt.timedelta(days=n) for n in (10, 30, 70))
    return (*steps, *later, _LONG_AGO, _FAR_OFF)


def _held_on(case: Case, at: dt.datetime, _: int) -> Sequence[dt.date]:
    day = today(case, at)
    return (day, day, day, day + dt.timedelta(days=1), _LONG_AGO)


def _interviews(case: Case, at: dt.datetime, _: int) -> Sequence[int]:
    waiting = tuple(i.number for i in case.interviews if i.state is InterviewState.CALLED)
    return (*waiting * 3, *(i.number for i in case.interviews[-1:]), 99)


def _milestones(case: Case, at: dt.datetime, _: int) -> Sequence[object]:
    day = today(case, at) + dt.timedelta(days=1)
    step = Milestone(name="摸底", due=day)
    return ((), (step,), (step, step), (Milestone(name="摸底", due=_FAR_OFF),))


def _evidence(case: Case, at: dt.datetime, serial: int) -> Sequence[object]:
    day, kinds = today(case, at), missing_evidence(case) or (EvidenceKind.PHOTO,)
    whole = tuple(town.proof(kind, serial * 10 + n, day) for n, kind in enumerate(kinds))
    return (whole, whole, case.evidence[:1] or whole, (town.proof(kinds[0], serial, _FAR_OFF),))


def _commitments(case: Case, at: dt.datetime, _: int) -> Sequence[object]:
    day = today(case, at) + dt.timedelta(days=20)
    promises = tuple(Commitment(what=f"承诺{n}", due=day) for n in (1, 2))
    return ((), promises, (Commitment(what="太远", due=_FAR_OFF),), (Commitment(what="太早", due=_LONG_AGO),))


def _levels(case: Case, at: dt.datetime, _: int) -> Sequence[Role]:
    levels = review_levels(case)
    now = levels[min(len(case.review.approvals), len(levels) - 1)] if case.review else levels[0]
    return (now, now, now, *Role)


def _assignments(case: Case, at: dt.datetime, _: int) -> Sequence[object]:
    known = town.ASSIGNMENT
    others = (known.head, town.person("clerk"), town.person("supervisor"), town.person("secretary"))
    return (known, known, *(known.model_copy(update={"handler": other}) for other in others))


def _leavers(case: Case, at: dt.datetime, _: int) -> Sequence[str]:
    handler = (case.assignment.handler.id,) if case.assignment else ()
    return (*handler * 6, *town.EVERYBODY, "new", STRANGER)


def _successors(case: Case, at: dt.datetime, _: int) -> Sequence[Person]:
    """Anybody, and more often one who has something to decide: he may have to leave it to others then."""
    deciding = people_in(case, *(duty.owed_by for duty in case.duties))
    return (*deciding * 3, *(town.person(name) for name in ("new", "newer", *town.EVERYBODY)))


_BY_CASE: dict[str, Callable[[Case, dt.datetime, int], Sequence[Any]]] = {
    "assignment": _assignments,
    "milestones": _milestones,
    "milestone": lambda case, *_: [d.subject for d in case.duties if d.kind is DutyKind.MILESTONE] or ["无此节点"],
    "evidence": _evidence,
    "level": _levels,
    "answers": lambda case, *_: (town.answers(case.policy), town.answers(case.policy, met=False), ()),
    "interview": _interviews,
    "held_on": _held_on,
    "commitments": _commitments,
    "leaver": _leavers,
    "successor": _successors,
}
_ANYWAY: dict[str, Sequence[Any]] = {
    "measures": (("建立制度",),),
    "result": tuple(Result),
    "interviewee": (Role.LEADER, *Role),
    "present": (("张处长",),),
    "grant": (True, False),
    "objection": (True, False, False),
    "to": tuple(Role),
    "policy": (town.HASTY, town.EASY, town.COUNTY),
    "calendar": (town.ANNOUNCED, town.CALENDAR),
}
