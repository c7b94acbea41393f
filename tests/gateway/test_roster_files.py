"""The roster: who is who, refused where nobody could tell who answers."""

from pathlib import Path

import pytest

from gateway.roster_files import load_roster, roster_warnings
from rules.roster import assignment_for, standing_of
from schemas.people import Roster
from schemas.words import Refusal

EXAMPLE = Path(__file__).parents[2] / "docs/example/roster.yaml"
STANDING = """\
unit: 某市卫生健康委员会
people:
  - {id: zhang, name: 张处长, unit: 机关党委, roles: [office]}
  - {id: zheng, name: 郑书记, roles: [principal, committee]}
"""
ASSIGNED = """\
  - {id: wang, name: 王副主任, roles: [leader], categories: [财务管理]}
  - {id: feng, name: 冯科长, unit: 财务科, roles: [lead_unit], categories: [财务管理]}
  - {id: hu, name: 胡科员, roles: [handler], categories: [财务管理]}
"""
ABOVE = """\
  - {id: song, name: 宋副市长, roles: [higher]}
  - {id: qian, name: 钱科长, roles: [supervisor]}
"""


def roster_of(folder: Path, *lines: str) -> Roster:
    path = folder / "roster.yaml"
    path.write_text("".join(lines), "utf-8")
    return load_roster(path)


def refusal_of(folder: Path, *lines: str) -> str:
    with pytest.raises(Refusal) as refused:
        roster_of(folder, *lines)
    return refused.value.reason.en


def test_a_roster_names_the_persons_of_every_case_and_of_a_category(tmp_path: Path) -> None:
    roster = roster_of(tmp_path, STANDING, ASSIGNED, ABOVE)
    assignment = assignment_for(roster, "财务管理")
    assert assignment is not None
    assert (assignment.leader.id, assignment.head.id, assignment.handler.id) == ("wang", "feng", "hu")
    assert assignment.lead_unit == "财务科"
    assert [person.id for person in standing_of(roster).committee] == ["zheng"]
    assert roster_warnings(roster) == ()


def test_the_example_leaves_one_category_to_the_office_and_says_so() -> None:
    roster = load_roster(EXAMPLE)
    (warning,) = roster_warnings(roster)
    assert "信访举报" in warning.zh
    assert "牵头单位、责任人" in warning.zh
    assert assignment_for(roster, "信访举报") is None


@pytest.mark.parametrize("role", ["office", "principal", "committee"])
def test_a_role_that_every_case_needs_must_be_held(tmp_path: Path, role: str) -> None:
    without = STANDING.replace(f"[{role}]", "[higher]").replace(f"{role}, ", "").replace(f", {role}", "")
    assert f"({role}); name one or more" in refusal_of(tmp_path, without, ASSIGNED)


def test_two_leaders_for_one_category_are_both_named(tmp_path: Path) -> None:
    second = "  - {id: li, name: 李副主任, roles: [leader], categories: [人事, 财务管理]}\n"
    said = refusal_of(tmp_path, STANDING, ASSIGNED, second)
    assert "line 8" in said
    assert "王副主任 (wang), 李副主任 (li)" in said


@pytest.mark.parametrize("role", ["lead_unit", "handler"])
def test_two_heads_or_handlers_for_one_category_are_refused_too(tmp_path: Path, role: str) -> None:
    second = f"  - {{id: li, name: 李科长, unit: 人事科, roles: [{role}], categories: [财务管理]}}\n"
    assert "李科长 (li); a category has one" in refusal_of(tmp_path, STANDING, ASSIGNED, second)


@pytest.mark.parametrize("role", ["leader", "lead_unit"])
def test_nobody_judges_his_own_work_in_a_category(tmp_path: Path, role: str) -> None:
    both = f"  - {{id: li, name: 李科长, unit: 人事科, roles: [{role}, handler], categories: [人事]}}\n"
    said = refusal_of(tmp_path, STANDING, both)
    assert "line 5, people[3].categories" in said
    assert "who reports never approves" in said


def test_who_leads_one_category_may_handle_another(tmp_path: Path) -> None:
    lone = "  - {id: li, name: 李科长, unit: 人事科, roles: [lead_unit], categories: [人事]}\n"
    assert roster_of(tmp_path, STANDING, ASSIGNED, lone, ABOVE)


def test_an_id_is_used_once(tmp_path: Path) -> None:
    said = refusal_of(tmp_path, STANDING, ASSIGNED.replace("id: hu", "id: wang"))
    assert "line 7, people[5].id" in said
    assert "already stands on line 5" in said


def test_an_id_that_is_a_table_is_refused_with_the_others(tmp_path: Path) -> None:
    assert "people" in refusal_of(tmp_path, STANDING, "  - {id: {0}, name: 李科长}\n")


def test_the_head_of_a_lead_unit_says_which_unit(tmp_path: Path) -> None:
    assert "write which one (unit)" in refusal_of(tmp_path, STANDING, ASSIGNED.replace("unit: 财务科, ", ""))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("roles: [leader]", "roles: [leeder]", "is “leader” meant"),
        ("name: 王副主任", "nmae: 王副主任", "is “name” meant"),
        ("roles: [leader]", "roles: leader", "a list belongs here"),
        ("id: wang, ", "", "people[3].id: It is missing"),
        ("id: wang", "id: ''", "must not be empty"),
        ("id: wang", "id: 1234", "put a number in quotes"),
    ],
)
def test_a_misspelt_line_is_refused_with_what_is_allowed(tmp_path: Path, old: str, new: str, said: str) -> None:
    reason = refusal_of(tmp_path, STANDING, ASSIGNED.replace(old, new))
    assert "line 5" in reason
    assert said in reason


def test_all_faults_are_named_at_once(tmp_path: Path) -> None:
    said = refusal_of(tmp_path, STANDING.replace("committee", "comittee"), ASSIGNED.replace("id: hu", "id: wang"))
    assert "is “committee” meant" in said
    assert "already stands on line 5" in said
    assert "Nobody is committee" in said


@pytest.mark.parametrize("people", ["people: []\n", "people:\n", "people: 无\n", ""])
def test_a_roster_without_people_is_refused(tmp_path: Path, people: str) -> None:
    assert "people" in refusal_of(tmp_path, "unit: 某单位\n", people)


def test_vacant_posts_above_and_a_lone_office_are_warned_of(tmp_path: Path) -> None:
    lone = STANDING.replace("roles: [office]", "roles: [office, handler], categories: [人事]")
    said = "\n".join(warning.en for warning in roster_warnings(roster_of(tmp_path, lone)))
    assert "Nobody is higher leader" in said
    assert "Nobody is supervisor" in said
    assert "张处长 alone is the office" in said
    assert "“人事” has no leader, lead unit" in said
