"""The numbers and names that a case is run under, as an office edits them."""

import hashlib
import json
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Final, Self

from pydantic import Field, StringConstraints, model_validator

from schemas.misreading import quote
from schemas.miswritten import Disjointed, Miswritten
from schemas.people import Role
from schemas.returns import ReturnRules
from schemas.time import Clock, Span
from schemas.values import Line, Shared, Value
from schemas.words import Text, text

StepKey = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]


class Speed(StrEnum):
    """The three speeds of remediation (2021 opinion on inspection rectification)."""

    IMMEDIATE = "immediate"  # 立行立改
    TIMED = "timed"  # 限期整改
    LONG_TERM = "long_term"  # 长期整改


class Colour(StrEnum):
    """Warning colours, from calm to grave."""

    GREEN = "green"
    BLUE = "blue"
    YELLOW = "yellow"
    ORANGE = "orange"
    RED = "red"


class Letter(StrEnum):
    """A letter with a number of its own."""

    REMINDER = "reminder"  # 提醒函
    WARNING = "warning"  # 预警函
    SUPERVISION = "supervision"  # 督办函
    CIRCULAR = "circular"  # 通报


class DutyKind(StrEnum):
    """What can be owed."""

    ASSIGN = "assign"
    ACKNOWLEDGE = "acknowledge"
    PLAN = "plan"
    PLAN_REVIEW = "plan_review"
    RECTIFY = "rectify"
    PROGRESS = "progress"
    MILESTONE = "milestone"
    REVIEW = "review"
    PUBLICITY = "publicity"
    PUBLISH = "publish"
    LOOK_BACK = "look_back"
    CALL_INTERVIEW = "call_interview"
    NOTICE = "notice"
    INTERVIEW = "interview"
    COMMITMENT = "commitment"
    EXTENSION = "extension"
    WITHDRAWAL = "withdrawal"
    MATTER = "matter"
    STEP = "step"  # of a scripted definition: which one, and its rule, stand under `steps`


RULED: Final = tuple(kind for kind in DutyKind if kind is not DutyKind.STEP)  # what may have a rule under `duties`


def owed_where(*, shown: bool) -> tuple[DutyKind, ...]:
    """Return the kinds that need a rule under `duties`; publicity only where closures are shown to the public."""
    return tuple(kind for kind in RULED if shown or kind is not DutyKind.PUBLICITY)


class EvidenceKind(StrEnum):
    """Kinds of proof named in public closure rules."""

    MINUTES = "minutes"  # 会议纪要
    RULE = "rule"  # 制度文件
    PHOTO = "photo"  # 现场照片
    VOUCHER = "voucher"  # 票据凭证
    LIST = "list"  # 名册清单
    STATEMENT = "statement"  # 情况说明
    OTHER = "other"


class Rung(Value):
    """Who hears what, so long before (minus) or after the due time."""

    at: Span
    tell: tuple[Role, ...] = Field(min_length=1)
    colour: Colour
    letter: Letter | None = None
    interview: bool = False
    decision: bool = False  # proposes a decision above us beside blame (会诊)


class Ladder(Shared):
    """Rungs in the order of time; overdue never goes quiet, so the last one repeats."""

    rungs: tuple[Rung, ...] = Field(min_length=1)
    repeat: Span

    @model_validator(mode="after")
    def _repeats_forward(self) -> Self:
        if self.repeat.count <= 0:
            raise Disjointed(text("repeat 须在以后，例如 5wd。", "repeat must lie in the future, for example 5wd."))
        return self


# Whose time something else says: the limits of speeds and relapse, reports, the plan, the record of an interview.
TIMED_ELSEWHERE: Final = (DutyKind.RECTIFY, DutyKind.PROGRESS, DutyKind.MILESTONE, DutyKind.COMMITMENT)
# Who owes which something else says: levels, deciders, whom a matter is put before, who is interviewed.
OWED_ELSEWHERE: Final = (
    *(DutyKind.REVIEW, DutyKind.EXTENSION, DutyKind.WITHDRAWAL),
    *(DutyKind.MATTER, DutyKind.NOTICE, DutyKind.COMMITMENT),
)


class DutyRule(Value):
    """How long somebody has for a duty, who owes it, each where nothing else says so, and the ladder that delay climbs.

    A policy on record may say more than has an effect; a file may not.
    """

    due: Span | None = None
    owed_by: Role | None = None
    ladder: Line


class StepRule(Value):
    """How long somebody has for a step of a definition; who decides in turn, and from when on, where that is asked."""

    due: Span
    owed_by: Role | None = None  # or the first of the levels
    ladder: Line
    levels: tuple[Role, ...] = ()  # of an approval, in turn; none: whoever owes it
    after: Span | None = None  # a step that is opened only so long after the story has come to it
    extendable: bool = False  # more time may be asked for, by the policy's rule for extensions
    from_start: bool = False  # its time counts from the feedback, not from when the story comes to it

    @model_validator(mode="after")
    def _is_owed(self) -> Self:
        if not self.owners:
            raise Miswritten(text("owed_by 与 levels 至少写一项。", "Write owed_by, or levels."))
        return self

    @property
    def owners(self) -> tuple[Role, ...]:
        """Return who owes it, or decides in turn."""
        return self.levels or ((self.owed_by,) if self.owed_by else ())


class SpeedRule(Value):
    """What one speed asks for: its own limit, whether a plan is owed, how often progress is reported."""

    due: Span
    plan: bool
    reports: Span


class ReviewRule(Value):
    """The levels that a closure passes in turn, the checklist of the last of them, and the public notice after it."""

    levels: tuple[Role, ...] = Field(min_length=1)
    checklist: tuple[Text, ...] = ()
    publicity: Span | None = None  # 销号公示: how long the closure is shown to the public before it holds


class ExtensionRule(Value):
    """Who decides the first, second, … extension, and where it ends."""

    deciders: tuple[Role, ...] = Field(min_length=1)
    most: int = Field(ge=0)
    longest: Span  # all extensions together, from the original date
    after_overdue: bool = False


class SuspensionRule(Value):
    """Who may suspend, and for how long altogether."""

    decider: Role
    longest: Span


class LookBackRule(Value):
    """When closed cases are looked at again, counted from closure, and by whom."""

    after: tuple[Span, ...] = ()


class ContinuingRule(Value):
    """How often a case reports that was kept open as basically done or long-term."""

    basically_done: Span
    long_term: Span


class RelapseRule(Value):
    """What a relapse costs: a new limit, and stricter ladders by name."""

    due: Span
    ladders: dict[str, str] = Field(default_factory=dict)


class Policy(Shared):
    """An office's rules for its cases; every number can be edited, none is in the code."""

    name: Line
    title: Text
    clock: Clock = Clock()
    duties: dict[DutyKind, DutyRule]
    ladders: dict[str, Ladder]
    speeds: dict[Speed, SpeedRule]
    evidence: tuple[EvidenceKind, ...] = ()
    review: ReviewRule
    extension: ExtensionRule
    suspension: SuspensionRule
    withdrawal: Role
    look_backs: LookBackRule
    continuing: ContinuingRule
    relapse: RelapseRule
    returns: ReturnRules = ReturnRules()
    interview_again: Span | None = None  # since the former one was held, before a rung that repeats calls another
    steps: dict[StepKey, StepRule] = Field(default_factory=dict)  # of the definition that it is written for

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        missing = [kind.value for kind in self.owed if kind not in self.duties]
        missing += [
            f"{k.value}.due" for k, rule in self.duties.items() if rule.due is None and k not in TIMED_ELSEWHERE
        ]
        missing += [
            f"{k.value}.owed_by" for k, rule in self.duties.items() if not rule.owed_by and k not in OWED_ELSEWHERE
        ]
        missing += [speed.value for speed in Speed if speed not in self.speeds]
        if missing:
            raise Disjointed(
                text(f"没有写明规则：{'、'.join(missing)}。", f"There is no rule for: {', '.join(missing)}.")
            )
        if DutyKind.STEP in self.duties:
            raise Disjointed(
                text("步骤的规则写在 steps 下，各按其名。", "Rules for steps stand under steps, each by its name.")
            )
        if unknown := sorted(self.ladders_named - set(self.ladders)):
            named, known = [*map(quote, unknown)], [*map(quote, self.ladders)]
            raise Disjointed(
                text(
                    f"没有阶梯{'、'.join(named)}，可用：{'、'.join(known)}。",
                    f"No ladder is called {', '.join(named)}; there are: {', '.join(known)}.",
                )
            )
        return self

    @property
    def ladders_named(self) -> set[str]:
        """Return the ladders that some duty or step climbs, or would after a relapse."""
        climbed = [rule.ladder for rule in self.duties.values()] + [rule.ladder for rule in self.steps.values()]
        return {*climbed, *self.relapse.ladders.values()}

    @property
    def owed(self) -> tuple[DutyKind, ...]:
        """Return the kinds of duty that can come up under this policy and have their rule under `duties`."""
        return owed_where(shown=self.review.publicity is not None)

    def given(self, kind: DutyKind) -> Span:
        """Return how long somebody has for a duty, of a kind whose time nothing else says."""
        due = self.duties[kind].due
        assert due is not None  # noqa: S101 - a policy without it is not whole
        return due

    def owner(self, kind: DutyKind) -> Role:
        """Return who owes a duty, of a kind of which nothing else says so."""
        owner = self.duties[kind].owed_by
        assert owner is not None  # noqa: S101 - a policy without it is not whole
        return owner

    @cached_property
    def version(self) -> str:
        """Return the policy's content address: the same numbers have the same version, for ever."""
        canonical = json.dumps(self.plain, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(canonical.encode()).hexdigest()[:12]
