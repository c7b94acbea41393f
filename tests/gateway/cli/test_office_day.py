"""An office at work with its site: everything that `bihuan` does, on the real servers, as a program of its own."""

import datetime as dt
import hashlib
import json
import re
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from schemas.time import SHANGHAI
from tests.gateway.cli.office import BIHUAN, EXAMPLE, HOUSE, Ended, Site

FEEDBACK = EXAMPLE / "feedback.csv"
ROSTER = EXAMPLE / "roster.yaml"
DAY = dt.timedelta(days=1)
TODAY = dt.datetime.now(SHANGHAI).date()


@pytest.fixture(scope="module")
def campaign(site: Site) -> str:
    """The example's campaign, taken in."""
    ended = site.ask("intake", FEEDBACK, "--campaign", "2026-xc-2", "--yes")
    assert ended.code == 0, ended.err
    known(site, "2026-xc-2", 20)
    return "2026-xc-2"


def known(site: Site, campaign: str, count: int) -> Ended:
    """Wait until the ledger knows so many cases; facts reach it a moment after they happen."""
    return patiently(
        lambda: site.ask("list", "--campaign", campaign, "--json"), lambda ended: ended.document.get("count") == count
    )


def patiently(look: Callable[[], Ended], holds: Callable[[Ended], bool]) -> Ended:
    end = time.monotonic() + 60
    while not holds(ended := look()):
        assert time.monotonic() < end, ended
        time.sleep(0.3)
    return ended


def table(folder: Path, *titles: str, name: str = "a.csv") -> Path:
    file = folder / name
    file.write_text("序号,反馈问题,问题类别\n" + "".join(f"{n},{t},财务管理\n" for n, t in enumerate(titles, 1)))
    return file


def test_the_site_says_where_it_is(site: Site) -> None:
    assert site.up["ui"].startswith("http://127.0.0.1:")
    assert site.up["policy"] == "county"
    assert (Path(site.environ["BIHUAN_HOME"]) / "site.json").stat().st_mode & 0o077 == 0


def test_a_second_site_in_the_same_folder_is_refused(site: Site) -> None:
    ended = site.ask("up")
    assert ended.code == 1
    assert "已经在运行" in ended.err


def test_what_would_be_started_is_shown_and_nothing_starts_unconfirmed(site: Site, tmp_path: Path) -> None:
    ended = site.ask("intake", table(tmp_path, "甲"), "--campaign", "unconfirmed")
    assert ended.code == 1
    assert "--yes" in ended.err
    assert "陈副主任 / 财务审计科 /" in ended.out  # in a narrow window the handler stands on the next line
    assert "胡科员" in ended.out
    assert "没有轮次“unconfirmed”" in site.ask("list", "--campaign", "unconfirmed").err


def test_the_same_file_again_starts_nothing_twice(site: Site, campaign: str) -> None:
    again = site.ask("intake", FEEDBACK, "--campaign", campaign, "--yes", "--json")
    assert again.code == 0
    assert again.document["started"] == []
    assert len(again.document["already_there"]) == 20


def test_a_longer_file_starts_only_what_is_new(site: Site, tmp_path: Path) -> None:
    site.ask("intake", table(tmp_path, "甲", "乙"), "--campaign", "longer", "--yes")
    more = site.ask("intake", table(tmp_path, "丙", "乙", "甲"), "--campaign", "longer", "--yes", "--json").document
    assert more["started"] == ["longer/003"]
    assert {item["title"]: item["case_id"] for item in more["items"]} == {
        "甲": "longer/001",
        "乙": "longer/002",
        "丙": "longer/003",
    }


def test_an_intake_that_was_killed_is_completed_by_the_next(site: Site, tmp_path: Path) -> None:
    file = table(tmp_path, *(f"问题{number}" for number in range(150)))
    words = [*BIHUAN, "intake", str(file), "--campaign", "killed", "--yes"]
    first = subprocess.Popen(words, env=site.environ, cwd=HOUSE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    patiently(
        lambda: site.ask("list", "--campaign", "killed", "--json"),
        lambda ended: ended.document.get("count", 0) > 0 or first.poll() is not None,
    )
    first.kill()
    first.wait()
    second = site.ask("intake", file, "--campaign", "killed", "--yes", "--json")
    assert second.code == 0, second.err
    assert len(second.document["started"]) + len(second.document["already_there"]) == 150
    known(site, "killed", 150)


def test_faulty_rows_stop_an_intake_unless_they_are_left_out(site: Site, tmp_path: Path) -> None:
    file = tmp_path / "bad.csv"
    file.write_text(
        "序号,反馈问题,问题类别,整改类型,责任领导\n1,甲,财务管理,马上办,\n2,乙,财务管理,,陈副主仁\n3,丙,财务管理,,\n"
    )
    ended = site.ask("intake", file, "--campaign", "bad", "--yes")
    assert ended.code == 1
    assert "✗ 第2行 整改类型" in ended.err
    assert "最接近的是陈副主任" in ended.err
    assert "没有轮次“bad”" in site.ask("list", "--campaign", "bad").err
    skipping = site.ask("intake", file, "--campaign", "bad", "--yes", "--skip-bad", "--json")
    assert skipping.code == 4
    assert skipping.document["started"] == ["bad/003"]
    assert [error["row"] for error in skipping.document["left_out"]] == [2, 3]


def test_a_campaign_stays_under_its_policy(site: Site, campaign: str) -> None:
    ended = site.ask("intake", FEEDBACK, "--campaign", campaign, "--policy", "fast", "--yes")
    assert ended.code == 1
    assert "county" in ended.err
    assert "fast" in ended.err


def test_a_fast_campaign_keeps_the_clock_of_its_first_intake(site: Site, tmp_path: Path) -> None:
    words = ("--campaign", "drill", "--policy", "fast", "--yes")
    site.ask("intake", table(tmp_path, "甲"), *words)
    later = site.ask("intake", table(tmp_path, "甲", "乙"), *words, "--json")
    assert later.document["started"] == ["drill/002"]
    known(site, "drill", 2)
    versions = {site.ask("show", f"drill/{n}", "--json").document["policy"]["version"] for n in (1, 2)}
    assert len(versions) == 1
    day = re.search(r"drill/001 .* (\d{4}-\d\d-\d\d)", site.ask("list", "--campaign", "drill").out)
    assert day
    assert dt.date.fromisoformat(day[1]) > TODAY, "its dates are those of its own clock"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--campaign", "a/b"], "轮次编号"),
        (["--campaign", "a", "--policy", "nix"], "没有这个办法"),
        (["--campaign", "a", "--roster", "nix.yaml"], "nix.yaml"),
        (["--campaign", "a", "--calendar", "nix.yaml"], "nix.yaml"),
        (["--campaign", "a", "--unit", "某局"], "某卫生健康委员会"),
        (["--campaign", "a", "--fed-back-on", "2100-01-01"], "还没有到"),
    ],
)
def test_bad_papers_are_refused_before_anything_starts(site: Site, words: list[str], sentence: str) -> None:
    ended = site.ask("intake", FEEDBACK, *words, "--yes")
    assert ended.code == 1
    assert sentence in ended.err.replace("某市", "某")
    assert "Traceback" not in ended.err


def test_a_plan_is_no_feedback(site: Site, tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_text("某某局2026年工作方案\n一、指导思想\n坚持问题导向。\n")
    ended = site.ask("intake", tmp_path / "plan.txt", "--campaign", "a", "--yes")
    assert ended.code == 1
    assert "没有可以立项的问题" in ended.err


def test_the_list_is_filtered_by_what_people_call_things(site: Site, campaign: str) -> None:
    def count(*words: str) -> int:
        found = site.ask("list", "--campaign", campaign, *words, "--json").document["count"]
        assert isinstance(found, int)
        return found

    assert count("--stage", "待分工") == count("--stage", "assigning") == 2
    assert count("--leader", "陈副主任") == count("--leader", "chen-fu") > 0
    assert count("--handler", "胡科员") > count("--handler", "胡科员", "--category", "医疗服务") == 0
    assert count("--unit", "财务审计科") > 0
    assert count("--colour", "红") == 0
    assert count("--overdue") == 0
    assert count("--limit", "3") == 3
    assert "没有符合条件的事项" in site.ask("list", "--campaign", campaign, "--colour", "红").err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("list", "--campaign", "nix"), "没有轮次“nix”；已有："),
        (("list", "--leader", "某人"), "没有责任领导“某人”；已有："),
        (("list", "--handler", "陈副主任"), "没有责任人“陈副主任”；已有："),
        (("list", "--unit", "某科"), "没有牵头单位“某科”；已有："),
        (("list", "--category", "没有"), "没有问题类别“没有”；已有："),
        (("forecast", "--campaign", "nix"), "没有轮次“nix”；已有："),
        (("watch", "nix"), "没有轮次“nix”；已有："),
        (("sweep", "--campaign", "nix"), "没有轮次“nix”；已有："),
    ],
)
def test_a_name_that_nobody_bears_is_no_empty_list(
    site: Site, campaign: str, words: tuple[str, ...], said: str
) -> None:
    ended = site.ask(*words)
    assert ended.code == 1
    assert said in ended.err


def test_the_page_of_a_case_tells_the_items_own_limit_before_work_begins(site: Site, campaign: str) -> None:
    assert "- 整改时限：" in site.ask("show", f"{campaign}/001").out


def test_a_corrected_row_is_named_with_its_case_before_anything_starts(site: Site, tmp_path: Path) -> None:
    site.ask("intake", table(tmp_path, "甲", "乙"), "--campaign", "corrected", "--yes")
    known(site, "corrected", 2)
    ended = site.ask("intake", table(tmp_path, "甲等三项", "乙", "丙"), "--campaign", "corrected", "--yes")
    assert ended.code == 1
    assert "✗ 第2行 序号：序号 1 已有 corrected/001（内容不同：反馈问题）" in ended.err
    assert site.ask("list", "--campaign", "corrected", "--json").document["count"] == 2


def test_a_case_is_worked_on_from_the_terminal(site: Site, campaign: str, tmp_path: Path) -> None:
    case = f"{campaign}/003"

    def do(*words: object, given: str = "") -> str:
        ended = site.ask("do", *words, given=given)
        assert ended.code == 0, ended.err
        return ended.err

    assert "记为第 3 条" in do("签收", f"{campaign}/3", "--as", "胡科员", "--id", "oa-1")
    assert "记为第 3 条" in do("acknowledge", case, "--as", "hu-keyuan", "--id", "oa-1")
    do("submit-plan", case, "--as", "胡科员", "--measures", "核对", "--measures", "催收", "--due", TODAY + 60 * DAY)
    do("approve_plan", case, "--as", "张处长")
    proof = tmp_path / "办法.txt"
    proof.write_text("制度")
    written = f"kind=rule,title=往来款管理办法,reference=oa://1,effective={TODAY - DAY},file={proof}"
    do("submit_evidence", case, "--as", "胡科员", "--evidence", written)
    do("leave_note", case, "--as", "郑书记", "--data", "-", given='{"text": "请抓紧"}')
    shown = patiently(
        lambda: site.ask("show", case, "--json"), lambda ended: len(ended.document["history"]) >= 7
    ).document
    assert shown["evidence"][0]["sha256"] == hashlib.sha256(proof.read_bytes()).hexdigest()
    assert "胡科员签收" in [entry["sentence"] for entry in shown["history"]]
    assert site.ask("show", case, "--live", "--json").document["summary"]["stage"] == "rectifying"
    page = site.ask("show", case).out
    assert all(duty["id"] in page for duty in shown["duties"])
    assert "还缺佐证材料" in page
    assert "批示" in page


def test_a_withdrawn_case_is_told_from_one_that_was_done(site: Site, campaign: str) -> None:
    case, why = f"{campaign}/012", ("--reason", "已由属地接管")
    asked = site.ask("do", "申请撤销", case, "--as", "张处长", *why)
    decided = site.ask("do", "审批撤销", case, "--as", "何秘书", "--grant", "是", *why)
    assert (asked.code, decided.code) == (0, 0), asked.err + decided.err
    patiently(lambda: site.ask("show", case, "--json"), lambda ended: ended.document["summary"]["stage"] == "settled")
    assert "\n撤销办结\n" in site.ask("show", case).out
    assert "\nsettled (withdrawn)\n" in site.ask("show", case, "--lang", "en").out
    listed = site.ask("list", "--campaign", campaign, "--stage", "办结").out
    assert "撤销办结" in listed


def test_a_settled_case_still_answers_for_what_it_took(site: Site, campaign: str) -> None:
    case, why = f"{campaign}/011", ("--reason", "已由属地接管")
    asked = site.ask("do", "申请撤销", case, "--as", "张处长", *why, "--id", "oa-70")
    decision = ("do", "审批撤销", case, "--as", "何秘书", "--grant", "是", *why, "--id", "oa-71")
    decided = site.ask(*decision, "--json")
    assert (asked.code, decided.code) == (0, 0), asked.err + decided.err
    patiently(lambda: site.ask("show", case, "--json"), lambda ended: ended.document["summary"]["stage"] == "settled")

    again = patiently(lambda: site.ask(*decision, "--json"), lambda ended: ended.code == 0)
    assert again.document["receipt"] == decided.document["receipt"]
    another = site.ask("do", "批示", case, "--as", "郑书记", "--text", "请抓紧", "--id", "oa-71")
    assert (another.code, "“oa-71”已用于另一次办理" in another.err) == (1, True), another.err
    fresh = site.ask("do", "批示", case, "--as", "郑书记", "--text", "请抓紧", "--id", "oa-72")
    assert (fresh.code, "没有在办理中" in fresh.err) == (1, True), fresh.err


def test_what_the_rules_refuse_is_a_sentence(site: Site, campaign: str) -> None:
    ended = site.ask("do", "approve_plan", f"{campaign}/005", "--as", "张处长")
    assert ended.code == 1
    assert "【批准整改方案】事项当前为“待签收”" in ended.err
    english = site.ask("do", "approve_plan", f"{campaign}/005", "--as", "zhang-chu", "--json", "--lang", "en")
    assert english.code == 1
    assert english.document["error"]["kind"] == "refused"
    assert "to be acknowledged" in english.err


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["acknowledge", "nix/1", "--as", "胡科员"], "没有编号为“nix/001”的事项"),
        (["acknowledge", "2026-xc-2/5", "--as", "胡科元"], "最接近的是"),
        (["submit_plan", "2026-xc-2/5", "--as", "胡科员", "--due", "后天"], "缺少字段 --measures。"),
        (["leave_note", "2026-xc-2/5", "--as", "郑书记", "--data", "{"], "不是有效的 JSON"),
        (["leave_note", "2026-xc-2/5", "--as", "郑书记", "--data", "[]"], "应为 JSON 对象"),
        (["leave_note", "2026-xc-2/5", "--as", "郑书记", "--data", "@nix.json"], "打不开"),
        (["leave_note", "2026-xc-2/5", "--as", "郑书记", "--text", ""], "不能为空"),
        (["submit_evidence", "2026-xc-2/5", "--as", "胡科员", "--evidence", "kind=rule,file=nix"], "打不开"),
        (["hand_over", "2026-xc-2/5", "--as", "张处长", "--leaver", "胡科员"], "successor"),
        (["acknowledge", "2026-xc-2/5", "--as", "林科员"], "“林科员”（lin-keyuan）在本事项中没有角色"),
    ],
)
def test_a_bad_command_is_refused_by_its_field(site: Site, campaign: str, words: list[str], sentence: str) -> None:
    ended = site.ask("do", *words)
    assert ended.code == 1
    assert sentence in ended.err
    assert "Traceback" not in ended.err


def test_an_assignment_names_persons_as_people_do(site: Site, campaign: str) -> None:
    words = ("--leader", "陈副主任", "--lead-unit", "财务审计科", "--handler", "胡科员", "--co-units", "办公室")
    ended = site.ask("do", "责任分工", f"{campaign}/020", "--as", "张处长", *words, "--json")
    assert ended.code == 0, ended.err
    assert ended.document["receipt"]["command_id"] == ended.document["id"]
    assert (
        site.ask("show", f"{campaign}/020", "--live", "--json").document["assignment"]["head"]["id"] == "feng-kezhang"
    )


def test_an_unknown_case_is_refused(site: Site) -> None:
    for words in (["show", "nix"], ["show", "nix", "--live"]):
        ended = site.ask(*words)
        assert ended.code == 1
        assert "nix" in ended.err


def test_a_roster_is_replaced_and_shown(site: Site, tmp_path: Path) -> None:
    imported = site.ask("roster", "import", ROSTER, "--json")
    assert imported.document["people"] > 20
    assert "信访举报" in imported.document["warnings"][0]
    assert "陈副主任" in site.ask("roster", "show").out
    assert site.ask("roster", "show", "--json").document["rosters"][0]["unit"] == imported.document["unit"]
    (tmp_path / "bad.yaml").write_text("unit: 某局\npeople: []\n")
    refused = site.ask("roster", "import", tmp_path / "bad.yaml")
    assert refused.code == 1
    assert "bad.yaml" in refused.err


def test_every_answer_is_one_json_document(site: Site, campaign: str) -> None:
    for words in (["list"], ["show", f"{campaign}/1"], ["roster", "show"], ["do"], ["show", "nix"], ["verify"]):
        json.loads(site.ask(*words, "--json").out)
