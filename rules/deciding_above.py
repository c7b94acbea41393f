"""Leaders' notes (批示), matters that need a decision above us (会诊), and withdrawal with approval."""

import datetime as dt

from rules.duties import Owed, barred_by, discharge, discharge_one, duty_by_id, duty_of, owe, owers, require_room
from rules.names import listed, name_of
from rules.recusal import doers, free_people, require_other_hand
from rules.registry import OPEN, Facts, actor_of, decides, follows, no_duty, refusal, require_role
from schemas.case import Case, Stage
from schemas.commands import DecideMatter, DecideWithdrawal, LeaveNote, RaiseMatter, RequestWithdrawal
from schemas.facts import (
    CommandRefused,
    MatterDecided,
    MatterRaised,
    NoteLeft,
    Settled,
    WithdrawalDenied,
    WithdrawalRequested,
    Withdrawn,
)
from schemas.people import Role
from schemas.policy import DutyKind
from schemas.words import text

NOTE_WRITERS = (Role.PRINCIPAL, Role.LEADER, Role.HIGHER, Role.COMMITTEE, Role.SUPERVISOR)
DECIDERS = (Role.LEADER, Role.PRINCIPAL, Role.COMMITTEE, Role.HIGHER)
BEFORE_CLOSURE = tuple(stage for stage in OPEN if stage is not Stage.WATCHING)


@decides(LeaveNote, when=OPEN, by=NOTE_WRITERS, while_suspended=True)
def leave_note(case: Case, command: LeaveNote, at: dt.datetime) -> Facts:
    """Leave a note that everybody on the case sees."""
    return (NoteLeft(by=actor_of(case, command), text=command.text),)


@follows(NoteLeft)
def note_left(case: Case, fact: NoteLeft, at: dt.datetime) -> Case:
    """Keep the latest note in sight."""
    return case.model_copy(update={"note": f"{fact.by.name}：{fact.text}"})


@decides(RaiseMatter, when=OPEN, by=(Role.HANDLER, Role.LEAD_UNIT, Role.LEADER, Role.OFFICE))
def raise_matter(case: Case, command: RaiseMatter, at: dt.datetime) -> Facts:
    """Ask for a decision that we can't take ourselves; no clock stops for it."""
    require_room(case, command, 1)
    deciders = tuple(role for role in DECIDERS if free_people(case, role, doers(case, command.actor)))
    if command.to not in deciders:
        allowed, asked = listed(tuple(map(name_of, deciders))), name_of(command.to)
        why = text(
            f"不能提请{asked.zh}决定：会诊须由另外的人决定，现在可以提请{allowed.zh}",
            f"the {asked.en} can't decide it: somebody else above you must; there are: {allowed.en}",
        )
        raise refusal(command, why)
    return (MatterRaised(by=actor_of(case, command), matter=command.matter, to=command.to),)


@follows(MatterRaised)
def matter_raised(case: Case, fact: MatterRaised, at: dt.datetime) -> Case:
    """Owe the decision."""
    owed = Owed(subject=fact.matter[:80], owed_by=fact.to, barred=doers(case, fact.by.id))
    return owe(case, DutyKind.MATTER, at, owed)


@decides(DecideMatter, when=OPEN, by=owers(DutyKind.MATTER), while_suspended=True, barring=barred_by(DutyKind.MATTER))
def decide_matter(case: Case, command: DecideMatter, at: dt.datetime) -> Facts:
    """Decide; only who was asked can."""
    duty = duty_by_id(case, command.duty)
    if duty is None or duty.kind is not DutyKind.MATTER:
        raise refusal(command, no_duty(case, command.duty, DutyKind.MATTER))
    require_role(case, command, duty.owed_by)
    why = text("会诊不能由提请人或责任人自己决定", "who raises a matter or does the work can't decide it")
    require_other_hand(case, command, duty, why)
    return (MatterDecided(by=actor_of(case, command), duty=duty.id, decision=command.decision),)


@follows(MatterDecided)
def matter_decided(case: Case, fact: MatterDecided, at: dt.datetime) -> Case:
    """Discharge the matter."""
    return discharge_one(case, fact.duty)


@decides(RequestWithdrawal, when=BEFORE_CLOSURE, by=(Role.OFFICE, Role.LEADER), while_suspended=True)
def request_withdrawal(case: Case, command: RequestWithdrawal, at: dt.datetime) -> Facts:
    """Ask that an item fed back in error be withdrawn."""
    if duty_of(case, DutyKind.WITHDRAWAL):
        raise refusal(command, text("已有撤销申请待审批", "a withdrawal is waiting for its decision"), case)
    return (WithdrawalRequested(by=actor_of(case, command), reason=command.reason),)


@follows(WithdrawalRequested)
def withdrawal_requested(case: Case, fact: WithdrawalRequested, at: dt.datetime) -> Case:
    """Owe the decision."""
    case = case.model_copy(update={"withdrawal_asked_by": fact.by.id})
    owed = Owed(owed_by=case.policy.withdrawal, barred=doers(case, fact.by.id))
    return owe(case, DutyKind.WITHDRAWAL, at, owed)


@decides(
    DecideWithdrawal,
    when=BEFORE_CLOSURE,
    by=owers(DutyKind.WITHDRAWAL),
    while_suspended=True,
    barring=barred_by(DutyKind.WITHDRAWAL),
)
def decide_withdrawal(case: Case, command: DecideWithdrawal, at: dt.datetime) -> Facts:
    """Grant or deny; nobody decides on his own request or work."""
    duty = duty_of(case, DutyKind.WITHDRAWAL)
    assert duty is not None  # noqa: S101 - only who owes the decision gets here
    why = text("撤销不能由申请人或责任人自己审批", "who asks for it or does the work can't decide on it")
    require_other_hand(case, command, duty, why)
    by = actor_of(case, command)
    if command.grant:
        return Withdrawn(by=by, reason=command.reason), Settled(outcome="withdrawn")
    return (WithdrawalDenied(by=by, reason=command.reason),)


@follows(WithdrawalDenied)
def withdrawal_denied(case: Case, fact: WithdrawalDenied, at: dt.datetime) -> Case:
    """Go on as before."""
    return discharge(case.model_copy(update={"withdrawal_asked_by": None}), DutyKind.WITHDRAWAL)


@follows(Withdrawn)
def withdrawn(case: Case, fact: Withdrawn, at: dt.datetime) -> Case:
    """Owe nothing any more."""
    over = {"duties": (), "withdrawal_asked_by": None, "suspension": None, "review": None, "extension": None}
    over |= {"steps": (), "planned": ()}
    return case.model_copy(update=over)


@follows(Settled)
def settled(case: Case, fact: Settled, at: dt.datetime) -> Case:
    """End."""
    return case.model_copy(update={"stage": Stage.SETTLED, "outcome": fact.outcome, "said": fact.said})


@follows(CommandRefused)
def command_refused(case: Case, fact: CommandRefused, at: dt.datetime) -> Case:
    """Change nothing: it is seen, that is all."""
    return case
