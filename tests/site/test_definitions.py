"""Cases of other kinds than remediation, as a clerk begins and sees them through on a running site."""

from pathlib import Path

from tests.site.running import Office, until

PEOPLE = ("--leader", "陈副主任", "--lead-unit", "医政医管科", "--handler", "罗科员")


def kinds(office: Office, case_id: str) -> list[str]:
    return [entry["fact"]["kind"] for entry in office.asked("show", case_id)["history"]]


def test_a_publication_is_begun_once_and_done_step_by_step(at_site: Office) -> None:
    asked = ("start", "publication", "--campaign", "2026-gs-1", "--title", "某餐饮店行政处罚决定")
    assert at_site.asked(*asked) == {"case_id": "2026-gs-1/001", "started": True}
    assert at_site.asked(*asked) == {"case_id": "2026-gs-1/001", "started": False}

    case_id = "2026-gs-1/001"
    at_site.bihuan("do", "拟定公示内容", case_id, "--as", "李科员", "--kind", "行政处罚决定", "--where", "单位网站")
    assert (
        "李科员" not in at_site.tried("do", "审核公示内容", case_id, "--as", "李科员", "--agree", "是", code=1).stdout
    )
    at_site.bihuan("do", "vet_notice", case_id, "--as", "郑书记", "--agree", "是")

    until(lambda: kinds(at_site, case_id).count("step_done") == 2, 10)
    shown = at_site.bihuan("show", case_id)
    assert "公示行政处罚决定" in shown
    assert "7个工作日" in shown
    assert "郑书记办理“审核公示内容”：同意" in shown
    assert "在哪里：单位网站" in shown


def test_a_clue_stands_in_no_list_and_its_title_on_no_command_line(at_site: Office, tmp_path: Path) -> None:
    title = "反映某科长收受礼品"
    refused = at_site.tried("start", "clue", "--campaign", "2026-xs-1", "--title", title, code=1)
    assert "--file" in refused.stderr

    file = tmp_path / "clue.txt"
    file.write_text(f"{title}\n某年某月……", "utf-8")
    case_id = at_site.asked("start", "clue", "--campaign", "2026-xs-1", "--file", file, *PEOPLE)["case_id"]

    until(lambda: case_id in at_site.bihuan("list"), 10)
    assert title not in at_site.bihuan("list", "--campaign", "2026-xs-1")
    assert title not in at_site.temporal("workflow", "describe", "--workflow-id", case_id)
    assert title in at_site.bihuan("show", case_id)


def test_a_start_that_can_not_be_is_refused_in_words_and_starts_nothing(at_site: Office) -> None:
    def said(*words: str) -> str:
        return at_site.tried("start", *words, code=1).stderr

    there = ("--campaign", "2026-gs-9", "--title", "公示")
    assert "没有这个流程" in said("publicaton", *there)
    assert "缺少标题" in said("publication", "--campaign", "2026-gs-9")
    assert "名册中没有" in said("publication", *there, *PEOPLE[:5], "无此人")
    assert "还缺" in said("publication", *there, "--leader", "陈副主任")
    assert "不能用" in said("publication", "--campaign", "a/b", "--title", "公示")
    assert "2026-gs-9" not in at_site.bihuan("list")


def test_the_record_of_scripted_cases_is_whole_and_no_case_is_lost(at_site: Office) -> None:
    assert "台账完好" in at_site.tried("verify").stderr + at_site.bihuan("verify")
    assert at_site.asked("sweep", "--campaign", "2026-gs-1")["findings"] == []
