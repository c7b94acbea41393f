"""`bihuan start` on bad papers: each is refused in a sentence with its limit, before the site is asked."""

import datetime as dt
from pathlib import Path

import pytest

from gateway.cli.start_paper import MOST_BYTES
from schemas.time import SHANGHAI
from tests.gateway.cli.office import Ask, Ended, Site, ask

YESTERDAY = dt.datetime.now(SHANGHAI).date() - dt.timedelta(days=1)
START = ("start", "publication", "--campaign", "2026-gs-1")


def of_file(bihuan: Ask, folder: Path, written: str | bytes) -> Ended:
    file = folder / "item.txt"
    file.write_bytes(written.encode() if isinstance(written, str) else written)
    return bihuan(*START, "--file", file)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("题" * 20_001, "最多 20000 个字符"),
        ("题\n" + "文" * 100_001, "最多 100000 个字符"),
        (b"x" * (MOST_BYTES + 1), f"超过 {MOST_BYTES} 字节；标题（首行）最多 20000 个字符"),
        (b"\xff\xfe\x00", "须为 UTF-8 文本"),
        ("题\u202e目\n文", "字段“title”含有控制字符 U+202E"),
        ("题\n第一行\x07", "字段“body”含有控制字符 U+0007"),
        (" \n\n", "缺少标题"),
    ],
)
def test_a_file_that_can_not_be_is_refused_with_what_may(
    bihuan: Ask, tmp_path: Path, written: str | bytes, said: str
) -> None:
    ended = of_file(bihuan, tmp_path, written)
    assert (ended.code, said in ended.err, "Traceback" in ended.err) == (1, True, False), ended.err[-500:]


def test_a_category_of_any_length_or_signs_is_refused_as_well(bihuan: Ask) -> None:
    assert "字段“category”不能是" in bihuan(*START, "--title", "题", "--category", "类" * 20_001).err
    assert "字段“category”含有控制字符 U+001B" in bihuan(*START, "--title", "题", "--category", "\x1b[31m").err


def test_a_file_without_end_is_not_read_to_its_end(bihuan: Ask) -> None:
    assert "超过" in bihuan(*START, "--file", "/dev/zero").err


def test_title_and_file_together_are_wrong_usage(bihuan: Ask, tmp_path: Path) -> None:
    ended = bihuan(*START, "--title", "题", "--file", tmp_path / "item.txt")
    assert (ended.code, "--title 和 --file 只能写一个" in ended.err) == (2, True)


def test_a_day_is_written_in_one_way(bihuan: Ask) -> None:
    for option in ("--due", "--from"):
        ended = bihuan(*START, "--title", "题", option, "2026-W01-1")
        assert (ended.code, f"选项 {option} 的值应为日期，写作 2026-07-01" in ended.err) == (2, True)
    assert "反馈" not in bihuan("start", "--help").out


def test_a_day_to_come_is_no_beginning(site: Site) -> None:
    ended = site.ask(*START, "--title", "题", "--from", "2100-01-01")
    assert (ended.code, ended.err.startswith("2100-01-01 还没有到")) == (1, True)


def test_a_case_is_begun_from_a_file_as_of_a_day_and_not_begun_twice(site: Site, tmp_path: Path) -> None:
    file = tmp_path / "item.txt"
    file.write_text("某餐饮店行政处罚决定\n罚款……\n", "utf-8-sig")
    words = ("start", "publication", "--campaign", "2026-gs-7", "--file", file, "--from", YESTERDAY)
    begun = site.ask(*words)
    assert (begun.code, "已立项：2026-gs-7/001。查看：bihuan show 2026-gs-7/001" in begun.err) == (0, True), begun.err
    assert site.ask(*words, "--json").document == {"case_id": "2026-gs-7/001", "started": False}


def test_no_case_is_begun_under_a_policy_with_errors(site: Site, tmp_path: Path) -> None:
    environ = site.environ | {"BIHUAN_DEFINITIONS": str(tmp_path)}
    assert ask(environ, "new", "--into", tmp_path, "tryout").code == 0
    policy = tmp_path / "tryout.yaml"
    alone = "\nladders:\n  alone:\n    rungs: [{at: 0d, tell: [leader], colour: yellow, letter: reminder}]\n    repeat: 5wd\n"
    policy.write_text(policy.read_text("utf-8").replace("ladder: decision", "ladder: alone") + alone, "utf-8")
    begun = ask(environ, "start", "tryout", "--campaign", "2026-sz-1", "--title", "题")
    assert (begun.code, "tryout.yaml 第" in begun.err) == (1, True), begun.err
    assert "没有轮次“2026-sz-1”" in site.ask("list", "--campaign", "2026-sz-1").err
