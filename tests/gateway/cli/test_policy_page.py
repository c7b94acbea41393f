"""A policy is shown as an office reads it: every number in words, with the source that its file gives."""

import re
from pathlib import Path

from gateway.policy_files import POLICIES
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


COUNTY = POLICIES / "county.yaml"


def _number(beginning: str) -> int:
    """Return on which line of the county's file something stands first."""
    return next(n for n, line in enumerate(COUNTY.read_text("utf-8").splitlines(), 1) if line.startswith(beginning))


def _line(page: str, beginning: str) -> str:
    return next(line for line in page.splitlines() if line.startswith(beginning))


def test_every_duty_is_shown_in_words_with_its_source(bihuan: Ask) -> None:
    page = bihuan("policy", "show", "county").out
    assert all(f"{name_of(kind).zh} " in page for kind in RULED)
    assert _line(page, "确定责任分工").split()[1:4] == ["5个工作日", "整改办", "assign"]
    assert "默认：与签收、方案合计17个工作日" in _line(page, "确定责任分工")
    assert f" county.yaml:{_number('    due: 5wd')} " in _line(page, "确定责任分工")
    assert "http://www.xazht.com/gb2312/gzdt/mtgz/790.html" in page
    assert "{" not in page
    assert "#" not in page


def test_every_rung_says_when_it_comes_who_is_told_and_what_goes_with_it(bihuan: Ask) -> None:
    page = bihuan("policy", "show", "county").out
    first = f"county.yaml:{_number('      - {at: -20d, tell: [handler], colour: green}')}"
    said = _line(page, "rectify ").split()
    assert said[1:5] == ["提前20天", "绿色", "责任人", first]
    assert said[5].startswith("来源：江津区三色预警，绿色=剩余20天")
    assert re.search("逾期10个工作日 +红色 +责任领导、主要负责人、监督部门 +提出约谈", page)
    assert "以后每10个工作日" in page


def test_what_a_policy_changes_has_its_own_source_and_the_rest_its_base_s(bihuan: Ask, tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    file.write_text(OWN, "utf-8")
    page = bihuan("policy", "show", file).out
    said = ["7个工作日", "整改办", "plan", "own.yaml:6", "来源：县委办〔2026〕3号"]
    assert _line(page, "报送整改方案").split()[1:] == said
    assert _line(page, "撤销由谁批").split() == ["撤销由谁批", "主要负责人", "own.yaml:7"]
    most = f"底本 county.yaml:{_number('  most: 2')}"
    assert _line(page, "延期最多几次").split(maxsplit=3)[:3] == ["延期最多几次", "2", "底本"]
    assert f"{most}  默认：最多延期两次" in _line(page, "延期最多几次")


def test_each_of_the_two_numbers_of_a_speed_has_its_own_source(bihuan: Ask) -> None:
    lines = bihuan("policy", "show", "county").out.partition("三类问题")[2].splitlines()
    timed = next(index for index, line in enumerate(lines) if line.startswith("限期整改"))
    assert "湖北科技学院" in lines[timed]
    assert any("广元，按月亮牌通报" in line for line in lines[timed + 1 : timed + 4])


def test_what_is_not_written_anywhere_is_said_to_be_the_default(bihuan: Ask, tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    file.write_text(f"{OWN}review: {{levels: [office]}}\n", "utf-8")
    page = bihuan("policy", "show", file).out
    assert "没写，按软件的默认" in _line(page, "末级须逐条回答")
    assert "not written: the default" in bihuan("policy", "show", file, "--lang", "en").out


def test_a_program_is_told_of_every_value_where_it_stands(bihuan: Ask, tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    file.write_text(OWN, "utf-8")
    given = bihuan("policy", "show", file, "--json").document
    told = {origin["key"]: origin for origin in given["origins"]}
    assert told["duties.plan.due"] == {
        "key": "duties.plan.due",
        "value": "7wd",
        "file": str(file),
        "line": 6,
        "inherited": False,
        "source": "来源：县委办〔2026〕3号",
    }
    inherited = told["ladders.rectify.rungs[1].at"]
    assert (inherited["value"], inherited["inherited"]) == ("-20d", True)
    assert COUNTY.read_text("utf-8").splitlines()[inherited["line"] - 1].lstrip().startswith("- {at: -20d")
    assert told["review.levels"]["value"] == ["lead_unit", "leader", "office", "committee"]
    assert not {"name", "title.zh", "extends"} & set(told)


def test_a_heading_is_no_source(bihuan: Ask) -> None:
    told = {origin["key"]: origin for origin in bihuan("policy", "show", "county", "--json").document["origins"]}
    assert told["speeds.timed.plan"]["source"] == ""
    assert "广元" in told["speeds.timed.reports"]["source"]


def test_a_policy_is_shown_in_english_too(bihuan: Ask) -> None:
    page = bihuan("policy", "show", "fast", "--lang", "en").out
    assert _line(page, "submit the plan").split("  ")[0] == "submit the plan"
    assert "3 working days" in _line(page, "submit the plan")
    assert "1 seconds" not in page
    assert "5 working days late" in page
    assert "then every 5 working days" in page


def test_the_steps_of_a_definition_are_shown_with_their_limits_and_levels(bihuan: Ask) -> None:
    page = bihuan("policy", "show", "clue").out
    line = _line(page, "反馈处置结果")
    assert line.split()[1:4] == ["反馈之日起3个月", "责任人", "rectify"]
    assert "clue.yaml:" in line
    assert "责任领导、主要负责人" in _line(page, "审批处置意见")
    assert _line(bihuan("policy", "show", "publication").out, "期满撤下").split()[1] == "1年以后，5个工作日"
    assert "流程各步" not in bihuan("policy", "show", "county").out
