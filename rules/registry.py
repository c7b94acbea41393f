"""The table of commands and facts: who may ask what in which stage, and what each fact does to a case."""

import datetime as dt
from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

from rules.names import command_name, listed, name_of
from rules.people import person_in, roles_of
from rules.repertoire import StepCommand
from schemas.case import Case, Stage
from schemas.commands import Command
from schemas.facts import Fact
from schemas.misreading import QUOTED, harmless
from schemas.people import Person, Role
from schemas.policy import DutyKind
from schemas.time import LAST_DAY
from schemas.values import PersonId, Record
from schemas.words import Refusal, Text, text

C = TypeVar("C", bound=Command)
F = TypeVar("F", bound=Record)

Facts = tuple[Fact, ...]
LONGEST_WHY = 2_000

_ENDED = text(
    f"本事项的演练时钟已走到{LAST_DAY.year}年，到此为止，不再办理；请另起一次演练",
    f"the drill's clock has come to the year {LAST_DAY.year} and stops there: begin another drill",
)
OPEN = tuple(stage for stage in Stage if stage not in (Stage.NEW, Stage.SETTLED))


Roles = Callable[[Case], tuple[Role, ...]]


class Rule(NamedTuple):
    """Who may ask for a command in which stages; `by` yields no role where there is nothing to be done."""

    decide: Callable[[Case, Any, dt.datetime], Facts]
    by: Roles
    when: tuple[Stage, ...]
    while_suspended: bool
    barring: Callable[[Case], tuple[PersonId, ...]]  # who would be refused whatever he asked by it


RULES: dict[type[Command], Rule] = {}
STEP_RULES: dict[type[Command], Rule] = {}  # of the steps of scripted definitions
CONSEQUENCES: dict[type[Record], Callable[[Case, Any, dt.datetime], Case]] = {}


def decides(
    command: type[C],
    *,
    when: tuple[Stage, ...],
    by: tuple[Role, ...] | Roles,
    while_suspended: bool = False,
    barring: Callable[[Case], tuple[PersonId, ...]] = lambda _: (),
) -> Callable[[Callable[[Case, C, dt.datetime], Facts]], Callable[[Case, C, dt.datetime], Facts]]:
    """Enter a decision into the table; `by` is a list of roles, or says which roles the case's duties name."""
    roles: Roles = by if callable(by) else lambda _: by

    def enter(decide: Callable[[Case, C, dt.datetime], Facts]) -> Callable[[Case, C, dt.datetime], Facts]:
        RULES[command] = Rule(decide, roles, when, while_suspended, barring)
        return decide

    return enter


def follows(
    fact: type[F],
) -> Callable[[Callable[[Case, F, dt.datetime], Case]], Callable[[Case, F, dt.datetime], Case]]:
    """Enter what a fact does to a case into the table."""

    def enter(consequence: Callable[[Case, F, dt.datetime], Case]) -> Callable[[Case, F, dt.datetime], Case]:
        CONSEQUENCES[fact] = consequence
        return consequence

    return enter


def decide(case: Case, command: Command, at: dt.datetime) -> Facts:
    """Return the facts that a command brings, or refuse in words: which rule, what is the case, what is allowed."""
    rule = RULES.get(type(command)) or STEP_RULES[type(command)]
    actor_of(case, command)
    if at >= case.policy.clock.stops:
        raise refusal(command, _ENDED)
    if case.suspension and not rule.while_suspended:
        until = case.policy.clock.date_of(case.suspension.until)
        why = text(f"事项已挂起至{until}，恢复后才能办理", f"the case is suspended until {until}")
        raise refusal(command, why, case)
    if case.stage not in rule.when:
        raise not_now(case, command)
    roles = rule.by(case)
    if not roles:
        raise nothing_to(case, command)
    require_role(case, command, *roles)
    return rule.decide(case, command, at)


def apply(case: Case, fact: Fact, at: dt.datetime) -> Case:
    """Return the case after a fact."""
    return CONSEQUENCES[type(fact)](case, fact, at)


def allowed_now(case: Case, person: PersonId | None = None) -> tuple[str, ...]:
    """Return the names of the commands that somebody (or this person) may give in the case's present stage."""
    roles = roles_of(case, person) if person else tuple(Role)
    return tuple(
        command.name
        for command, rule in (*RULES.items(), *STEP_RULES.items())
        if case.stage in rule.when
        and (not case.suspension or rule.while_suspended)
        and set(rule.by(case)) & set(roles)
        and person not in rule.barring(case)
    )


def actor_of(case: Case, command: Command) -> Person:
    """Return who asks; only persons with a role in the case may."""
    person = person_in(case, command.actor)
    if person is None:
        raise refusal(
            command,
            text(
                f"“{command.actor}”在本事项中没有角色；只有整改办、领导和本事项的责任人员可以办理",
                f"“{command.actor}” has no role in this case; only the office, leaders and assigned persons may act",
            ),
        )
    return person


def require_role(case: Case, command: Command, *roles: Role) -> None:
    """Refuse an actor who holds none of some roles."""
    held = roles_of(case, command.actor)
    if set(held).isdisjoint(roles):
        needed, has = listed(tuple(map(name_of, roles))), listed(tuple(map(name_of, held)))
        why = text(
            f"须由{needed.zh}办理，“{command.actor}”是{has.zh}", f"for the {needed.en}; “{command.actor}” is {has.en}"
        )
        raise refusal(command, why)


def not_now(case: Case, command: Command) -> Refusal:
    """Return the refusal of a command that does not fit the stage."""
    stage = name_of(case.stage)
    return refusal(command, text(f"事项当前为“{stage.zh}”，不能办理", f"the case is “{stage.en}” now"), case)


def nothing_to(case: Case, command: Command) -> Refusal:
    """Return the refusal of a command for which the case has nothing now."""
    name = _called(command)
    return refusal(command, text(f"现在没有需要办理“{name.zh}”的事项", "nothing is waiting for it now"), case)


def refusal(command: Command, why: Text, case: Case | None = None) -> Refusal:
    """Return a refusal as one sentence: the command, the reason and, given the case, what is allowed now."""
    name = _called(command)
    # What people sent is quoted in it, and it stands in lists and in the record.
    said = text(f"【{name.zh}】{harmless(why.zh, LONGEST_WHY)}", f"[{name.en}] {harmless(why.en, LONGEST_WHY)}")
    if case is None:
        return Refusal(text(f"{said.zh}。", f"{said.en}."))
    procedure = case.opening.procedure.name if case.opening.procedure else None
    allowed = listed(tuple(command_name(name, procedure) for name in allowed_now(case, command.actor)))
    zh, en = allowed.zh or "没有可办理的事项", allowed.en or "nothing"
    return Refusal(text(f"{said.zh}。您现在可以：{zh}。", f"{said.en}. Allowed to you now: {en}."))


def _called(command: Command) -> Text:
    return command.called if isinstance(command, StepCommand) else command_name(command.name)


def no_duty(case: Case, asked: str, *kinds: DutyKind) -> Text:
    """Say that a case has no open duty of that id, and which it has."""
    ids = [duty.id for duty in case.duties if not kinds or duty.kind in kinds]
    asked = harmless(asked, QUOTED)
    return text(
        f"没有编号为“{asked}”的待办；可用的编号：{'、'.join(ids) or '无'}",
        f"no open duty is called “{asked}”; there are: {', '.join(ids) or 'none'}",
    )
