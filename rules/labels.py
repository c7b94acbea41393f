"""What happened in a few words, without anything that was found or written: for timelines, which many people read."""

import re
from collections.abc import Sequence
from enum import StrEnum

from rules.names import duty_name, name_of
from rules.repertoire import step_title
from rules.sentences import tell
from schemas.case import Case
from schemas.commands import Evidence
from schemas.duty import Duty
from schemas.entries import Entry
from schemas.facts import Fact, RungClimbed
from schemas.policy import DutyKind
from schemas.steps import StepDone, StepLapsed, StepOpened, StepPlanned
from schemas.time import Clock
from schemas.words import Text, text

LONGEST = 200  # bytes: what Temporal's documentation grants a summary, though Server 1.32 takes more
_LATEST = 6
_HARMLESS = frozenset({"kind", "held_on", "place", "where", "command", "outcome"})
_LEFT_OVER = re.compile(r"“”|\W$(?<![”)）])")


def lately(entries: Sequence[Entry], clock: Clock, definition: str | None = None) -> str:
    """Return the latest facts as a list in Markdown, the newest first, with the numbers under which the ledger has them."""
    latest = reversed(entries[-_LATEST:])
    return "\n".join(
        f"- {clock.date_of(entry.at)} {fitting(briefly(entry.fact, clock, definition))}（第{entry.number}条）"
        for entry in latest
    )


def briefly(fact: Fact, clock: Clock, definition: str | None = None) -> str:
    """Return a fact's sentence without its texts, of which none is shown unless it is known to be harmless."""
    if isinstance(fact, RungClimbed):
        letter = f"，发{name_of(fact.letter).zh}" if fact.letter else ""
        return f"{name_of(fact.colour).zh}预警“{duty_name(fact.duty, definition).zh}”{letter}"
    if isinstance(fact, StepOpened | StepPlanned | StepDone | StepLapsed):
        shown = {"title": step_title(fact.step, definition) or _alone(fact.title), "said": None}
        fact = fact.model_copy(update=shown if isinstance(fact, StepDone) else {"title": shown["title"]})
    texts = {name: blank for name in type(fact).model_fields if (blank := _blank(fact, name)) is not None}
    return _LEFT_OVER.sub("", tell(fact.model_copy(update=texts), clock, definition).zh)


def discreet(case: Case) -> Case:
    """Return a case as lists and the Temporal UI may show it: where it is restricted, what no duty or step is about."""
    procedure = case.opening.procedure
    if procedure is None or not procedure.restricted:
        return case
    duties = tuple(duty.model_copy(update={"subject": shown_subject(case, duty)}) for duty in case.duties)
    planned = tuple(step.model_copy(update={"title": _alone(step.title)}) for step in case.planned)
    return case.model_copy(update={"duties": duties, "planned": planned})


def shown_subject(case: Case, duty: Duty) -> str:
    """Return what lists and the Temporal UI may show of what a duty is about."""
    procedure = case.opening.procedure
    if procedure is None or not procedure.restricted or duty.subject.isdigit():
        return duty.subject
    return duty.subject.partition("：")[0] if duty.kind is DutyKind.STEP else ""


def _alone(title: Text) -> Text:
    return text(title.zh.partition("：")[0], title.en.partition(": ")[0])


def fitting(words: str, most: int = LONGEST) -> str:
    """Return words cut to so many bytes of UTF-8."""
    if len(words.encode()) <= most:
        return words
    return words.encode()[: most - len("…".encode())].decode(errors="ignore") + "…"


def _blank(fact: Fact, name: str) -> str | tuple[()] | None:
    """Return what stands for a field's text; None where it holds none, or one that may be shown."""
    match getattr(fact, name):
        case StrEnum():
            return None
        case str():
            return None if name in _HARMLESS else ""
        case (Evidence(), *_):
            return ()
    return None
