"""What is made of a reading: persons found, numbers kept, each item a case or a row error, nothing dropped."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.calendar_files import load_calendar
from gateway.intake.assigning import assign
from gateway.intake.directory import Directory, Unnamed
from gateway.intake.frame import CALENDAR, Frame, demand_campaign_id, fed_back_at
from gateway.intake.planning import declared_beside_itemised, open_only, plan_intake
from gateway.intake.reading import demand_feedback, read_feedback
from gateway.policy_clocks import anchored, unanchored
from gateway.policy_files import find_policy, load_policy
from gateway.roster_files import load_roster
from schemas.intake import Declared, DocumentKind, IntakeReading, ReadItem, RowError, StatedStatus
from schemas.people import Person, Role, Roster, RosterEntry
from schemas.policy import Speed
from schemas.words import Refusal

EXAMPLE = Path(__file__).parents[2] / "docs" / "example"
MONDAY = dt.datetime(2026, 3, 2, 2, tzinfo=dt.UTC)


def entry(
    id_: str, name: str, unit: str = "", roles: tuple[Role, ...] = (), categories: tuple[str, ...] = ()
) -> RosterEntry:
    return RosterEntry(id=id_, name=name, unit=unit, roles=roles, categories=categories)


OFFICE = entry("o", "张处长", "整改办", (Role.OFFICE, Role.PRINCIPAL, Role.COMMITTEE))
LEADER = entry("l", "王局长", "局领导", (Role.LEADER,), ("财务",))
HEAD = entry("h", "李科长", "财务科", (Role.LEAD_UNIT,), ("财务",))
HANDLER = entry("k", "赵科员", "财务科", (Role.HANDLER,), ("财务",))
OTHER_HEAD = entry("h2", "钱科长", "人事科", (Role.LEAD_UNIT,), ("人事",))
TWINS = (entry("t1", "孙科员", "人事科", (Role.HANDLER,)), entry("t2", "孙科员", "财务科", (Role.HANDLER,)))
ROSTER = Roster(unit="某局", people=(OFFICE, LEADER, HEAD, HANDLER, OTHER_HEAD, *TWINS))


FRAME = Frame("2026-a", load_policy(find_policy("county")), load_calendar(CALENDAR), ROSTER, MONDAY, MONDAY)


@pytest.fixture
def frame() -> Frame:
    return FRAME


def reading(*items: ReadItem, errors: tuple[RowError, ...] = ()) -> IntakeReading:
    kind = DocumentKind.FEEDBACK_OPINION
    return IntakeReading(file="a.csv", sha256="0" * 64, kind=kind, items=items, errors=errors)


def item(title: str, number: int | None = None, **more: object) -> ReadItem:
    return ReadItem.model_validate({"number": number, "title": title} | more)


@pytest.mark.parametrize("written", ["k", "赵科员", "赵 科员", " 赵科员 ", "赵科员(k)", "赵科员(财务科)"])
def test_a_person_is_found_by_id_name_or_both(written: str) -> None:
    assert Directory(ROSTER.people).person(written).id == "k"


def test_one_of_two_with_the_same_name_is_meant_by_his_unit() -> None:
    directory = Directory(ROSTER.people)
    assert directory.person("孙科员", unit="财务科").id == "t2"
    assert directory.person("孙科员(t1)").id == "t1"
    with pytest.raises(Unnamed, match="“孙科员”有2人：孙科员（t1，人事科）"):
        directory.person("孙科员")


def test_nobody_of_a_name_is_told_with_the_nearest() -> None:
    with pytest.raises(Unnamed, match="最接近的是赵科员"):
        Directory(ROSTER.people).person("赵科圆")
    with pytest.raises(Unnamed, match="可用的有"):
        Directory(ROSTER.people).person("X")
    with pytest.raises(Unnamed, match="最接近的是财务科"):
        Directory(ROSTER.people).head("财务处")
    with pytest.raises(Unnamed, match="没有牵头单位负责人"):
        Directory(ROSTER.people).head("局领导")


def assigned(**named: object) -> tuple[str, str, str, str] | None:
    found = assign(item("甲", 1, **named), ROSTER, Directory(ROSTER.people)).assignment
    return (found.leader.id, found.lead_unit, found.head.id, found.handler.id) if found else None


def test_the_category_names_whom_the_sheet_does_not() -> None:
    assert assigned(category="财务") == ("l", "财务科", "h", "k")
    assert assigned(category="财务", handler="t2") == ("l", "财务科", "h", "t2")
    assert assigned(category="财务", lead_unit="财务科") == ("l", "财务科", "h", "k")


def test_another_lead_unit_brings_its_own_head_and_its_only_handler() -> None:
    assert assigned(category="财务", lead_unit="人事科") == ("l", "人事科", "h2", "t1")


def test_an_assignment_that_lacks_somebody_is_left_to_the_office() -> None:
    found = assign(item("甲", 1, leader="王局长"), ROSTER, Directory(ROSTER.people))
    assert found.assignment is None
    assert found.lacking is not None
    assert found.lacking.zh == "牵头单位、责任人"
    assert assigned() is None
    assert assigned(category="没有的类别") is None


def test_every_item_is_a_draft_a_row_error_or_told_to_be_there_twice(frame: Frame) -> None:
    plan = plan_intake(
        reading(
            item("问题甲", 1, category="财务", row=2),
            item("问题乙", 2, leader="王局张", row=3),
            item("问题甲", 3, row=4),
            item(" ", 4, row=5),
            errors=(RowError(row=6, column="整改类型", message="…"),),
        ),
        frame,
    )
    assert [draft.opening.item.title for draft in plan.drafts] == ["问题甲"]
    assert [error.row for error in plan.errors] == [3, 5, 6]
    assert plan.errors[0].column == "责任领导"
    assert [remark.zh for remark in plan.remarks] == ["第4行与第2行文字相同，只立一项。"]


def test_who_would_judge_his_own_work_is_a_row_error(frame: Frame) -> None:
    plan = plan_intake(reading(item("甲", 1, category="财务", handler="李科长", row=2)), frame)
    assert plan.drafts == ()
    assert "审核自己工作" in plan.errors[0].message


def test_numbers_stay_as_printed_where_each_is_there_once(frame: Frame) -> None:
    plan = plan_intake(reading(item("甲", 12), item("乙", 7)), frame)
    assert [found.number for found in plan.items] == [12, 7]


def test_numbers_that_restart_are_counted_through_and_kept_as_stated(frame: Frame) -> None:
    plan = plan_intake(reading(item("甲", 1), item("乙", 2), item("丙", 1), item("丁")), frame)
    assert [(found.number, found.stated_as) for found in plan.items] == [(1, "1"), (2, "2"), (3, "1"), (4, None)]


def test_a_number_that_a_faulty_row_holds_is_not_given_to_another(frame: Frame, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("序号,反馈问题,完成时限\n1,甲,\n2,乙,不是日期\n2,丙,\n3,丁,不是日期\n3,,\n4,戊,\n")
    plan = plan_intake(read_feedback(tmp_path / "a.csv"), frame)
    assert [(found.number, found.title) for found in plan.items] == [(1, "甲"), (4, "戊")]
    doubled = [(error.row, error.column) for error in plan.errors if "重复" in error.message]
    assert doubled == [(4, "序号"), (6, "序号")]
    assert {error.row for error in plan.errors} == {3, 4, 5, 6}


def test_mending_a_faulty_row_changes_nobodys_number(frame: Frame, tmp_path: Path) -> None:
    rows = "序号,来源,反馈问题,完成时限\n1,一轮,甲,\n2,一轮,乙,{}\n1,二轮,丙,\n2,二轮,丁,\n"
    (tmp_path / "a.csv").write_text(rows.format("不是日期"))
    before = plan_intake(read_feedback(tmp_path / "a.csv"), frame).items
    (tmp_path / "a.csv").write_text(rows.format(""))
    after = plan_intake(read_feedback(tmp_path / "a.csv"), frame).items
    assert [found.number for found in before] == [1, 3, 4]
    assert [found.number for found in after] == [1, 2, 3, 4]


def test_the_feedbacks_own_date_is_the_limit_else_the_speeds(frame: Frame) -> None:
    plan = plan_intake(reading(item("甲", 1, due="2026-06-15"), item("乙", 2), item("丙", 3, speed="immediate")), frame)
    clock = frame.policy.clock
    assert [clock.date_of(draft.due.at).isoformat() for draft in plan.drafts] == [
        "2026-06-15",
        "2026-06-02",
        "2026-04-02",
    ]
    assert plan.items[2].speed is Speed.IMMEDIATE


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=4), st.none() | st.integers(-2, 9)), max_size=12))
def test_nothing_of_a_reading_is_dropped(rows: list[tuple[str, int | None]]) -> None:
    plan = plan_intake(reading(*(item(title, number) for title, number in rows)), FRAME)
    assert len(plan.drafts) + len(plan.errors) + len(plan.remarks) == len(rows)
    numbers = [found.number for found in plan.items]
    assert len(set(numbers)) == len(numbers)


def test_a_limit_that_has_passed_already_is_remarked(frame: Frame) -> None:
    plan = plan_intake(reading(item("甲", 1, due="2025-12-31", row=2), item("乙", 2, due="2026-12-31")), frame)
    assert [remark.zh for remark in plan.remarks] == ["第2行的时限 2025-12-31 在立案时已经过了。"]


def test_a_limit_on_a_day_off_is_told_to_move_on(frame: Frame) -> None:
    days = ("2026-10-31", "2026-10-02", "2026-10-30")  # a Saturday, a holiday, a Friday
    plan = plan_intake(reading(*(item(f"问题{n}", n, due=day, row=n) for n, day in enumerate(days, 1))), frame)
    assert [remark.zh for remark in plan.remarks] == [
        "第1行的完成时限2026-10-31逢周末，顺延至2026-11-02。",
        "第2行的完成时限2026-10-02逢节假日，顺延至2026-10-08。",
    ]


@pytest.mark.parametrize("due", ["2099-01-01", "2019-05-01"])
def test_a_limit_that_no_case_would_be_opened_on_is_an_error_of_its_row(frame: Frame, due: str) -> None:
    plan = plan_intake(reading(item("甲", 1, due=due, row=41), item("乙", 2, due="2026-12-31", row=42)), frame)
    assert [draft.read.row for draft in plan.drafts] == [42]
    assert [(error.row, error.column) for error in plan.errors] == [(41, "完成时限")]
    assert due in plan.errors[0].message


def test_all_that_is_wrong_with_a_row_is_told_in_one_go(frame: Frame, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        "序号,反馈问题,整改类型,责任领导,责任人,完成时限\n甲,,马上办,王局张,赵科圆,2099-12-31\n2,乙,马上办,王局长,,\n"
    )
    plan = plan_intake(read_feedback(tmp_path / "a.csv"), frame)
    assert plan.drafts == ()
    assert sorted((error.row, error.column) for error in plan.errors) == sorted(
        [(2, column) for column in ("序号", "反馈问题", "整改类型", "责任领导", "责任人", "完成时限")]
        + [(3, "整改类型")]
    )


def test_dates_that_stand_in_the_way_of_every_item_refuse_the_intake(frame: Frame) -> None:
    long_ago = replace(frame, fed_back_at=dt.datetime(2019, 5, 1, tzinfo=dt.UTC))
    for read in (item("甲", 1), item("甲", 1, due="2026-12-31")):
        with pytest.raises(Refusal, match="反馈日期2019-05-01"):
            plan_intake(reading(read), long_ago)


def test_what_the_text_calls_done_can_be_left_out_and_the_others_keep_their_numbers(frame: Frame) -> None:
    plan = plan_intake(read_feedback(EXAMPLE / "notice.txt"), frame)
    assert (len(plan.drafts), plan.called_done, plan.left_done) == (12, 8, ())
    left = open_only(plan)
    assert [found.number for found in left.items] == [4, 5, 10, 12]
    assert [read.number for read in left.left_done] == [1, 2, 3, 6, 7, 8, 9, 11]
    assert left.called_done == 0


def test_what_the_text_says_of_an_item_and_its_measures_stay_with_it(frame: Frame) -> None:
    found = plan_intake(read_feedback(EXAMPLE / "notice.txt"), frame).items
    assert found[0].source == "文中称已完成"
    assert found[4].source == "文中称基本完成"
    assert len(found[0].measures) == 2
    sourced = plan_intake(
        reading(item("甲", 1, status="ongoing", source="第一轮"), item("乙", 2, source="第一轮")), frame
    )
    assert [one.source for one in sourced.items] == ["第一轮（文中称正在整改）", "第一轮"]


def test_declared_counts_stand_beside_what_is_there() -> None:
    read = reading(item("甲", 1, status=StatedStatus.DONE), item("乙", 2, status=StatedStatus.ONGOING))
    counts = declared_beside_itemised(read.model_copy(update={"declared": Declared(total=3, done=2)}))
    assert [(name.zh, declared, counted) for name, declared, counted in counts][:2] == [
        ("反馈问题", 3, 2),
        ("已完成整改", 2, 1),
    ]


@pytest.mark.parametrize("good", ["2026-xc-2", "第二轮", "a", "2026.2_x", "x" * 64])
def test_a_campaign_id_may_begin_a_workflows_id(good: str) -> None:
    assert demand_campaign_id(good) == good


@pytest.mark.parametrize("bad", ["", " ", "a/b", "-a", "a b", "a\n", "..", "x" * 65, "a;b", "é", "a'b"])
def test_another_campaign_id_is_refused(bad: str) -> None:
    with pytest.raises(Refusal, match="轮次编号"):
        demand_campaign_id(bad)


def test_a_fast_clock_begins_with_the_campaign_and_its_file_stays_recognisable() -> None:
    fast = load_policy(find_policy("fast"))
    begun = anchored(fast, MONDAY)
    assert begun.clock.anchor == MONDAY
    assert begun.version != fast.version
    assert unanchored(begun).version == fast.version
    county = load_policy(find_policy("county"))
    assert anchored(county, MONDAY) is county


def test_limits_count_from_the_morning_of_the_feedback() -> None:
    county = load_policy(find_policy("county"))
    assert fed_back_at(county, dt.date(2026, 2, 27), MONDAY) == dt.datetime(2026, 2, 27, 1, tzinfo=dt.UTC)
    assert fed_back_at(county, None, MONDAY) == MONDAY
    with pytest.raises(Refusal, match="还没有到"):
        fed_back_at(county, dt.date(2026, 3, 3), MONDAY)


def test_a_document_without_problems_is_refused_with_its_reason(tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_text("某某局2026年工作方案\n一、指导思想\n坚持问题导向。\n")
    with pytest.raises(Refusal, match="没有可以立项的问题"):
        demand_feedback(read_feedback(tmp_path / "plan.txt"))


def test_the_examples_can_be_taken_in(frame: Frame) -> None:
    roster = load_roster(EXAMPLE / "roster.yaml")
    whole = Frame("a", frame.policy, frame.calendar, roster, MONDAY, MONDAY)
    plan = plan_intake(read_feedback(EXAMPLE / "feedback.csv"), whole)
    assert len(plan.drafts) == 20
    assert plan.errors == ()
    assert sum(draft.opening.assignment is None for draft in plan.drafts) == 2


def test_persons_of_the_roster_come_without_their_roles() -> None:
    assert type(Directory(ROSTER.people).person("k")) is Person


@pytest.mark.parametrize(
    "more",
    [{"body": "长" * 100_001}, {"measures": ["长" * 20_000] * 10}, {"group": "长" * 20_001}, {"title": "\ud800"}],
)
def test_an_item_that_temporal_or_the_ledger_would_not_take_is_an_error_of_its_row(
    frame: Frame, more: dict[str, object]
) -> None:
    too_much = item("管理不规范").model_copy(update={"row": 7, **more})
    plan = plan_intake(reading(item("学习不深入"), too_much), frame)
    assert [draft.read.title for draft in plan.drafts] == ["学习不深入"]
    assert [error.row for error in plan.errors] == [7]


@pytest.mark.parametrize("name", ["\udcff\x1b[31mx.csv", "a\n\u202eb.csv"])
def test_a_file_may_be_called_anything_and_is_named_without_harm(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes((EXAMPLE / "feedback.csv").read_bytes())
    read = read_feedback(path)
    assert read.items
    assert read.file.isprintable()
    assert read.file.endswith(".csv")


def test_a_folder_is_no_file_to_take_in(tmp_path: Path) -> None:
    (folder := tmp_path / "old.csv").mkdir()
    with pytest.raises(Refusal, match="”是文件夹，不是文件"):
        read_feedback(folder)
