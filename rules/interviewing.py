"""Interviews (约谈): called, acknowledged, held with commitments, or missed and climbing on."""

import datetime as dt

from rules.deadlines import due_on, farthest, today
from rules.duties import (
    Owed,
    barred_by,
    discharge_about,
    discharge_one,
    duty_about,
    duty_by_id,
    owe,
    owers,
    require_room,
)
from rules.ladders import being_interviewed, climb, interview_number
from rules.names import name_of
from rules.people import roles_of
from rules.recusal import ANSWERABLE, answerers, require_other_hand
from rules.registry import OPEN, Facts, actor_of, decides, follows, no_duty, refusal
from schemas.case import Case, Interview, InterviewState
from schemas.commands import (
    AcknowledgeNotice,
    CallInterview,
    Command,
    DeclineInterview,
    FulfilCommitment,
    RecordInterview,
    RecordMissedInterview,
)
from schemas.facts import (
    CommitmentFulfilled,
    InterviewCalled,
    InterviewDeclined,
    InterviewHeld,
    InterviewMissed,
    NoticeAcknowledged,
)
from schemas.people import Role
from schemas.policy import DutyKind
from schemas.values import DutyId
from schemas.words import Text, text

CALLERS = (Role.OFFICE, Role.PRINCIPAL, Role.HIGHER, Role.SUPERVISOR)


@decides(CallInterview, when=OPEN, by=owers(DutyKind.CALL_INTERVIEW, also=CALLERS), while_suspended=True)
def call_interview(case: Case, command: CallInterview, at: dt.datetime) -> Facts:
    """Call somebody who answers for the item."""
    if command.interviewee not in ANSWERABLE or case.assignment is None:
        why = text(
            "只能约谈已确定的责任领导、牵头单位或责任人", "only an assigned leader, lead unit or handler is interviewed"
        )
        raise refusal(command, why)
    if being_interviewed(case, command.interviewee):
        who = name_of(command.interviewee)
        raise refusal(command, text(f"对{who.zh}的约谈尚未完成", f"an interview of the {who.en} is still open"))
    if command.duty and duty_by_id(case, command.duty) is None:
        raise refusal(command, no_duty(case, command.duty))
    called = InterviewCalled(
        by=actor_of(case, command),
        number=len(case.interviews) + 1,
        letter_number=interview_number(case),
        interviewee=command.interviewee,
        reason=command.reason,
        duty=command.duty or _proposal(case),
    )
    return (called,)


@follows(InterviewCalled)
def interview_called(case: Case, fact: InterviewCalled, at: dt.datetime) -> Case:
    """Owe the receipt of the notice and the interview; the work on the case goes on meanwhile."""
    interview = Interview(
        number=fact.number,
        letter_number=fact.letter_number,
        interviewee=fact.interviewee,
        about=fact.duty,
        called_at=at,
    )
    update = {"interviews": (*case.interviews, interview), "letters": case.letters + 1}
    case = case.model_copy(update=update)
    if (duty := duty_by_id(case, fact.duty)) and duty.kind is DutyKind.CALL_INTERVIEW:
        case = discharge_one(case, duty.id)
    about = str(fact.number)
    case = owe(case, DutyKind.NOTICE, at, Owed(subject=about, owed_by=fact.interviewee))
    return owe(case, DutyKind.INTERVIEW, at, Owed(subject=about, barred=answerers(case, fact.interviewee)))


def _proposers(case: Case) -> tuple[Role, ...]:
    return owers(DutyKind.CALL_INTERVIEW, also=(Role.OFFICE, Role.PRINCIPAL))(case) if _proposal(case) else ()


@decides(DeclineInterview, when=OPEN, by=_proposers, while_suspended=True, barring=barred_by(DutyKind.CALL_INTERVIEW))
def decline_interview(case: Case, command: DeclineInterview, at: dt.datetime) -> Facts:
    """Decline a proposed interview with a reason; one that the ladder called can't be declined."""
    duty = duty_by_id(case, command.duty)
    if duty is None or duty.kind is not DutyKind.CALL_INTERVIEW:
        raise refusal(command, no_duty(case, command.duty, DutyKind.CALL_INTERVIEW))
    why = text("约谈不能由会被约谈的人决定不予进行", "who may be interviewed can't decline the interview")
    require_other_hand(case, command, duty, why)
    return (InterviewDeclined(by=actor_of(case, command), duty=duty.id, reason=command.reason),)


@follows(InterviewDeclined)
def interview_declined(case: Case, fact: InterviewDeclined, at: dt.datetime) -> Case:
    """Discharge the proposal."""
    return discharge_one(case, fact.duty)


def _invited(case: Case) -> tuple[Role, ...]:
    waiting = (i.interviewee for i in case.interviews if i.state is InterviewState.CALLED and not i.acknowledged)
    return tuple(dict.fromkeys(waiting))


@decides(AcknowledgeNotice, when=OPEN, by=_invited, while_suspended=True)
def acknowledge_notice(case: Case, command: AcknowledgeNotice, at: dt.datetime) -> Facts:
    """Acknowledge the notice; only the invited person can."""
    interview = _called(case, command, command.interview)
    if interview.acknowledged:
        raise refusal(command, text(f"第{interview.number}次约谈通知已签收", "the notice is acknowledged already"))
    if interview.interviewee not in roles_of(case, command.actor):
        who = name_of(interview.interviewee)
        raise refusal(command, text(f"被约谈的是{who.zh}", f"the {who.en} is the one invited"))
    return (NoticeAcknowledged(by=actor_of(case, command), number=interview.number),)


@follows(NoticeAcknowledged)
def notice_acknowledged(case: Case, fact: NoticeAcknowledged, at: dt.datetime) -> Case:
    """Discharge the notice."""
    case = discharge_about(case, str(fact.number), DutyKind.NOTICE)
    return _update(case, fact.number, acknowledged=True)


def _holders(case: Case) -> tuple[Role, ...]:
    called = any(interview.state is InterviewState.CALLED for interview in case.interviews)
    return owers(DutyKind.INTERVIEW, also=CALLERS)(case) if called else ()


@decides(RecordInterview, when=OPEN, by=_holders, while_suspended=True, barring=barred_by(DutyKind.INTERVIEW))
def record_interview(case: Case, command: RecordInterview, at: dt.datetime) -> Facts:
    """Record what was said and promised."""
    interview = _called(case, command, command.interview)
    _require_another(case, command, interview)
    if why := _wrong_dates(case, command, interview, at):
        raise refusal(command, why)
    require_room(case, command, len(command.commitments))
    held = InterviewHeld(
        by=actor_of(case, command),
        number=interview.number,
        held_on=command.held_on.isoformat(),
        place=command.place,
        present=command.present,
        record=command.record,
        commitments=command.commitments,
    )
    return (held,)


@follows(InterviewHeld)
def interview_held(case: Case, fact: InterviewHeld, at: dt.datetime) -> Case:
    """Owe every commitment by its date."""
    interview = _interview(case, fact.number)
    case = discharge_about(case, str(fact.number), DutyKind.NOTICE, DutyKind.INTERVIEW)
    case = _update(case, fact.number, state=InterviewState.HELD, held_at=at)
    for commitment in fact.commitments:
        due = due_on(case, commitment.due, at, "commitment")
        owed = Owed(subject=commitment.what, owed_by=interview.interviewee, deadline=due)
        case = owe(case, DutyKind.COMMITMENT, at, owed)
    return case


@decides(RecordMissedInterview, when=OPEN, by=_holders, while_suspended=True, barring=barred_by(DutyKind.INTERVIEW))
def record_missed_interview(case: Case, command: RecordMissedInterview, at: dt.datetime) -> Facts:
    """Record that the person did not come; the interview climbs its own ladder at once."""
    interview = _called(case, command, command.interview)
    _require_another(case, command, interview)
    missed = InterviewMissed(by=actor_of(case, command), number=interview.number, reason=command.reason)
    duty = duty_about(case, DutyKind.INTERVIEW, str(interview.number))
    return (missed, *climb(case, duty, duty.rung, at)) if duty else (missed,)


@follows(InterviewMissed)
def interview_missed(case: Case, fact: InterviewMissed, at: dt.datetime) -> Case:
    """Count it; the interview stays owed."""
    return _update(case, fact.number, missed=_interview(case, fact.number).missed + 1)


def _promisers(case: Case) -> tuple[Role, ...]:
    return tuple(dict.fromkeys(duty.owed_by for duty in case.duties if duty.kind is DutyKind.COMMITMENT))


@decides(FulfilCommitment, when=OPEN, by=_promisers, while_suspended=True)
def fulfil_commitment(case: Case, command: FulfilCommitment, at: dt.datetime) -> Facts:
    """Say how a commitment was kept; only who gave it can."""
    duty = duty_by_id(case, command.duty)
    if duty is None or duty.kind is not DutyKind.COMMITMENT:
        raise refusal(command, no_duty(case, command.duty, DutyKind.COMMITMENT))
    if duty.owed_by not in roles_of(case, command.actor):
        who = name_of(duty.owed_by)
        raise refusal(command, text(f"该承诺由{who.zh}兑现", f"the {who.en} gave that commitment"))
    return (CommitmentFulfilled(by=actor_of(case, command), duty=duty.id, text=command.text),)


@follows(CommitmentFulfilled)
def commitment_fulfilled(case: Case, fact: CommitmentFulfilled, at: dt.datetime) -> Case:
    """Discharge the commitment."""
    return discharge_one(case, fact.duty)


def _called(case: Case, command: Command, number: int) -> Interview:
    found = next((i for i in case.interviews if i.number == number and i.state is InterviewState.CALLED), None)
    if found is None:
        open_ones = [str(i.number) for i in case.interviews if i.state is InterviewState.CALLED]
        why = text(
            f"没有第{number}次待进行的约谈；待进行的：{'、'.join(open_ones)}",
            f"no open interview {number}; open: {', '.join(open_ones)}",
        )
        raise refusal(command, why)
    return found


def _interview(case: Case, number: int) -> Interview:
    return next(interview for interview in case.interviews if interview.number == number)


def _update(case: Case, number: int, **changes: object) -> Case:
    interviews = (i.model_copy(update=changes) if i.number == number else i for i in case.interviews)
    return case.model_copy(update={"interviews": tuple(interviews)})


def _require_another(case: Case, command: Command, interview: Interview) -> None:
    if interview.interviewee in roles_of(case, command.actor):
        who = name_of(interview.interviewee)
        why = text(
            f"被约谈的是{who.zh}，不能由本人登记，请由整改办或约谈人登记",
            f"the {who.en} is the one interviewed; the office or whoever held the interview records it",
        )
        raise refusal(command, why)


def _wrong_dates(case: Case, command: RecordInterview, interview: Interview, at: dt.datetime) -> Text | None:
    now = today(case, at)
    called = today(case, interview.called_at) if interview.called_at else command.held_on
    if not called <= command.held_on <= now:
        return text(
            f"约谈日期{command.held_on}不可用：应不早于通知之日（{called}），不晚于今天（{now}）",
            f"held on {command.held_on}: must not lie before the notice of {called} nor after today ({now})",
        )
    latest = farthest(case, at)
    for commitment in command.commitments:
        if not now < commitment.due <= latest:
            return text(
                f"承诺“{commitment.what}”的期限{commitment.due}不可用：应晚于今天（{now}），不晚于{latest}",
                f"the commitment “{commitment.what}” by {commitment.due}: must be after {now}, at the latest {latest}",
            )
    return None


def _proposal(case: Case) -> DutyId | None:
    return next((duty.id for duty in case.duties if duty.kind is DutyKind.CALL_INTERVIEW), None)
