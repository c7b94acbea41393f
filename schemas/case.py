"""The case: the life of one item, the fold of its facts."""

import datetime as dt
from enum import StrEnum
from typing import NamedTuple

from pydantic import Field

from schemas.commands import Evidence, Milestone, Result
from schemas.duty import Deadline, Duty
from schemas.facts import Opening
from schemas.item import FeedbackItem
from schemas.people import Assignment, Role, Standing
from schemas.policy import Policy
from schemas.receipts import Receipt
from schemas.steps import PlannedStep, StepDone
from schemas.time import WorkCalendar
from schemas.values import CaseId, ChainHead, DutyId, Instant, PersonId, Record
from schemas.words import Text


class Stage(StrEnum):
    """Where a case stands."""

    NEW = "new"
    ASSIGNING = "assigning"  # 待分工
    ACKNOWLEDGING = "acknowledging"  # 待签收
    PLANNING = "planning"  # 制定方案
    RECTIFYING = "rectifying"  # 整改中
    REVIEWING = "reviewing"  # 销号审核中
    CONTINUING = "continuing"  # 基本完成、长期坚持:持续整改
    WATCHING = "watching"  # 已销号,待回头看
    RUNNING = "running"  # 按脚本办理:办到哪一步,看待办
    SETTLED = "settled"  # 办结


class Plan(Record):
    """What the handler proposes."""

    by: PersonId
    measures: tuple[str, ...]
    due: Instant
    milestones: tuple[Milestone, ...] = ()
    approved: bool = False


class Approval(Record):
    """One level of a review, passed."""

    level: Role
    by: PersonId
    stood_in: bool = False  # in place of a level that nobody free could judge


class Review(Record):
    """A closure under review: who reported, which levels have agreed, and the duty that a refusal brings back."""

    reported_by: PersonId
    reported_at: Instant
    returning: Duty | None = None
    approvals: tuple[Approval, ...] = ()
    levels: tuple[Role, ...] = ()  # those it began with, where another policy was adopted meanwhile
    shown_until: Instant | None = None  # all levels agreed; until then the closure is shown to the public


class Closure(Record):
    """How and by whom an item was closed."""

    at: Instant
    closers: tuple[PersonId, ...]  # who reported and who approved: they may not look back
    published: bool = False


class LookBackState(StrEnum):
    """What became of one look-back."""

    PLANNED = "planned"
    OPEN = "open"
    PASSED = "passed"


class LookBack(Record):
    """One look-back after closure."""

    number: int
    at: Instant
    provisional: bool = False
    state: LookBackState = LookBackState.PLANNED


class InterviewState(StrEnum):
    """What became of one interview."""

    CALLED = "called"
    HELD = "held"


class Interview(Record):
    """One interview of this case."""

    number: int
    letter_number: str
    interviewee: Role
    about: DutyId | None
    called_at: Instant | None = None
    held_at: Instant | None = None
    state: InterviewState = InterviewState.CALLED
    acknowledged: bool = False
    missed: int = 0


class Extension(Record):
    """An extension that was asked for and is not decided yet."""

    due: Instant
    decider: Role
    asked_by: PersonId
    duty: DutyId | None = None  # which step of a definition; None: the rectification


class Suspension(Record):
    """A suspension in force."""

    since: Instant
    until: Instant


class OpenStep(Record):
    """A step of a definition that is owed now, and by which duty."""

    step: str
    number: int
    duty: DutyId


class Case(Record):
    """The life of one item; frozen, it changes only by facts."""

    opening: Opening
    adopted_policy: Policy | None = None  # in place of the opening's, from its adoption on
    adopted_calendar: WorkCalendar | None = None
    adoptions: int = 0  # of policies and calendars
    first_limit: Deadline | None = None  # the item's limit as this round began with it, where that may have changed
    stage: Stage = Stage.NEW
    round: int = 1  # a relapse begins the next
    reopened_at: Instant | None = None  # when this round began, if it is not the first
    holders: Standing | None = None  # the standing roles as they are now, handovers included
    assignment: Assignment | None = None
    plan: Plan | None = None
    plans_returned: int = 0
    evidence: tuple[Evidence, ...] = ()
    evidence_before: int = 0  # how many of them belong to earlier rounds
    review: Review | None = None
    refusals: int = 0  # how often a closure was sent back (循环审批次数)
    kept_open: Result | None = None
    closure: Closure | None = None
    look_backs: tuple[LookBack, ...] = ()
    interviews: tuple[Interview, ...] = ()
    extension: Extension | None = None
    extensions: int = 0  # granted
    suspension: Suspension | None = None
    suspended_seconds: int = 0  # in former suspensions
    suspended_before: int = 0  # how much of it belongs to earlier rounds
    first_suspended_at: Instant | None = None  # from where the cap on all of them is measured
    withdrawal_asked_by: PersonId | None = None
    steps: tuple[OpenStep, ...] = ()  # that a definition waits for
    planned: tuple[PlannedStep, ...] = ()  # that it will wait for, from their time on
    done: tuple[StepDone, ...] = ()  # in the order in which they were done: the definition goes on from them
    letters: int = 0
    note: str = ""  # the latest leader's note (批示)
    duties: tuple[Duty, ...] = ()
    duty_serial: int = 0
    last_fact_at: Instant | None = None
    receipts: tuple[Receipt, ...] = ()  # of the latest commands, bounded
    head: ChainHead = Field(default_factory=ChainHead)
    outcome: str | None = None
    said: Text | None = None  # what its definition calls the outcome

    @property
    def id(self) -> CaseId:
        """Return the case's id, which is also its workflow's."""
        return self.opening.case_id

    @property
    def shown_title(self) -> str:
        """Return what lists and the Temporal UI may show of what was found: nothing where that is restricted."""
        procedure = self.opening.procedure
        return procedure.title.zh + "（限知悉）" if procedure and procedure.restricted else self.item.title

    @property
    def item(self) -> FeedbackItem:
        """Return what was found."""
        return self.opening.item

    @property
    def definition(self) -> str | None:
        """Return the name of the definition that tells it; None where it is of remediation."""
        return self.opening.procedure.name if self.opening.procedure else None

    @property
    def policy(self) -> Policy:
        """Return the rules this case is run under now."""
        return self.adopted_policy or self.opening.policy

    @property
    def calendar(self) -> WorkCalendar:
        """Return the official calendar this case counts by now."""
        return self.adopted_calendar or self.opening.calendar

    @property
    def standing(self) -> Standing:
        """Return the persons who hold a role in every case."""
        return self.holders or self.opening.standing

    @property
    def settled(self) -> bool:
        """Say whether nothing is owed any more."""
        return self.stage is Stage.SETTLED

    @property
    def closed(self) -> bool:
        """Say whether the item is struck off, which is not yet settled."""
        return self.closure is not None


class Alarm(NamedTuple):
    """The earliest thing that happens to a case if nobody moves."""

    at: dt.datetime
    what: str  # a duty's id, "look_back" or "resume"


class CaseSummary(Record):
    """One line of the ledger's list: what an office filters and sorts by."""

    case_id: CaseId
    campaign: str
    number: int
    title: str
    category: str
    speed: str
    stage: Stage
    round: int
    colour: str | None  # the gravest of the open duties
    leader_id: str | None
    leader: str | None
    lead_unit: str | None
    handler_id: str | None
    handler: str | None
    owes: tuple[Role, ...]  # for whom the case waits
    due: Instant | None  # the earliest due time of the open duties; none while suspended
    item_due: Instant | None  # the item's own limit
    original_due: Instant | None
    provisional: bool
    next_alarm: Instant | None
    look_back: int  # look-backs passed
    outcome: str | None
    head: ChainHead
    updated_at: Instant
