"""What happened to a case, in the past tense; their fold is the case."""

from typing import Annotated, Literal

from pydantic import Field, JsonValue

from schemas.adoption import DutyEffect, LookBackEffect, StepEffect
from schemas.commands import Answer, Commitment, Evidence, Milestone, Result
from schemas.item import FeedbackItem
from schemas.people import Assignment, Person, Role, Standing
from schemas.policy import Colour, Letter, Policy
from schemas.returns import Returning
from schemas.steps import Procedure, StepDone, StepLapsed, StepOpened, StepPlanned
from schemas.time import WorkCalendar
from schemas.values import CaseId, DutyId, Instant, Line, Record
from schemas.words import Text


class Opening(Record):
    """All that a case is opened with and that never changes: a case can be shown under its own rules years later."""

    case_id: CaseId
    campaign: str
    item: FeedbackItem
    policy: Policy
    calendar: WorkCalendar
    standing: Standing
    fed_back_at: Instant  # from when the item's limit counts
    assignment: Assignment | None = None  # where the roster names one by category
    edition: int = 1  # of the rules
    procedure: Procedure | None = None  # None: the remediation of a feedback item


class CaseOpened(Record):
    kind: Literal["case_opened"] = "case_opened"
    opening: Opening


class LeaderAssigned(Record):
    kind: Literal["leader_assigned"] = "leader_assigned"
    by: Person | None  # None: the roster named them
    assignment: Assignment


class Acknowledged(Record):
    kind: Literal["acknowledged"] = "acknowledged"
    by: Person


class PlanSubmitted(Record):
    kind: Literal["plan_submitted"] = "plan_submitted"
    by: Person
    measures: tuple[str, ...]
    due: Instant
    milestones: tuple[Milestone, ...] = ()


class PlanApproved(Record):
    kind: Literal["plan_approved"] = "plan_approved"
    by: Person


class PlanReturned(Record):
    kind: Literal["plan_returned"] = "plan_returned"
    by: Person
    reason: str


class ProgressReported(Record):
    kind: Literal["progress_reported"] = "progress_reported"
    by: Person
    text: str


class MilestoneReached(Record):
    kind: Literal["milestone_reached"] = "milestone_reached"
    by: Person
    duty: DutyId
    milestone: str
    text: str = ""


class EvidenceSubmitted(Record):
    kind: Literal["evidence_submitted"] = "evidence_submitted"
    by: Person
    evidence: tuple[Evidence, ...]


class ReportedDone(Record):
    kind: Literal["reported_done"] = "reported_done"
    by: Person
    statement: str


class LevelApproved(Record):
    kind: Literal["level_approved"] = "level_approved"
    by: Person
    level: Role
    answers: tuple[Answer, ...] = ()
    opinion: str = ""


class ClosureRefused(Record):
    kind: Literal["closure_refused"] = "closure_refused"
    by: Person
    level: Role
    reason: str


class PublicityOpened(Record):
    """The last level found the item done; before that holds, the public is asked."""

    kind: Literal["publicity_opened"] = "publicity_opened"
    by: Person
    until: Instant


class PublicityPassed(Record):
    """The public notice is over, and somebody found that no objection stands."""

    kind: Literal["publicity_passed"] = "publicity_passed"
    by: Person
    where: str
    finding: str


class ObjectionUpheld(Record):
    """The public notice brought an objection that holds: the closure goes back."""

    kind: Literal["objection_upheld"] = "objection_upheld"
    by: Person
    where: str
    finding: str


class Closed(Record):
    """The last level found the item done, and no objection of the public stands where it was asked."""

    kind: Literal["closed"] = "closed"
    by: Person


class KeptOpen(Record):
    """The last level found it basically done or long-term: not done, with a report duty of its own."""

    kind: Literal["kept_open"] = "kept_open"
    by: Person
    result: Result


class Published(Record):
    kind: Literal["published"] = "published"
    by: Person
    where: str
    reference: str = ""


class LookBackOpened(Record):
    kind: Literal["look_back_opened"] = "look_back_opened"
    number: int


class LookBackPassed(Record):
    kind: Literal["look_back_passed"] = "look_back_passed"
    by: Person
    number: int
    finding: str


class Relapsed(Record):
    kind: Literal["relapsed"] = "relapsed"
    by: Person
    number: int
    finding: str


class ReturnedAgain(Record):
    """A plan, a closure or the problem itself came back so often that somebody above is to decide how to go on."""

    kind: Literal["returned_again"] = "returned_again"
    what: Returning
    times: int
    to: Role


class RungClimbed(Record):
    """Time passed a rung of a duty's ladder: who is told, in which colour, by which letter."""

    kind: Literal["rung_climbed"] = "rung_climbed"
    duty: DutyId
    rung: int
    colour: Colour
    told: tuple[Person, ...]
    letter: Letter | None = None
    letter_number: str | None = None
    propose_decision: bool = False


class InterviewCalled(Record):
    kind: Literal["interview_called"] = "interview_called"
    by: Person | None  # None: the ladder called it
    number: int
    letter_number: str
    interviewee: Role
    reason: str
    duty: DutyId | None = None


class InterviewDeclined(Record):
    kind: Literal["interview_declined"] = "interview_declined"
    by: Person
    duty: DutyId
    reason: str


class NoticeAcknowledged(Record):
    kind: Literal["notice_acknowledged"] = "notice_acknowledged"
    by: Person
    number: int


class InterviewHeld(Record):
    kind: Literal["interview_held"] = "interview_held"
    by: Person
    number: int
    held_on: str
    place: str
    present: tuple[str, ...]
    record: str
    commitments: tuple[Commitment, ...] = ()


class InterviewMissed(Record):
    kind: Literal["interview_missed"] = "interview_missed"
    by: Person
    number: int
    reason: str


class CommitmentFulfilled(Record):
    kind: Literal["commitment_fulfilled"] = "commitment_fulfilled"
    by: Person
    duty: DutyId
    text: str


class ExtensionRequested(Record):
    kind: Literal["extension_requested"] = "extension_requested"
    by: Person
    reason: str
    due: Instant
    decider: Role
    duty: DutyId | None = None  # which step of a definition; None: the rectification


class ExtensionGranted(Record):
    kind: Literal["extension_granted"] = "extension_granted"
    by: Person
    reason: str


class ExtensionDenied(Record):
    kind: Literal["extension_denied"] = "extension_denied"
    by: Person
    reason: str


class ExtensionLapsed(Record):
    """The item was reported done before anybody decided on the extension."""

    kind: Literal["extension_lapsed"] = "extension_lapsed"
    by: Person


class Suspended(Record):
    kind: Literal["suspended"] = "suspended"
    by: Person
    reason: str
    until: Instant


class Resumed(Record):
    kind: Literal["resumed"] = "resumed"
    by: Person | None  # None: its end was reached
    reason: str = ""


class HandedOver(Record):
    kind: Literal["handed_over"] = "handed_over"
    by: Person
    leaver: Person
    successor: Person
    reason: str


class NoteLeft(Record):
    kind: Literal["note_left"] = "note_left"
    by: Person
    text: str


class WithdrawalRequested(Record):
    kind: Literal["withdrawal_requested"] = "withdrawal_requested"
    by: Person
    reason: str


class WithdrawalDenied(Record):
    kind: Literal["withdrawal_denied"] = "withdrawal_denied"
    by: Person
    reason: str


class Withdrawn(Record):
    kind: Literal["withdrawn"] = "withdrawn"
    by: Person
    reason: str


class MatterRaised(Record):
    kind: Literal["matter_raised"] = "matter_raised"
    by: Person
    matter: str
    to: Role


class MatterDecided(Record):
    kind: Literal["matter_decided"] = "matter_decided"
    by: Person
    duty: DutyId
    decision: str


class PolicyAdopted(Record):
    """The case goes on under another policy; what that does to each open duty is written down with it."""

    kind: Literal["policy_adopted"] = "policy_adopted"
    by: Person
    reason: str
    policy: Policy
    duties: tuple[DutyEffect, ...] = ()
    look_backs: tuple[LookBackEffect, ...] = ()
    steps: tuple[StepEffect, ...] = ()  # of a definition, that are planned for later


class CalendarAdopted(Record):
    """The case goes on counting by another calendar; the same."""

    kind: Literal["calendar_adopted"] = "calendar_adopted"
    by: Person
    reason: str
    calendar: WorkCalendar
    duties: tuple[DutyEffect, ...] = ()
    look_backs: tuple[LookBackEffect, ...] = ()
    steps: tuple[StepEffect, ...] = ()  # of a definition, that are planned for later


class CommandRefused(Record):
    """A signal could not be taken; it is seen, never dropped, never fatal."""

    kind: Literal["command_refused"] = "command_refused"
    command: str
    reason_zh: str
    reason_en: str
    actor: str | None = None
    sent_id: str | None = None  # the id it was sent under, which may be used again
    payload: JsonValue = None  # what was sent, cut to a bounded size


class Settled(Record):
    """Nothing is owed any more: published, looked back at, withdrawn, or ended as its definition says."""

    kind: Literal["settled"] = "settled"
    outcome: Line  # "done", "withdrawn", or one of the definition's own
    said: Text | None = None  # what a definition calls its outcome


Fact = Annotated[
    CaseOpened
    | LeaderAssigned
    | Acknowledged
    | PlanSubmitted
    | PlanApproved
    | PlanReturned
    | ProgressReported
    | MilestoneReached
    | EvidenceSubmitted
    | ReportedDone
    | LevelApproved
    | ClosureRefused
    | PublicityOpened
    | PublicityPassed
    | ObjectionUpheld
    | Closed
    | KeptOpen
    | Published
    | LookBackOpened
    | LookBackPassed
    | Relapsed
    | ReturnedAgain
    | RungClimbed
    | InterviewCalled
    | InterviewDeclined
    | NoticeAcknowledged
    | InterviewHeld
    | InterviewMissed
    | CommitmentFulfilled
    | ExtensionRequested
    | ExtensionGranted
    | ExtensionDenied
    | ExtensionLapsed
    | Suspended
    | Resumed
    | HandedOver
    | NoteLeft
    | WithdrawalRequested
    | WithdrawalDenied
    | Withdrawn
    | MatterRaised
    | MatterDecided
    | PolicyAdopted
    | CalendarAdopted
    | CommandRefused
    | StepOpened
    | StepPlanned
    | StepDone
    | StepLapsed
    | Settled,
    Field(discriminator="kind"),
]
