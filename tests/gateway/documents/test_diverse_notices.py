"""Notices and opinions of many offices, each with its own outline: problems, answers and statuses are told apart."""

from pathlib import Path

import pytest

from schemas.intake import Declared, StatedStatus
from tests.gateway.documents.reading import notice, read, read_text

DONE, BASIC = StatedStatus.DONE, StatedStatus.BASICALLY_DONE
GOING, LASTING = StatedStatus.ONGOING, StatedStatus.LONG_TERM


@pytest.mark.parametrize(
    ("name", "numbers"),
    [
        ("spoken_measures_below_aimed_headings", [1, 2, 3, 4, 5, 6, 7, 8]),
        ("lists_with_status_lines", [1, 2, 3, 4]),
        ("years_amounts_and_inner_lists", [1, 2, 3, 4, 5, 6]),
        ("labels_of_four_kinds", [1, 2, 3, 4, 5, 6]),
        ("tasks_numbered_in_words", [1, 2, 3]),
        ("answers_without_label", [1, 2, 3, 4, 5]),
        ("problems_below_bold_headings", [1, 2, 3, 4]),
        ("opinion_with_spoken_details", [1, 2, 3, 4]),
        ("problems_three_levels_deep", [1, 2, 1, 2, 1, 2]),
        ("measures_behind_dashes", [1, 2, 3, 4, 5, 6]),
        ("list_of_problems", [1, 2, 3, 4, 5, 6, 7, 8]),
        ("numbers_in_the_preamble", [1, 2, 3, 4]),
        ("status_in_brackets", [1, 2, 3, 4, 5, 6, 7, 8, 9]),
        ("letter_with_problems", [1, 2, 3, 4]),
        ("audit_report", [1, 2, 3, 1, 2, 1, 2]),
    ],
)
def test_each_outline_yields_its_problems(name: str, numbers: list[int]) -> None:
    assert [item.number for item in read(name).items] == numbers


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("lists_with_status_lines", [2, 3, 2, 2]),
        ("labels_of_four_kinds", [2, 2, 2, 1, 1, 1]),
        ("tasks_numbered_in_words", [6, 4, 3]),
        ("measures_behind_dashes", [2, 1, 2, 1, 1, 1]),
        ("problems_three_levels_deep", [1, 2, 1, 1, 1, 1]),
        ("opinion_with_spoken_details", [0, 0, 0, 0]),
    ],
)
def test_measures_are_told_from_the_problems_own_words(name: str, counts: list[int]) -> None:
    assert [len(item.measures) for item in read(name).items] == counts


@pytest.mark.parametrize(
    ("name", "statuses"),
    [
        ("lists_with_status_lines", [None, GOING, BASIC, DONE]),
        ("labels_of_four_kinds", [DONE, LASTING, DONE, DONE, DONE, DONE]),
        ("status_in_brackets", [DONE, DONE, LASTING, DONE, BASIC, GOING, DONE, DONE, DONE]),
        ("audit_report", [DONE, DONE, None, DONE, GOING, None, None]),
        ("opinion_with_spoken_details", [None] * 4),
    ],
)
def test_the_status_stands_in_many_places(name: str, statuses: list[StatedStatus | None]) -> None:
    assert [item.status for item in read(name).items] == statuses


def test_clues_are_entries_of_their_own_below_three_levels() -> None:
    reading = read("problems_three_levels_deep")
    assert [clue.number for clue in reading.clues] == [1, 2, 3]
    assert reading.items[4].title == "2.3公里市政道路重复设计，浪费设计费14.2万元"
    assert [item.number for item in reading.items if item.flags] == []


def test_letters_that_an_opinion_received_are_no_transferred_clues() -> None:
    assert read("opinion_with_spoken_details").declared == Declared()


def test_what_follows_the_label_of_the_problem_is_its_body() -> None:
    first = read("problems_below_bold_headings").items[0]
    assert first.title == "学习内容不聚焦"
    assert first.body == "学习党的创新理论少，以业务学习代替政治学习。"
    assert first.group == "政治理论学习方面"


def test_an_item_without_number_among_numbered_ones_is_an_item(tmp_path: Path) -> None:
    text = notice(
        "1.关于学习不经常的问题。",
        "整改情况:开展学习12次。",
        "关于会风不严的问题。",
        "整改情况:通报3人。",
        "2.关于台账缺页的问题。",
        "整改情况:补齐台账。",
    )
    assert [item.number for item in read_text(tmp_path, text).items] == [1, None, 2]


def test_problems_without_any_word_of_fault_are_known_by_their_place(tmp_path: Path) -> None:
    text = notice(
        "一、反馈问题整改情况",
        "(一)急救站点布局。南部新城没有急救站点。",
        "1.设立急救站点2个。",
        "(二)老旧小区改造。3个小区仍有飞线充电。",
        "1.增设充电桩216个。",
        "(三)秸秆禁烧责任。发现火点7处。",
        "1.约谈负责人3名。",
    )
    titles = [item.title for item in read_text(tmp_path, text).items]
    assert titles == ["急救站点布局", "老旧小区改造", "秸秆禁烧责任"]


def test_a_document_in_three_paragraphs_is_cut_at_its_headings(tmp_path: Path) -> None:
    intro = "根据统一部署," + "区委巡察组对局党组开展了巡察并反馈了意见。" * 20
    body = (
        "一、组织领导情况(一)加强领导。成立专班。(二)压实责任。分解任务。二、反馈问题整改情况"
        "1.学习不深入。整改情况:开展学习6次。2.采购不规范。整改情况:修订制度。三、下一步打算(一)巩固成果。"
    )
    assert [item.number for item in read_text(tmp_path, notice(intro + body)).items] == [1, 2]


def test_a_table_whose_cells_are_parted_by_tabs_is_read(tmp_path: Path) -> None:
    rows = ["序号\t反馈问题\t整改措施\t整改状态", "1\t学习少\t补学\t已完成", "2\t账目乱\t清账\t推进中"]
    text = "\n".join(["某镇巡察反馈问题整改情况一览表", *rows])
    assert [item.status for item in read_text(tmp_path, text).items] == [DONE, GOING]


@pytest.mark.parametrize("indent", ["\u3000\u3000", ""])
def test_lines_broken_at_forty_characters_are_joined(tmp_path: Path, indent: str) -> None:
    measure = "整改情况:一是修订议事规则,明确会议召开的频次和议题范围;二是补开会议6次,形成会议纪要并归档备查。"
    paragraphs = [part for value in range(1, 6) for part in (f"{value}.第{value}类会议不规范的问题。", measure)]
    lines = [indent + part for part in notice(*paragraphs).split("\n")]
    text = "\n".join(line[place : place + 40] for line in lines for place in range(0, len(line), 40))
    items = read_text(tmp_path, text).items
    assert [len(item.measures) for item in items] == [2] * 5


def test_a_heading_in_brackets_ends_the_last_problem(tmp_path: Path) -> None:
    text = notice(
        "【问题1】学习少。", "【整改情况】补学。", "【问题2】账目乱。", "【整改情况】清账。", "【下一步打算】巩固成果。"
    )
    assert [item.measures for item in read_text(tmp_path, text).items] == [("补学。",), ("清账。",)]
