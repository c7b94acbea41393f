"""Who holds which role in a case, and whom a role means now."""

from collections.abc import Iterable

from schemas.case import Case
from schemas.people import STANDING_ROLES, Assignment, Person, Role, Standing
from schemas.values import PersonId
from schemas.words import Text, text

_STANDING = frozenset(STANDING_ROLES)


def people_of(case: Case, role: Role) -> tuple[Person, ...]:
    """Return the persons whom a role means now; the office where nobody holds it: telling nobody is worse."""
    held = holders_of(case, role)
    return held or case.standing.office


def roles_of(case: Case, person: PersonId) -> tuple[Role, ...]:
    """Return the roles that a person holds in a case."""
    held = case.standing.holders.get(person)
    return (*(held.roles if held else ()), *(role for role, holder in _assigned(case) if holder.id == person))


def person_in(case: Case, person: PersonId) -> Person | None:
    """Return a person who holds a role in a case."""
    if held := case.standing.holders.get(person):
        return held.person
    return next((holder for _, holder in _assigned(case) if holder.id == person), None)


def people_in(case: Case, *roles: Role) -> tuple[Person, ...]:
    """Return the persons of several roles, each once, in the order of the roles."""
    return each_once(person for role in roles for person in people_of(case, role))


def misnamed(known: Iterable[Person], *named: Person) -> Text | None:
    """Say where an id that is known already is given to somebody of another name: two persons were mixed up."""
    names = {person.id: person.name for person in known}
    for person in named:
        name = names.setdefault(person.id, person.name)
        if name != person.name:
            return text(
                f"编号“{person.id}”在本事项中是“{name}”，不是“{person.name}”；请核对人员编号",
                f"the id “{person.id}” is “{name}” in this case, not “{person.name}”; check whose id it is",
            )
    return None


def replace_in_assignment(assignment: Assignment, leaver: PersonId, successor: Person) -> Assignment:
    """Put a successor wherever a leaver stands in an assignment."""
    return assignment.model_copy(
        update={part: successor for part in ("leader", "head", "handler") if getattr(assignment, part).id == leaver}
    )


def replace_in_standing(standing: Standing, leaver: PersonId, successor: Person) -> Standing:
    """Put a successor wherever a leaver stands among the standing roles."""
    return standing.model_copy(
        update={
            role: each_once(successor if person.id == leaver else person for person in getattr(standing, role))
            for role in Standing.model_fields
        }
    )


def holders_of(case: Case, role: Role) -> tuple[Person, ...]:
    """Return the persons who hold a role; none where it is vacant."""
    if role in _STANDING:
        standing: tuple[Person, ...] = getattr(case.standing, role)
        return standing
    return tuple(person for assigned, person in _assigned(case) if assigned is role)


def _assigned(case: Case) -> tuple[tuple[Role, Person], ...]:
    if (named := case.assignment) is None:
        return ()
    return (Role.LEADER, named.leader), (Role.LEAD_UNIT, named.head), (Role.HANDLER, named.handler)


def each_once(people: Iterable[Person]) -> tuple[Person, ...]:
    """Return persons in their order, each once."""
    return tuple({person.id: person for person in people}.values())
