"""`bihuan intake --dry-run` and `bihuan template`: no site, quick, and one JSON document whatever the file is."""

import subprocess
import sys
from pathlib import Path

import pytest

from schemas.intake import IntakeReading
from tests.gateway.cli.office import BIHUAN, EXAMPLE, HOUSE, Ask, ask, environment

KEYS = {"kind", "declared", "items", "clues", "mismatches", "warnings"}
ITEM_KEYS = {"number", "group", "title", "body", "measures", "status", "flags"}


@pytest.mark.parametrize("name", ["feedback.csv", "notice.txt"])
def test_the_document_has_what_scripts_rely_on(bihuan: Ask, name: str) -> None:
    document = bihuan("intake", EXAMPLE / name, "--dry-run", "--json").document
    assert document.keys() >= KEYS
    assert set(document["declared"]) == {"total", "done", "basically_done", "ongoing", "clues"}
    assert document["items"]
    assert all(item.keys() >= ITEM_KEYS for item in document["items"])
    IntakeReading.model_validate(document)


def test_declared_and_itemised_counts_stand_side_by_side(bihuan: Ask) -> None:
    shown = bihuan("intake", EXAMPLE / "notice.txt", "--dry-run").out
    assert ["已完成整改", "8", "8"] in [line.split() for line in shown.splitlines()]


def test_a_document_without_problems_is_no_failure(bihuan: Ask, tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_text("某某局2026年工作方案\n一、指导思想\n坚持问题导向。\n二、工作安排\n每月一次。\n")
    ended = bihuan("intake", tmp_path / "plan.txt", "--dry-run", "--json")
    assert ended.code == 0
    assert ended.document["items"] == []
    assert ended.document["warnings"]


def test_faulty_rows_are_in_the_document(bihuan: Ask, tmp_path: Path) -> None:
    (tmp_path / "bad.csv").write_text("序号,反馈问题,整改类型\n1,问题甲,马上办好\n2,问题乙,立行立改\n")
    ended = bihuan("intake", tmp_path / "bad.csv", "--dry-run", "--json")
    assert ended.code == 4
    assert [error["row"] for error in ended.document["errors"]] == [2]
    assert "✗ 第2行" in bihuan("intake", tmp_path / "bad.csv", "--dry-run").out


def test_with_a_roster_a_dry_run_shows_who_and_when_and_finds_what_an_intake_would(bihuan: Ask, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        "序号,反馈问题,问题类别,责任领导,完成时限\n1,甲,财务管理,,\n2,乙,财务管理,陈副主仁,2099-12-31\n"
    )
    words = ("intake", tmp_path / "a.csv", "--dry-run", "--roster", EXAMPLE / "roster.yaml")
    ended = bihuan(*words, "--policy", "county", "--fed-back-on", "2026-03-02")
    assert ended.code == 4
    assert "陈副主任 / 财务审计科 /" in ended.out  # in a narrow window the handler stands on the next line
    assert "胡科员" in ended.out
    assert "2026-06-02" in ended.out
    assert "✗ 第2行" not in ended.out
    assert {"责任领导", "完成时限"} == {error["column"] for error in bihuan(*words, "--json").document["errors"]}
    assert bihuan("intake", EXAMPLE / "feedback.csv", *words[2:], "--policy", "fast").code == 0
    assert bihuan(*words, "--policy", "nix").code == 1
    assert "--roster" in bihuan(*words[:3], "--policy", "county").err


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("missing.csv", None),
        ("missing.pdf", None),
        ("empty.txt", b""),
        ("picture.png", b"\x89PNG"),
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        ("no.docx", b"PK\x03\x04 no archive"),
        ("no.xlsx", b"PK\x03\x04 no archive"),
        ("noise.txt", bytes(range(256)) * 9),
        ("names.csv", "姓名,电话\n甲,1\n".encode()),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(
    bihuan: Ask, tmp_path: Path, name: str, content: bytes | None
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    for language in ("zh", "en"):
        ended = bihuan("intake", tmp_path / name, "--dry-run", "--json", "--lang", language)
        if name == "names.csv" and ended.code == 0:  # a table of people is read, and holds no problem
            assert ended.document["items"] == []
            continue
        assert ended.code == 1
        assert ended.document["error"]["kind"] == "refused"
        assert "Traceback" not in ended.err


def test_a_folder_is_refused(bihuan: Ask, tmp_path: Path) -> None:
    (tmp_path / "folder.txt").mkdir()
    assert bihuan("intake", tmp_path / "folder.txt", "--dry-run").code == 1
    assert bihuan("intake", tmp_path, "--dry-run").code == 1


def test_a_dry_run_loads_neither_temporal_nor_the_database() -> None:
    loaded = "import sys; from gateway.cli.app import run; run(sys.argv[1:], {}); print(*sys.modules)"
    words = ["intake", str(EXAMPLE / "notice.txt"), "--dry-run", "--json"]

    done = subprocess.run([sys.executable, "-c", loaded, *words], capture_output=True, text=True, check=True, cwd=HOUSE)
    modules = done.stdout.splitlines()[-1].split()
    assert not {"temporalio", "asyncpg", "xlsxwriter"} & set(modules)


def test_the_template_is_written_once_and_read_back(bihuan: Ask, tmp_path: Path) -> None:
    file = tmp_path / "台账.xlsx"
    assert bihuan("template", file).code == 0
    again = bihuan("template", file)
    assert again.code == 1
    assert "--force" in again.err
    assert bihuan("template", file, "--force", "--json").document == {"file": str(file)}
    assert bihuan("intake", file, "--dry-run").code in (0, 1)
    assert bihuan("template", tmp_path / "x.docx").code == 1
    assert bihuan("template", tmp_path / "nowhere" / "x.xlsx").code == 1


def test_the_program_itself_ends_with_the_exit_code(tmp_path: Path) -> None:
    environ = environment(tmp_path / "home", (7233, 8233))
    assert ask(environ, "intake", EXAMPLE / "notice.txt", "--dry-run", "--json").code == 0
    assert ask(environ, "intake", tmp_path / "missing.txt", "--dry-run").code == 1
    assert ask(environ, "nix").code == 2
    assert ask(environ, "list").code == 3
    assert BIHUAN[1:] == ("-m", "gateway.cli")


def test_a_reader_that_stops_reading_is_no_fault(tmp_path: Path) -> None:

    line = f"{' '.join(BIHUAN)} intake {EXAMPLE / 'feedback.csv'} --dry-run --json | head -1; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=True, cwd=HOUSE)
    assert done.stdout.split() == ["{", "0"]
    assert done.stderr == ""


def test_what_the_text_calls_done_is_shown_with_the_persons_and_warned_of(bihuan: Ask) -> None:
    words = ("intake", EXAMPLE / "notice.txt", "--dry-run", "--roster", EXAMPLE / "roster.yaml")
    whole = bihuan(*words)
    assert "文中状态" in whole.out
    assert whole.out.count("称已完成") == 8
    assert "文中称其中 8 项已完成整改，仍会照样立案" in whole.err
    open_only = bihuan(*words, "--open-only")
    assert "关于公务接待" not in open_only.out
    assert "已完成整改的 8 项不立案" in open_only.err
    assert "关于公务接待" in open_only.err
    assert "文中称基本完成、长期坚持的 2 项仍算在办，照常立案" in open_only.err
