"""A row that was corrected after its case was opened is named, and opens no second case unasked."""

import datetime as dt

from gateway.calendar_files import load_calendar
from gateway.intake.changed import set_apart
from gateway.intake.frame import CALENDAR, Frame
from gateway.intake.planning import IntakePlan, plan_intake
from gateway.policy_files import find_policy, load_policy
from gateway.roster_files import load_roster
from ledger.registry import Known
from schemas.intake import DocumentKind, IntakeReading, ReadItem
from tests.gateway.cli.office import EXAMPLE

AT = dt.datetime(2026, 3, 2, 2, tzinfo=dt.UTC)


def plan(*items: ReadItem) -> IntakePlan:
    roster = load_roster(EXAMPLE / "roster.yaml")
    frame = Frame("a", load_policy(find_policy("county")), load_calendar(CALENDAR), roster, AT, AT)
    return plan_intake(IntakeReading(file="a", sha256="0" * 64, kind=DocumentKind.OTHER, items=items), frame)


def read(number: int, title: str, **more: object) -> ReadItem:
    return ReadItem.model_validate({"number": number, "title": title, "row": number + 1, **more})


def opened(*items: ReadItem) -> list[Known]:
    openings = [draft.opening for draft in plan(*items).drafts]
    return [Known(one.item.number, one.item.digest, one.case_id, one.item) for one in openings]


FIRST = (read(1, "甲"), read(2, "乙"))


def test_a_corrected_row_is_refused_and_the_columns_are_named() -> None:
    corrected = read(1, "甲", body="另有三人", due=dt.date(2026, 6, 1))
    made = set_apart(plan(corrected, FIRST[1], read(3, "丙")), opened(*FIRST), "zh")
    assert [draft.opening.item.title for draft in made.drafts] == ["乙", "丙"]
    [error] = made.errors
    assert (error.row, error.column) == (2, "序号")
    assert error.message.startswith("序号 1 已有 a/001（内容不同：具体表现、完成时限）")


def test_as_new_it_is_started() -> None:
    made = set_apart(plan(read(1, "丁")), opened(*FIRST), "zh", as_new=True)
    assert [draft.opening.item.title for draft in made.drafts] == ["丁"]
    assert made.errors == ()


def test_an_item_that_only_moved_in_its_file_is_no_corrected_one() -> None:
    made = set_apart(plan(read(1, "丙"), read(2, "甲"), read(3, "乙")), opened(*FIRST), "zh")
    assert (len(made.drafts), made.errors) == (3, ())


def test_the_same_words_with_another_limit_are_remarked_on() -> None:
    made = set_apart(plan(read(1, "甲", due=dt.date(2026, 6, 1)), FIRST[1]), opened(*FIRST), "zh")
    assert (len(made.drafts), made.errors) == (2, ())
    assert [remark.zh for remark in made.remarks] == [
        "第2行已立案（a/001），与立案时不同：完成时限；原案不因再次收件而改动。"
    ]
