"""Papers that once broke a reader or slipped through it, found by fuzzing: each is refused in words."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from gateway.calendar_files import load_calendar
from gateway.policy_files import load_policy
from gateway.roster_files import load_roster
from gateway.yaml_files import MOST_TOLD
from schemas.words import Refusal, Text
from tests.fuzz.papers import CALENDAR, POLICY, ROSTER


def refused(folder: Path, load: Callable[[Path], object], content: str) -> Text:
    path = folder / "试.yaml"
    path.write_text(content, "utf-8")
    with pytest.raises(Refusal) as caught:
        load(path)
    return caught.value.reason


@pytest.mark.parametrize("sign", ["\\0", "\\ud800", "\\e[31m", "\\u202e", "\\x85", "\\u2028"])
@pytest.mark.parametrize(("load", "sound", "word"), [(load_roster, ROSTER, "张处长"), (load_policy, POLICY, "试办法")])
def test_what_no_ledger_or_terminal_takes_is_refused_where_it_stands(
    tmp_path: Path, load: Callable[[Path], object], sound: str, word: str, sign: str
) -> None:
    said = refused(tmp_path, load, sound.replace(word, f'"a{sign}"', 1))
    assert "U+" in said.zh
    assert said.zh.isprintable()
    assert "control character" in said.en


def test_a_name_with_a_control_character_is_refused_too(tmp_path: Path) -> None:
    assert "第1行" in refused(tmp_path, load_roster, '"\\0": 1\n' + ROSTER).zh


def test_a_missing_name_is_asked_of_the_policy_that_lacks_it_and_not_of_its_base(tmp_path: Path) -> None:
    said = refused(tmp_path, load_policy, POLICY.replace("name: probe\n", ""))
    assert "试.yaml" in said.zh
    assert "county" not in said.zh


@pytest.mark.parametrize("base", ["~", '""', "[county]", "{a: b}", "3"])
def test_a_base_without_a_name_is_asked_for(tmp_path: Path, base: str) -> None:
    said = refused(tmp_path, load_policy, POLICY.replace("county", base, 1))
    assert "None" not in said.zh
    assert "第1行" in said.zh


def test_a_person_without_an_id_is_called_by_what_is_known(tmp_path: Path) -> None:
    said = refused(tmp_path, load_roster, ROSTER + ROSTER.splitlines()[-2].replace("id: li, ", ""))
    assert "李科长（?）" in said.zh
    assert "None" not in said.zh


@pytest.mark.parametrize("year", ["1949", "2201", "99999999999999"])
def test_a_year_out_of_range_is_told_in_both_languages(tmp_path: Path, year: str) -> None:
    said = refused(tmp_path, load_calendar, CALENDAR.replace("2026:", f"{year}:"))
    assert "写的是" in said.zh


def test_hundreds_of_faults_are_told_in_part_and_soon(tmp_path: Path) -> None:
    line = "  - {id: a, name: 张, roles: [chief, boss], nobody: 1}\n"
    started = time.process_time()
    said = refused(tmp_path, load_roster, "unit: 某市\npeople:\n" + line * 500)
    assert time.process_time() - started < 30
    assert len(said.zh.splitlines()) == MOST_TOLD + 1
    assert "more faults" in said.en


def test_a_title_that_would_not_fit_on_a_cases_page_is_refused(tmp_path: Path) -> None:
    assert "最多200个字" in refused(tmp_path, load_policy, POLICY.replace("试办法", "长" * 201)).zh
