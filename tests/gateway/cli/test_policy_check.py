"""`bihuan policy check`: what a clerk sees, and what a program reads."""

import datetime as dt
from pathlib import Path

import pytest

from gateway.policy_files import shipped
from tests.gateway.cli.office import EXAMPLE, HOUSE, Ask, Site

SAMPLES = HOUSE / "tests" / "gateway" / "unsound"
WARNED, WRONG = SAMPLES / "never_looked_at_again.yaml", SAMPLES / "closer_looks_back.yaml"


@pytest.fixture
def calendar(tmp_path: Path) -> Path:
    """A calendar that knows this year and the next, whenever this runs."""
    path, now = tmp_path / "calendar.yaml", dt.datetime.now(dt.UTC).year
    years = (
        f"  {year}: {{published: true, source: 某号, holidays: {{{year}-10-01: 国庆节}}}}"
        for year in range(now - 1, now + 2)
    )
    path.write_text("\n".join(["version: lasting-1", "years:", *years]), "utf-8")
    return path


def test_what_we_ship_is_checked_where_nothing_is_named(bihuan: Ask, calendar: Path) -> None:
    ended = bihuan("policy", "check", "--calendar", calendar, "--roster", EXAMPLE / "roster.yaml", "--strict")
    count = len(shipped())
    assert (ended.code, ended.out, ended.err) == (0, "", f"已检查 {count} 个办法，没有发现问题。\n")


def test_an_error_is_shown_with_its_file_line_and_entry(bihuan: Ask, calendar: Path) -> None:
    ended = bihuan("policy", "check", WRONG, "county", "--calendar", calendar)
    where, why = ended.out.splitlines()
    assert ended.code == 1
    assert where.endswith("closer_looks_back.yaml:8  错误 look-back-by-closer  duties.look_back.owed_by")
    assert why == (
        "    回头看由整改办承担，而整改办也审核销号；谁销号、谁整改都不得回头看，请改由 supervisor 等未参与的角色承担。"
    )
    assert ended.err == "已检查 2 个办法：1 处错误，0 处警告。\n"


def test_a_warning_ends_well_unless_strictness_is_asked_for(bihuan: Ask, calendar: Path) -> None:
    words = ("policy", "check", WARNED, "--calendar", calendar, "--lang", "en")
    mild, strict = bihuan(*words), bihuan(*words, "--strict")
    assert (mild.code, strict.code) == (0, 1)
    assert "warning no-look-back  look_backs" in mild.out
    assert "error no-look-back" in strict.out
    assert (mild.err, strict.err) == ("Checked 1: 0 errors, 1 warning.\n", "Checked 1: 1 error, 0 warnings.\n")


def test_a_program_gets_a_list(bihuan: Ask, calendar: Path) -> None:
    ended = bihuan("policy", "check", WRONG, WARNED, "--calendar", calendar, "--json")
    assert ended.code == 1
    assert [(one["code"], one["severity"], one["line"], one["path"]) for one in ended.document] == [
        ("look-back-by-closer", "error", 8, "duties.look_back.owed_by"),
        ("no-look-back", "warning", 7, "look_backs"),
    ]
    assert ended.document[0].keys() == {"file", "line", "path", "severity", "code", "zh", "en"}
    assert Path(ended.document[0]["file"]) == WRONG
    assert bihuan("policy", "check", "county", "--calendar", calendar, "--json").document == []


def test_a_file_that_is_no_policy_yet_is_found_faulty_beside_the_others(bihuan: Ask, calendar: Path) -> None:
    ended = bihuan("policy", "check", SAMPLES / "misspelt_role.yaml", WARNED, "--calendar", calendar, "--json")
    assert ended.code == 1
    assert [one["code"] for one in ended.document] == ["unknown-name", "no-look-back"]
    assert "是否指“committee”" in ended.document[0]["zh"]


def test_what_stands_in_a_base_is_told_once(bihuan: Ask, calendar: Path, tmp_path: Path) -> None:
    base = (SAMPLES / "sound.yaml").read_text("utf-8").replace("{after: [3mo, 6mo]}", "{}")
    (tmp_path / "base.yaml").write_text(base, "utf-8")
    for name in ("one", "two"):
        own = f"extends: base\nname: {name}\ntitle: {{zh: 本县, en: Ours}}\n"
        (tmp_path / f"{name}.yaml").write_text(own, "utf-8")
    files = [tmp_path / f"{name}.yaml" for name in ("base", "one", "two")]
    assert len(bihuan("policy", "check", *files, "--calendar", calendar, "--json").document) == 1


def test_a_name_that_is_not_there_and_a_roster_that_is_none_are_refused(bihuan: Ask) -> None:
    assert "是否指“county”" in bihuan("policy", "check", "contry").err
    ended = bihuan("policy", "check", "county", "--roster", WARNED)
    assert ended.code == 1
    assert "unit：缺少这一项" in ended.err


def test_an_intake_registers_no_campaign_under_a_policy_with_errors(site: Site) -> None:
    words = ("intake", EXAMPLE / "feedback.csv", "--campaign", "unsound", "--yes", "--policy")
    refused = site.ask(*words, WRONG)
    assert refused.code == 1
    assert "第8行 duties.look_back.owed_by：回头看由整改办承担" in refused.err
    assert "没有轮次“unsound”" in site.ask("list", "--campaign", "unsound").err
    assert site.ask(*words, WARNED).code == 0
