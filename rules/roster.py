"""Whom the roster names: the standing roles, and the persons who answer for a category."""

from schemas.people import STANDING_ROLES, Assignment, Person, Role, Roster, RosterEntry, Standing
from schemas.words import Refusal, text


def standing_of(roster: Roster) -> Standing:
    """Return the persons who hold a role in every case of the unit, or refuse a roster that lacks one."""
    held = {role.value: _people(roster, role) for role in STANDING_ROLES}
    for role in (Role.OFFICE, Role.PRINCIPAL, Role.COMMITTEE):
        if not held[role.value]:
            raise Refusal(text(f"名册中没有角色为 {role.value} 的人员。", f"The roster names nobody as {role.value}."))
    return Standing.model_validate(held)


def assignment_for(roster: Roster, category: str) -> Assignment | None:
    """Return the persons whom the roster names for a category; None where one is missing: then the office owes it."""
    leader, head, handler = (
        _answers_for(roster, role, category) for role in (Role.LEADER, Role.LEAD_UNIT, Role.HANDLER)
    )
    if not (leader and head and handler and head.unit):
        return None
    return Assignment(leader=person(leader), lead_unit=head.unit, head=person(head), handler=person(handler))


def person(entry: RosterEntry) -> Person:
    """Return the person of a roster's line."""
    return Person(id=entry.id, name=entry.name, unit=entry.unit, post=entry.post)


def _people(roster: Roster, role: Role) -> tuple[Person, ...]:
    return tuple(person(entry) for entry in roster.people if role in entry.roles)


def _answers_for(roster: Roster, role: Role, category: str) -> RosterEntry | None:
    return next((e for e in roster.people if role in e.roles and category in e.categories), None)
