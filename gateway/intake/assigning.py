"""Who answers for an item: the persons that a spreadsheet names, completed by the roster's categories."""

from typing import NamedTuple

from gateway.intake.directory import Directory, Unnamed
from rules.names import listed, name_of
from rules.roster import assignment_for
from schemas.intake import ReadItem
from schemas.people import Assignment, Person, Role, Roster
from schemas.words import Text

PARTS = (Role.LEADER, Role.LEAD_UNIT, Role.HANDLER)  # columns of the same names


class Assigned(NamedTuple):
    """Who answers for an item, or what is wrong with the names, by column; `lacking` is left to the office."""

    assignment: Assignment | None
    errors: tuple[tuple[Role, Text], ...] = ()
    lacking: Text | None = None


def assign(read: ReadItem, roster: Roster, directory: Directory) -> Assigned:
    """Return the assignment of an item; without one, the office owes it."""
    by_category = assignment_for(roster, read.category) if read.category else None
    if not (read.leader or read.lead_unit or read.handler):
        return Assigned(_with_units(by_category, read), (), None if by_category else _unanswered(roster, read.category))
    found, errors = _named(read, directory)
    if errors:
        return Assigned(None, errors)
    return _completed(read, found, by_category, directory)


def _named(read: ReadItem, directory: Directory) -> tuple[dict[Role, Person], tuple[tuple[Role, Text], ...]]:
    found: dict[Role, Person] = {}
    errors: list[tuple[Role, Text]] = []
    for role in PARTS:
        written: str | None = getattr(read, role.value)
        if not written:
            continue
        try:
            found[role] = _find(written, role, read, directory)
        except Unnamed as unnamed:
            errors.append((role, unnamed.reason))
    return found, tuple(errors)


def _find(written: str, role: Role, read: ReadItem, directory: Directory) -> Person:
    if role is Role.LEAD_UNIT:
        return directory.head(written, read.category or "")
    return directory.person(written, role, read.lead_unit if role is Role.HANDLER else None)


def _completed(
    read: ReadItem, found: dict[Role, Person], by_category: Assignment | None, directory: Directory
) -> Assigned:
    """Fill what is not named: by the category, and within another lead unit than the category's by that unit alone."""
    unit = read.lead_unit or (by_category.lead_unit if by_category else None)
    same_unit = by_category if by_category and by_category.lead_unit == unit else None
    leader = found.get(Role.LEADER) or (by_category.leader if by_category else None)
    head = found.get(Role.LEAD_UNIT) or (same_unit.head if same_unit else None)
    handler = found.get(Role.HANDLER) or (same_unit.handler if same_unit else None)
    if handler is None and unit:
        handler = directory.only(Role.HANDLER, unit, read.category or "")
    if not (unit and leader and head and handler):
        held = {Role.LEADER: leader, Role.LEAD_UNIT: head, Role.HANDLER: handler}
        return Assigned(None, (), _lacking(*(role for role, who in held.items() if who is None)))
    complete = Assignment(leader=leader, lead_unit=unit, head=head, handler=handler)
    return Assigned(_with_units(complete, read))


def _with_units(assignment: Assignment | None, read: ReadItem) -> Assignment | None:
    return assignment and assignment.model_copy(update={"co_units": read.co_units})


def _unanswered(roster: Roster, category: str | None) -> Text:
    answering = [entry for entry in roster.people if category in entry.categories]
    return _lacking(*(role for role in PARTS if not any(role in entry.roles for entry in answering)))


def _lacking(*roles: Role) -> Text:
    return listed(tuple(map(name_of, roles)))
