"""Definitions on the command line: listed, begun, and explained like the other commands."""

from pathlib import Path

import pytest

from gateway.cli.endings import Misuse
from gateway.cli.which_command import kind_of
from rules.definitions import SHIPPED
from rules.repertoire import step_commands
from tests.gateway.cli.office import Ask


def test_what_is_served_is_listed(bihuan: Ask) -> None:
    listed = bihuan("definitions", "--json").document["definitions"]
    assert [one["name"] for one in listed] == [definition.name for definition in SHIPPED]
    assert {one["state"] for one in listed} == {"served"}
    page = bihuan("definitions").out
    assert "移交问题线索（限知悉）" in page
    assert "签收问题线索" in page


def test_one_that_is_broken_is_named_with_its_line_and_the_command_says_so(bihuan: Ask, tmp_path: Path) -> None:
    (tmp_path / "broken.py").write_text("import os", "utf-8")
    ended = bihuan("definitions", BIHUAN_DEFINITIONS=str(tmp_path))
    assert ended.code == 4
    assert "未启用 broken" in ended.err
    assert "第1行：不能引入 os" in ended.err
    assert "publication" in ended.out


def test_a_new_definition_is_written_whole_and_never_over_another(bihuan: Ask, tmp_path: Path) -> None:
    ended = bihuan("new", "letter_box", "--into", tmp_path)
    assert ended.code == 0
    assert sorted(str(file.relative_to(tmp_path)) for file in tmp_path.rglob("*.*")) == [
        "letter_box.py",
        "letter_box.yaml",
        "letter_box/in_time.yaml",
        "test_letter_box.py",
    ]
    played = bihuan("policy", "plan", "letter_box", "--from", "2026-03-02", BIHUAN_DEFINITIONS=str(tmp_path))
    assert (played.code, "－ 办理并报送结果" in played.out, "逾期" in played.out.replace("未逾期", "")) == (
        0,
        True,
        False,
    )
    assert f"BIHUAN_DEFINITIONS={tmp_path}" in ended.err
    again = bihuan("new", "letter_box", "--into", tmp_path)
    assert (again.code, "不覆盖" in again.err) == (1, True)


def test_a_step_is_explained_as_other_commands_are(bihuan: Ask) -> None:
    page = bihuan("do", "反馈处置结果", "--help-fields").out
    assert "--finding" in page
    assert "partly_true 部分属实" in page
    assert "--number" not in page
    assert "反馈处置结果（answer_clue）：责任人办理" in page
    page = bihuan("do", "vet_handling", "--help-fields").out
    assert "vet_handling）：责任领导、主要负责人逐级办理" in page
    assert "--opinion  不同意须填" in page
    (told,) = bihuan("do", "vet_handling", "--help-fields", "--json").document["commands"]
    assert told["who_may_en"] == "leader, principal, in turn"


def test_a_step_that_several_definitions_have_must_be_named_with_its_own(bihuan: Ask, tmp_path: Path) -> None:
    for name in ("letter_one", "letter_two"):
        bihuan("new", name, "--into", tmp_path)
    ended = bihuan("do", "accept", "--help-fields", BIHUAN_DEFINITIONS=str(tmp_path))
    assert (ended.code, "letter_one.accept、letter_two.accept" in ended.err) == (2, True)
    assert bihuan("do", "letter_two.accept", "--help-fields", BIHUAN_DEFINITIONS=str(tmp_path)).code == 0
    assert kind_of("accept", lambda: "letter_two") is step_commands("letter_two")["accept"]
    with pytest.raises(Misuse):
        kind_of("accept", lambda: "clue")


def test_in_the_folder_of_a_new_one_it_is_told_how_it_is_served(
    bihuan: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert bihuan("new", "letter_three").code == 0
    for named in ("letter_three", "letter_three.yaml"):
        ended = bihuan("policy", "plan", named)
        assert (ended.code, ended.out) == (1, "")
        assert f"export BIHUAN_DEFINITIONS={tmp_path}" in ended.err


def test_a_policy_that_leaves_out_a_step_is_found_faulty(bihuan: Ask, tmp_path: Path) -> None:
    bihuan("new", "letter_four", "--into", tmp_path)
    policy = tmp_path / "letter_four.yaml"
    policy.write_text(policy.read_text("utf-8").replace("finish:", "finsh:"), "utf-8")
    ended = bihuan("policy", "check", policy, BIHUAN_DEFINITIONS=str(tmp_path))
    assert ended.code == 1
    assert "没有步骤“finish”的时限" in ended.out
