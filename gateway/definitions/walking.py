"""A walk: a definition played from its start to its end, whoever is to do something doing it."""

from typing import Final

from gateway.definitions.trial import Trial
from rules.blocks import LEADER_IS_NAMED, Definition
from rules.repertoire import step_commands
from schemas.policy import Policy
from schemas.steps import StepDone
from schemas.words import text

MOST_STEPS: Final = 200


class Endless(Exception):  # noqa: N818 - a finding, in words
    """A definition does not come to an end when everybody does his part."""

    def __init__(self, waits_for: str) -> None:
        super().__init__(waits_for)
        self.reason = text(
            f"人人按示例办理，走了{MOST_STEPS}步仍未结束（停在“{waits_for}”）：循环须有上限，或给字段写示例。",
            f"It does not end within {MOST_STEPS} steps (at “{waits_for}”): cap its loops, or give fields examples.",
        )


def walk(definition: type[Definition], policy: Policy, *, agrees: bool = True) -> tuple[StepDone, ...]:
    """Return the steps that were done when everybody did his part; the first of them where nobody ever agrees."""
    trial = Trial(definition, policy)
    for _ in range(MOST_STEPS):
        if trial.outcome:
            return trial.case.done
        if not trial.waits_for:
            trial.waits_for_its_time()
            continue
        step = trial.waits_for[0]
        fields = {} if agrees or not _asks_to_agree(definition, step) else {"agree": False}
        trial.does(step, **fields)
    if agrees:
        raise Endless(trial.waits_for[0] if trial.waits_for else "")
    return trial.case.done


def _asks_to_agree(definition: type[Definition], step: str) -> bool:
    return step != LEADER_IS_NAMED and "agree" in step_commands(definition.name)[step].model_fields
