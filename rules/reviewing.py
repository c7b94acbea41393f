"""Closure, level by level: reported done is never closed, and who reports never approves."""

import datetime as dt

from rules.deadlines import due_after, put_off, whole_seconds
from rules.duties import barred_by, discharge, duty_of, owe, owers, reopen
from rules.names import name_of
from rules.rectifying import owe_progress, owe_review, review_levels
from rules.recusal import require_other_hand
from rules.registry import Facts, actor_of, decides, follows, refusal
from rules.returning import again
from schemas.case import Approval, Case, Closure, LookBack, Review, Stage
from schemas.commands import ApproveClosure, Command, RefuseClosure, Result
from schemas.facts import Closed, ClosureRefused, KeptOpen, LevelApproved, PublicityOpened
from schemas.people import Person, Role
from schemas.policy import DutyKind
from schemas.returns import Returning
from schemas.words import Text, text


@decides(ApproveClosure, when=(Stage.REVIEWING,), by=owers(DutyKind.REVIEW), barring=barred_by(DutyKind.REVIEW))
def approve_closure(case: Case, command: ApproveClosure, at: dt.datetime) -> Facts:
    """Pass one level; the last one answers the checklist and says what was reached."""
    level = _judged_level(case, command)
    if why := _answered_twice(case, command):
        raise refusal(command, why)
    by = actor_of(case, command)
    approved = LevelApproved(by=by, level=level, answers=command.answers, opinion=command.opinion)
    if not _is_last(case):
        if command.result is not Result.DONE:
            raise refusal(command, text("只有最后一级可以认定整改结果", "only the last level may say what was reached"))
        return (approved,)
    if why := _unanswered(case, command):
        raise refusal(command, why)
    if command.result is not Result.DONE:
        return approved, KeptOpen(by=by, result=command.result)
    require_no_withdrawal(case, command)
    return approved, _agreed(case, by, at)


@decides(RefuseClosure, when=(Stage.REVIEWING,), by=owers(DutyKind.REVIEW), barring=barred_by(DutyKind.REVIEW))
def refuse_closure(case: Case, command: RefuseClosure, at: dt.datetime) -> Facts:
    """Send the closure back with a reason."""
    level = _judged_level(case, command)
    refused = ClosureRefused(by=actor_of(case, command), level=level, reason=command.reason)
    return refused, *again(case, Returning.CLOSURE)


@follows(LevelApproved)
def level_approved(case: Case, fact: LevelApproved, at: dt.datetime) -> Case:
    """Owe the next level's review, if there is one."""
    review, duty = review_of(case), duty_of(case, DutyKind.REVIEW)
    stood_in = duty is not None and duty.owed_by is not fact.level
    approvals = (*review.approvals, Approval(level=fact.level, by=fact.by.id, stood_in=stood_in))
    case = case.model_copy(update={"review": review.model_copy(update={"approvals": approvals})})
    case = discharge(case, DutyKind.REVIEW)
    return owe_review(case, at) if len(approvals) < len(review_levels(case)) else case


@follows(Closed)
def closed(case: Case, fact: Closed, at: dt.datetime) -> Case:
    """Owe the publication and plan the look-backs by someone who did not close it."""
    review = review_of(case)
    closers = (review.reported_by, *(approval.by for approval in review.approvals))
    closers = closers if fact.by.id in closers else (*closers, fact.by.id)
    case = case.model_copy(
        update={
            "stage": Stage.WATCHING,
            "review": None,
            "kept_open": None,
            "closure": Closure(at=at, closers=closers),
            "look_backs": _planned_look_backs(case, at),
        }
    )
    return owe(case, DutyKind.PUBLISH, at)


@follows(KeptOpen)
def kept_open(case: Case, fact: KeptOpen, at: dt.datetime) -> Case:
    """Go on with a report duty of its own: basically done is not done."""
    case = case.model_copy(update={"stage": Stage.CONTINUING, "review": None, "kept_open": fact.result})
    return owe_progress(case, at)


@follows(ClosureRefused)
def closure_refused(case: Case, fact: ClosureRefused, at: dt.datetime) -> Case:
    """Go back to work."""
    return sent_back(case, at)


def sent_back(case: Case, at: dt.datetime) -> Case:
    """Return the case back at work; the time spent in review does not count against the handler."""
    review = review_of(case)
    stage = Stage.CONTINUING if case.kept_open else Stage.RECTIFYING
    case = case.model_copy(update={"stage": stage, "review": None, "refusals": case.refusals + 1})
    case = discharge(case, DutyKind.REVIEW, DutyKind.PUBLICITY)
    if duty := review.returning:
        stood = at - review.reported_at
        deadline, seconds = put_off(case, duty.deadline, stood, "review"), duty.put_off_seconds + whole_seconds(stood)
        case = reopen(case, duty.model_copy(update={"deadline": deadline, "put_off_seconds": seconds}))
    return owe_progress(case, at)


def require_no_withdrawal(case: Case, command: Command) -> None:
    """Refuse to close what somebody asked to withdraw, until that is decided."""
    if case.withdrawal_asked_by:
        why = text(
            "有撤销申请待审批，须先审批撤销，再予销号", "a withdrawal is pending; decide on it before the closure"
        )
        raise refusal(command, why, case)


def review_of(case: Case) -> Review:
    """Return the review of a case that is in one."""
    assert case.review is not None  # noqa: S101 - asked only while a review runs
    return case.review


def _agreed(case: Case, by: Person, at: dt.datetime) -> Closed | PublicityOpened:
    """Return what the last level's agreement brings: the closure, or the question to the public that it depends on."""
    publicity = case.policy.review.publicity
    if publicity is None:
        return Closed(by=by)
    return PublicityOpened(by=by, until=due_after(case, publicity, at, "review.publicity").at)


def _planned_look_backs(case: Case, at: dt.datetime) -> tuple[LookBack, ...]:
    return tuple(planned_look_back(case, number, at) for number in range(1, len(case.policy.look_backs.after) + 1))


def planned_look_back(case: Case, number: int, closed_at: dt.datetime) -> LookBack:
    """Return a look-back as the policy plans it, counted from the closure."""
    due = due_after(case, case.policy.look_backs.after[number - 1], closed_at, "look_backs.after")
    return LookBack(number=number, at=due.at, provisional=due.provisional)


def _is_last(case: Case) -> bool:
    return len(review_of(case).approvals) == len(review_levels(case)) - 1


def _judged_level(case: Case, command: ApproveClosure | RefuseClosure) -> Role:
    """Return the level under review; it is called by its own name, or by the role to which it fell."""
    duty, level = duty_of(case, DutyKind.REVIEW), review_levels(case)[len(review_of(case).approvals)]
    assert duty is not None  # noqa: S101 - owed as long as a review runs
    if command.level not in (level, duty.owed_by):
        now, asked = name_of(level), name_of(command.level)
        why = text(f"现在由{now.zh}审核，不是{asked.zh}", f"the {now.en} reviews now, not the {asked.en}")
        raise refusal(command, why, case)
    why = text("申请销号的人和责任人不能审核自己的整改", "who reports or does the work never approves it")
    require_other_hand(case, command, duty, why)
    return level


def _answered_twice(case: Case, command: ApproveClosure) -> Text | None:
    """Say which question has two answers, in whichever languages: nobody knows then which of them holds."""
    one_name = {line.en: line.zh for line in case.policy.review.checklist}
    asked = [one_name.get(answer.question, answer.question) for answer in command.answers]
    twice = next((question for question in asked if asked.count(question) > 1), None)
    return text(f"“{twice}”回答了两次，每项只能回答一次", f"“{twice}” is answered twice") if twice else None


def _unanswered(case: Case, command: ApproveClosure) -> Text | None:
    """Say which line of the checklist (三不放过) stands in the way."""
    answers = {answer.question: answer for answer in command.answers}
    lines = [(line, answers.get(line.zh) or answers.get(line.en)) for line in case.policy.review.checklist]
    if open_ones := [line for line, answer in lines if answer is None]:
        zh, en = "”“".join(line.zh for line in open_ones), "”, “".join(line.en for line in open_ones)
        return text(f"审核清单未回答：“{zh}”", f"the checklist is not answered: “{en}”")
    unmet = [line for line, answer in lines if answer and not answer.met]
    if unmet and command.result is Result.DONE:
        zh, en = "”“".join(line.zh for line in unmet), "”, “".join(line.en for line in unmet)
        return text(
            f"审核清单“{zh}”未达到，不能认定为完成整改；可以退回，或认定为基本完成、长期坚持",
            f"“{en}” is not met: refuse it, or find it basically done or long-term",
        )
    return None
