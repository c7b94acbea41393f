"""Continue-as-new: when a run has grown long, the case goes on in a fresh one, from itself alone."""

from typing import NoReturn

from temporalio import workflow

from rules.cases import EDITION
from schemas.case import Case

# Events after which a run ends at the next stage boundary: replaying a cold case takes 0.28 ms an event.
LONG = 1_000


def is_due(case: Case) -> bool:
    """Say whether a stage boundary is the place for a fresh run: this one is long, or new rules wait to be taken."""
    return workflow.info().get_current_history_length() > LONG or _takes_new_edition(case)


def is_overdue() -> bool:
    """Say whether the server wants a fresh run wherever the case stands."""
    return workflow.info().is_continue_as_new_suggested()


def as_new(case: Case) -> NoReturn:
    """Go on in a fresh run under the rules of today; search attributes and the start's memo go along."""
    workflow.continue_as_new(afresh(case))


def afresh(case: Case) -> Case:
    """Return a case as a fresh run begins with it: under the rules of today."""
    opening = case.opening.model_copy(update={"edition": EDITION})
    return case.model_copy(update={"opening": opening})


def _takes_new_edition(case: Case) -> bool:
    # The boundaries that an old run passed before this edition existed must be passed again when it is replayed. The
    # SDK remembers one answer for each name and run, so each boundary asks under a name of its own.
    return case.opening.edition < EDITION and workflow.patched(f"edition-{EDITION}-at-{case.head.number}")
