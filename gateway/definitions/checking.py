"""A definition taken into the repertoire, where its names, its fields and its policy go together."""

import re
from collections.abc import Iterator
from pathlib import Path

from gateway.policy_files import load_policy
from gateway.yaml_files import Place, Problem, refused
from gateway.yaml_models import unknown
from rules.blocks import Definition, steps_of
from rules.names import command_name
from rules.repertoire import repertoire
from rules.stepping import enter
from schemas.commands import COMMANDS
from schemas.policy import Policy
from schemas.wire import REMEDIATION
from schemas.words import Text, text

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_TAKEN = frozenset({"id", "actor", "number", "name", "called", "of_procedure", "model_config"})
_RESERVED = frozenset({"unknown"})  # each story hears by that name what no command bears


def take_in(definition: type[Definition], file: Path, policy_file: Path) -> Policy:
    """Take a definition into the repertoire and return its policy; a Refusal says all that is wrong with the two."""
    if problems := [Problem(Place(file), (), why) for why in _misnamed(definition)]:
        raise refused(problems)
    policy = load_policy(policy_file)
    if problems := [Problem(Place(policy_file), ("steps",), why) for why in unruled(definition, policy)]:
        raise refused(problems)
    enter(definition)
    return policy


def _misnamed(definition: type[Definition]) -> Iterator[Text]:
    name = getattr(definition, "name", "")
    if not _NAME.fullmatch(name) or name in (REMEDIATION, REMEDIATION.lower()):
        yield text(
            f"name“{name}”不可用：小写字母开头，只用小写字母、数字和下划线，最多40个字符。",
            f"The name “{name}” can't be used: small letters, digits and underscores, 40 at most.",
        )
    if name in repertoire():
        yield text(
            f"已有名为“{name}”的流程，请另起名称。", f"There is a definition “{name}” already: use another name."
        )
    for wanted in ("title", "outcomes"):
        if not getattr(definition, wanted, None):
            yield text(f"没有写 {wanted}。", f"It has no {wanted}.")
    if not steps_of(definition):
        yield text("没有写任何步骤（Step）。", "It has no step.")
    yield from _misnamed_steps(definition)


def _misnamed_steps(definition: type[Definition]) -> Iterator[Text]:
    general = {command_name(command).zh: command for command in COMMANDS}
    for step, made in steps_of(definition).items():
        if step in COMMANDS or step in _RESERVED or not _NAME.fullmatch(step):
            yield text(
                f"步骤名“{step}”不可用：与通用的办理事项同名、是 unknown，或不是小写字母、数字、下划线。",
                f"The step's name “{step}” can't be used: it is a general command's, `unknown`, or not of small letters.",
            )
        if made.title.zh in general:
            yield text(
                f"步骤“{step}”的标题不能叫“{made.title.zh}”：与通用的办理事项 {general[made.title.zh]} 同名，请写具体些。",
                f"The title of “{step}” can't be “{made.title.zh}”: the general command {general[made.title.zh]} has it.",
            )
        if taken := sorted(_TAKEN & set(made.fields.model_fields)):
            yield text(
                f"步骤“{step}”的字段不能叫：{'、'.join(taken)}。", f"Fields of “{step}” can't be called: {taken}."
            )


def unruled(definition: type[Definition], policy: Policy) -> Iterator[Text]:
    """Yield why a policy is not for a definition: another name, a step without a rule, a rule without a step."""
    steps = set(steps_of(definition))
    if policy.name != definition.name:
        yield text(
            f"办法的 name 应为“{definition.name}”，现为“{policy.name}”。",
            f"The policy's name must be “{definition.name}”, it is “{policy.name}”.",
        )
    for step in sorted(steps - set(policy.steps)):
        yield text(f"没有步骤“{step}”的时限（due、owed_by、ladder）。", f"There is no rule for the step “{step}”.")
    for step in sorted(set(policy.steps) - steps):
        why = unknown(step, steps)
        yield text(f"流程没有这个步骤：{why.zh}", f"The definition has no such step: {why.en}")
