"""What comes back again and again rises: from the policy's number on somebody above decides how to go on."""

import datetime as dt

from rules.duties import Owed, duty_about, owe
from rules.ladders import being_interviewed, called
from rules.names import name_of
from rules.recusal import doers
from rules.registry import Facts, follows
from schemas.case import Case
from schemas.facts import ReturnedAgain
from schemas.people import Role
from schemas.policy import DutyKind
from schemas.returns import Returning


def again(case: Case, what: Returning) -> Facts:
    """Return what one more return brings beside itself: nothing until the policy's number is reached, or without one.

    It is counted over the life of the case; from that number on each further one rises. The work goes on meanwhile.
    """
    rule, times = case.policy.returns.of(what), _returned(case, what) + 1
    if rule is None or times < rule.times:
        return ()
    risen = ReturnedAgain(what=what, times=times, to=rule.to)
    return (risen, called(case, Role.LEADER, what)) if calls_interview(case, what) else (risen,)


def calls_interview(case: Case, what: Returning) -> bool:
    """Say whether one more return calls the leader to an interview; one at a time."""
    rule = case.policy.returns.of(what)
    reached = rule is not None and rule.interview and _returned(case, what) + 1 >= rule.times
    return reached and not being_interviewed(case, Role.LEADER)


@follows(ReturnedAgain)
def returned_again(case: Case, fact: ReturnedAgain, at: dt.datetime) -> Case:
    """Owe the decision, unless one about the like is still owed; never by who does the work."""
    about = name_of(fact.what).zh
    if duty_about(case, DutyKind.MATTER, about):
        return case
    return owe(case, DutyKind.MATTER, at, Owed(subject=about, owed_by=fact.to, barred=doers(case)))


def _returned(case: Case, what: Returning) -> int:
    counts = {
        Returning.PLAN: case.plans_returned,
        Returning.CLOSURE: case.refusals,
        Returning.RELAPSE: case.round - 1,
    }
    return counts[what]
