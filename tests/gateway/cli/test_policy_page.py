"""A policy is shown as an office reads it: every number in words, with the source that its file gives."""

from pathlib import Path

from rules.names import name_of
from schemas.policy import RULED
from tests.gateway.cli.office import Ask

OWN = """
extends: county
name: own
title: {zh: 本县办法, en: Our own}
duties:
  plan: {due: 7wd, owed_by: office, ladder: plan}  # 来源：县委办〔2026〕3号
withdrawal: principal
"""


def _line(page: str, beginning: str) -> str:
    return next(line for line in page.splitlines() if line.startswith(beginning))


def test_every_duty_is_shown_in_words_with_its_source(bihuan: Ask) -> None:
    page = bihuan("policy", "show", "county").out
    assert all(f"{name_of(kind).zh} " in page for kind in RULED)
    assert _line(page, "确定责任分工").split()[1:4] == ["5个工作日", "整改办", "assign"]
    assert "默认：与签收、方案合计17个工作日" in _line(page, "确定责任分工")
    assert "http://www.xazht.com/gb2312/gzdt/mtgz/790.html" in page
    assert "{" not in page
    assert "#" not in page


def test_every_rung_says_when_it_comes_who_is_told_and_what_goes_with_it(bihuan: Ask) -> None:
    page = bihuan("policy", "show", "county").out
    assert _line(page, "rectify ").split()[1:5] == [
        "提前20天",
        "绿色",
        "责任人",
        "来源：江津区三色预警，绿色=剩余20天→主办人",
    ]
    assert "逾期10个工作日    红色  责任领导、主要负责人、监督部门                   提出约谈" in page
    assert "以后每10个工作日" in page


def test_what_a_policy_changes_has_its_own_source_and_the_rest_its_base_s(bihuan: Ask, tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    file.write_text(OWN, "utf-8")
    page = bihuan("policy", "show", file).out
    assert _line(page, "报送整改方案").split()[1:] == ["7个工作日", "整改办", "plan", "来源：县委办〔2026〕3号"]
    assert "默认：天数自定" not in _line(page, "撤销由谁批")
    assert _line(page, "撤销由谁批").split() == ["撤销由谁批", "主要负责人"]
    assert "默认：最多延期两次" in _line(page, "延期最多几次")


def test_a_policy_is_shown_in_english_too(bihuan: Ask) -> None:
    page = bihuan("policy", "show", "fast", "--lang", "en").out
    assert _line(page, "submit the plan").split("  ")[0] == "submit the plan"
    assert "3 working days" in _line(page, "submit the plan")
    assert "1 seconds" not in page
    assert "5 working days late" in page
    assert "then every 5 working days" in page
