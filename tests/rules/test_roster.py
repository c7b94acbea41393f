"""Whom the roster names."""

import pytest

from rules.roster import assignment_for, standing_of
from schemas.people import Role, Roster, RosterEntry
from schemas.words import Refusal
from tests.rules.sentence import assert_sentence


def entry(name: str, *roles: Role, categories: tuple[str, ...] = (), unit: str = "财务科") -> RosterEntry:
    return RosterEntry(id=name, name=name, unit=unit, roles=roles, categories=categories)


MONEY = ("财务管理",)
WHOLE = (
    entry("office", Role.OFFICE),
    entry("principal", Role.PRINCIPAL, Role.COMMITTEE),
    entry("leader", Role.LEADER, categories=MONEY),
    entry("head", Role.LEAD_UNIT, categories=MONEY),
    entry("handler", Role.HANDLER, categories=MONEY),
)


def roster(*people: RosterEntry) -> Roster:
    return Roster(unit="某市卫健委", people=people)


def test_a_person_may_stand_in_several_roles() -> None:
    standing = standing_of(roster(*WHOLE))
    assert [person.id for person in standing.principal] == [person.id for person in standing.committee] == ["principal"]
    assert standing.higher == ()


@pytest.mark.parametrize("missing", [Role.OFFICE, Role.PRINCIPAL, Role.COMMITTEE])
def test_a_roster_without_a_needed_role_is_refused(missing: Role) -> None:
    without = (e.model_copy(update={"roles": tuple(r for r in e.roles if r is not missing)}) for e in WHOLE)
    with pytest.raises(Refusal) as caught:
        standing_of(roster(*without))
    assert_sentence(caught.value.reason)
    assert missing.value in caught.value.reason.zh


def test_a_category_names_its_persons_and_the_heads_unit() -> None:
    named = assignment_for(roster(*WHOLE), "财务管理")
    assert named is not None
    assert (named.leader.id, named.lead_unit, named.head.id, named.handler.id) == (
        "leader",
        "财务科",
        "head",
        "handler",
    )


def test_an_unknown_category_names_nobody() -> None:
    assert assignment_for(roster(*WHOLE), "选人用人") is None


@pytest.mark.parametrize("gone", [2, 3, 4])
def test_where_one_of_the_three_is_missing_the_office_owes_the_naming(gone: int) -> None:
    assert assignment_for(roster(*WHOLE[:gone], *WHOLE[gone + 1 :]), "财务管理") is None


def test_a_head_without_a_unit_names_no_lead_unit() -> None:
    unitless = entry("head", Role.LEAD_UNIT, categories=MONEY, unit="")
    assert assignment_for(roster(*WHOLE[:3], unitless, WHOLE[4]), "财务管理") is None
