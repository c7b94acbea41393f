"""A scripted case goes from step to step: what its story waits for now follows from the facts alone."""

import datetime as dt
import json
from collections.abc import Iterator

from rules.blocks import LEADER_IS_NAMED, Definition, Verdict
from rules.branches import Ask, Branch
from rules.deadlines import due_after
from rules.duties import Owed, discharge, discharge_one, duty_by_id, owe, owe_step
from rules.names import command_name, listed
from rules.recusal import require_other_hand
from rules.registry import STEP_RULES, Facts, Rule, actor_of, follows, refusal
from rules.repertoire import StepCommand, definition_of, forget, note, step_commands
from schemas.case import Case, OpenStep, Stage
from schemas.duty import Duty
from schemas.facts import ExtensionLapsed, Settled
from schemas.policy import DutyKind
from schemas.steps import Choice, PlannedStep, StepDone, StepLapsed, StepOpened, StepPlanned
from schemas.values import PersonId, canonical_json
from schemas.words import Text, text

MOST_DONE = 500  # steps: a case must fit into one payload of Temporal's 2 MB


class UnnamedOutcome(Exception):  # noqa: N818 - a fault of the script, in words
    """A definition ended with an outcome that it does not name."""

    def __init__(self, outcome: str, known: tuple[str, ...]) -> None:
        super().__init__(outcome)
        self.reason = text(
            f"结果“{outcome}”没有写在 outcomes 里；写了的有：{'、'.join(known)}。",
            f"The outcome “{outcome}” is not among the outcomes: {', '.join(known)}.",
        )


def moves(case: Case, at: dt.datetime) -> Facts:
    """Return what the story of a scripted case brings now: steps that it comes to or gives up, or its end."""
    procedure = case.opening.procedure
    if procedure is None or case.stage is not Stage.RUNNING:
        return ()
    definition = definition_of(procedure)
    named = case.opening.assignment is not None
    # By the policy that it was opened under: levels that somebody passed are not passed again under another one.
    story = Branch(definition(case.item, case.opening.policy, is_assigned=named).run())
    for done in case.done:
        story.hears(done)
    story.close()
    if story.ended is None:
        return (*_lapsed(case, story.asks), *_opened(case, story.asks, at))
    if lapsed := _lapsed(case, ()):
        return lapsed
    outcome = str(story.ended[0])
    if outcome not in definition.outcomes:
        raise UnnamedOutcome(outcome, tuple(definition.outcomes))
    return () if case.duties else (Settled(outcome=outcome, said=definition.outcomes[outcome]),)


def _lapsed(case: Case, asks: tuple[Ask, ...]) -> tuple[StepLapsed, ...]:
    wanted, titles = {(ask.step, ask.number) for ask in asks}, _titles(case)
    over = [(step, number) for step, number in _waiting(case) if (step, number) not in wanted]
    return tuple(StepLapsed(step=step, number=number, title=titles[step]) for step, number in over)


def _waiting(case: Case) -> list[tuple[str, int]]:
    """Return which steps are open or planned, each by its name and the how-manieth time."""
    planned = [(step.step, step.number) for step in case.planned]
    return [*((step.step, step.number) for step in case.steps), *planned]


def _opened(case: Case, asks: tuple[Ask, ...], at: dt.datetime) -> Iterator[StepOpened | StepPlanned]:
    waiting, titles = _waiting(case), _titles(case)
    for ask in asks:
        if (ask.step, ask.number) in waiting:
            continue
        title = titles[ask.step]
        if ask.about:
            title = text(f"{title.zh}：{ask.about}", f"{title.en}: {ask.about}")
        opened = StepOpened(
            step=ask.step, number=ask.number, title=title, owed_by=ask.owed_by, barred=_doers_of(case, ask.not_by)
        )
        yield _planned(case, opened, at)


def _planned(case: Case, opened: StepOpened, at: dt.datetime) -> StepOpened | StepPlanned:
    """Put a step off where the policy says that it is to be done only some time later."""
    rule = case.policy.steps.get(opened.step)
    if rule is None or rule.after is None:
        return opened
    start = due_after(case, rule.after, at, f"steps.{opened.step}.after")
    return StepPlanned(**opened.model_dump(exclude={"kind"}), at=start.at, provisional=start.provisional)


def _titles(case: Case) -> dict[str, Text]:
    assert case.opening.procedure is not None  # noqa: S101 - asked of scripted cases only
    commands = step_commands(case.opening.procedure.name)
    return {name: kind.called for name, kind in commands.items()} | {LEADER_IS_NAMED: command_name(LEADER_IS_NAMED)}


def _doers_of(case: Case, steps: tuple[str, ...]) -> tuple[PersonId, ...]:
    return tuple(dict.fromkeys(done.by.id for done in case.done if done.step in steps))


@follows(StepPlanned)
def step_planned(case: Case, fact: StepPlanned, at: dt.datetime) -> Case:
    """Wait for its time."""
    planned = PlannedStep.model_validate(fact.model_dump() | {"since": at})
    return case.model_copy(update={"planned": (*case.planned, planned)})


@follows(StepOpened)
def step_opened(case: Case, fact: StepOpened, at: dt.datetime) -> Case:
    """Owe the step."""
    if fact.step == LEADER_IS_NAMED:
        case = owe(case, DutyKind.ASSIGN, at)
    else:
        case = owe_step(case, fact.step, at, Owed(subject=fact.title.zh, owed_by=fact.owed_by, barred=fact.barred))
    opened = OpenStep(step=fact.step, number=fact.number, duty=case.duties[-1].id)
    planned = tuple(step for step in case.planned if (step.step, step.number) != (fact.step, fact.number))
    return case.model_copy(update={"steps": (*case.steps, opened), "planned": planned})


@follows(StepDone)
def step_done(case: Case, fact: StepDone, at: dt.datetime) -> Case:
    """Discharge it, and remember what was written down: the story goes on from there."""
    return _without(case.model_copy(update={"done": (*case.done, fact)}), fact)


@follows(StepLapsed)
def step_lapsed(case: Case, fact: StepLapsed, at: dt.datetime) -> Case:
    """Owe it no longer."""
    planned = tuple(step for step in case.planned if (step.step, step.number) != (fact.step, fact.number))
    return _without(case.model_copy(update={"planned": planned}), fact)


def _without(case: Case, fact: StepDone | StepLapsed) -> Case:
    over = next((step for step in case.steps if (step.step, step.number) == (fact.step, fact.number)), None)
    if over is None:
        return case
    if case.extension and case.extension.duty == over.duty:  # who needs not do it needs no more time for it
        case = discharge(case.model_copy(update={"extension": None}), DutyKind.EXTENSION)
    steps = tuple(step for step in case.steps if step is not over)
    return discharge_one(case.model_copy(update={"steps": steps}), over.duty)


def enter(definition: type[Definition]) -> type[Definition]:
    """Take a definition into the repertoire, and its steps among what people may ask for; as a decorator, too."""
    for name, kind in note(definition).items():
        STEP_RULES[kind] = _rule(definition.name, name)
    return definition


def leave(definition: type[Definition]) -> None:
    """Take a definition out of the repertoire."""
    for kind in step_commands(definition.name).values():
        del STEP_RULES[kind]
    forget(definition)


def _rule(procedure: str, step: str) -> Rule:
    def duties(case: Case) -> tuple[Duty, ...]:
        mine = case.opening.procedure is not None and case.opening.procedure.name == procedure
        return tuple(duty for _, duty in _open_ones(case, step)) if mine else ()

    def barring(case: Case) -> tuple[PersonId, ...]:
        first, *others = [duty.barred for duty in duties(case)] or [()]
        return tuple(person for person in first if all(person in other for other in others))

    return Rule(
        decide=do_step,
        by=lambda case: tuple(dict.fromkeys(duty.owed_by for duty in duties(case))),
        when=(Stage.RUNNING,),
        while_suspended=False,
        barring=barring,
    )


def do_step(case: Case, command: StepCommand, at: dt.datetime) -> Facts:
    """Write down that a step is done, by somebody who owes it and is not barred from it."""
    step, duty = _asked_for(case, command)
    if len(case.done) >= MOST_DONE:
        why = text(
            f"本事项已办{MOST_DONE}步，不能再增加", f"{MOST_DONE} steps are done in this case, which is the most"
        )
        raise refusal(command, why)
    why = text("办理过前面有关步骤的人不能自己审核、回看", "who did what this step judges can't do it himself")
    require_other_hand(case, command, duty, why)
    _require_reason(command)
    written = command.model_dump(mode="json", exclude={"id", "actor", "number"})
    fields = json.loads(canonical_json(written))  # in the order in which the ledger gives them back
    by, title, said = actor_of(case, command), _title_now(command, duty), _said(command)
    done = StepDone(step=step.step, number=step.number, by=by, title=title, said=said, fields=fields)
    return (ExtensionLapsed(by=by), done) if case.extension and case.extension.duty == duty.id else (done,)


def _require_reason(command: StepCommand) -> None:
    """Who refuses says why, as in remediation: whoever it comes back to must know what is wanting."""
    if isinstance(command, Verdict) and not command.agree and not command.opinion.strip():
        raise refusal(command, text("不同意的，须写明理由（opinion）", "who does not agree says why (opinion)"))


def _said(command: StepCommand) -> Text | None:
    """Say what was chosen, and whether it was agreed to: what lists of what happened must tell."""
    chosen = [value.said for name in type(command).model_fields if isinstance(value := getattr(command, name), Choice)]
    if isinstance(command, Verdict):
        chosen.append(text("同意", "agreed") if command.agree else text("不同意", "refused"))
    return listed(tuple(chosen)) if chosen else None


def _title_now(command: StepCommand, duty: Duty) -> Text:
    """Return the step's title, and what it is about where the story said so."""
    about = duty.subject.removeprefix(command.called.zh)
    return text(command.called.zh + about, command.called.en + about.replace("：", ": "))


def _asked_for(case: Case, command: StepCommand) -> tuple[OpenStep, Duty]:
    """Return the open step that is meant, and its duty; several of one name are told apart by their number."""
    found = _open_ones(case, command.name)
    if command.number is not None or len(found) == 1:
        numbered = [one for one in found if command.number in (None, one[0].number)]
        if numbered:
            return numbered[0]
    zh = "、".join(f"{step.number}（{duty.subject}）" for step, duty in found)
    en = ", ".join(f"{step.number} ({duty.subject})" for step, duty in found)
    raise refusal(command, text(f"请用 number 写明是哪一个：{zh}", f"say which one by its number: {en}"))


def _open_ones(case: Case, step: str) -> tuple[tuple[OpenStep, Duty], ...]:
    found = ((one, duty_by_id(case, one.duty)) for one in case.steps if one.step == step)
    return tuple((one, duty) for one, duty in found if duty is not None)
