"""What people may ask of a case. Each is an update and a signal of the same name with the same payload."""

import datetime as dt
import re
from enum import StrEnum
from typing import ClassVar

from pydantic import Field

from schemas.people import Assignment, Person, Role
from schemas.policy import EvidenceKind, Policy
from schemas.time import WorkCalendar
from schemas.values import CommandId, DutyId, Label, Line, PersonId, Remark, Sha256, Value, Words


class Command(Value):
    """Base: every command carries its own id and the person who asks."""

    name: ClassVar[str] = "command"

    id: CommandId
    actor: PersonId

    @classmethod
    def __pydantic_init_subclass__(cls, **_: object) -> None:
        cls.name = re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()


class Result(StrEnum):
    """What a committee may find at closure."""

    DONE = "done"
    BASICALLY_DONE = "basically_done"
    LONG_TERM = "long_term"


class Milestone(Value):
    """A step of a plan with a date of its own."""

    name: Line
    due: dt.date


class Evidence(Value):
    """Proof by reference: where it lies, what it is, and the hash of its bytes; never the bytes."""

    kind: EvidenceKind
    title: Line
    reference: Line  # where the OA or archive keeps it
    sha256: Sha256
    effective: dt.date  # the date of what it proves


class Commitment(Value):
    """What an interviewed person promised, and by when."""

    what: Line
    due: dt.date


class Answer(Value):
    """One line of the closure checklist, answered."""

    question: Line
    met: bool
    remark: Remark = ""


class Assign(Command):
    """责任分工：确定责任领导、牵头单位和责任人 · name the leader, lead unit and handler."""

    assignment: Assignment


class Acknowledge(Command):
    """签收 · acknowledge receipt."""


class SubmitPlan(Command):
    """报送整改方案 · submit the plan."""

    measures: tuple[Line, ...] = Field(min_length=1, max_length=100)
    due: dt.date
    milestones: tuple[Milestone, ...] = Field(default=(), max_length=50)


class ApprovePlan(Command):
    """批准整改方案 · approve the plan."""


class ReturnPlan(Command):
    """退回整改方案 · send the plan back."""

    reason: Words


class ReportProgress(Command):
    """报送整改进展 · report progress."""

    text: Words


class ReachMilestone(Command):
    """完成节点 · reach a milestone."""

    milestone: Line
    text: Remark = ""


class SubmitEvidence(Command):
    """提交佐证材料 · submit evidence by reference."""

    evidence: tuple[Evidence, ...] = Field(min_length=1, max_length=50)


class ReportDone(Command):
    """申请销号 · report the item as done."""

    statement: Words


class ApproveClosure(Command):
    """审核通过 · approve the closure at one level."""

    level: Role
    answers: tuple[Answer, ...] = Field(default=(), max_length=100)
    result: Result = Result.DONE
    opinion: Remark = ""


class RefuseClosure(Command):
    """审核退回 · refuse the closure."""

    level: Role
    reason: Words


class ConcludePublicity(Command):
    """登记公示结果 · record what the public notice of a closure brought: an objection that holds, or none."""

    objection: bool
    where: Line  # the closure was shown
    finding: Words


class RecordPublication(Command):
    """登记公开 · record where the result was made public."""

    where: Line
    reference: Label = ""


class PassLookBack(Command):
    """回头看通过 · find that the effect holds."""

    finding: Words


class ReportRelapse(Command):
    """回头看发现反弹 · find that the problem is back."""

    finding: Words


class CallInterview(Command):
    """约谈通知 · call an interview."""

    interviewee: Role
    reason: Words
    duty: DutyId | None = None


class DeclineInterview(Command):
    """不予约谈 · decline a proposed interview."""

    duty: DutyId
    reason: Words


class AcknowledgeNotice(Command):
    """签收约谈通知 · acknowledge the notice of an interview."""

    interview: int = Field(ge=1)


class RecordInterview(Command):
    """登记约谈 · record that an interview was held."""

    interview: int = Field(ge=1)
    held_on: dt.date
    place: Line
    present: tuple[Line, ...] = Field(min_length=1, max_length=100)
    record: Line  # where the signed record lies
    commitments: tuple[Commitment, ...] = Field(default=(), max_length=50)


class RecordMissedInterview(Command):
    """登记约谈缺席 · record that the interviewed person did not come."""

    interview: int = Field(ge=1)
    reason: Words


class FulfilCommitment(Command):
    """兑现承诺 · fulfil a commitment."""

    duty: DutyId
    text: Words


class RequestExtension(Command):
    """申请延期 · ask for more time."""

    reason: Words
    due: dt.date


class DecideExtension(Command):
    """审批延期 · grant or deny more time."""

    grant: bool
    reason: Words


class Suspend(Command):
    """挂起 · suspend the case until a date."""

    reason: Words
    until: dt.date


class Resume(Command):
    """恢复 · resume a suspended case."""

    reason: Words


class HandOver(Command):
    """移交 · hand a person's duties over to another."""

    leaver: PersonId
    successor: Person
    reason: Words


class LeaveNote(Command):
    """批示 · leave a leader's note."""

    text: Words


class RequestWithdrawal(Command):
    """申请撤销 · ask that the item be withdrawn."""

    reason: Words


class DecideWithdrawal(Command):
    """审批撤销 · grant or deny the withdrawal."""

    grant: bool
    reason: Words


class RaiseMatter(Command):
    """提请会诊 · ask for a decision above us."""

    matter: Words
    to: Role = Role.COMMITTEE


class DecideMatter(Command):
    """会诊决定 · decide a matter."""

    duty: DutyId
    decision: Words


class AdoptPolicy(Command):
    """改用办法：从此按另一个整改办法办理 · go on under another policy."""

    policy: Policy
    reason: Words  # by which circular or decision


class AdoptCalendar(Command):
    """改用日历：从此按另一个工作日历计算 · go on counting by another calendar."""

    calendar: WorkCalendar
    reason: Words


def _all_commands(base: type[Command]) -> list[type[Command]]:
    return [kind for child in base.__subclasses__() for kind in (child, *_all_commands(child))]


COMMANDS: dict[str, type[Command]] = {command.name: command for command in _all_commands(Command)}
