"""Rows become problems, row errors or warnings; none is lost without a word."""

import datetime as dt
import zipfile
from pathlib import Path

from gateway.spreadsheets import read_spreadsheet
from schemas.intake import IntakeReading, StatedStatus

from .books import HEAD, Rows, book, read, read_text


def errors(reading: IntakeReading) -> list[tuple[int, str]]:
    return [(error.row, error.column) for error in reading.errors]


def test_a_row_with_errors_is_listed_cell_by_cell_and_good_rows_go_ahead(tmp_path: Path) -> None:
    rows: Rows = [
        HEAD,
        ("甲", "制度不严", "张处长", "3月底前"),
        (2, "审批不严", None, dt.date(2026, 3, 31)),
        (3, None, "张处长", None),
    ]
    reading = read(tmp_path, rows)
    assert [(item.row, item.number, item.due) for item in reading.items] == [(3, 2, dt.date(2026, 3, 31))]
    assert errors(reading) == [(2, "序号"), (2, "完成时限"), (4, "反馈问题")]
    assert reading.errors[0].message == "「甲」不是序号；允许写整数，如 1、“1.”、“(一)”，也可以留空。"


def test_all_that_is_wrong_with_a_row_is_told_at_once(tmp_path: Path) -> None:
    head = ("序号", "反馈问题", "整改类型", "完成时限", "涉及金额")
    rows: Rows = [head, ("甲", None, "马上办", "3月底前", "很多"), (2, "审批不严", "马上办", "长期", None)]
    told = errors(read(tmp_path, rows))
    assert sorted(told[:-1]) == sorted((2, column) for column in head)
    assert told[-1] == (3, "整改类型")


def test_a_missing_problem_is_told_beside_another_cell_in_error(tmp_path: Path) -> None:
    rows: Rows = [("反馈问题", "具体表现", "完成时限"), (None, "长" * 20_001, "3月底前")]
    assert errors(read(tmp_path, rows)) == [(2, "具体表现"), (2, "反馈问题"), (2, "完成时限")]


def test_error_values_are_row_errors_and_computed_formulas_are_values(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", [HEAD, (1, "REF", "张处长"), (2, "SUM", None), (3, "制度不严", "LATE")])
    formulas = {
        "REF": '<c r="B2" t="e"><f>A99</f><v>#REF!</v></c>',
        "SUM": '<c r="B3" t="str"><f>A1&amp;"x"</f><v>审批不严</v></c>',
        "LATE": '<c r="C4"><f>A1+1</f></c>',
    }
    reading = read_spreadsheet(with_cells(path, formulas))
    assert [item.title for item in reading.items] == ["审批不严"]
    assert errors(reading) == [(2, "反馈问题"), (4, "责任领导")]
    assert "错误值「#REF!」" in reading.errors[0].message
    assert "公式没有计算结果" in reading.errors[1].message


def with_cells(path: Path, cells: dict[str, str]) -> Path:
    """Replace the cells that hold the given shared strings by other XML."""
    changed = path.with_stem("b")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(changed, "w") as new:
        strings = old.read("xl/sharedStrings.xml").decode().split("<si>")[1:]
        for name in old.namelist():
            content = old.read(name).decode()
            if name == "xl/worksheets/sheet1.xml":
                for words, cell in cells.items():
                    index = next(at for at, string in enumerate(strings) if f">{words}<" in string)
                    start = content[: content.index(f"<v>{index}</v>")].rindex("<c ")
                    content = content[:start] + cell + content[content.index("</c>", start) + 4 :]
            new.writestr(name, content)
    return changed


def test_rows_under_a_merged_cell_share_its_value(tmp_path: Path) -> None:
    rows: Rows = [
        ("来源", "问题", "责任领导"),
        ("第一轮", "制度不严", "张处长"),
        (None, "审批不严", "王处长"),
        (None, "公车私用", None),
    ]
    reading = read(tmp_path, rows, [(1, 0, 2, 0)])
    assert [item.source for item in reading.items] == ["第一轮", "第一轮", None]


def test_rows_under_a_merged_problem_are_one_problem_with_several_measures(tmp_path: Path) -> None:
    rows: Rows = [
        ("序号", "问题", "整改措施", "完成时限"),
        (1, "制度不严", "修订", "2026-03-31"),
        (None, None, "培训", "2026-06-30"),
    ]
    (item,) = read(tmp_path, rows, [(1, 0, 2, 0), (1, 1, 2, 1)]).items
    assert (item.measures, item.due) == (("修订", "培训"), dt.date(2026, 3, 31))
    assert item.flags == (
        "第3行「完成时限」的「2026-06-30」与首行不同，未读取。",
        "第2—3行的反馈问题是合并单元格，合为一个问题。",
    )


def test_headings_between_the_rows_group_the_problems_below_and_numbers_may_restart(tmp_path: Path) -> None:
    rows: Rows = [HEAD, ("一、党的建设方面",), (1, "制度不严"), ("（二）财务方面",), (1, "审批不严")]
    reading = read(tmp_path, rows, [(1, 0, 1, 3)])
    assert [(item.group, item.number) for item in reading.items] == [("一、党的建设方面", 1), ("（二）财务方面", 1)]
    assert reading.warnings == (
        "第2行「一、党的建设方面」作为其下各问题的分组。",
        "第4行「（二）财务方面」作为其下各问题的分组。",
    )


def test_totals_notes_and_repeated_headers_are_skipped_and_named(tmp_path: Path) -> None:
    rows: Rows = [
        HEAD,
        ("1", "2", "3", "4"),
        (1, "制度不严"),
        HEAD,
        ("合 计", "1个问题"),
        (),
        ("注：本表由办公室填写",),
        (None, "填表人：李某某"),
    ]
    reading = read(tmp_path, rows)
    assert [item.title for item in reading.items] == ["制度不严"]
    assert [warning.split("」")[0] for warning in reading.warnings] == [
        "第2行「1 2 3 4",
        "第4行「序号 反馈问题 责任领导 完成时限",
        "第5行「合 计",
        "第7行「注：本表由办公室填写",
        "第8行「填表人：李某某",
    ]


def test_the_same_number_twice_is_an_error_and_the_same_text_twice_counts_once(tmp_path: Path) -> None:
    reading = read(tmp_path, [HEAD, (1, "制度不严"), (1, "审批不严"), (2, "制度不严"), (3, "制度不严", "王处长")])
    assert [item.row for item in reading.items] == [2]
    assert errors(reading) == [(3, "序号")]
    assert reading.errors[0].message.startswith("序号 1 与第2行重复")
    assert reading.warnings == (
        "第4行与第2行的问题相同，只计一次。",
        "第5行与第2行的问题相同，只计一次，但两行其余内容不同，请核对。",
    )
    assert reading.items[0].flags == ("第4行与本行问题相同，只计一次。", "第5行与本行问题相同，只计一次。")


def test_a_text_that_is_too_long_is_an_error_with_both_lengths(tmp_path: Path) -> None:
    reading = read(tmp_path, [HEAD, (1, "长" * 20_001), (2, "长" * 20_000)])
    assert reading.errors[0].message.startswith("文字有 20001 个字；允许不超过 20000 个字")
    assert len(reading.items[0].body) == 20_000
    assert len(reading.items[0].title) == 200


def test_control_characters_are_removed_and_the_item_says_so(tmp_path: Path) -> None:
    (item,) = read(tmp_path, [HEAD, (1, "制度\u202e不\x07严\u200b")]).items
    assert (item.title, item.flags) == ("制度不严", ("「反馈问题」中的不可见控制字符已去除。",))


def test_what_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    reading = read_text(tmp_path, [HEAD, ("1", "=1+1", "@张处长", ""), ("2", '+cmd|"/c calc"!A1', "-", "")])
    assert [(item.title, item.leader) for item in reading.items] == [("=1+1", "@张处长"), ('+cmd|"/c calc"!A1', None)]
    assert reading.items[0].flags == ("「反馈问题」以等号开头，按文字读入，未作计算。",)


def test_done_whose_own_text_says_that_work_goes_on_is_flagged(tmp_path: Path) -> None:
    rows: Rows = [
        ("问题", "整改情况"),
        ("制度不严", "已完成整改。下一步将修订制度"),
        ("审批不严", "已完成整改，修订制度3项"),
        ("公车私用", "已完成整改，并长期坚持"),
    ]
    first, second, third = read(tmp_path, rows).items
    assert (first.status, second.status, third.status) == (StatedStatus.DONE,) * 3
    assert (first.flags, second.flags) == (("所填状态为已完成，但进展文字表明工作仍在继续。",), ())


def test_several_leaders_and_open_names_are_flagged(tmp_path: Path) -> None:
    (item,) = read(tmp_path, [("问题", "责任领导", "责任人"), ("制度不严", "张处长、王处长", "待定")]).items
    assert (item.leader, item.handler) == ("张处长、王处长", None)
    assert item.flags == ("「责任领导」写了2个，应只有一个。", "「责任人」写的是「待定」，按未填处理。")


def test_an_amount_takes_its_unit_from_the_header(tmp_path: Path) -> None:
    (item,) = read(tmp_path, [("问题", "涉及金额（万元）"), ("制度不严", 12.5)]).items
    assert (str(item.amount_yuan), item.amounts) == ("125000", ("12.5",))


def test_an_amount_takes_its_unit_from_the_note_above_the_table(tmp_path: Path) -> None:
    rows: Rows = [("整改台账",), ("填报单位：办公室", "单位：万元"), ("问题", "涉及金额"), ("制度不严", 12.5)]
    reading = read(tmp_path, rows)
    assert str(reading.items[0].amount_yuan) == "125000"
    assert reading.warnings == ("第2行「填报单位：办公室 单位：万元」在表头之上，未读取。",)


def test_sentences_are_spoken_in_english_too(tmp_path: Path) -> None:
    reading = read_spreadsheet(book(tmp_path / "a.xlsx", [("No.", "Problem"), ("x", "Rules"), ("total", 3)]), "en")
    assert reading.errors[0].message.startswith("“x” is no number; allowed are whole numbers")
    assert reading.warnings == ("Row 3 is no problem and not read: total",)


def test_rows_merged_to_a_problem_in_error_are_named_too(tmp_path: Path) -> None:
    rows: Rows = [("序号", "问题", "整改措施"), ("甲", "制度不严", "修订"), (None, None, "培训")]
    reading = read(tmp_path, rows, [(1, 1, 2, 1)])
    assert (reading.items, errors(reading)) == ((), [(2, "序号")])
    assert reading.warnings == ("第3行属于第2行的问题，该问题有误，未读取。",)


def test_a_column_that_holds_something_under_no_name_is_named(tmp_path: Path) -> None:
    reading = read(tmp_path, [("问题", "责任领导"), ("制度不严", "张处长", None, "见附件")])
    assert reading.warnings == ("D列有内容但没有列名，未读取。",)


def test_a_number_that_stands_in_the_problem_text_is_its_number(tmp_path: Path) -> None:
    rows: Rows = [
        ("反馈问题",),
        ("1.制度不严",),
        ("12.2022年7月未开会",),
        ("1.5万元未入账",),
        ("公章管理不规范",),
        ("一、学习不够",),
    ]
    assert [(item.number, item.title) for item in read(tmp_path, rows).items] == [
        (1, "制度不严"),
        (12, "2022年7月未开会"),
        (None, "1.5万元未入账"),
        (None, "公章管理不规范"),
        (None, "一、学习不够"),
    ]


def test_sheet_names_with_marks_of_markup_are_no_trouble(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", [HEAD, (1, "制度不严")], name="人事 & <财务>")
    assert len(read_spreadsheet(path).items) == 1
