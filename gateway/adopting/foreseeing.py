"""What an adoption would do, worked out by the rules on the ledger's copy of each case; no case is asked."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from gateway.adopting.proposals import Adoption, Proposed, holds
from rules.cases import carry_out, let_time_pass
from rules.chain import unsealed
from rules.deadlines import today
from rules.duties import duty_of
from rules.names import duty_name
from rules.repertoire import is_told_here
from rules.summary import summarise
from schemas.adoption import DutyEffect, LookBackEffect, StepEffect
from schemas.case import Case
from schemas.duty import Duty
from schemas.entries import Entry
from schemas.facts import CalendarAdopted, PolicyAdopted
from schemas.people import Role
from schemas.policy import DutyKind
from schemas.values import CaseId
from schemas.words import Refusal, Text, text


class ForeseenDuty(NamedTuple):
    """What people would notice of one duty, and how its dates are told."""

    effect: DutyEffect
    definition: str | None
    owed_by: Role
    subject: str
    dates: tuple[dt.date, dt.date]  # due before and after, by the case's clock
    warnings: tuple[dt.date, dt.date]  # the next one before and after


class ForeseenLookBack(NamedTuple):
    """What would become of one look-back."""

    effect: LookBackEffect
    dates: tuple[dt.date | None, dt.date | None]


class ForeseenStep(NamedTuple):
    """When a step that is planned for later would be opened."""

    effect: StepEffect
    title: Text
    dates: tuple[dt.date, dt.date]


class Foreseen(NamedTuple):
    """What an adoption would do to one case."""

    adoption: Adoption
    duties: tuple[ForeseenDuty, ...]
    look_backs: tuple[ForeseenLookBack, ...]
    steps: tuple[ForeseenStep, ...]
    limit: tuple[dt.date, dt.date] | None  # the item's own, where it moves and nobody owes the work yet
    settles: bool  # nothing would be left: the case ends, and can't go back


@dataclass
class Outlook:
    """What an adoption would do to many cases."""

    foreseen: dict[CaseId, Foreseen] = field(default_factory=dict)
    there: list[CaseId] = field(default_factory=list)  # it holds already
    nothing_to_undo: list[CaseId] = field(default_factory=list)  # it goes by something else, or was opened with it
    refused: dict[CaseId, Text] = field(default_factory=dict)
    untold: list[CaseId] = field(default_factory=list)  # begun, and not in the ledger yet: not looked at

    @property
    def wanted(self) -> dict[CaseId, Adoption]:
        """Return what is asked of each case that can adopt it."""
        return {case_id: foreseen.adoption for case_id, foreseen in self.foreseen.items()}

    def look_at(self, case: Case, adoption: Adoption, at: dt.datetime) -> None:
        """Add one case."""
        if holds(case, adoption):
            self.there.append(case.id)
            return
        if not is_told_here(case.opening.procedure):
            self.refused[case.id] = _UNTOLD
            return
        try:
            self.foreseen[case.id] = foresee(case, adoption, at)
        except Refusal as refusal:
            self.refused[case.id] = refusal.reason


def look_ahead(
    cases: Sequence[Case], told: Mapping[CaseId, list[Entry]], proposed: Proposed, at: dt.datetime, outlook: Outlook
) -> None:
    """Add what would become of some cases; those for which nothing is proposed have nothing to go back from.

    What is proposed may depend on what was adopted before, which is told where it is asked for.
    """
    for case in cases:
        adoption = proposed(case, told.get(case.id, []))
        if adoption is None:
            outlook.nothing_to_undo.append(case.id)
        else:
            outlook.look_at(case, adoption, at)


_UNTOLD = text(
    "此处没有本事项的流程脚本，或脚本已改动，无法推算",
    "the definition of this case is not here, or was changed: nothing can be foreseen",
)


def foresee(case: Case, adoption: Adoption, at: dt.datetime) -> Foreseen:
    """Return what an adoption would do to a case at an instant, or raise the Refusal that the case would answer."""
    case, _ = let_time_pass(case, at)
    after, entries, _ = carry_out(case, adoption, at, unsealed)
    fact = next(entry.fact for entry in entries if isinstance(entry.fact, PolicyAdopted | CalendarAdopted))
    duties = {duty.id: duty for duty in (*case.duties, *_laid_aside(case))}
    return Foreseen(
        adoption=adoption,
        duties=tuple(_duty(case, after, duties[e.duty], e) for e in fact.duties if e.shows),
        look_backs=tuple(_look_back(case, e) for e in fact.look_backs),
        steps=tuple(_step(case, after, e) for e in fact.steps),
        limit=_limit(case, after),
        settles=after.settled,
    )


def duty_named(duty: ForeseenDuty) -> Text:
    """Return what people call a duty, and what it is about."""
    kind = duty_name(duty.effect.duty, duty.definition)
    return text(f"{kind.zh}（{duty.subject}）", f"{kind.en} ({duty.subject})") if duty.subject else kind


def _limit(before: Case, after: Case) -> tuple[dt.date, dt.date] | None:
    if duty_of(before, DutyKind.RECTIFY) or before.review:
        return None  # it shows among the duties
    was, now = summarise(before).item_due, summarise(after).item_due
    return (today(before, was), today(after, now)) if was and now and was != now else None


def _laid_aside(case: Case) -> tuple[Duty, ...]:
    return (case.review.returning,) if case.review and case.review.returning else ()


def _duty(before: Case, after: Case, duty: Duty, effect: DutyEffect) -> ForeseenDuty:
    was, now = effect.before, effect.after
    return ForeseenDuty(
        effect=effect,
        definition=before.definition,
        owed_by=duty.owed_by,
        subject=_about(duty),
        dates=(today(before, was.deadline.at), today(after, now.deadline.at)),
        warnings=(today(before, was.rings_at), today(after, now.rings_at)),
    )


def _about(duty: Duty) -> str:
    """Return what a duty is about, where that says more than what it is called."""
    if duty.kind is DutyKind.STEP:  # title：about
        return duty.subject.partition("：")[2]
    return duty.subject if duty.subject != duty.owed_by else ""


def _step(before: Case, after: Case, effect: StepEffect) -> ForeseenStep:
    title = next(s.title for s in before.planned if (s.step, s.number) == (effect.step, effect.number))
    return ForeseenStep(effect, title, (today(before, effect.before), today(after, effect.after)))


def _look_back(case: Case, effect: LookBackEffect) -> ForeseenLookBack:
    return ForeseenLookBack(
        effect=effect,
        dates=(
            today(case, effect.before) if effect.before else None,
            today(case, effect.after) if effect.after else None,
        ),
    )
