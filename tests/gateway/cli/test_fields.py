"""How the fields of a command may be written on a command line."""

import json
from enum import StrEnum
from pathlib import Path

import pytest
from pydantic import JsonValue

from gateway.cli.endings import Misuse
from gateway.cli.errand import command_of
from gateway.cli.fields import read_fields
from rules.names import NAMES, name_of
from schemas.commands import COMMANDS
from schemas.examples import example_of
from schemas.words import Refusal

LISTS = [
    ("submit_evidence", "evidence"),
    ("submit_plan", "milestones"),
    ("submit_plan", "measures"),
    ("approve_closure", "answers"),
    ("record_interview", "commitments"),
    ("record_interview", "present"),
]


def read(name: str, *words: str, data: str | None = None) -> dict[str, JsonValue]:
    return read_fields(COMMANDS[name], words, data)


@pytest.mark.parametrize(("name", "field"), LISTS)
def test_a_list_is_taken_as_the_json_that_the_help_shows(name: str, field: str) -> None:
    shown = example_of(COMMANDS[name])[field]
    assert read(name, f"--{field}", json.dumps(shown, ensure_ascii=False)) == {field: shown}


def test_a_list_is_taken_in_every_way_that_it_may_be_written_and_in_their_mixture() -> None:
    first, second = {"name": "印发", "due": "2026-08-15"}, {"name": "清退", "due": "2026-09-15"}
    for words in (
        ("--milestones", json.dumps([first, second])),
        ("--milestones", json.dumps(first), "--milestones", json.dumps(second)),
        ("--milestones", json.dumps([first]), "--milestones", "name=清退,due=2026-09-15"),
    ):
        assert read("submit_plan", *words) == {"milestones": [first, second]}


@pytest.mark.parametrize("measure", ["[一]核对", "[1]", "[核对, 催收]"])
def test_a_text_that_only_begins_with_a_bracket_is_a_text(measure: str) -> None:
    assert read("submit_plan", "--measures", measure) == {"measures": [measure]}


def test_an_item_that_cannot_be_read_is_answered_with_how_it_is_written() -> None:
    with pytest.raises(Misuse, match=r"--milestones 要写成 name=…,due=…，或写成 JSON"):
        read("submit_plan", "--milestones", "月底前印发")
    with pytest.raises(Refusal, match="--milestones 不是有效的 JSON"):
        read("submit_plan", "--milestones", "[{name: 印发}]")


@pytest.mark.parametrize("kind", NAMES)
def test_within_one_kind_of_value_no_two_are_called_alike(kind: type[StrEnum]) -> None:
    for said in ([name_of(value).zh for value in kind], [name_of(value).en for value in kind]):
        assert len(set(said)) == len(said)


@pytest.mark.parametrize(
    ("name", "field", "said", "code"),
    [
        ("approve_closure", "level", "责任领导", "leader"),
        ("approve_closure", "level", "党委（组）会", "committee"),
        ("approve_closure", "level", "lead-unit", "lead_unit"),
        ("approve_closure", "level", "Lead unit", "lead_unit"),
        ("approve_closure", "result", "长期坚持", "long_term"),
        ("approve_closure", "opinion", "长期坚持", "长期坚持"),
        ("call_interview", "interviewee", "责任人", "handler"),
        ("raise_matter", "to", "上级分管领导", "higher"),
        ("decide_extension", "grant", "是", "true"),
        ("decide_withdrawal", "grant", "否", "false"),
        ("decide_withdrawal", "reason", "否", "否"),
    ],
)
def test_what_the_screens_call_by_name_may_be_written_so(name: str, field: str, said: str, code: str) -> None:
    assert read(name, f"--{field}", said) == {field: code}
    assert read(name, data=json.dumps({field: said})) == {field: code}


def test_names_are_read_inside_lists_too() -> None:
    for words in (["kind=情况说明,title=其他"], ['[{"kind": "情况说明", "title": "其他"}]']):
        assert read("submit_evidence", "--evidence", *words) == {"evidence": [{"kind": "statement", "title": "其他"}]}
    answers = ("--answers", "question=是否到位,met=是", "--answers", '[{"question": "群众是否满意", "met": "否"}]')
    assert read("approve_closure", *answers) == {
        "answers": [{"question": "是否到位", "met": "true"}, {"question": "群众是否满意", "met": "false"}]
    }


def test_an_unknown_name_is_answered_with_those_that_are_known() -> None:
    with pytest.raises(
        Refusal, match=r"--evidence 第1条的 kind 不能是 “收据”：只能是 minutes 会议纪要、.*statement 情况"
    ):
        read("submit_evidence", "--evidence", "kind=收据")
    with pytest.raises(Refusal, match="--result 不能是 “立行立改”：只能是 done 完成整改"):
        read("approve_closure", "--result", "立行立改")


@pytest.mark.parametrize("data", ["@nowhere.json", "@."])
def test_a_payload_that_can_not_be_opened_is_named_with_the_systems_own_reason(data: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_fields(COMMANDS["leave_note"], [], data)
    assert data[1:] in refused.value.reason.zh
    assert "Errno" not in refused.value.reason.zh


def test_a_payload_in_another_encoding_is_asked_for_in_utf_8(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes('{"text": "好"}'.encode("gb18030"))
    with pytest.raises(Refusal, match="UTF-8"):
        read_fields(COMMANDS["leave_note"], [], f"@{tmp_path / 'a.json'}")


@pytest.mark.parametrize(
    ("command", "words", "said"),
    [
        ("submit_plan", ["--due", "2026-09-01"], "缺少字段 --measures。"),
        ("submit_plan", ["--measures", "", "--due", "2026-09-01"], "字段 --measures 第1条不能是 “”：不能为空。"),
        (
            "submit_evidence",
            ["--evidence", "kind=其他,title=甲"],
            "缺少字段 --evidence 第1条的 effective（生效日期）。",
        ),
        ("submit_evidence", ["--evidence", "kind=其他,sha256=abc"], "应为 64 位十六进制数；写 file=文件名 就自动算出"),
        ("submit_evidence", ["--evidence", "kind=信件"], "字段 --evidence 第1条的 kind 不能是 “信件”：只能是 minutes"),
        ("decide_extension", ["--grant", "大概", "--reason", "甲"], "字段 --grant 不能是 “大概”：应为 是 或 否。"),
        ("assign", [], "缺少字段 --leader --lead-unit --handler。"),
        ("leave_note", ["--text", "a" * 20_001], "字段 --text 不能是"),
    ],
)
def test_what_is_wrong_is_told_of_the_options_that_were_written(command: str, words: list[str], said: str) -> None:
    kind = COMMANDS[command]
    with pytest.raises(Refusal) as refused:
        command_of(kind, read_fields(kind, words, None) | {"id": "a", "actor": "li"})
    assert said in str(refused.value)


def test_half_a_character_in_a_fields_name_is_refused() -> None:
    with pytest.raises(Refusal, match="内容不能是 “·”"):
        command_of(COMMANDS["assign"], example_of(COMMANDS["assign"]) | {"\ud800": None})
