"""Feedback opinions, plans and summaries: problems only where there are some."""

from pathlib import Path

import pytest

from schemas.intake import DocumentKind
from tests.gateway.documents.reading import read, read_text


def test_the_points_below_the_headings_of_an_opinion_are_its_problems() -> None:
    reading = read("feedback_headings")
    assert reading.kind is DocumentKind.FEEDBACK_OPINION
    assert len(reading.items) == reading.declared.total == 9
    assert reading.declared.clues == 4
    assert reading.mismatches == ()


def test_advice_is_no_problem() -> None:
    assert not any("提高政治站位" in item.title for item in read("feedback_headings").items)


def test_missing_and_doubled_numbers_are_named() -> None:
    sentences = read("numbers_missing_and_doubled").mismatches
    assert any("缺第7、9项" in sentence for sentence in sentences)
    assert any("第10项重复" in sentence for sentence in sentences)
    assert any("12个" in sentence and "11个" in sentence for sentence in sentences)


def test_a_news_item_strings_its_problems_together() -> None:
    reading = read("feedback_news")
    assert reading.kind is DocumentKind.FEEDBACK_OPINION
    assert [item.title for item in reading.items][1:] == ["推进党的建设不够有力", "全面从严治党不够深入"]


def test_spoken_problems_are_read_and_spoken_demands_are_not() -> None:
    assert [item.number for item in read("feedback_spoken").items] == [1, 2, 3, 4, 5]


def test_problems_numbered_within_a_sentence_are_read() -> None:
    assert len(read("inline_headings").items) == 5


def test_a_remediation_plan_stays_a_plan_and_says_so() -> None:
    reading = read("plan_with_problems")
    assert reading.kind is DocumentKind.PLAN
    assert [item.leader for item in reading.items] == ["张三", "李四"]
    assert reading.items[1].due is not None
    assert any("整改方案" in warning for warning in reading.warnings)


def test_a_summary_yields_nothing_and_says_why() -> None:
    reading = read("summary")
    assert reading.kind is DocumentKind.SUMMARY
    assert reading.items == ()
    assert reading.warnings


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("关于巡察整改进展情况的通报", DocumentKind.REMEDIATION_NOTICE),
        ("关于市委巡察反馈意见整改落实情况的公告", DocumentKind.REMEDIATION_NOTICE),
        ("关于2023年度审计查出问题整改情况的报告", DocumentKind.REMEDIATION_NOTICE),
        ("县委第三巡察组关于巡察县卫健局党组的反馈意见", DocumentKind.FEEDBACK_OPINION),
        ("市委第二巡察组向市卫健委党组反馈巡察情况", DocumentKind.FEEDBACK_OPINION),
        ("巡察反馈问题清单", DocumentKind.FEEDBACK_OPINION),
        ("关于巡察反馈意见的整改方案", DocumentKind.PLAN),
        ("2024年卫生监督工作要点", DocumentKind.PLAN),
        ("关于印发《卫生监督效能提升年活动方案》的通知", DocumentKind.PLAN),
        ("2024年度法治政府建设情况报告", DocumentKind.SUMMARY),
        ("县卫健局2023年工作总结", DocumentKind.SUMMARY),
        ("关于召开运动会的通知", DocumentKind.OTHER),
    ],
)
def test_the_title_says_the_kind(tmp_path: Path, title: str, kind: DocumentKind) -> None:
    assert read_text(tmp_path, f"{title}\n各科室做好有关工作。").kind is kind
