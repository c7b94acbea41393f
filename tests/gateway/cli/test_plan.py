"""`bihuan policy plan` as a clerk uses it: a list, a picture, a page, and refusals that say what is allowed."""

from pathlib import Path

import pytest

from schemas.entries import Entry
from tests.gateway.cli.office import Ask

MARCH = ("--from", "2026-03-09")


def test_a_year_is_listed_with_dates_addressees_and_reasons(bihuan: Ask) -> None:
    ended = bihuan("policy", "plan", "county", *MARCH, "--script", "always_late")
    assert ended.code == 0
    assert "2026-03-12  绿色预警“确定责任分工”" in ended.out
    assert "逾期10个工作日" in ended.out
    assert "2027-04-01办结。" in ended.err
    assert "county 版本" in ended.err


def test_the_horizon_is_said_where_it_is_reached_and_what_is_still_owed(bihuan: Ask) -> None:
    ended = bihuan("policy", "plan", "county", *MARCH, "--script", "never_moves", "--days", "60", "--lang", "en")
    assert (
        "Not settled by 2026-05-08, the horizon (--days looks further): planning; still owed: submit the plan"
        in ended.err
    )
    assert "yellow warning to submit the plan" in ended.out


def test_as_json_it_gives_every_fact_and_every_line(bihuan: Ask) -> None:
    told = bihuan("policy", "plan", "county", *MARCH, "--speed", "immediate", "--json").document
    facts = [entry["fact"]["kind"] for entry in told["facts"]]
    assert (told["ended"], told["refused"]) == ("settled", [])
    assert (facts[0], facts[-1], "plan_submitted" in facts) == ("case_opened", "settled", False)
    assert [Entry.model_validate(entry).number for entry in told["facts"][1:]] == list(range(2, len(facts) + 1))
    assert [line["kind"] for line in told["lines"] if not line["kind"].startswith("duty_")] == facts


def test_picture_and_page_are_written_and_the_list_is_shown_all_the_same(bihuan: Ask, tmp_path: Path) -> None:
    svg, html = tmp_path / "a.svg", tmp_path / "a.html"
    ended = bihuan("policy", "plan", "fast", *MARCH, "--svg", svg, "--html", html, "--due", "2026-04-10")
    assert ended.code == 0
    assert "2026-03-09  立项" in ended.out
    assert svg.read_text("utf-8").startswith("<svg")
    assert svg.read_text("utf-8").splitlines()[-1] in html.read_text("utf-8")


@pytest.mark.parametrize(("begins", "unsure"), [("2025-01-06", False), ("2090-01-02", True)])
def test_dates_of_years_whose_days_off_are_not_published_are_provisional(
    bihuan: Ask, begins: str, *, unsure: bool
) -> None:
    ended = bihuan("policy", "plan", "county", "--from", begins)
    assert ("放假安排尚未公布，此后的日期均为暂定" in ended.err, "（暂定）到期" in ended.out) == (unsure, unsure)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("contry",), 1, "是否指“county”"),
        (("nothing",), 1, "流程的办法有：campaign"),
        (("county", "--script", "in_tim"), 1, "是否指“in_time”"),
        (("county", "--script", "nothing.yaml"), 1, "没有这个脚本文件"),
        (("county", "--speed", "slow"), 2, "immediate"),
        (("clue", "--script", "relapse"), 1, "in_time"),
        (("clue", "--speed", "timed"), 2, "流程不分问题类型"),
        (("county", "--from", "2026-13-01"), 2, "--from 的值应为日期，写作 2026-07-01"),
        (("county", "--from", "1999-01-01"), 1, "--from 1999-01-01 不可用"),
        (("county", *MARCH, "--due", "2026-3-1"), 2, "--due 的值应为日期"),
        (("county", "--days", "0"), 2, "--days"),
        (("county", *MARCH, "--svg", "/nowhere/a.svg"), 1, "没有文件夹 /nowhere"),
    ],
)
def test_what_can_t_be_played_is_refused_in_words(bihuan: Ask, words: tuple[str, ...], code: int, said: str) -> None:
    ended = bihuan("policy", "plan", *words)
    assert (ended.code, ended.out) == (code, "")
    assert said in ended.err


def test_a_definition_is_played_by_its_own_scripts(bihuan: Ask, tmp_path: Path) -> None:
    svg = tmp_path / "a.svg"
    ended = bihuan("policy", "plan", "clue", *MARCH, "--script", "always_late", "--svg", svg)
    assert (ended.code, svg.read_text("utf-8").startswith("<svg")) == (0, True)
    assert "移交问题线索，2026-03-09立项；办法 clue 版本" in ended.err
    assert "＋ 提出处置意见" in ended.out
    facts = bihuan("policy", "plan", "clue", *MARCH, "--json").document["facts"]
    assert facts[0]["fact"]["opening"]["procedure"]["name"] == "clue"


def test_a_file_that_is_there_is_kept_unless_one_says_otherwise(bihuan: Ask, tmp_path: Path) -> None:
    (svg := tmp_path / "plan.svg").write_text("ours")
    kept = bihuan("policy", "plan", "fast", *MARCH, "--svg", svg)
    assert (kept.code, kept.out, svg.read_text()) == (1, "", "ours")
    assert "已存在，未覆盖" in kept.err
    assert bihuan("policy", "plan", "fast", *MARCH, "--svg", svg, "--force").code == 0
    assert svg.read_text("utf-8").startswith("<svg")
