"""Other rules for a case that is running: it goes on under another policy, or counts by another calendar.

Who may. A policy is issued by the principal, or decided by the committee: the office itself owes duties under it and
judges closures, so it may not give itself time; nor may whoever does the work of the case. The office prepares it. A
calendar is the State Council's: the office adopts it, and so may the principal.

What stays. The opening never changes, nor when it was fed back, nor any original date. What people decided stays decided:
the feedback's own date, the plan's, an extension, a commitment, the numbers in an interview's letter that is out, the end
of a suspension. What was begun is ended as it was begun: a duty stays with whom it was put before (an extension with who
was asked), a review passes the levels it began with, a plan that was asked for is owed. The next duty is by the new rules.

What moves. Every number is counted again from where it was counted, with the time that did not count (rules/recounting).
- Nothing becomes overdue by an adoption: where the new number lies in the past already, who was in time keeps the date
  that the duty began with, or where that has passed too, the one that it has.
- What was overdue and is not any more is listed in the fact as such, and its owner is told; where the old numbers are
  adopted again, it is overdue again.
- A duty climbs the ladder of its kind in the new policy, whatever the old one was called; one of a kind that the new
  policy does not know, that of a review. Rungs of which people were told
  are not told again, also where the date has moved, and none that lies ahead is left out. A warning before the due time
  that the new ladder would have given already is not given late.
- A step of a definition is counted, and climbs, as the new policy says under that step's name. A policy that lacks one
  that the case's own has is refused. A step that is planned for later is counted again from where the story came to it;
  where its new time has passed, it opens at once. An approval asks the levels that the case was opened with.
- Look-backs that were not opened yet are planned anew from the closure; where none is left, the case is settled.
- While a case is suspended its clocks stand where they stood; when it goes on, everything is put off as before.

The fact carries what it does, so that the record shows it, and what is previewed is what happens.
"""

import datetime as dt

from rules.recounting import duty_effects, look_back_effects, step_effects
from rules.rectifying import first_limit, review_levels
from rules.recusal import doers, require_none_of
from rules.registry import OPEN, Facts, actor_of, decides, follows, refusal
from schemas.adoption import DutyEffect, LookBackEffect, StepEffect
from schemas.case import Case, LookBack
from schemas.commands import AdoptCalendar, AdoptPolicy
from schemas.duty import Duty
from schemas.facts import CalendarAdopted, PolicyAdopted
from schemas.people import Role
from schemas.policy import Policy
from schemas.steps import PlannedStep
from schemas.time import WorkCalendar
from schemas.words import Text, text

POLICY_MAKERS = (Role.PRINCIPAL, Role.COMMITTEE)
CALENDAR_KEEPERS = (Role.OFFICE, Role.PRINCIPAL)


@decides(AdoptPolicy, when=OPEN, by=POLICY_MAKERS, while_suspended=True, barring=doers)
def adopt_policy(case: Case, command: AdoptPolicy, at: dt.datetime) -> Facts:
    """Go on under another policy; never the one that holds already, nor one with days of another length."""
    why = text("责任人不能给自己的整改换办法", "who does the work can't choose the rules for it")
    require_none_of(case, command, doers(case), Role.PRINCIPAL, why)
    new = command.policy
    if wrong := _same_policy(case, new) or _other_days(case, new) or _foreign(case, new) or _unruled_steps(case, new):
        raise refusal(command, wrong)
    after = _under_policy(case, command.policy)
    adopted = PolicyAdopted(
        by=actor_of(case, command),
        reason=command.reason,
        policy=command.policy,
        duties=duty_effects(case, after, at),
        look_backs=look_back_effects(case, after),
        steps=step_effects(case, after),
    )
    return (adopted,)


@follows(PolicyAdopted)
def policy_adopted(case: Case, fact: PolicyAdopted, at: dt.datetime) -> Case:
    """Go on under it; each open duty stands where the fact says."""
    after = _under_policy(_with_first_limit(case, at), fact.policy)
    if case.review:
        begun = case.review.model_copy(update={"levels": review_levels(case)})
        after = after.model_copy(update={"review": begun})
    return _moved(after, fact)


@decides(AdoptCalendar, when=OPEN, by=CALENDAR_KEEPERS, while_suspended=True)
def adopt_calendar(case: Case, command: AdoptCalendar, at: dt.datetime) -> Facts:
    """Go on counting by another calendar, which has a version of its own and begins no later."""
    if wrong := _unusable(case, command.calendar):
        raise refusal(command, wrong)
    after = _under_calendar(case, command.calendar)
    adopted = CalendarAdopted(
        by=actor_of(case, command),
        reason=command.reason,
        calendar=command.calendar,
        duties=duty_effects(case, after, at),
        look_backs=look_back_effects(case, after),
        steps=step_effects(case, after),
    )
    return (adopted,)


@follows(CalendarAdopted)
def calendar_adopted(case: Case, fact: CalendarAdopted, at: dt.datetime) -> Case:
    """Go on counting by it; each open duty stands where the fact says."""
    after = _under_calendar(_with_first_limit(case, at), fact.calendar)
    return _moved(after, fact)


def _with_first_limit(case: Case, at: dt.datetime) -> Case:
    return case if case.closed else case.model_copy(update={"first_limit": first_limit(case, at)})


def _under_policy(case: Case, policy: Policy) -> Case:
    return case.model_copy(update={"adopted_policy": policy, "adoptions": case.adoptions + 1})


def _under_calendar(case: Case, calendar: WorkCalendar) -> Case:
    return case.model_copy(update={"adopted_calendar": calendar, "adoptions": case.adoptions + 1})


def _moved(case: Case, fact: PolicyAdopted | CalendarAdopted) -> Case:
    moves = {effect.duty: effect for effect in fact.duties}
    begins = {(effect.step, effect.number): effect for effect in fact.steps}
    update: dict[str, object] = {
        "duties": tuple(_placed(duty, moves.get(duty.id)) for duty in case.duties),
        "look_backs": _planned_anew(case.look_backs, fact.look_backs),
        "planned": tuple(_begins(step, begins.get((step.step, step.number))) for step in case.planned),
    }
    if (review := case.review) and review.returning:
        returning = _placed(review.returning, moves.get(review.returning.id))
        update["review"] = review.model_copy(update={"returning": returning})
    return case.model_copy(update=update)


def _placed(duty: Duty, effect: DutyEffect | None) -> Duty:
    if effect is None:
        return duty
    after, lapsed = effect.after, effect.before.deadline.at
    placed = {"deadline": after.deadline, "ladder": after.ladder, "rung": after.rung}
    if effect.no_longer_overdue and lapsed not in duty.lapsed:
        placed["lapsed"] = (*duty.lapsed, lapsed)
    return duty.model_copy(update=placed)


def _begins(step: PlannedStep, effect: StepEffect | None) -> PlannedStep:
    if effect is None:
        return step
    return step.model_copy(update={"at": effect.after, "provisional": effect.provisional})


def _planned_anew(looks: tuple[LookBack, ...], effects: tuple[LookBackEffect, ...]) -> tuple[LookBack, ...]:
    planned = {look.number: look for look in looks}
    for effect in effects:
        if effect.after is None:
            del planned[effect.number]
        else:
            planned[effect.number] = LookBack(number=effect.number, at=effect.after, provisional=effect.provisional)
    return tuple(planned[number] for number in sorted(planned))


def _same_policy(case: Case, policy: Policy) -> Text | None:
    if policy.version != case.policy.version:
        return None
    title, version = policy.title, policy.version
    return text(
        f"本事项已按《{title.zh}》（版本{version}）办理，不必再换",
        f"the case runs under “{title.en}” (version {version}) already",
    )


def _other_days(case: Case, policy: Policy) -> Text | None:
    now, new = case.policy.clock, policy.clock
    if (now.day_length, now.anchor, now.anchor_date) == (new.day_length, new.anchor, new.anchor_date):
        return None
    return text(
        "办法的时钟（clock）一天的长短或起点与本事项不同，办理中不能改变；只有上下班时间可以改",
        "the policy's clock has days of another length or beginning; only office hours may change under a running case",
    )


def _foreign(case: Case, policy: Policy) -> Text | None:
    """Say that a policy is a definition's, of which remediation knows none of the steps."""
    if case.opening.procedure or not policy.steps:
        return None
    title, name = policy.title, policy.name
    return text(
        f"《{title.zh}》（{name}）写了 steps，是流程的办法，整改事项不能按它办理",
        f"“{title.en}” ({name}) has steps: it is for a definition, not for remediation",
    )


def _unruled_steps(case: Case, policy: Policy) -> Text | None:
    """Say which steps of the case's definition a policy has no rule for; remediation has none."""
    procedure, missing = (
        case.opening.procedure,
        [name for name in case.opening.policy.steps if name not in policy.steps],
    )
    if procedure is None or not missing:
        return None
    return text(
        f"本事项按“{procedure.title.zh}”办理，新办法没有写这些步骤的时限（steps）：{'、'.join(missing)}；请补上",
        f"the case is a “{procedure.title.en}”, and the policy has no rule under steps for: {', '.join(missing)}; add them",
    )


def _unusable(case: Case, calendar: WorkCalendar) -> Text | None:
    now, begins, first = case.calendar, calendar.years[0].year, case.calendar.years[0].year
    if calendar.version == now.version and calendar == now:
        return text(f"本事项已按日历{now.version}计算，不必再换", f"the case counts by {now.version} already")
    if calendar.version == now.version:
        return text(
            f"日历内容不同而版本同为{now.version}；请给新日历另写一个 version",
            f"another calendar is called {now.version} too; give the new one a version of its own",
        )
    if begins > first:
        return text(
            f"日历{calendar.version}从{begins}年开始，现用的从{first}年开始；新日历须包含原有各年",
            f"{calendar.version} begins with {begins}, the present one with {first}: it must hold the years before too",
        )
    return None
