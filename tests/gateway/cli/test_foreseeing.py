"""`bihuan policy backtest` and `bihuan forecast` on a site with a campaign."""

from pathlib import Path

import pytest

from tests.gateway.cli.office import EXAMPLE, Site
from tests.gateway.cli.test_office_day import known, patiently

ROUND = "2026-foresee"
STRICT = "extends: county\nname: strict\ntitle: {zh: 从严, en: Strict}\nreview: {levels: [office]}\n"


@pytest.fixture(scope="module")
def campaign(site: Site) -> str:
    """The example's campaign, of which two items were acknowledged."""
    assert site.ask("intake", EXAMPLE / "feedback.csv", "--campaign", ROUND, "--yes").code == 0
    listed = known(site, ROUND, 20).document["cases"]
    for case in listed[:2]:
        assert site.ask("do", "acknowledge", case["case_id"], "--as", case["handler_id"]).code == 0
    patiently(
        lambda: site.ask("list", "--campaign", ROUND, "--stage", "planning", "--json"),
        lambda ended: ended.document["count"] == 2,
    )
    return ROUND


def test_the_policy_of_record_makes_no_difference(site: Site, campaign: str) -> None:
    ended = site.ask("policy", "backtest", "county", "--campaign", campaign)
    assert ended.code == 0, ended.err
    assert "20 件事项，没有差别。" in ended.err
    assert "合计" in ended.out


def test_a_new_policy_is_compared_by_unit_and_names_nobody(site: Site, campaign: str, tmp_path: Path) -> None:
    file = tmp_path / "strict.yaml"
    file.write_text(STRICT, "utf-8")
    told = site.ask("policy", "backtest", file, "--campaign", campaign, "--json")
    assert told.code == 0, told.err
    assert (told.document["cases"], told.document["deeds"], told.document["refused"]) == (20, 2, {})
    assert sum(unit["cases"] for unit in told.document["units"].values()) == 20
    roster = (EXAMPLE / "roster.yaml").read_text("utf-8")
    people = [line.split("name: ")[1].split(",")[0] for line in roster.splitlines() if "name: " in line]
    assert len(people) > 10
    assert [name for name in people if name in told.out] == []


def test_the_coming_weeks_are_forecast_by_unit(site: Site, campaign: str, tmp_path: Path) -> None:
    picture = tmp_path / "weeks.svg"
    ended = site.ask("forecast", "--campaign", campaign, "--days", "30", "--svg", picture)
    assert ended.code == 0, ended.err
    assert "未办结 20 件" in ended.err
    assert "签收 " in ended.out
    assert "到期责任" in picture.read_text("utf-8")
    assert "报送整改方案 " in ended.out
    told = site.ask("forecast", "--campaign", campaign, "--days", "30", "--json").document
    assert sum(week["due"].get("plan", 0) for week in told["weeks"]) == 2
    assert sum(week["letters"] for week in told["weeks"]) > 20


def test_a_campaign_of_which_nothing_is_known_is_said(site: Site, campaign: str) -> None:
    ended = site.ask("policy", "backtest", "county", "--campaign", "2020-none")
    assert (ended.code, ended.out) == (1, "")
    assert "没有轮次“2020-none”" in ended.err
    assert "没有轮次“2020-none”；已有：" in site.ask("forecast", "--campaign", "2020-none").err
