"""What a check of a policy can find: its code, which never changes its meaning, and how grave it is."""

from enum import StrEnum
from typing import NamedTuple

from schemas.words import Text

Steps = tuple[str | int, ...]


class Severity(StrEnum):
    """An error must not be published; a warning is said."""

    ERROR = "error"
    WARNING = "warning"


class Code(StrEnum):
    """Every kind of finding about a policy that could be read; docs/how-to/change-a-policy.md says why each matters."""

    # waits and silence
    WAIT_WITHOUT_OUTCOME = "wait-without-outcome"
    LADDER_NEVER_OVERDUE = "ladder-never-overdue"
    LADDER_FALLS_SILENT = "ladder-falls-silent"
    LADDER_TELLS_NOBODY_ELSE = "ladder-tells-nobody-else"
    # who is told, and who acts
    ADDRESSEE_NOT_ASSIGNED = "addressee-not-assigned"
    OWNER_NOT_ASSIGNED = "owner-not-assigned"
    ADDRESSEE_VACANT = "addressee-vacant"
    RUNG_TELLS_NOBODY = "rung-tells-nobody"
    OWNER_VACANT = "owner-vacant"
    # rungs
    RUNG_BEFORE_DUTY = "rung-before-duty"
    RUNG_SWALLOWED = "rung-swallowed"
    RUNG_OFTEN_SWALLOWED = "rung-often-swallowed"
    COLOUR_FALLS = "colour-falls"
    LETTER_FALLS = "letter-falls"
    ADDRESSEES_FALL = "addressees-fall"
    LETTER_BEFORE_DUE = "letter-before-due"
    GREEN_WHEN_OVERDUE = "green-when-overdue"
    RED_BEFORE_DUE = "red-before-due"
    INTERVIEW_WITHOUT_EFFECT = "interview-without-effect"
    INTERVIEW_OF_A_JUDGE = "interview-of-a-judge"
    # judging oneself
    SELF_APPROVAL = "self-approval"
    ASKER_DECIDES = "asker-decides"
    LEVEL_TWICE = "level-twice"
    LEVELS_FALL = "levels-fall"
    LEVELS_SAME_PERSON = "levels-same-person"
    LOOK_BACK_BY_CLOSER = "look-back-by-closer"
    INTERVIEWED_BY_HIMSELF = "interviewed-by-himself"
    # closure
    CHECKLIST_TWICE = "checklist-twice"
    NO_CHECKLIST = "no-checklist"
    NO_EVIDENCE = "no-evidence"
    NO_LOOK_BACK = "no-look-back"
    LOOK_BACKS_OVERLAP = "look-backs-overlap"
    # caps
    LOOP_WITHOUT_CAP = "loop-without-cap"
    EXTENSION_EXCEEDS_LIMIT = "extension-exceeds-limit"
    SUSPENSION_EXCEEDS_LIMIT = "suspension-exceeds-limit"
    EXTENSION_AFTER_OVERDUE = "extension-after-overdue"
    DECIDER_UNUSED = "decider-unused"
    DECIDERS_FALL = "deciders-fall"
    # durations that cross
    PLAN_AFTER_LIMIT = "plan-after-limit"
    SPEEDS_OUT_OF_ORDER = "speeds-out-of-order"
    REPORTS_MISS_LIMIT = "reports-miss-limit"
    RARE_REPORTS = "rare-reports"
    REVIEW_EXCEEDS_LIMIT = "review-exceeds-limit"
    NOTICE_AFTER_INTERVIEW = "notice-after-interview"
    # relapse
    RELAPSE_EXCEEDS_LIMIT = "relapse-exceeds-limit"
    RELAPSE_WITHOUT_CONSEQUENCE = "relapse-without-consequence"
    RELAPSE_NOT_STRICTER = "relapse-not-stricter"
    RELAPSE_LADDER_UNUSED = "relapse-ladder-unused"
    # words that have no effect, or two
    LADDER_UNUSED = "ladder-unused"
    SAID_TWICE = "said-twice"
    NAMED_TWICE = "named-twice"
    NAME_TAKEN = "name-taken"
    # the calendar
    CALENDAR_MISSES_TODAY = "calendar-misses-today"
    CALENDAR_TOO_SHORT = "calendar-too-short"
    CALENDAR_UNPUBLISHED = "calendar-unpublished"


WARNINGS = frozenset(
    {
        Code.ADDRESSEE_VACANT,
        Code.RUNG_BEFORE_DUTY,
        Code.RUNG_OFTEN_SWALLOWED,
        Code.LETTER_FALLS,
        Code.ADDRESSEES_FALL,
        Code.RED_BEFORE_DUE,
        Code.INTERVIEW_OF_A_JUDGE,
        Code.ASKER_DECIDES,
        Code.LEVELS_FALL,
        Code.LEVELS_SAME_PERSON,
        Code.NO_CHECKLIST,
        Code.NO_EVIDENCE,
        Code.NO_LOOK_BACK,
        Code.LOOK_BACKS_OVERLAP,
        Code.EXTENSION_EXCEEDS_LIMIT,
        Code.SUSPENSION_EXCEEDS_LIMIT,
        Code.EXTENSION_AFTER_OVERDUE,
        Code.DECIDER_UNUSED,
        Code.DECIDERS_FALL,
        Code.REPORTS_MISS_LIMIT,
        Code.RARE_REPORTS,
        Code.REVIEW_EXCEEDS_LIMIT,
        Code.RELAPSE_EXCEEDS_LIMIT,
        Code.RELAPSE_WITHOUT_CONSEQUENCE,
        Code.RELAPSE_NOT_STRICTER,
        Code.RELAPSE_LADDER_UNUSED,
        Code.LADDER_UNUSED,
        Code.SAID_TWICE,
        Code.NAMED_TWICE,
        Code.NAME_TAKEN,
        Code.CALENDAR_TOO_SHORT,
        Code.CALENDAR_UNPUBLISHED,
    }
)


class Finding(NamedTuple):
    """What is wrong, in a sentence that says what to do, and the entries that it is about, the likeliest first."""

    code: Code
    reason: Text
    entries: tuple[Steps, ...]

    @property
    def severity(self) -> Severity:
        """Return how grave it is."""
        return Severity.WARNING if self.code in WARNINGS else Severity.ERROR


def found(code: Code, zh: str, en: str, *entries: Steps) -> Finding:
    """Write a finding down in both languages."""
    return Finding(code, Text(zh=zh, en=en), entries)
