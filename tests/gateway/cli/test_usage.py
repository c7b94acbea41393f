"""What is said of a command line that is not as it should be, and of commands in both languages."""

import pytest

from gateway.cli.app import MODULES
from gateway.cli.endings import Misuse
from gateway.cli.usage import misuse_of
from tests.gateway.cli.office import Ask


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["nix"], "没有“nix”这个命令"),
        (["lst"], "是否指 list"),
        (["list", "--colr", "red"], "没有 --colr 这个选项"),
        (["list", "--limit", "many"], "选项 --limit 的值应为整数"),
        (["list", "--limit", "0"], "选项 --limit 的值不能小于 1"),
        (["list", "--limit"], "选项 --limit 后面须写一个值"),
        (["list", "--stage", "nix"], "rectifying"),
        (["list", "--status", "nix"], "rectifying"),
        (["list", "--colour", "pink"], "红色（red）"),
        (["show"], "缺少参数 CASE"),
        (["show", "a", "b"], "多出了“b”"),
        (["roster"], "缺少命令"),
        (["intake"], "缺少参数 FILE"),
        (["intake", "x.csv"], "缺少 --campaign"),
        (["intake", "x.csv", "--campaign", "a", "--fed-back-on", "tomorrow"], "写作 2026-07-01"),
        (["do", "nix", "a/1"], "没有“nix”这个办理事项"),
        (["do", "acknowledge"], "缺少事项编号"),
        (["do", "acknowledge", "a/1"], "缺少 --as"),
        (["do", "acknowledge", "a/1", "--as", "li", "--text", "x"], "没有 --text 这个字段"),
        (["do", "leave_note", "a/1", "--as", "li", "note"], "多出了“note”"),
        (["do", "leave_note", "a/1", "--as", "li", "--text", "a", "--text", "b"], "只能写一次"),
        (["--lang", "fr", "list"], "zh 或 en"),
        (["list", "--lang"], "zh 或 en"),
        (["list", "--home"], "须写一个目录"),
    ],
)
def test_wrong_usage_is_a_sentence_and_exit_code_2(bihuan: Ask, words: list[str], sentence: str) -> None:
    ended = bihuan(*words)
    assert ended.code == 2
    assert sentence in ended.err
    assert ended.out == ""
    assert "Traceback" not in ended.err


def test_wrong_usage_is_said_in_english_too(bihuan: Ask) -> None:
    assert "Wrong usage: No such option: --colr" in bihuan("list", "--colr", "red", "--lang", "en").err
    assert "Wrong usage: Missing argument" in bihuan("show", BIHUAN_LANG="en").err
    assert "takes zh or en" in bihuan("--lang", "fr", BIHUAN_LANG="en").err


def test_wrong_usage_with_json_is_still_one_document(bihuan: Ask) -> None:
    ended = bihuan("list", "--limit", "many", "--json")
    assert ended.document["error"]["kind"] == "misused"
    assert ended.document["error"]["exit_code"] == ended.code == 2


@pytest.mark.parametrize("command", MODULES)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_command_explains_itself_with_its_exit_codes(bihuan: Ask, command: str, language: str) -> None:
    ended = bihuan(command, "--help", "--lang", language)
    assert ended.code == 0
    assert {"zh": "退出码", "en": "Exit codes"}[language] in ended.out
    assert "\x1f" not in ended.out
    has_chinese = any("\u4e00" <= sign <= "\u9fff" for sign in ended.out)
    assert has_chinese == (language == "zh")


@pytest.mark.parametrize(
    ("language", "sentence"), [("zh", "整改期限由此起算，签收、分工等自立项起算"), ("en", "etc. count from intake")]
)
def test_the_help_says_which_limits_count_from_the_feedback(bihuan: Ask, language: str, sentence: str) -> None:
    told = "".join(bihuan("intake", "--help", "--lang", language).out.split())
    assert "".join(sentence.split()) in told


def test_without_a_command_all_of_them_are_listed(bihuan: Ask) -> None:
    ended = bihuan()
    assert ended.code == 0
    assert all(f"  {command} " in ended.out for command in MODULES)


@pytest.mark.parametrize(
    "words",
    [
        ["list"],
        ["show", "a/1"],
        ["do", "acknowledge", "a/1", "--as", "li"],
        ["roster", "show"],
        ["intake", "docs/example/feedback.csv", "--campaign", "a"],
    ],
)
def test_without_a_running_site_one_is_told_how_to_start_it(bihuan: Ask, words: list[str]) -> None:
    ended = bihuan(*words)
    assert ended.code == 3
    assert "bihuan up" in ended.err
    assert "Traceback" not in ended.err
    assert bihuan(*words, "--json").document["error"]["kind"] == "trouble"


def test_a_bad_setting_is_refused_by_its_name(bihuan: Ask) -> None:
    ended = bihuan("list", BIHUAN_UI_PORT="door")
    assert ended.code == 1
    assert "BIHUAN_UI_PORT" in ended.err


def test_a_database_that_does_not_answer_is_trouble(bihuan: Ask) -> None:
    ended = bihuan(
        "list", BIHUAN_DATABASE_URL="postgresql://nobody@127.0.0.1:1/nothing", TEMPORAL_ADDRESS="127.0.0.1:1"
    )
    assert ended.code == 3
    assert "台账数据库没有应答" in ended.err


def test_the_commands_are_listed_with_who_may_give_them(bihuan: Ask) -> None:
    ended = bihuan("do")
    assert ended.code == 0
    assert "approve_closure  审核通过 · 整改办、党委（组）会、责任领导、牵头单位" in ended.out
    commands = bihuan("do", "--json").document["commands"]
    assert all(command["who_may"] and command["example"] and command["schema"] for command in commands)


def test_a_command_explains_its_fields_by_either_name(bihuan: Ask) -> None:
    assert bihuan("do", "报送整改方案", "--help-fields").out == bihuan("do", "submit-plan", "--help-fields").out
    assert "name=…,due=…" in bihuan("do", "submit_plan", "--help-fields").out


def test_a_commands_help_marks_what_each_item_of_a_list_must_have(bihuan: Ask) -> None:
    def needs(command: str) -> dict[str, str]:
        lines = bihuan("do", command, "--help-fields").out.splitlines()
        return {words[0]: words[1] for words in map(str.split, lines) if len(words) > 1 and words[0].endswith("=")}

    evidence = dict.fromkeys(("kind=", "title=", "reference=", "effective="), "必填")
    assert needs("submit_evidence") == evidence | {"sha256=": "或写"}  # file=
    assert needs("submit_plan") == {"name=": "必填", "due=": "必填"}
    assert needs("record_interview") == {"what=": "必填", "due=": "必填"}
    assert needs("approve_closure") == {"question=": "必填", "met=": "必填", "remark=": "可不填"}


def test_a_commands_help_lists_what_a_field_may_hold_by_code_and_name(bihuan: Ask) -> None:
    assert "list 名册清单、statement 情况说明、other 其他" in bihuan("do", "submit_evidence", "--help-fields").out
    closure = bihuan("do", "approve_closure", "--help-fields").out
    assert "leader 责任领导、" in closure
    assert "done 完成整改、basically_done 基本完成、long_term 长期坚持" in closure
    assert "true 是、false 否" in closure
    english = bihuan("do", "decide_extension", "--help-fields", "--lang", "en").out
    assert "true, false" in english
    assert "是" not in english


def test_a_policy_is_shown_as_it_holds_and_a_missing_one_refused(bihuan: Ask) -> None:
    shown = bihuan("policy", "show", "fast", "--json").document
    assert shown["duties"]["assign"]["ladder"] == "assign"
    ended = bihuan("policy", "show", "fst")
    assert ended.code == 1
    assert "fast" in ended.err


def test_what_was_typed_does_not_act_on_the_terminal(bihuan: Ask) -> None:
    ended = bihuan("do", "leave_note", "x/1", "--as", "li", "\x1b[2J红")
    assert "·[2J红" in ended.err
    assert "\x1b" not in ended.err


def test_a_file_that_may_not_be_read_is_refused_as_a_missing_one_is() -> None:
    refused = misuse_of("Invalid value for 'FILE': Path 'a.csv' is not readable.", "bihuan intake")
    assert not isinstance(refused, Misuse)
    assert str(refused) == "没有权限读“a.csv”。"


def test_a_commands_help_says_what_each_field_of_a_proof_is_and_what_may_be_left_out(bihuan: Ask) -> None:
    proof = bihuan("do", "submit_evidence", "--help-fields").out
    assert "生效日期，如 2026-08-15" in proof
    assert "写 file=文件名 就自动算出" in proof
    assert "--head       可不填" in bihuan("do", "assign", "--help-fields").out
