"""The repertoire: which definitions this process can tell, and the commands that their steps are."""

from collections.abc import Mapping
from typing import Any, ClassVar, Final

from pydantic import Field

from rules.blocks import Definition, Step, steps_of
from schemas.commands import Command
from schemas.steps import Procedure
from schemas.words import Text, text


class StepCommand(Command):
    """Base of the commands that steps are."""

    of_procedure: ClassVar[str]
    called: ClassVar[Text]

    number: int | None = Field(
        default=None, ge=1, description="which one, where several of this step are open", examples=[None]
    )


class UnknownDefinition(LookupError):  # noqa: N818 - what is the matter, in words
    """A case's definition is not in this process, or not as it was when the case was opened; a fault of whoever runs it."""

    def __init__(self, reason: Text) -> None:
        super().__init__(f"{reason.zh} / {reason.en}")  # in both: who reads it in Temporal chose no language


_DEFINITIONS: Final[dict[str, type[Definition]]] = {}
_COMMANDS: Final[dict[str, dict[str, type[StepCommand]]]] = {}


def note(definition: type[Definition]) -> Mapping[str, type[StepCommand]]:
    """Take a definition down, and return the commands that its steps are."""
    _DEFINITIONS[definition.name] = definition
    _COMMANDS[definition.name] = {name: _command(definition, step) for name, step in steps_of(definition).items()}
    return _COMMANDS[definition.name]


def forget(definition: type[Definition]) -> None:
    """Strike a definition out."""
    del _DEFINITIONS[definition.name], _COMMANDS[definition.name]


def repertoire() -> Mapping[str, type[Definition]]:
    """Return all definitions by name."""
    return _DEFINITIONS


def step_commands(procedure: str) -> Mapping[str, type[StepCommand]]:
    """Return the commands that the steps of a definition are, by name."""
    return _COMMANDS.get(procedure, {})


def step_title(step: str, procedure: str | None = None) -> Text | None:
    """Return what people call a step: of one definition, or of the first that has a step of that name."""
    known = [_COMMANDS.get(procedure, {})] if procedure else list(_COMMANDS.values())
    return next((commands[step].called for commands in known if step in commands), None)


def definition_of(procedure: Procedure) -> type[Definition]:
    """Return the definition that tells a case, or raise UnknownDefinition."""
    if why := why_untold(procedure):
        raise UnknownDefinition(why)
    return _DEFINITIONS[procedure.name]


def is_told_here(procedure: Procedure | None) -> bool:
    """Say whether this process can go on telling a case: each of remediation, and those whose definition it has."""
    return procedure is None or why_untold(procedure) is None


def why_untold(procedure: Procedure) -> Text | None:
    """Return why this process can't tell a case: its definition is not here, or was changed since; None where it can."""
    name, found = procedure.name, _DEFINITIONS.get(procedure.name)
    if found is None:
        return text(f"没有启用流程“{name}”", f"the definition “{name}” is not served")
    if found.digest == procedure.digest:
        return None
    then, now = (f"{digest or '-':.8}" for digest in (procedure.digest, found.digest))
    return text(
        f"流程“{name}”的脚本与立项时不同（指纹立项时 {then}，现在 {now}）",
        f"the script of “{name}” is not as it was when the case was opened (digest {then} then, {now} now)",
    )


def procedure_of(definition: type[Definition]) -> Procedure:
    """Return what a case is opened with, for this definition to tell it."""
    return Procedure(
        name=definition.name, title=definition.title, restricted=definition.restricted, digest=definition.digest
    )


def _command(definition: type[Definition], step: Step[Any]) -> type[StepCommand]:
    name = "".join(part.capitalize() for part in step.name.split("_"))
    own = {
        "__module__": __name__,
        "__doc__": f"{step.title.zh} · {step.title.en}",
        "of_procedure": definition.name,
        "called": step.title,
    }
    made: type[StepCommand] = type(name, (StepCommand, step.fields), own)
    made.name = step.name
    return made
