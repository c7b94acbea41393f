"""What is played: a policy of remediation, or a definition under its policy, with the scripts that lie beside it."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from gateway.definitions.checking import unruled
from gateway.definitions.found import Found, definition_called, find_definitions
from gateway.plan_scripts import SCRIPTS, scripts_of
from gateway.policy_files import OWN_NAME, find_policy, load_policy, shipped
from gateway.yaml_files import Place, Problem, refused
from rules.repertoire import procedure_of
from schemas.policy import Policy
from schemas.steps import Procedure


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
    file = find_policy(named)
    policy = load_policy(file)
    if not policy.steps:
        return Subject(policy)
    return _under(definition_called(policy.name, find_definitions(environ, home)), file)


def _under(found: Found, file: Path | None = None) -> Subject:
    """Return a definition under a policy: its own, or another version of it, which must rule all of its steps."""
    assert found.definition is not None  # noqa: S101 - one that is refused isn't returned by its name
    policy = load_policy(file or found.policy_file)
    if file and (problems := [Problem(Place(file), ("steps",), why) for why in unruled(found.definition, policy)]):
        raise refused(problems)
    return Subject(policy, scripts_of(found.policy_file), procedure_of(found.definition))
