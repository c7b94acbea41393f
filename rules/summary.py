"""One line about a case, for lists."""

import datetime as dt
from typing import Final

from rules.cases import next_alarm
from rules.duties import duty_of
from rules.rectifying import first_limit, limit_now
from schemas.case import Case, CaseSummary, LookBackState, Stage
from schemas.duty import Deadline
from schemas.policy import Colour, DutyKind

# In these no duty bears the item's own limit: before the work begins, and where each step has its own.
LIMIT_UNOWED: Final = (Stage.ASSIGNING, Stage.ACKNOWLEDGING, Stage.PLANNING, Stage.RUNNING)

_GRAVITY = list(Colour)


def summarise(case: Case) -> CaseSummary:
    """Return what an office filters and sorts by."""
    assignment, alarm = case.assignment, next_alarm(case)
    if case.last_fact_at is None:
        raise ValueError(f"{case.id} is not open yet")
    limit, original = _limits(case, case.last_fact_at)
    return CaseSummary(
        case_id=case.id,
        campaign=case.opening.campaign,
        number=case.item.number,
        title=case.shown_title,
        category=case.item.category,
        speed=case.item.speed,
        stage=case.stage,
        round=case.round,
        colour=gravest_colour(case),
        leader_id=assignment.leader.id if assignment else None,
        leader=assignment.leader.name if assignment else None,
        lead_unit=assignment.lead_unit if assignment else None,
        handler_id=assignment.handler.id if assignment else None,
        handler=assignment.handler.name if assignment else None,
        owes=tuple(dict.fromkeys(duty.owed_by for duty in case.duties)),
        due=_next_due(case),
        item_due=limit.at if limit else None,
        original_due=original.at if original else None,
        provisional=any(duty.deadline.provisional for duty in case.duties),
        next_alarm=alarm.at if alarm else None,
        look_back=sum(look.state is LookBackState.PASSED for look in case.look_backs),
        outcome=case.outcome,
        head=case.head,
        updated_at=case.last_fact_at,
    )


def item_limit(case: Case) -> Deadline | None:
    """Return the item's own limit as it stands; none once the item is struck off."""
    return _limits(case, case.last_fact_at or case.opening.fed_back_at)[0]


def past_its_limit(line: CaseSummary, at: dt.datetime) -> bool:
    """Say whether an item's own limit is past by an instant, and no duty says so; never while it is suspended."""
    running = line.stage in LIMIT_UNOWED and line.due is not None
    return running and line.item_due is not None and line.item_due < at


def gravest_colour(case: Case) -> Colour | None:
    """Return the gravest colour of a case's open duties."""
    colours = [duty.colour for duty in case.duties if duty.colour]
    return max(colours, key=_GRAVITY.index, default=None)


def _next_due(case: Case) -> dt.datetime | None:
    """Return the earliest due time of the open duties; none while suspended, for no clock runs then."""
    return None if case.suspension else min((duty.deadline.at for duty in case.duties), default=None)


def _limits(case: Case, at: dt.datetime) -> tuple[Deadline, Deadline] | tuple[None, None]:
    """Return the item's limit as it stands and as it was; none once the item is struck off.

    A scripted case has the limit that was given with it, or none: each of its steps has its own.
    """
    if case.closed or case.settled or (case.opening.procedure and case.item.due is None):
        return None, None
    work = duty_of(case, DutyKind.RECTIFY) or (case.review.returning if case.review else None)
    return (work.deadline, work.original) if work else (limit_now(case, at), first_limit(case, at))
