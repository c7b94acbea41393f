"""Persons in a command: written by id or name on the command line, sent as the roster knows them."""

import asyncpg
from pydantic import JsonValue

from gateway.cli.fields import Fields
from gateway.intake.directory import Directory
from ledger.roster import people
from rules.people import people_of
from schemas.case import Case
from schemas.commands import Assign, Command, HandOver
from schemas.people import Person, Role, RosterEntry

ASSIGNED = {"leader": Role.LEADER, "head": Role.LEAD_UNIT, "handler": Role.HANDLER}


async def directory_for(pool: asyncpg.Pool, case: Case | None) -> Directory:
    """Return everybody who may be meant in a case: those who hold a role in it, and the rosters' persons."""
    known = {entry.id: entry for entry in await people(pool)}
    for role, held_by in {role: people_of(case, role) for role in Role}.items() if case else ():
        for person in held_by:
            known.setdefault(person.id, RosterEntry(**person.model_dump(), roles=(role,)))
    return Directory(known.values())


def name_persons(kind: type[Command], fields: Fields, directory: Directory) -> None:
    """Put persons in the place of their ids and names; Unnamed where it is not clear who is meant."""
    if kind is Assign and isinstance(assignment := fields.get("assignment"), dict):
        _name_assigned(assignment, directory)
    if kind is HandOver:
        fields["leaver"] = _id(fields.get("leaver"), directory)
        fields["successor"] = _person(fields.get("successor"), None, directory)


def _name_assigned(assignment: Fields, directory: Directory) -> None:
    unit = assignment.get("lead_unit")
    if isinstance(unit, str) and not assignment.get("head") and unit in directory.units:
        assignment["head"] = _plain(directory.head(unit))
    for part, role in ASSIGNED.items():
        if part in assignment:
            assignment[part] = _person(assignment[part], role, directory)


def _person(written: JsonValue, role: Role | None, directory: Directory) -> JsonValue:
    return _plain(directory.person(written, role)) if isinstance(written, str) else written


def _id(written: JsonValue, directory: Directory) -> JsonValue:
    return directory.person(written).id if isinstance(written, str) else written


def _plain(person: Person) -> Fields:
    return person.model_dump(mode="json")
