"""Header names are matched as a clerk would match them, and what is not taken is named."""

from pathlib import Path

import pytest

from gateway.spreadsheets import read_spreadsheet
from schemas.intake import DocumentKind
from schemas.words import Refusal

from .books import HEAD, Rows, book, read


def test_columns_may_stand_in_any_order_under_other_names_and_decorated(tmp_path: Path) -> None:
    head = (
        "整改\n时限（年月日）",
        "＊分管领导",
        "存在 问题*",
        "主责部门",
        "协办单位",
        "问题类型",
        "No.",
        "整改类别(立行立改/限期/长期)",
    )
    (item,) = read(tmp_path, [head, ("2026.3.31", "张处长", "制度不严", "办公室", "甲、乙", "财务", "7", "限期")]).items
    assert (item.number, item.title, item.leader, item.lead_unit) == (7, "制度不严", "张处长", "办公室")
    assert (item.co_units, item.category, item.speed, str(item.due)) == (("甲", "乙"), "财务", "timed", "2026-03-31")


def test_titles_above_the_header_are_kept_and_the_row_is_the_one_that_the_program_shows(tmp_path: Path) -> None:
    reading = read(tmp_path, [("某市卫健委整改台账",), ("填报单位：办公室",), HEAD, (1, "制度不严")], [(0, 0, 0, 3)])
    assert reading.title == "某市卫健委整改台账"
    assert reading.items[0].row == 4
    assert reading.warnings == ("第2行「填报单位：办公室」在表头之上，未读取。",)


def test_a_header_of_two_lines_is_one_header(tmp_path: Path) -> None:
    rows = [
        ("序号", "反馈问题", "责任分工", None, None, "整改"),
        (None, None, "责任领导", "牵头单位", "责任人", "时限"),
        (1, "制度不严", "张处长", "办公室", "李某某", "2026-03-31"),
    ]
    merges = [(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 4)]
    (item,) = read(tmp_path, rows, merges).items
    assert (item.leader, item.lead_unit, item.handler, str(item.due)) == ("张处长", "办公室", "李某某", "2026-03-31")


def test_a_first_row_of_data_is_not_taken_for_a_second_line_of_the_header(tmp_path: Path) -> None:
    reading = read(tmp_path, [("序号", "反馈问题", "类别", None), (1, "问题", "来源", "责任领导")])
    assert [item.title for item in reading.items] == ["问题"]


def test_columns_that_are_not_taken_are_named_with_the_one_that_is_probably_meant(tmp_path: Path) -> None:
    reading = read(tmp_path, [("序号", "反馈问题", "责任领到", "联系电话"), (1, "制度不严", "张处长", "123")])
    assert reading.warnings == (
        "C列「责任领到」未识别，未读取；如指「责任领导」，请改用此列名。",
        "D列「联系电话」不是台账所需的列，未读取。",
    )


def test_of_two_columns_with_one_meaning_the_house_name_wins_and_the_other_is_named(tmp_path: Path) -> None:
    reading = read(tmp_path, [("反馈问题", "整改时限", "完成时限"), ("制度不严", "2026-01-01", "2026-03-31")])
    assert str(reading.items[0].due) == "2026-03-31"
    assert reading.warnings == ("B列「整改时限」与C列「完成时限」都表示「完成时限」，只取后者，B列未读取。",)


def test_a_responsible_unit_beside_a_lead_unit_co_operates(tmp_path: Path) -> None:
    (item,) = read(tmp_path, [("问题", "牵头单位", "责任单位"), ("制度不严", "办公室", "甲、乙")]).items
    assert (item.lead_unit, item.co_units) == ("办公室", ("甲", "乙"))


def test_a_description_beside_a_summary_is_the_detail(tmp_path: Path) -> None:
    (item,) = read(tmp_path, [("问题摘要", "问题描述"), ("制度不严", "三笔支出未审批")]).items
    assert (item.title, item.body) == ("制度不严", "三笔支出未审批")


def test_a_list_of_one_column_is_a_ledger(tmp_path: Path) -> None:
    assert [item.title for item in read(tmp_path, [("存在问题",), ("制度不严",), ("审批不严",)]).items] == [
        "制度不严",
        "审批不严",
    ]


def test_columns_without_a_field_of_their_own_are_told_in_the_body(tmp_path: Path) -> None:
    (item,) = read(
        tmp_path, [("反馈问题", "具体表现", "根本原因", "备注"), ("制度不严", "三笔", "无人管", "含下属")]
    ).items
    assert item.body == "三笔\n根本原因：无人管\n备注：含下属"


def test_english_headers_are_known(tmp_path: Path) -> None:
    head = ("No.", "Problem*", "Co-operating units", "Due date", "Amount (yuan)", "Speed")
    (item,) = read(tmp_path, [head, (1, "Rules", "A; B", "2026-03-31", 12, "By a deadline")]).items
    assert (item.title, item.co_units, str(item.amount_yuan), item.speed) == ("Rules", ("A", "B"), "12", "timed")


def test_a_column_of_clues_gives_clues_and_no_problems(tmp_path: Path) -> None:
    reading = read(tmp_path, [("序号", "线索内容"), (1, "某某涉嫌违规")])
    assert (reading.items, [clue.title for clue in reading.clues]) == ((), ["某某涉嫌违规"])
    assert reading.warnings == ("此表列的是移交问题线索，1 条均归入线索，不作为反馈问题。",)


def test_without_a_header_the_refusal_says_which_columns_are_needed(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=r"反馈问题.*责任领导.*bihuan template"):
        read(tmp_path, [("一些文字",), ("更多文字", "x")])


def test_a_misspelt_problem_column_is_guessed_in_the_refusal(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="B列「反馈问提」是否指「反馈问题」"):
        read(tmp_path, [("序号", "反馈问提", "责任领导", "完成时限"), (1, "制度不严", "张", "2026-03-31")])


def test_statistics_are_something_else_and_give_no_items(tmp_path: Path) -> None:
    reading = read(tmp_path, [("轮次", "被巡察党组织", "应整改数", "已整改数", "完成率"), ("一", "某局", 20, 18, 0.9)])
    assert (reading.kind, reading.items) == (DocumentKind.OTHER, ())
    assert "未读取任何问题" in reading.warnings[0]


def test_the_first_sheet_with_the_columns_is_read_and_the_others_are_named(tmp_path: Path) -> None:
    rows = [HEAD, (1, "制度不严")]
    more: dict[str, Rows] = {"第二轮": [HEAD, (1, "审批不严"), (2, "公车私用")], "附件": [("照片",)]}
    reading = read_spreadsheet(book(tmp_path / "a.xlsx", rows, name="第一轮", more=more))
    assert [item.title for item in reading.items] == ["制度不严"]
    assert "工作表「第二轮」也有「反馈问题」列（约 2 行），未读取" in reading.warnings[0]
    assert "工作表「附件」没有「反馈问题」列，未读取" in reading.warnings[1]


def test_a_column_headed_kind_alone_is_taken_for_the_speeds_where_it_holds_such(tmp_path: Path) -> None:
    rows: Rows = [
        ("序号", "反馈问题", "类型"),
        (1, "制度不严", "立行立改"),
        (2, "长期挂账", "限期"),
        (3, "工期滞后", None),
    ]
    assert [item.speed for item in read(tmp_path, rows).items] == ["immediate", "timed", None]

    other = read(tmp_path, [("序号", "反馈问题", "类型"), (1, "制度不严", "党建"), (2, "长期挂账", "财务")])
    assert [item.speed for item in other.items] == [None, None]
    assert "C列「类型」" in "".join(other.warnings)
