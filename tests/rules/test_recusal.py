"""Who acts for a role that nobody free can fill."""

import pytest

from rules.people import people_of, roles_of
from rules.recusal import debtors, free_people, in_place_of
from schemas.people import Role
from schemas.policy import DutyKind
from tests.rules import town, units
from tests.rules.life import Life


@pytest.mark.parametrize(
    ("role", "barred", "acting"),
    [
        (Role.LEAD_UNIT, (), Role.LEAD_UNIT),
        (Role.LEAD_UNIT, ("head",), Role.LEADER),
        (Role.LEAD_UNIT, ("head", "leader"), Role.PRINCIPAL),
        (Role.OFFICE, ("office",), Role.OFFICE),
        (Role.OFFICE, ("office", "clerk"), Role.PRINCIPAL),
        (Role.COMMITTEE, ("secretary",), Role.HIGHER),
        (Role.SUPERVISOR, ("supervisor",), Role.HIGHER),
        (Role.HIGHER, ("higher", "supervisor"), Role.COMMITTEE),
    ],
)
def test_a_role_with_nobody_free_gives_way_to_the_one_above(role: Role, barred: tuple[str, ...], acting: Role) -> None:
    assert in_place_of(Life().at_work().case, role, barred) is acting


def test_where_all_are_barred_the_role_stays_where_it_is_held() -> None:
    case = Life(standing=units.ALONE).case
    assert in_place_of(case, Role.SUPERVISOR, ("office",)) is Role.COMMITTEE
    assert free_people(case, Role.COMMITTEE, ("office",)) == ()


def test_a_vacant_role_means_the_office_to_be_told_and_somebody_above_to_decide() -> None:
    case = Life(standing=units.ALONE).case
    assert people_of(case, Role.SUPERVISOR) == case.standing.office
    assert roles_of(case, "office") == (Role.OFFICE, Role.PRINCIPAL, Role.COMMITTEE)


def test_a_duty_is_shown_to_those_who_may_discharge_it() -> None:
    life = Life().closed().wait_for(DutyKind.LOOK_BACK)
    duty = life.duty(DutyKind.LOOK_BACK)
    assert [person.id for person in debtors(life.case, duty)] == ["supervisor"]
    all_barred = duty.model_copy(update={"barred": ("supervisor",)})
    assert [person.id for person in debtors(life.case, all_barred)] == ["supervisor"]


def test_before_an_assignment_a_duty_of_the_leader_falls_to_the_principal() -> None:
    assert in_place_of(Life().case, Role.LEADER) is Role.PRINCIPAL
    assert in_place_of(Life(assignment=town.ASSIGNMENT).case, Role.LEADER) is Role.LEADER
