"""Public notice (销号公示): what all levels agreed to is shown to the public before it holds, and silence closes nothing."""

import datetime as dt

from rules.deadlines import due_after, today
from rules.duties import Owed, barred_by, discharge, duty_of, owe, owers
from rules.recusal import doers, require_other_hand
from rules.registry import Facts, actor_of, decides, follows, refusal
from rules.returning import again
from rules.reviewing import require_no_withdrawal, review_of, sent_back
from schemas.case import Case, Stage
from schemas.commands import ConcludePublicity
from schemas.facts import Closed, ObjectionUpheld, PublicityOpened, PublicityPassed
from schemas.policy import DutyKind
from schemas.returns import Returning
from schemas.words import text


@follows(PublicityOpened)
def publicity_opened(case: Case, fact: PublicityOpened, at: dt.datetime) -> Case:
    """Owe the result of the notice, so long after its end as the policy says."""
    review = review_of(case).model_copy(update={"shown_until": fact.until})
    due = due_after(case, case.policy.given(DutyKind.PUBLICITY), fact.until, f"duties.{DutyKind.PUBLICITY}.due")
    shown = case.model_copy(update={"review": review})
    return owe(shown, DutyKind.PUBLICITY, at, Owed(deadline=due, barred=doers(case)))


@decides(
    ConcludePublicity,
    when=(Stage.REVIEWING,),
    by=owers(DutyKind.PUBLICITY),
    barring=barred_by(DutyKind.PUBLICITY),
)
def conclude_publicity(case: Case, command: ConcludePublicity, at: dt.datetime) -> Facts:
    """Say what the public said: an objection at any time, that there is none only when the time is over."""
    duty = duty_of(case, DutyKind.PUBLICITY)
    assert duty is not None  # noqa: S101 - only who owes it gets here
    why = text(
        "申请销号的人和责任人不能登记自己的公示结果", "who reports or does the work can't conclude his own notice"
    )
    require_other_hand(case, command, duty, why)
    by = actor_of(case, command)
    if command.objection:
        upheld = ObjectionUpheld(by=by, where=command.where, finding=command.finding)
        return upheld, *again(case, Returning.CLOSURE)
    _require_end(case, command, at)
    require_no_withdrawal(case, command)
    return PublicityPassed(by=by, where=command.where, finding=command.finding), Closed(by=by)


@follows(PublicityPassed)
def publicity_passed(case: Case, fact: PublicityPassed, at: dt.datetime) -> Case:
    """Discharge the duty; the closure follows."""
    return discharge(case, DutyKind.PUBLICITY)


@follows(ObjectionUpheld)
def objection_upheld(case: Case, fact: ObjectionUpheld, at: dt.datetime) -> Case:
    """Go back to work as after a refusal."""
    return sent_back(case, at)


def _require_end(case: Case, command: ConcludePublicity, at: dt.datetime) -> None:
    until = review_of(case).shown_until
    if until and at < until:
        day = today(case, until)
        why = text(
            f"公示至{day}，期满才能登记无异议；有异议可以随时登记",
            f"the notice runs until {day}: that nobody objected is recorded after it, an objection at any time",
        )
        raise refusal(command, why)
