"""What a case is run under can be shown, whatever has become of the file."""

from pathlib import Path

from gateway.policy_files import find_policy, load_policy
from tests.gateway.cli.office import Ask, Site
from tests.gateway.cli.test_office_day import known, table

OWN = """
extends: county
name: ours
title: {zh: 本县办法, en: Ours}
withdrawal: principal  # 来源：本县规定
"""


def test_a_case_shows_its_policy_with_its_sources_as_long_as_the_file_says_the_same(site: Site, tmp_path: Path) -> None:
    file = table(tmp_path, "甲")
    site.ask("intake", file, "--campaign", "by-county", "--yes")
    known(site, "by-county", 1)
    shown = site.ask("policy", "show", "--case", "by-county/1")
    assert "事项 by-county/001 所依据" in shown.err
    assert load_policy(find_policy("county")).version in shown.err
    assert "默认：最多延期两次" in shown.out


def test_a_case_shows_its_policy_when_the_file_is_another_one_or_gone(site: Site, tmp_path: Path) -> None:
    file, policy = table(tmp_path, "甲"), tmp_path / "ours.yaml"
    policy.write_text(OWN, "utf-8")
    version = load_policy(policy).version
    site.ask("intake", file, "--campaign", "by-ours", "--policy", policy, "--yes")
    known(site, "by-ours", 1)
    policy.unlink()
    shown = site.ask("policy", "show", "--case", "by-ours/1", "--json")
    assert (shown.document["version"], shown.document["withdrawal"]) == (version, "principal")
    assert shown.document["origins"] == []
    page = site.ask("policy", "show", "--case", "by-ours/1", "--lang", "en")
    assert "no file of ours has this version" in page.err
    assert "Withdrawals" in page.out


def test_one_policy_is_asked_for_by_name_or_by_case(bihuan: Ask) -> None:
    for words in ((), ("county", "--case", "a/1")):
        ended = bihuan("policy", "show", *words)
        assert ended.code == 2
        assert "写一个办法（名称或文件），或用 --case 写一个事项编号。" in ended.err
