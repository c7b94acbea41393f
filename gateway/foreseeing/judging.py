"""What the levels of a review decided on record, as it is decided where a policy has other levels."""

from rules.duties import duty_of
from rules.people import roles_of
from rules.rectifying import review_levels
from rules.recusal import debtors
from schemas.case import Case
from schemas.commands import ApproveClosure, Command, RefuseClosure
from schemas.policy import DutyKind


def as_judged(command: Command, before: Case, case: Case) -> Command | None:
    """Return a level's decision as it is taken now; None where the policy does not ask for it, or not yet.

    The approval that closed the case on record closes it, whoever comes last now: sooner nobody had found it done. So a
    refusal on the way is one of the level that judges now. An approval that the record lacks is not made up.
    """
    duty = duty_of(case, DutyKind.REVIEW)
    if not isinstance(command, ApproveClosure | RefuseClosure) or duty is None or before.review is None:
        return command
    levels = review_levels(case)
    if case.review is None or levels == review_levels(before):
        return command
    passed = len(case.review.approvals)
    level, is_last_now = levels[passed], passed == len(levels) - 1
    if isinstance(command, ApproveClosure):
        closed_it = len(before.review.approvals) == len(review_levels(before)) - 1
        if not closed_it and (is_last_now or command.level not in levels):
            return None
        if not (closed_it and is_last_now):
            return command
    may = duty.owed_by in roles_of(case, command.actor) and command.actor not in duty.barred
    actor = command.actor if may else debtors(case, duty)[0].id
    return command.model_copy(update={"level": level, "actor": actor})
