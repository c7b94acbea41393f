"""What is played: a policy of remediation, or a definition under its policy, with the scripts that lie beside it."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from gateway.definitions.checking import unruled
from gateway.definitions.found import VARIABLE, Found, definition_called, find_definitions
from gateway.plan_scripts import SCRIPTS, scripts_of
from gateway.policy_files import OWN_NAME, find_policy, load_policy, shipped
from gateway.yaml_files import Place, Problem, refused
from rules.repertoire import procedure_of
from schemas.policy import Policy
from schemas.steps import Procedure
from schemas.words import Refusal, Text, text


class Subject(NamedTuple):
    """A policy, where the scripts that play it lie, and the definition that it is for, if it is for one."""

    policy: Policy
    scripts: Path = SCRIPTS
    procedure: Procedure | None = None


def subject_of(named: str, environ: Mapping[str, str], home: Path | None = None) -> Subject:
    """Return what a name or a file means: a policy of ours, one's own file, or a definition that is served here."""
    if OWN_NAME.fullmatch(named) and named not in {path.stem for path in shipped()}:
        found = find_definitions(environ, home)
        if any(named == one.name for one in found):
            return _under(definition_called(named, found))
        if (beside := Path(f"{named}.py")).is_file():
            raise Refusal(_not_served(beside))
    file = find_policy(named)
    policy = load_policy(file)
    if not policy.steps:
        return Subject(policy)
    found = find_definitions(environ, home)
    if (beside := file.with_suffix(".py")).is_file() and all(policy.name != one.name for one in found):
        raise Refusal(_not_served(beside))
    return _under(definition_called(policy.name, found), file)


def _not_served(script: Path) -> Text:
    folder = script.resolve().parent
    return text(
        f"{script.name} 在这里，但还没有启用：请先设置 export {VARIABLE}={folder}，再来一次。",
        f"{script.name} lies here, but isn't served: first export {VARIABLE}={folder}, then try again.",
    )


def _under(found: Found, file: Path | None = None) -> Subject:
    """Return a definition under a policy: its own, or another version of it, which must rule all of its steps."""
    assert found.definition is not None  # noqa: S101 - one that is refused isn't returned by its name
    policy = load_policy(file or found.policy_file)
    if file and (problems := [Problem(Place(file), ("steps",), why) for why in unruled(found.definition, policy)]):
        raise refused(problems)
    return Subject(policy, scripts_of(found.policy_file), procedure_of(found.definition))
