"""Whether a policy is sound: what the engine would make of it, told before anybody runs under it."""

from rules.soundness.addressees import interviews, unassigned
from rules.soundness.caps import caps
from rules.soundness.closure import closure
from rules.soundness.coverage import coverage
from rules.soundness.doubles import doubles
from rules.soundness.escalation import escalation
from rules.soundness.findings import WARNINGS, Code, Finding, Severity, Steps, found
from rules.soundness.judges import judges
from rules.soundness.ladders import silences, swallowed, unheard, unreached, unused
from rules.soundness.limits import limits
from rules.soundness.relapses import relapses
from rules.soundness.uses import uses_of
from rules.soundness.vacancies import vacancies
from schemas.people import Roster
from schemas.policy import Policy
from schemas.time import WorkCalendar

__all__ = ["WARNINGS", "Code", "Finding", "Severity", "Steps", "coverage", "findings_of", "found"]


def findings_of(policy: Policy, calendar: WorkCalendar, roster: Roster | None = None) -> tuple[Finding, ...]:
    """Return all that is wrong with a policy, as a calendar counts and, given a roster, with those who are there."""
    uses = uses_of(policy)
    return (
        *unassigned(policy),
        *interviews(policy, uses),
        *unreached(policy, calendar, uses),
        *swallowed(policy, calendar),
        *silences(policy),
        *unheard(policy, uses),
        *unused(policy),
        *escalation(policy),
        *judges(policy),
        *closure(policy),
        *caps(policy),
        *limits(policy),
        *relapses(policy),
        *doubles(policy),
        *(vacancies(policy, roster) if roster else ()),
    )
