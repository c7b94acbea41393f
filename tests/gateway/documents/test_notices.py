"""Remediation notices: what counts as a problem, and what is said of it."""

from pathlib import Path

from schemas.intake import Declared, DocumentKind, StatedStatus
from tests.gateway.documents.reading import notice, read, read_text


def test_numbers_that_run_on_across_groups_are_all_read() -> None:
    reading = read("groups_and_runs_on")
    assert reading.kind is DocumentKind.REMEDIATION_NOTICE
    assert [item.number for item in reading.items] == list(range(1, 13))
    assert {item.group for item in reading.items} == {
        "贯彻落实上级决策部署方面",
        "全面从严治党方面",
        "基层党组织建设方面",
    }
    assert reading.declared == Declared(total=12, done=9, basically_done=1, ongoing=2, clues=2)


def test_a_date_after_the_number_is_no_part_of_the_number() -> None:
    item = read("groups_and_runs_on").items[-1]
    assert item.number == 12
    assert item.title.startswith("2022年7月")
    assert "2022年7月" in item.dates


def test_declared_and_stated_counts_that_differ_are_named(tmp_path: Path) -> None:
    said = "反馈的3个问题,已完成整改3个。"
    text = notice(said, "1.学习不深入的问题。已完成整改。", "2.管理不规范的问题。正在整改。")
    mismatches = read_text(tmp_path, text).mismatches
    assert any("3个" in sentence and "列出2个" in sentence for sentence in mismatches)
    assert any("完成整改3个" in sentence and "写明1个" in sentence for sentence in mismatches)


def test_spoken_points_are_measures_of_their_own() -> None:
    first, second = read("groups_and_runs_on").items[:2]
    assert len(first.measures) == 3
    assert len(second.measures) == 2
    assert second.amounts == ("86.3万元",)


def test_a_status_line_behind_numbered_measures_is_the_problems_own() -> None:
    third = read("groups_and_runs_on").items[2]
    assert len(third.measures) == 2
    assert third.status is StatedStatus.BASICALLY_DONE


def test_transferred_clues_are_listed_apart() -> None:
    reading = read("groups_and_runs_on")
    assert [clue.number for clue in reading.clues] == [1, 2]
    assert all("问题线索" in clue.title for clue in reading.clues)


def test_headings_on_attention_and_outlook_are_no_problems() -> None:
    titles = [item.title for item in read("groups_and_runs_on").items]
    assert not any("政治站位" in title or "压实" in title or "巩固" in title for title in titles)


def test_bracketed_problems_below_two_levels_of_groups_are_found() -> None:
    reading = read("bracketed_problems_deep")
    assert [item.number for item in reading.items] == [1, 2, 1, 2, 1, 2, 1, 2]
    assert [item.status for item in reading.items].count(StatedStatus.ONGOING) == 2
    assert reading.mismatches == ()


def test_a_closing_paragraph_that_counts_once_more_is_no_measure() -> None:
    reading = read("audit_notice")
    assert reading.declared.total == reading.declared.done == 4
    assert all(len(item.measures) == 1 for item in reading.items)
    assert reading.items[0].amounts == ("1373048.97元",)


def test_problems_that_only_a_word_numbers_are_read() -> None:
    reading = read("labelled_problems")
    assert [item.number for item in reading.items] == [1, 2, 3, 4, 5]
    assert reading.items[0].title == "理论学习计划性不强,年度学习计划缺少业务内容"
    assert len(reading.items[1].measures) == 3
    assert reading.declared == Declared(total=5, done=5)


def test_done_whose_own_text_goes_on_is_flagged() -> None:
    reading = read("done_but_going_on")
    assert [item.number for item in reading.items if item.flags] == [4, 6, 7]
    assert all(item.status is StatedStatus.DONE for item in reading.items)
    assert reading.declared == Declared(total=10, done=10, clues=3)


def test_points_that_are_parts_of_one_problem_are_no_problems() -> None:
    reading = read("parts_below_problems")
    assert len(reading.items) == 3
    assert reading.items[0].body == "党委会与院长办公会界限不清。"
    assert reading.items[0].measures == ("修订两会议事规则。",)
    assert reading.items[2].status is StatedStatus.ONGOING


def test_a_heading_by_status_speaks_for_all_below_it() -> None:
    statuses = [item.status for item in read("sections_by_status").items]
    assert statuses == [StatedStatus.DONE] * 3 + [StatedStatus.LONG_TERM] * 2


def test_a_problem_listed_first_and_answered_later_counts_once() -> None:
    reading = read("listed_then_answered")
    assert len(reading.items) == 3
    assert all(len(item.measures) == 2 for item in reading.items)


def test_special_inspections_restart_their_numbers() -> None:
    reading = read("special_inspections")
    assert [item.number for item in reading.items] == [1, 2, 1, 2, 1, 2, 1]
    assert reading.mismatches == ()


def test_paragraphs_that_each_aim_at_a_problem_are_items_without_number() -> None:
    reading = read("aimed_paragraphs")
    assert [item.number for item in reading.items] == [None, None, None]
    assert reading.items[2].group == "落实医改任务方面"


def test_one_long_paragraph_is_cut_at_its_numbers() -> None:
    reading = read("one_paragraph_list")
    assert [item.number for item in reading.items] == [1, 2, 3]
    assert reading.items[1].status is StatedStatus.ONGOING


def test_a_text_that_stands_twice_counts_once(tmp_path: Path) -> None:
    text = (Path(__file__).parent / "texts" / "done_but_going_on.txt").read_text(encoding="utf-8")
    reading = read_text(tmp_path, text + "\n" + text)
    assert len(reading.items) == 10
    assert any("重复" in warning for warning in reading.warnings)


def test_a_range_stands_for_as_many_problems(tmp_path: Path) -> None:
    reading = read_text(tmp_path, notice("截至目前,1—20号问题已完成整改,21号问题正在推进。"))
    assert [item.number for item in reading.items] == list(range(1, 22))
    assert reading.items[19].status is StatedStatus.DONE
    assert reading.items[20].status is StatedStatus.ONGOING


def test_a_range_before_a_heading_is_spread(tmp_path: Path) -> None:
    text = notice(
        "1-3.关于学习不深入的问题。", "整改情况:制定计划。", "4.关于管理不规范的问题。", "整改情况:修订制度。"
    )
    reading = read_text(tmp_path, text)
    assert [item.number for item in reading.items] == [1, 2, 3, 4]


def test_a_quantity_with_a_point_opens_no_item(tmp_path: Path) -> None:
    text = notice(
        "1.财务管理不规范的问题。", "3.5万元结余未上缴国库,已收回。", "2.0版系统已启用。", "2.合同管理混乱的问题。"
    )
    assert [item.number for item in read_text(tmp_path, text).items] == [1, 2]


def test_texts_are_given_back_as_printed(tmp_path: Path) -> None:
    wide = "\uff081\uff09\u8d22\u52a1\u7ba1\u7406\u4e0d\u89c4\u8303\uff0c\u62a5\u9500\u5ba1\u6838\u4e0d\u4e25\u3002"
    reading = read_text(tmp_path, notice(wide, "整改情况\uff1a修订制度\uff11项\uff1b清退资金\uff12万元。"))
    assert (
        reading.items[0].title == "\u8d22\u52a1\u7ba1\u7406\u4e0d\u89c4\u8303\uff0c\u62a5\u9500\u5ba1\u6838\u4e0d\u4e25"
    )
    assert reading.items[0].measures == ("修订制度\uff11项\uff1b清退资金\uff12万元。",)


def test_a_preamble_that_names_a_fault_in_passing_is_no_problem() -> None:
    reading = read("aspects_and_shortcomings")
    assert [item.number for item in reading.items] == [1, 2, 3, 1, 2]
    assert reading.mismatches == ()
    assert all(item.measures for item in reading.items)


def test_problems_numbered_in_words_run_on() -> None:
    reading = read("problems_counted_in_words")
    assert [item.number for item in reading.items] == [1, 2, 3, 4, 5, 6]
    assert reading.declared == Declared(total=6, done=4, ongoing=2)
    assert len(reading.items[0].measures) == 2


def test_the_problems_of_an_aspect_are_items_and_the_aspect_is_none() -> None:
    reading = read("audit_aspects")
    assert [item.status for item in reading.items] == [
        StatedStatus.DONE,
        StatedStatus.ONGOING,
        StatedStatus.DONE,
        StatedStatus.ONGOING,
    ]
    assert reading.mismatches == ()


def test_numbers_that_run_on_under_subheadings_are_the_problems() -> None:
    reading = read("numbers_across_subheadings")
    assert [item.number for item in reading.items] == [1, 2, 3, 4, 5, 6]
    assert reading.items[2].group == "落实健康中国战略有短板"


def test_paragraphs_that_open_with_a_spoken_number_may_be_problems() -> None:
    reading = read("spoken_headings")
    assert [item.number for item in reading.items] == [1, 2, 3]
    assert reading.declared.clues == 5
