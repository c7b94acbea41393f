"""A definition examined before it is served: read, compared with its policy, and walked through in all its branches."""

import re
from pathlib import Path
from typing import Final
from warnings import catch_warnings, simplefilter

from pydantic import ValidationError

from gateway.definitions.checking import take_in
from gateway.definitions.source import definition_in, failure_in
from gateway.definitions.walking import Endless, other_answers, walk
from gateway.yaml_files import Place, Problem, refused
from rules.blocks import Definition
from rules.repertoire import step_commands
from rules.stepping import UnnamedOutcome, leave
from schemas.examples import example_of
from schemas.policy import Policy
from schemas.words import Refusal, Text, text
from workflows.scripted import story_of

_NEVER_AWAITED: Final = re.compile(r"coroutine '(.+)' was never awaited")


def examine(file: Path) -> str:
    """Run what a file holds, walk through it and return the walk's hash; a Refusal says what is wrong, with its line.

    This may never end, or eat all memory: see gateway/definitions/apart.py.
    """
    definition = definition_in(file)
    policy = take_in(definition, file, file.with_suffix(".yaml"))
    try:
        _demand_a_story(definition, file)
        _demand_examples(definition, file)
        return _demand_an_end(definition, policy, file)
    finally:
        leave(definition)


def _demand_examples(definition: type[Definition], file: Path) -> None:
    for name, kind in step_commands(definition.name).items():
        try:
            kind.model_validate(example_of(kind))
        except ValidationError as error:
            field = ".".join(map(str, error.errors()[0]["loc"]))
            why = text(
                f"步骤“{name}”的字段 {field} 须写示例：Field(examples=[…])。",
                f"The field {field} of “{name}” needs an example: Field(examples=[…]).",
            )
            raise refused([Problem(Place(file), (name,), why)]) from error


def _demand_a_story(definition: type[Definition], file: Path) -> None:
    """Make its workflow, with a form and an example for each step: what fails there would keep the worker from all cases."""
    try:
        story_of(definition)
    except Exception as error:
        raise failure_in(file, error) from error


def _demand_an_end(definition: type[Definition], policy: Policy, file: Path) -> str:
    try:
        with catch_warnings(record=True) as warned:
            simplefilter("always", RuntimeWarning)
            walked, again = walk(definition, policy), walk(definition, policy)
            for answers in other_answers(definition):
                walk(definition, policy, answers)
    except (Endless, UnnamedOutcome) as unfit:
        raise _unfit(file, unfit.reason) from unfit
    except Refusal:
        raise
    except Exception as error:
        raise failure_in(file, error) from error
    if forgotten := next((found for one in warned if (found := _NEVER_AWAITED.match(str(one.message)))), None):
        block = forgotten[1].rpartition(".")[2]
        raise _unfit(file, text(f"{block}() 前面少了 await。", f"await is missing before {block}(…)."))
    if walked != again:
        raise _unfit(
            file, text("同样的办理走出了不同的结果。", "The same steps led to something else the second time.")
        )
    return walked


def _unfit(file: Path, why: Text) -> Refusal:
    return refused([Problem(Place(file), (), why)])
