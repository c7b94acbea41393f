"""Every state that a case can come to, searched breadth first: none is a dead end, nothing is written in vain."""

import datetime as dt
from collections import deque
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, NamedTuple, get_args

import pytest

from rules.cases import carry_out, let_time_pass, next_alarm, open_case
from rules.chain import unsealed
from rules.deadlines import today
from rules.duties import duty_of
from rules.people import people_in
from rules.recusal import debtors
from rules.registry import RULES, allowed_now
from schemas import commands as c
from schemas.case import Case, Stage
from schemas.commands import COMMANDS, Command
from schemas.duty import Duty
from schemas.facts import Fact
from schemas.people import Role
from schemas.policy import DutyKind, EvidenceKind, Speed
from schemas.words import Refusal
from tests.rules import town

# Two levels, two look-backs, one kind of evidence: the shape of the county's policy with less to walk through.
CHECKLIST = town.COUNTY.review.model_dump(mode="json")["checklist"]
REVIEW = {"levels": ["lead_unit", "committee"], "checklist": CHECKLIST}
AT_ONCE, SHOWN = "closed at once", "shown to the public first"
SHAPES = {
    AT_ONCE: town.county(review=REVIEW, evidence=["statement"]),
    SHOWN: town.county(review={**REVIEW, "levels": ["committee"], "publicity": "7d"}, evidence=["statement"]),
}
ASIDE_AT_ONCE = {AT_ONCE: 2, SHOWN: 1}  # of suspension, extension, withdrawal, interview, matter
LEAPS = (dt.timedelta(), dt.timedelta(days=20), dt.timedelta(days=40))  # for time to change something, if it ever does


class State(NamedTuple):
    """What of a case decides how it can go on."""

    stage: Stage
    again: bool
    owed: frozenset[str]
    levels_passed: int
    shown: bool
    proven: bool
    kept_open: bool
    suspended: bool
    acknowledged: bool
    look_backs: tuple[str, ...]


class Found(NamedTuple):
    """A case in a state, and when."""

    case: Case
    at: dt.datetime


class Map(NamedTuple):
    """All states found, the ways between them, and what was seen on them."""

    states: dict[State, Found]
    ways: dict[State, set[State]]
    commands: set[str]
    facts: set[str]


def state_of(case: Case) -> State:
    return State(
        stage=case.stage,
        again=case.round > 1,
        owed=frozenset(duty.kind for duty in case.duties if duty.kind is not DutyKind.PROGRESS),
        levels_passed=levels_passed(case),
        shown=was_shown(case),
        proven=len(case.evidence) > case.evidence_before,
        kept_open=case.kept_open is not None,
        suspended=case.suspension is not None,
        acknowledged=any(i.acknowledged for i in case.interviews[-1:]),
        look_backs=tuple(look.state for look in case.look_backs),
    )


def levels_passed(case: Case) -> int:
    return len(case.review.approvals) if case.review else 0


def judged(case: Case) -> bool:
    return case.review is not None and case.review.shown_until is None


def was_shown(case: Case) -> bool:
    """Say whether the public notice is over."""
    until = case.review.shown_until if case.review else None
    return until is not None and case.last_fact_at is not None and case.last_fact_at >= until


def aside(case: Case) -> int:
    kinds = {duty.kind for duty in case.duties}
    groups = ({DutyKind.EXTENSION}, {DutyKind.WITHDRAWAL}, {DutyKind.MATTER}, {DutyKind.COMMITMENT})
    talking = {DutyKind.NOTICE, DutyKind.INTERVIEW, DutyKind.CALL_INTERVIEW}
    return sum(bool(kinds & group) for group in (*groups, talking)) + (case.suspension is not None)


@cache
def the_map(shape: str) -> Map:
    found = Map({}, {}, set(), set())
    queue: deque[State] = deque()

    def enter(case: Case, at: dt.datetime) -> State:
        state = state_of(case)
        if state not in found.states:
            found.states[state] = Found(case, at)
            queue.append(state)
        return state

    for speed in (Speed.TIMED, Speed.IMMEDIATE):
        enter(open_case(town.opening(policy=SHAPES[shape], speed=speed), town.MONDAY)[0], town.MONDAY)
    while queue:
        here = queue.popleft()
        found.ways[here] = {
            enter(*step) for step in steps_from(found, *found.states[here]) if is_searched(step.case, shape)
        }
    return found


def is_searched(case: Case, shape: str) -> bool:
    return aside(case) <= ASIDE_AT_ONCE[shape] and case.round <= 2 and len(case.duties) <= 6


def steps_from(found: Map, case: Case, at: dt.datetime) -> Iterator[Found]:
    for command in sensible(case, at):
        try:
            done = carry_out(case, command, at, unsealed)
        except Refusal:
            continue
        found.commands.add(command.name)
        found.facts.update(entry.fact.kind for entry in done.entries)
        yield Found(done.case, at)
    if moved := after_time(found, case, at):
        yield moved


def after_time(found: Map, case: Case, at: dt.datetime) -> Found | None:
    """Let time pass until the state is another one."""
    here = state_of(case)
    for leap in LEAPS:
        alarm = next_alarm(case)
        if alarm is None:
            return None
        at = max(at, alarm.at) + leap
        case, entries = let_time_pass(case, at, unsealed)
        found.facts.update(entry.fact.kind for entry in entries)
        if state_of(case) != here:
            return Found(case, at)
    return None


def sensible(case: Case, at: dt.datetime) -> Iterator[Command]:
    """One or two sensible forms of each command that the stage allows, by somebody who may."""
    for name in allowed_now(case):
        kind = COMMANDS[name]
        if kind in (c.AdoptPolicy, c.AdoptCalendar) and aside(case):
            continue  # what they do to each duty is tried elsewhere
        for actor in able(case, kind):
            for number, fields in enumerate(forms(kind, case, at)):
                yield kind(id=f"{name}-{actor}-{number}-{case.head.number}", actor=actor, **fields)


def able(case: Case, kind: type[Command]) -> tuple[str, ...]:
    """One person for each role that may: whoever is not barred from a duty of that role first."""
    roles = RULES[kind].by(case)
    barred = {person for duty in case.duties for person in duty.barred}
    people = [person.id for person in people_in(case, *roles)]
    return tuple(sorted(people, key=lambda person: person in barred)[:1])


def forms(kind: type[Command], case: Case, at: dt.datetime) -> Iterator[dict[str, Any]]:
    if kind.name in ("decide_extension", "decide_withdrawal"):
        yield from ({"grant": grant, "reason": "已研究"} for grant in (True, False))
        return
    if kind is c.ConcludePublicity:
        yield from ({"objection": objection, "where": "网站", "finding": "已研究"} for objection in (True, False))
        return
    if kind is c.ApproveClosure:
        yield from ({**_fields(kind, case, at), "result": result} for result in c.Result)
        return
    yield _fields(kind, case, at)


def _fields(kind: type[Command], case: Case, at: dt.datetime) -> dict[str, Any]:
    day = today(case, at)
    if kind is c.HandOver:
        return {"leaver": "clerk", "successor": town.person("office"), "reason": "已研究"}
    return {field: _SAID[field](kind, case, day) for field in kind.model_fields if field in _SAID}


def _due(_kind: type[Command], case: Case, day: dt.date) -> dt.date:
    work = duty_of(case, DutyKind.RECTIFY)
    return today(case, work.deadline.at) + dt.timedelta(days=10) if work else _soon(_kind, case, day)


def _soon(_kind: type[Command], _case: Case, day: dt.date) -> dt.date:
    return day + dt.timedelta(days=20)


def _proofs(_kind: type[Command], case: Case, day: dt.date) -> tuple[c.Evidence, ...]:
    kinds = case.policy.evidence or (EvidenceKind.OTHER,)
    return tuple(town.proof(kind, 10 * case.head.number + n, day) for n, kind in enumerate(kinds))


def _level(_kind: type[Command], case: Case, _day: dt.date) -> Role:
    return case.policy.review.levels[levels_passed(case)] if judged(case) else Role.OFFICE


def _meant(kind: type[Command], case: Case, _day: dt.date) -> str | None:
    duty = duty_of(case, _MEANT[kind]) if kind in _MEANT else None
    return duty.id if duty else None


_WORDS = ("reason", "text", "statement", "where", "finding", "place", "record", "matter", "decision")
_SAID: dict[str, Callable[[type[Command], Case, dt.date], Any]] = {
    "assignment": lambda _kind, _case, _day: town.ASSIGNMENT,
    "measures": lambda _kind, _case, _day: ("建立制度",),
    "due": _due,
    "milestones": lambda _kind, _case, day: (c.Milestone(name="摸底", due=day + dt.timedelta(days=5)),),
    "milestone": lambda _kind, _case, _day: "摸底",
    "evidence": _proofs,
    "level": _level,
    "answers": lambda _kind, case, _day: town.answers(case.policy),
    "interviewee": lambda _kind, _case, _day: Role.LEADER,
    "interview": lambda _kind, case, _day: len(case.interviews) or 1,
    "duty": _meant,
    "held_on": lambda _kind, _case, day: day,
    "present": lambda _kind, _case, _day: ("张处长",),
    "commitments": lambda kind, case, day: (c.Commitment(what="月底前完成", due=_soon(kind, case, day)),),
    "until": _soon,
    "to": lambda _kind, _case, _day: Role.COMMITTEE,
    "policy": lambda _kind, case, _day: case.policy.model_copy(update={"name": "renamed"}),
    "calendar": lambda _kind, _case, _day: town.ANNOUNCED,
    **dict.fromkeys(_WORDS, lambda _kind, _case, _day: "已研究"),
}


_MEANT: dict[type[Command], DutyKind] = {
    c.DeclineInterview: DutyKind.CALL_INTERVIEW,
    c.FulfilCommitment: DutyKind.COMMITMENT,
    c.DecideMatter: DutyKind.MATTER,
}


both = pytest.mark.parametrize("shape", SHAPES)


def leading_to(found: Map, goals: set[State]) -> set[State]:
    back: dict[State, set[State]] = {}
    for state, nexts in found.ways.items():
        for other in nexts:
            back.setdefault(other, set()).add(state)
    reached, queue = set(goals), deque(goals)
    while queue:
        for state in back.get(queue.popleft(), set()) - reached:
            reached.add(state)
            queue.append(state)
    return reached


@both
def test_every_stage_is_reached(shape: str) -> None:
    assert {state.stage for state in the_map(shape).states} == set(Stage) - {Stage.NEW, Stage.RUNNING}


@both
def test_no_open_state_is_a_dead_end(shape: str) -> None:
    found = the_map(shape)
    settled = {state for state in found.states if state.stage is Stage.SETTLED}
    assert set(found.states) - leading_to(found, settled) == set()


@both
def test_a_case_can_be_closed_as_done_and_not_only_withdrawn_from_every_open_state(shape: str) -> None:
    found = the_map(shape)
    done = {state for state, (case, _) in found.states.items() if case.outcome == "done"}
    withdrawn = {state for state in found.states if state.stage is Stage.SETTLED} - done
    assert set(found.states) - withdrawn - leading_to(found, done) == set()


def test_every_command_is_accepted_somewhere() -> None:
    assert the_map(AT_ONCE).commands | the_map(SHOWN).commands == set(COMMANDS)


def test_every_fact_is_brought_by_something() -> None:
    kinds = {fact.model_fields["kind"].default for fact in get_args(get_args(Fact)[0])}
    of_scripts = {"step_opened", "step_planned", "step_done", "step_lapsed"}
    others = {"case_opened", "command_refused"} | of_scripts
    assert the_map(AT_ONCE).facts | the_map(SHOWN).facts == kinds - others


def test_what_is_shown_to_the_public_is_closed_by_nothing_else() -> None:
    assert the_map(SHOWN).facts - the_map(AT_ONCE).facts == {"publicity_opened", "publicity_passed", "objection_upheld"}


@both
def test_in_every_open_state_something_is_owed_or_will_ring(shape: str) -> None:
    found = the_map(shape).states.items()
    quiet = [state for state, (case, _) in found if not case.settled and next_alarm(case) is None]
    assert quiet == []


@both
def test_whoever_owes_a_duty_is_somebody_who_may_discharge_it(shape: str) -> None:
    def free(case: Case, duty: Duty) -> bool:
        return any(person.id not in duty.barred for person in debtors(case, duty))

    stuck = [d.id for _, (case, _) in the_map(shape).states.items() for d in case.duties if not free(case, d)]
    assert stuck == []


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_a_command_has_a_stage_in_which_it_is_allowed(name: str) -> None:
    seen = (*the_map(AT_ONCE).states.values(), *the_map(SHOWN).states.values())
    assert any(name in allowed_now(case) for case, _ in seen)
