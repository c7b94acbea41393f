"""Other rules for running cases, from the command line: shown, confirmed, applied, paused, gone on with, undone."""

import json
import signal
import subprocess
from pathlib import Path

import pytest

from gateway.policy_files import POLICIES
from tests.gateway.cli.office import BIHUAN, HOUSE, Ask, Ended, Site
from tests.gateway.cli.test_office_day import patiently, table
from tests.gateway.cli.test_waiting import worker_asleep

EASIER = """
extends: county
name: benxian
title: {zh: 某县整改办法, en: A county's policy}
duties:
  acknowledge: {due: 8wd, owed_by: handler, ladder: acknowledge}
  assign: {due: 6wd, owed_by: office, ladder: assign}
"""
PRINCIPAL = ("--actor", "郑书记", "--reason", "某委〔2026〕9号")


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    written = tmp_path_factory.mktemp("policies") / "benxian.yaml"
    written.write_text(EASIER, "utf-8")
    return written


def taken_in(site: Site, folder: Path, campaign: str, count: int) -> str:
    feedback = table(folder, *(f"问题{number}" for number in range(count)))
    ended = site.ask("intake", feedback, "--campaign", campaign, "--yes")
    assert ended.code == 0, ended.err
    return campaign  # adopting waits for the ledger


def adopt(site: Site, campaign: str, *words: object) -> Ended:
    return site.ask("adopt", *words, "--campaign", campaign, *PRINCIPAL)


def test_it_is_shown_done_and_undone(site: Site, tmp_path: Path, file: Path) -> None:
    campaign = taken_in(site, tmp_path, "改用", 3)
    document = adopt(site, campaign, "policy", file, "--dry-run", "--json").document
    assert len(document["cases"]) == 3
    (effect,) = document["cases"][0]["duties"]
    assert effect["kind"] == "acknowledge"
    assert [person["name"] for person in effect["told"]] == ["胡科员"]

    shown = adopt(site, campaign, "policy", file, "--dry-run")
    assert "→" in shown.out
    assert "可改用 3 项" in shown.err
    unconfirmed = adopt(site, campaign, "policy", file)
    assert (unconfirmed.code, "什么也没有改" in unconfirmed.err) == (1, True)

    one = adopt(site, campaign, "policy", file, "--case", f"{campaign}/2", "--yes", "--json")
    assert one.document["applied"] == [f"{campaign}/002"]
    rest = adopt(site, campaign, "policy", file, "--yes", "--json").document
    assert (rest["applied"], rest["already_there"]) == ([f"{campaign}/001", f"{campaign}/003"], [f"{campaign}/002"])
    back = adopt(site, campaign, "undo", "policy", file, "--yes", "--json")
    assert len(back.document["applied"]) == 3
    assert len(adopt(site, campaign, "policy", file, "--dry-run", "--json").document["cases"]) == 3
    assert site.ask("verify").code == 0


def test_what_is_taken_in_later_comes_under_what_the_campaign_has_gone_over_to(
    site: Site, tmp_path: Path, file: Path
) -> None:
    campaign = taken_in(site, tmp_path, "补收", 2)
    adopt(site, campaign, "policy", file, "--yes")
    feedback = table(tmp_path, "问题0", "问题1", "补收的问题")
    later = site.ask("intake", feedback, "--campaign", campaign, "--yes", "--json")
    assert later.document["started"] == [f"{campaign}/003"]
    shown = patiently(lambda: site.ask("show", f"{campaign}/3", "--json"), lambda ended: ended.code == 0)
    assert shown.document["policy"]["name"] == "benxian"
    old = site.ask("intake", feedback, "--campaign", campaign, "--policy", "county", "--yes")
    assert (old.code, "按整改办法 benxian" in old.err) == (1, True)


def test_what_a_case_ran_under_is_told_and_given_back_as_a_file(site: Site, tmp_path: Path, file: Path) -> None:
    campaign = taken_in(site, tmp_path, "改用记录", 1)
    assert adopt(site, campaign, "policy", file, "--yes").code == 0
    told = site.ask("policy", "show", "--case", f"{campaign}/1", "--json").document["periods"]
    assert [period["policy"]["name"] for period in told] == ["county", "benxian"]
    assert told[1]["by"] == "郑书记"

    page = site.ask("policy", "show", "--case", f"{campaign}/1", "--version", told[0]["version"], "--yaml")
    kept = tmp_path / "kept.yaml"
    kept.write_text(page.out, "utf-8")
    assert site.ask("policy", "show", kept, "--json").document["version"] == told[0]["version"]
    assert site.ask("policy", "show", "--case", f"{campaign}/1", "--version", "x").code == 2
    assert site.ask("policy", "show", "--case", f"{campaign}/99").code == 1


def test_it_can_be_paused_and_goes_on_where_it_stopped(site: Site, tmp_path: Path, file: Path) -> None:
    campaign = taken_in(site, tmp_path, "暂停", 8)
    assert len(adopt(site, campaign, "policy", file, "--dry-run", "--json").document["cases"]) == 8
    assert adopt(site, campaign, "policy", file, "--case", f"{campaign}/7", "--yes").code == 0
    words = [*BIHUAN, "adopt", "policy", str(file), "--campaign", campaign, *PRINCIPAL, "--yes", "--json"]
    with worker_asleep(site):  # no case can answer: whatever happens, there is something left to go on with
        first = subprocess.Popen(
            words, env=site.environ, cwd=HOUSE, text=True, stderr=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert first.stderr is not None
        said = "".join(iter(first.stderr.readline, "正在逐项办理；按 Ctrl-C 暂停。\n"))
        first.send_signal(signal.SIGINT)
        out, rest = first.communicate(timeout=60)
    assert "可改用 7 项，原已如此 1 项" in said
    assert (first.returncode, "已暂停。再运行同一命令" in rest) == (130, True)
    told = json.loads(out)  # one document, and no more
    assert ("收不回来，工作进程稍后仍可能办理" in rest) is bool(told["unanswered"])
    assert (told["applied"], told["already_there"], told["interrupted"]) == ([], [f"{campaign}/007"], True)
    assert len(told["unanswered"]) + len(told["not_tried"]) == 7

    patiently(lambda: adopt(site, campaign, "policy", file, "--yes"), lambda ended: ended.code == 0)
    assert adopt(site, campaign, "policy", file, "--dry-run", "--json").document["cases"] == []
    facts = site.ask("show", f"{campaign}/001", "--json").out
    assert facts.count('"policy_adopted"') == 1


def test_undos_go_back_one_after_the_other_and_none_of_what_was_never_adopted(
    site: Site, tmp_path: Path, file: Path
) -> None:
    campaign = taken_in(site, tmp_path, "两次", 1)
    other = tmp_path / "other.yaml"
    other.write_text(EASIER.replace("benxian", "other").replace("8wd", "7wd"), "utf-8")
    for policy in (file, other):
        assert adopt(site, campaign, "policy", policy, "--yes").code == 0
    for policy in (other, file):
        assert "已撤回 1 项" in adopt(site, campaign, "undo", "policy", policy, "--yes").err
    (now, *_) = reversed(site.ask("policy", "show", "--case", f"{campaign}/1", "--json").document["periods"])
    assert now["policy"]["name"] == "county"

    again = adopt(site, campaign, "undo", "policy", file, "--yes")
    assert (again.code, "可撤回 0 项，没有可撤回的 1 项" in again.err) == (0, True)
    file_since = tmp_path / "since.yaml"
    file_since.write_text(EASIER.replace("8wd", "9wd"), "utf-8")
    never = adopt(site, campaign, "undo", "policy", file_since, "--yes")
    assert (never.code, "没有一项改用过版本" in never.err) == (1, True)


def test_a_policy_with_errors_is_adopted_by_no_case(site: Site, tmp_path: Path) -> None:
    campaign = taken_in(site, tmp_path, "有误", 1)
    unsound = HOUSE / "tests" / "gateway" / "unsound" / "closer_looks_back.yaml"
    ended = adopt(site, campaign, "policy", unsound, "--yes")
    assert (ended.code, "closer_looks_back.yaml 第" in ended.err) == (1, True)


def test_a_policy_of_a_definition_is_adopted_by_no_remediation(site: Site, tmp_path: Path) -> None:
    campaign = taken_in(site, tmp_path, "流程", 1)
    ended = adopt(site, campaign, "policy", "clue", "--yes")
    assert (ended.code, "不能按它办理" in ended.err) == (4, True)


def test_a_calendar_is_adopted_by_the_office(site: Site, tmp_path: Path) -> None:
    campaign = taken_in(site, tmp_path, "日历", 1)
    calendar = tmp_path / "cn.yaml"
    official = (POLICIES / "calendars" / "cn.yaml").read_text("utf-8")
    calendar.write_text(official.replace("version: cn-2026-11", "version: cn-2027"), "utf-8")
    words = ("adopt", "calendar", calendar, "--campaign", campaign, "--as", "张处长", "--yes")
    assert site.ask(*words).code == 0
    assert "原已如此 1 项" in site.ask(*words).err
    back = site.ask("adopt", "undo", "calendar", "cn-2027", "--campaign", campaign, "--as", "张处长", "--yes")
    assert "已撤回 1 项" in back.err


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("policy", "county", "--campaign", "nowhere", "--actor", "x"), 1, "没有轮次“nowhere”"),
        (("policy", "contry", "--campaign", "改用", "--actor", "郑书记"), 1, "contry"),
        (("policy", "county", "--campaign", "改用", "--actor", "郑书计"), 1, "郑书记"),
        (("policy", "county", "--campaign", "改用", "--actor", "郑书记", "--case", "改用/99"), 1, "没有编号"),
        (("calendar", "no.yaml", "--campaign", "改用", "--actor", "张处长"), 1, "no.yaml"),
        (("policy", "county", "--actor", "郑书记"), 2, "--campaign"),
    ],
)
def test_what_cannot_be_is_told_in_a_sentence(
    site: Site, tmp_path: Path, words: tuple[str, ...], code: int, said: str
) -> None:
    if "改用" in words and "改用" not in site.ask("list", "--json").out:
        taken_in(site, tmp_path, "改用", 3)
    ended = site.ask("adopt", *words)
    assert (ended.code, said in ended.err) == (code, True), ended


def test_who_may_not_is_refused_for_all_cases_in_one_line(site: Site, tmp_path: Path, file: Path) -> None:
    campaign = taken_in(site, tmp_path, "无权", 4)
    ended = site.ask("adopt", "policy", file, "--campaign", campaign, "--actor", "张处长", "--yes")
    assert ended.code == 4
    assert "等 4 项：【改用办法】须由主要负责人、党委（组）会办理" in ended.err


def test_the_help_speaks_both_languages(bihuan: Ask) -> None:
    assert "可停可续可撤" in bihuan("adopt", "--help").out
    assert "Ctrl-C pauses" in bihuan("adopt", "policy", "--help", "--lang", "en").out
