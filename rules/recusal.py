"""Recusal (回避): nobody judges his own doing, and nothing waits for ever for a role that nobody can fill."""

from rules.names import name_of
from rules.people import holders_of, people_of
from rules.registry import refusal
from schemas.case import Case, Review
from schemas.commands import Command
from schemas.duty import Duty
from schemas.people import Person, Role
from schemas.policy import DutyKind
from schemas.values import PersonId
from schemas.words import Text, text

# Who decides where a role has nobody free: the one above it; past the top, whoever else is there, from the top down.
_ABOVE = {
    Role.HANDLER: Role.LEAD_UNIT,
    Role.LEAD_UNIT: Role.LEADER,
    Role.LEADER: Role.PRINCIPAL,
    Role.OFFICE: Role.PRINCIPAL,
    Role.PRINCIPAL: Role.COMMITTEE,
    Role.COMMITTEE: Role.HIGHER,
    Role.HIGHER: Role.SUPERVISOR,
}
_AT_LAST = (Role.SUPERVISOR, Role.HIGHER, Role.COMMITTEE, Role.PRINCIPAL, Role.OFFICE)
ANSWERABLE = (Role.LEADER, Role.LEAD_UNIT, Role.HANDLER)
_JUDGEMENTS = (
    *(DutyKind.PLAN_REVIEW, DutyKind.PUBLICITY, DutyKind.LOOK_BACK),
    *(DutyKind.EXTENSION, DutyKind.WITHDRAWAL, DutyKind.MATTER),
)


def doers(case: Case, *asking: PersonId) -> tuple[PersonId, ...]:
    """Return who may not decide about a case: who asks for the decision, who reported it done, who does the work."""
    reported = (case.review.reported_by,) if case.review else ()
    working = (case.assignment.handler.id,) if case.assignment else ()
    return tuple(dict.fromkeys((*asking, *reported, *working)))


def not_to_judge(case: Case, review: Review, level: Role) -> tuple[PersonId, ...]:
    """Return who may not judge a level: doers; nor, where a level falls to others, who judged another one.

    Where a unit has nobody else, the same person judges twice: a small unit waits for no stranger.
    """
    barred = doers(case)
    not_who_stood_in = (*barred, *(approval.by for approval in review.approvals if approval.stood_in))
    if free_people(case, level, not_who_stood_in):
        return not_who_stood_in
    nobody_twice = (*barred, *(approval.by for approval in review.approvals))
    acting = in_place_of(case, level, nobody_twice)
    return nobody_twice if free_people(case, acting, nobody_twice) else barred


def answerers(case: Case, *roles: Role) -> tuple[PersonId, ...]:
    """Return who answers for the item in some roles: nobody decides on his own interview, or records it."""
    return tuple(person.id for role in roles for person in holders_of(case, role))


def in_place_of(case: Case, role: Role, barred: tuple[PersonId, ...] = ()) -> Role:
    """Return who acts for a role: itself, or the next that has somebody not barred.

    Where nobody in the whole unit is left, it is the first role that is held at all: a role must be handed over then.
    """
    if free_people(case, role, barred):
        return role
    held = tuple(other for other in succession(role) if holders_of(case, other))
    return next((other for other in held if free_people(case, other, barred)), held[0])


def free_people(case: Case, role: Role, barred: tuple[PersonId, ...] = ()) -> tuple[Person, ...]:
    """Return the holders of a role who are not barred."""
    held = holders_of(case, role)
    return tuple(person for person in held if person.id not in barred) if barred else held


def debtors(case: Case, duty: Duty) -> tuple[Person, ...]:
    """Return the persons to whom a duty is shown: those who owe it and may discharge it."""
    return free_people(case, duty.owed_by, duty.barred) or people_of(case, duty.owed_by)


def reassigned(case: Case) -> Case:
    """Return the case after persons have changed: who does the work now judges none of it, and each duty is owed by a
    role that can still discharge it."""
    return case.model_copy(update={"duties": tuple(_reassigned(case, duty) for duty in case.duties)})


def _reassigned(case: Case, duty: Duty) -> Duty:
    barred = tuple(dict.fromkeys((*duty.barred, *_concerned(case, duty))))
    return duty.model_copy(update={"barred": barred, "owed_by": in_place_of(case, duty.owed_by, barred)})


def _concerned(case: Case, duty: Duty) -> tuple[PersonId, ...]:
    if duty.kind is DutyKind.INTERVIEW:
        return answerers(case, *(i.interviewee for i in case.interviews if str(i.number) == duty.subject))
    if duty.kind is DutyKind.CALL_INTERVIEW:
        return answerers(case, *ANSWERABLE)
    if duty.kind is DutyKind.REVIEW and case.review:
        return not_to_judge(case, case.review, Role(duty.subject))
    return doers(case) if duty.kind in _JUDGEMENTS else ()


def require_other_hand(case: Case, command: Command, duty: Duty, why: Text) -> None:
    """Refuse whom a duty bars, and name who can act instead."""
    require_none_of(case, command, duty.barred, duty.owed_by, why)


def require_none_of(case: Case, command: Command, barred: tuple[PersonId, ...], owed_by: Role, why: Text) -> None:
    """Refuse whoever is barred, and name who of the role can act instead."""
    if command.actor not in barred:
        return
    role, free = name_of(owed_by), free_people(case, owed_by, barred)
    zh, en = "、".join(person.name for person in free), ", ".join(person.name for person in free)
    if free:
        raise refusal(command, text(f"{why.zh}，应由{role.zh}（{zh}）办理", f"{why.en}: for the {role.en} ({en})"))
    raise refusal(
        command,
        text(f"{why.zh}，且无他人可以办理；请整改办先移交", f"{why.en}, and nobody else can: hand a role over first"),
    )


def succession(role: Role) -> tuple[Role, ...]:
    """Return who acts for a role, itself first, then whoever stands above it, then whoever else is there."""
    line = [role]
    while above := _ABOVE.get(line[-1]):
        line.append(above)
    return (*line, *_AT_LAST)
