"""What a definition's own tests begin with."""

from pathlib import Path

from gateway.calendar_files import load_calendar
from gateway.definitions.found import load_definition
from gateway.definitions.trial import START, Trial
from gateway.foreseeing.plan import Plan, play_plan
from gateway.foreseeing.unit import opening, sample, unit
from gateway.intake.frame import CALENDAR
from gateway.plan_scripts import find_script, load_script, scripts_of
from gateway.policy_files import load_policy
from rules.blocks import Definition
from rules.repertoire import procedure_of
from schemas.words import Refusal


def trial_of(file: Path, *, title: str = "trial") -> Trial:
    """Return a case of the definition that a file holds, just opened; a Refusal says what is wrong with the file."""
    definition, policy_file = _definition_of(file)
    return Trial(definition, load_policy(policy_file), title=title)


def plan_of(file: Path, script: str, *, days: int = 800) -> Plan:
    """Return a planner script played for so many days, from the day of a trial on; a Refusal says what is wrong."""
    definition, policy_file = _definition_of(file)
    policy, procedure = load_policy(policy_file), procedure_of(definition)
    begun = opening(policy, load_calendar(CALENDAR), sample(), START, unit(), procedure=procedure)
    return play_plan(begun, load_script(find_script(script, scripts_of(policy_file)), procedure.name), unit(), days)


def _definition_of(file: Path) -> tuple[type[Definition], Path]:
    found = load_definition(file.resolve())
    if found.definition is None:
        assert found.refused is not None  # noqa: S101 - it is one or the other
        raise Refusal(found.refused)
    return found.definition, found.policy_file
