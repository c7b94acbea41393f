"""A walk: a definition played from its start to its end, whoever is to do something doing it."""

from collections.abc import Iterator, Mapping
from typing import Final

from gateway.definitions.trial import Trial
from rules.blocks import Definition
from rules.repertoire import step_commands
from schemas.policy import Policy
from schemas.steps import Choice
from schemas.words import text

Answers = Mapping[str, Mapping[str, object]]  # the fields of a step that are not as in its example

AS_IN_EXAMPLES: Final[Answers] = {}
MOST_STEPS: Final = 200
MOST_OTHERWISE: Final = 50


class Endless(Exception):  # noqa: N818 - a finding, in words
    """A definition does not come to an end when everybody does his part."""

    def __init__(self, waits_for: str) -> None:
        super().__init__(waits_for)
        self.reason = text(
            f"人人按示例办理，走了{MOST_STEPS}步仍未结束（停在“{waits_for}”）：循环须有上限，或给字段写示例。",
            f"It does not end within {MOST_STEPS} steps (at “{waits_for}”): cap its loops, or give fields examples.",
        )


def walk(definition: type[Definition], policy: Policy, answers: Answers = AS_IN_EXAMPLES) -> str:
    """Return the hash of the last fact when everybody did his part; where they answer otherwise, of the first of them.

    It covers all facts before it, so two walks that bear the same hash went the same way.
    """
    trial, most = Trial(definition, policy), MOST_OTHERWISE if answers else MOST_STEPS
    for _ in range(most):
        if trial.outcome:
            break
        if not trial.waits_for:
            trial.waits_for_its_time()
            continue
        step = trial.waits_for[0]
        trial.does(step, **answers.get(step, {}))
    if not (answers or trial.outcome):
        raise Endless(trial.waits_for[0] if trial.waits_for else "")
    return trial.case.head.hash


def other_answers(definition: type[Definition]) -> Iterator[Answers]:
    """Yield what people may answer otherwise than the examples: nobody ever agrees, and each choice of each field.

    A story that is told by them may go round without end, for people may; it must not fail.
    """
    kinds = step_commands(definition.name)
    yield {step: {"agree": False} for step, kind in kinds.items() if "agree" in kind.model_fields}
    for step, kind in kinds.items():
        for name, field in kind.model_fields.items():
            yield from ({step: {name: value}} for value in _values(field.annotation))


def _values(kind: object) -> tuple[object, ...]:
    if kind is bool:
        return (True, False)
    return tuple(kind) if isinstance(kind, type) and issubclass(kind, Choice) else ()
