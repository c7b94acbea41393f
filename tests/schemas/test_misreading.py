"""Why a payload could not be read, in sentences that a person can act on."""

import pytest
from pydantic import ValidationError

from schemas.commands import COMMANDS
from schemas.examples import description_of, example_of
from schemas.misreading import explain
from schemas.words import Refusal


def misread(name: str, **changes: object) -> Refusal:
    kind = COMMANDS[name]
    sent = {field: value for field, value in {**example_of(kind), **changes}.items() if value is not ...}
    with pytest.raises(ValidationError) as caught:
        kind.model_validate(sent)
    return explain(kind, caught.value)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_example_is_a_command_that_can_be_read(name: str) -> None:
    assert COMMANDS[name].model_validate(example_of(COMMANDS[name]))
    assert name not in description_of(COMMANDS[name]).partition("示例")[0]


def test_a_missing_field_is_named() -> None:
    assert str(misread("leave_note", text=...)) == "缺少字段“text”。"
    assert misread("leave_note", text=...).reason.en == "The field “text” is missing."


def test_an_unknown_field_is_named_beside_those_that_are_allowed() -> None:
    told = misread("leave_note", txt="抓紧").reason
    assert "“txt”" in told.zh
    assert "text" in told.zh.partition("可用的字段")[2]


@pytest.mark.parametrize(
    ("name", "changes", "field", "given", "allowed"),
    [
        ("submit_plan", {"due": "下周"}, "due", "下周", "2026-07-01"),
        ("submit_plan", {"measures": []}, "measures", "[…]", "至少要有 1 项"),
        ("submit_plan", {"milestones": [{"name": "印发", "due": 5.5}]}, "milestones.0.due", "5.5", "2026-07-01"),
        ("approve_closure", {"level": "boss"}, "level", "boss", "committee"),
        ("record_interview", {"interview": 0}, "interview", "0", "不能小于 1"),
        ("decide_extension", {"grant": "也许"}, "grant", "也许", "true 或 false"),
        ("leave_note", {"actor": ""}, "actor", "", "不能为空"),
        ("leave_note", {"actor": None}, "actor", "null", "文字"),
        ("assign", {"assignment": "张处长"}, "assignment", "张处长", "JSON 对象"),
    ],
)
def test_what_stands_there_and_what_may_stand_there_are_told(
    name: str, changes: dict[str, object], field: str, given: str, allowed: str
) -> None:
    told = str(misread(name, **changes))
    assert f"“{field}”" in told
    assert f"“{given}”" in told
    assert allowed in told


def test_a_list_is_not_called_too_short_for_an_item_that_could_not_be_read() -> None:
    told = misread("submit_evidence", evidence=["收据"]).reason
    assert told.zh == "字段“evidence.0”不能是 “收据”：应为 JSON 对象 {…}。"
    assert "at least" not in told.en


def test_what_stands_there_is_shown_short_and_harmless() -> None:
    told = str(misread("leave_note", actor="\u0000\u202e" + "x" * 5_000))
    assert len(told) < 200
    assert told.isprintable()


def test_many_faults_are_told_three_at_once() -> None:
    told = str(misread("submit_plan", id=..., actor=..., measures=..., due=...))
    assert told.count("缺少字段") == 3
    assert "另有 1 处" in told


def test_what_a_value_may_be_written_like_is_told_in_both_languages_and_shown_harmless() -> None:
    whole = example_of(COMMANDS["adopt_policy"])["policy"]
    assert isinstance(whole, dict)
    policy = {**whole, "suspension": {"decider": "principal", "longest": "\b" * 5_000}}
    told = misread("adopt_policy", policy=policy).reason
    assert told.zh.startswith("字段“policy.suspension.longest”不能是 “····")
    assert "…”：“····" in told.zh
    assert told.zh.endswith("应写作 15wd（工作日）、10d（天）、2w（周）、3mo（月）、1y（年），之前写 -10d。")
    assert "Value error" not in f"{told.zh}{told.en}"
    assert max(len(told.zh), len(told.en)) < 400


def test_a_policy_whose_parts_do_not_go_together_is_refused_in_both_languages() -> None:
    whole = example_of(COMMANDS["adopt_policy"])["policy"]
    assert isinstance(whole, dict)
    told = misread("adopt_policy", policy={**whole, "speeds": {}}).reason
    assert told.zh.endswith("：没有写明规则：immediate、timed、long_term。")
    assert told.en.endswith(": There is no rule for: immediate, timed, long_term.")


def test_a_day_of_a_calendar_that_no_date_has_digits_for_is_refused_in_words() -> None:
    year = {"year": 2027, "published": True, "source": "国办发明电", "holidays": {"0101-0103": "元旦"}}
    calendar = {"version": "cn-2027", "years": [{**year, "make_up_days": "9" * 64}]}
    told = misread("adopt_calendar", calendar=calendar).reason
    assert "不是日期（MMDD）" in told.zh
    assert "is no date (MMDD)" in told.en
