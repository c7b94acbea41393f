"""Word documents: numbers that Word computes, problem tables, and files that are no Word documents."""

from pathlib import Path

import pytest

from gateway.documents import read_document
from schemas.intake import StatedStatus
from tests.gateway.documents.word_files import Level, WordFile


def test_automatic_numbers_are_computed_as_word_shows_them(tmp_path: Path) -> None:
    word = WordFile()
    word.add("某县中医院关于巡察整改情况的通报")
    outline = word.define(
        Level("chineseCounting", "%1、"), Level("chineseCountingThousand", "(%2)"), Level("decimal", "%3.")
    )
    word.point("整改组织情况", outline)
    word.point("整改落实情况", outline)
    word.point("党的建设方面", outline, 1)
    word.point("理论学习不深入的问题。", outline, 2)
    word.add("整改情况:制定学习计划。")
    word.point("组织生活不规范的问题。", outline, 2)
    word.add("整改情况:补开组织生活会。\n已完成整改。")
    word.point("业务管理方面", outline, 1)
    word.point("处方点评不及时的问题。", outline, 2)
    word.add("整改情况:按月点评。")
    reading = read_document(word.save(tmp_path / "整改.docx"))
    assert [(item.group, item.number) for item in reading.items] == [
        ("党的建设方面", 1),
        ("党的建设方面", 2),
        ("业务管理方面", 1),
    ]
    assert reading.items[1].status is StatedStatus.DONE


@pytest.mark.parametrize(
    ("fmt", "pattern"),
    [
        ("decimal", "%1."),
        ("decimal", "(%1)"),
        ("decimalFullWidth", "%1\uff0e"),
        ("decimalEnclosedCircle", "%1"),
        ("chineseCounting", "\uff08%1\uff09"),
        ("chineseCountingThousand", "%1、"),
        ("japaneseCounting", "(%1)"),
        ("ideographDigital", "%1、"),
    ],
)
def test_every_form_of_number_is_understood(tmp_path: Path, fmt: str, pattern: str) -> None:
    word = WordFile()
    word.add("关于巡察整改情况的通报")
    numbers = word.define(Level(fmt, pattern))
    for value in range(1, 13):
        word.point(f"第{value}类台账管理不规范的问题。", numbers)
        word.add("整改情况:修订制度。")
    reading = read_document(word.save(tmp_path / "整改.docx"))
    assert len(reading.items) == 12
    if fmt != "ideographDigital":  # 一〇 and 一一 are read digit by digit
        assert [item.number for item in reading.items] == list(range(1, 13))


def test_a_list_used_again_counts_on_or_starts_anew(tmp_path: Path) -> None:
    word = WordFile()
    word.add("关于巡察整改情况的通报")
    first = word.define(Level("decimal", "%1."))
    word.point("学习不深入的问题。", first)
    word.point("管理不规范的问题。", word.again(101))
    word.add("(二)作风建设方面")
    word.point("服务不到位的问题。", word.again(101, start=1))
    reading = read_document(word.save(tmp_path / "整改.docx"))
    assert [item.number for item in reading.items] == [1, 2, 1]


def test_a_problem_table_is_read_row_by_row(tmp_path: Path) -> None:
    word = WordFile()
    word.add("某县卫健局巡察反馈问题整改台账")
    word.table(
        [
            ["序号", "反馈问题", "整改措施", "整改完成情况", "责任领导", "牵头单位", "整改时限"],
            ["一、党的建设方面", "", "", "", "", "", ""],
            ["1", "责任落实不到位。", "1.制定清单。\n2.开展督查。", "已完成", "张三", "办公室", "2024年5月31日"],
            ["2", "报销审核不严", "清退1.2万元", "正在整改", "王五", "财务科", "2024年12月31日"],
        ],
        merged=(1, 6),
    )
    first, second = read_document(word.save(tmp_path / "台账.docx")).items
    assert (first.number, first.title, first.group) == (1, "责任落实不到位", "党的建设方面")
    assert first.measures == ("制定清单。", "开展督查。")
    assert (first.status, second.status) == (StatedStatus.DONE, StatedStatus.ONGOING)
    assert (second.leader, second.lead_unit, second.amounts) == ("王五", "财务科", ("1.2万元",))
    assert second.due is not None
