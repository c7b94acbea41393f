"""Who is who: persons, the roles they hold in a case, and the roster that names them."""

from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from pydantic import Field

from schemas.values import Label, Line, PersonId, Shared, Value


class Role(StrEnum):
    """A part that somebody plays in a case; addressees, reviewers and owners are named by it."""

    OFFICE = "office"  # 整改办
    PRINCIPAL = "principal"  # 主要负责人
    COMMITTEE = "committee"  # 党委(组)会, through its secretary
    HIGHER = "higher"  # 上级分管领导
    SUPERVISOR = "supervisor"  # 纪检监察、巡察办
    LEADER = "leader"  # 责任领导
    LEAD_UNIT = "lead_unit"  # 牵头单位, through its head
    HANDLER = "handler"  # 责任人


STANDING_ROLES = (Role.OFFICE, Role.PRINCIPAL, Role.COMMITTEE, Role.HIGHER, Role.SUPERVISOR)


class Person(Value):
    """A person as the OA knows him."""

    id: PersonId
    name: Line
    unit: Label = ""
    post: Label = ""


class Assignment(Value):
    """Who answers for one item: every item has a leader, a lead unit and a named person."""

    leader: Person
    lead_unit: Line
    head: Person  # of the lead unit
    handler: Person
    co_units: tuple[Line, ...] = ()


class Holder(NamedTuple):
    """A person and the roles that he holds."""

    person: Person
    roles: tuple[Role, ...]


class Standing(Shared):
    """The persons who hold a role in every case of the unit."""

    office: tuple[Person, ...] = Field(min_length=1)
    principal: tuple[Person, ...] = Field(min_length=1)
    committee: tuple[Person, ...] = Field(min_length=1)
    higher: tuple[Person, ...] = ()
    supervisor: tuple[Person, ...] = ()

    @cached_property
    def holders(self) -> dict[PersonId, Holder]:
        """Return each of them once, with all that he is: whoever asks anything of a case is looked up in it."""
        held: dict[PersonId, Holder] = {}
        for role in STANDING_ROLES:
            for person in getattr(self, role):
                known = held.get(person.id, Holder(person, ()))
                held[person.id] = known._replace(roles=tuple(dict.fromkeys((*known.roles, role))))
        return held


class RosterEntry(Person):
    """One line of the roster: a person, his roles, and the categories that he answers for in them."""

    roles: tuple[Role, ...] = ()
    categories: tuple[Line, ...] = ()


class Roster(Value):
    """All persons of a unit who may be named in a case."""

    unit: Line
    people: tuple[RosterEntry, ...] = Field(min_length=1)
