"""Definitions of others: what is found, what is refused with file and line, and that the others run."""

import logging
import os
import sys
from pathlib import Path

import pytest
import structlog
from temporalio import workflow

from gateway.definitions import found as finding
from gateway.definitions.examining import examine
from gateway.definitions.found import Found, definition_called, find_definitions
from gateway.definitions.learning import learn_definitions
from gateway.definitions.scaffolding import scaffold
from gateway.definitions.source import digest_of
from gateway.definitions.trying import trial_of
from rules.definitions import SHIPPED
from rules.repertoire import repertoire
from rules.stepping import leave
from schemas.words import Refusal
from workflows.scripted import stories

FAULTS = {
    "import os": "第1行：不能引入 os",
    "from rules.cases import carry_out": "第1行：不能引入 rules.cases",
    "from . import other": "第1行：不能引入 .",
    "x = open('/etc/hostname')": "第1行：不能调用 open()",
    "import datetime\nat = datetime.datetime.now()": "第2行：不能读时钟（now）",
    "for name in {1, 2}:\n    pass": "第1行：集合没有固定次序",
    "x = 1\nfor name in set(('a', 'b')):\n    pass": "第2行：集合没有固定次序",
    "x = list({name for name in 'ab'})": "第1行：集合没有固定次序",
    "x = {'a', 'b'}\ny = 'a' in {'a', 'b'}": "第1行：集合没有固定次序",
    "from collections.abc import Set": "第1行：集合没有固定次序",
    "x = hash('a')": "第1行：不能用 hash",
    "x = ().__class__.__bases__": "第1行：不能用 __",
    "class X:\n  def (": "第2行：不是有效的 Python",
    "x = 1 / 0": "第1行：运行出错：ZeroDivisionError",
    "x = 1": "一个文件写一个 Definition",
}
CHANGES = {
    ("    accept = Step", "    accepted = Step"): "运行出错：AttributeError",
    ('name = "work"', 'name = "Work"'): "name“Work”不可用",
    ('name = "work"', 'name = "clue"'): "已有名为“clue”的流程",
    ('accept = Step(text("接收任务"', 'acknowledge = Step(text("接收任务"'): "步骤名“acknowledge”不可用",
    ('text("接收任务"', 'text("签收"'): "步骤“accept”的标题不能叫“签收”：与通用的办理事项 acknowledge 同名",
    ("accept = Step", "unknown = Step"): "步骤名“unknown”不可用",
    ("await self.step(self.accept)", "self.step(self.accept)"): "self.step(…) 前面少了 await",
    (
        "    return report.result",
        "    later = self.step(self.accept)\n                return report.result",
    ): "step() 前面少了 await",
    ("if await self.approval", "if self.approval"): "self.approval(…) 前面少了 await",
    ("    text: Words", "    name: Words"): "步骤“finish”的字段不能叫：name",
    ("for _ in range(3)", "while True"): "",
    ('return "given_up"', 'return "lost"'): "结果“lost”没有写在 outcomes 里",
    ("if await self.approval", "if not await self.approval"): "",
    (
        "return report.result",
        'return {"done": "done"}[report.result]',
    ): "第40行：运行出错：KeyError",  # where it is impossible
    ("    text: Words", '    text: Words = Field(pattern="^Q")'): "步骤“finish”的字段 text 须写示例",
    (
        "    text: Words",
        "    text: Words = Field(examples=[Step(text('', ''))])",
    ): "第13行：运行出错：PydanticSerializationError",
}


@pytest.fixture(autouse=True)
def _forgotten_afterwards() -> object:
    before = dict(finding._LOADED)
    yield
    for file in finding._LOADED.keys() - before.keys():
        one = finding._LOADED.pop(file)
        if one.definition and one.definition.name in repertoire():
            leave(one.definition)
    return None


def look(folder: Path, name: str = "work") -> Found:
    return next(one for one in find_definitions({"BIHUAN_DEFINITIONS": str(folder)}) if one.name == name)


def reason(folder: Path) -> str:
    with pytest.raises(Refusal) as refused:
        examine(folder / "work.py")
    assert refused.value.reason.en
    return refused.value.reason.zh


@pytest.mark.parametrize(("source", "why"), FAULTS.items(), ids=FAULTS)
def test_what_a_script_may_not_do_is_refused_with_its_line(tmp_path: Path, source: str, why: str) -> None:
    (tmp_path / "work.py").write_text(source, "utf-8")
    assert why in reason(tmp_path)
    assert str(tmp_path / "work.py") in reason(tmp_path)


@pytest.mark.parametrize(("change", "why"), CHANGES.items(), ids=lambda part: str(part)[:30])
def test_a_script_that_does_not_hold_together_is_refused_in_words(
    tmp_path: Path, change: tuple[str, str], why: str
) -> None:
    scaffold("work", tmp_path)
    script = tmp_path / "work.py"
    changed = script.read_text("utf-8").replace(*change)
    assert changed != script.read_text("utf-8")
    script.write_text(changed, "utf-8")
    if why:
        policy = (tmp_path / "work.yaml").read_text("utf-8")
        (tmp_path / "work.yaml").write_text(
            policy.replace("accept:", change[1].strip().split(" ")[0] + ":"), "utf-8"
        ) if ("Step" in change[0]) else None
        assert why in reason(tmp_path)
    else:
        examine(script)


def test_dates_and_amounts_are_examples_with_which_a_worker_can_be_made(tmp_path: Path) -> None:
    on, paid = "on: date = Field(examples=[date(2026, 9, 30)])", "paid: Decimal = Field(examples=[Decimal('3.5')])"
    plant(tmp_path, "work", "    text: Words", f"    text: Words\n    {on}\n    {paid}")
    plant(tmp_path, "work", "\nfrom rules", "\nfrom datetime import date\nfrom decimal import Decimal\n\nfrom rules")
    assert look(tmp_path).definition in repertoire().values()
    assert "work" in {workflow._Definition.must_from_class(story).name for story in stories()}


def test_an_order_that_is_another_in_each_process_is_refused(tmp_path: Path) -> None:
    order = "''.join({}.keys() | 'abcdefghijklm')"
    plant(tmp_path, "work", "self.step(self.accept)", f"self.step(self.accept, about={order})")
    refused = look(tmp_path).refused
    assert refused
    assert "在另一个进程里走出了不同的结果" in refused.zh
    assert "work" not in repertoire()


def test_to_ask_whether_a_set_holds_something_is_no_fault(tmp_path: Path) -> None:
    plant(tmp_path, "work", "            if await", "            if report.result not in {'done', 'lost'} or await")
    examine(tmp_path / "work.py")


def test_a_policy_without_a_rule_for_each_step_is_refused_by_its_line(tmp_path: Path) -> None:
    scaffold("work", tmp_path)
    policy = tmp_path / "work.yaml"
    policy.write_text(policy.read_text("utf-8").replace("  approve:", "  aprove:"), "utf-8")
    said = reason(tmp_path)
    assert "没有步骤“approve”的时限" in said
    assert "流程没有这个步骤：不认识“aprove”，是否指“approve”" in said
    assert str(policy) in said


def test_a_missing_policy_and_a_missing_folder_are_named(tmp_path: Path) -> None:
    scaffold("work", tmp_path)
    (tmp_path / "work.yaml").unlink()
    assert "work.yaml" in reason(tmp_path)
    missing = look(tmp_path / "nowhere", "nowhere").refused
    assert missing
    assert "文件夹不存在" in missing.zh


def test_a_broken_one_is_refused_by_name_and_the_others_run(tmp_path: Path) -> None:
    scaffold("work", tmp_path)
    (tmp_path / "broken.py").write_text("import os", "utf-8")
    assert {"work", "clue", "publication"} <= {one.name for one in _found(tmp_path) if one.definition}
    assert [one.name for one in _found(tmp_path) if one.refused] == ["broken"]
    with pytest.raises(Refusal, match="不能引入 os"):
        definition_called("broken", _found(tmp_path))


def test_one_that_never_ends_and_one_that_takes_all_memory_are_refused_and_the_others_run(tmp_path: Path) -> None:
    plant(tmp_path, "endless", "for _ in range(3)", "while True:\n            pass\n        for _ in range(3)")
    plant(tmp_path, "greedy", "class Result", "everything = list(range(10**11))\n\n\nclass Result")
    scaffold("work", tmp_path)
    found = {one.name: one.refused.zh if one.refused else "" for one in _found(tmp_path)}
    assert "endless.py：检查没有走完：超过5秒处理器时间" in found["endless"]
    assert "greedy.py" in found["greedy"]
    assert (found["work"], found["clue"]) == ("", "")


def plant(folder: Path, name: str, sound: str, fault: str) -> None:
    script = folder / f"{name}.py"
    if not script.exists():
        scaffold(name, folder)
    script.write_text(script.read_text("utf-8").replace(sound, fault, 1), "utf-8")


def test_the_worker_says_which_it_serves_and_which_it_refuses(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "broken.py").write_text("import os", "utf-8")
    with structlog.testing.capture_logs() as logs, caplog.at_level(logging.DEBUG):
        learn_definitions({"BIHUAN_DEFINITIONS": str(tmp_path)})
    assert {(line["event"], line["definition"]) for line in logs} >= {
        ("definition refused", "broken"),
        ("definition served", "clue"),
    }


def test_several_folders_are_looked_through_and_tests_are_no_definitions(tmp_path: Path) -> None:
    scaffold("work", tmp_path / "a")
    scaffold("other", tmp_path / "b")
    folders = os.pathsep.join([str(tmp_path / "a"), str(tmp_path / "b")])
    names = [one.name for one in find_definitions({"BIHUAN_DEFINITIONS": folders})]
    assert names == [*(one.name for one in SHIPPED), "work", "other"]


def install(folder: Path, *points: str) -> None:
    installed = folder / "office_scripts-1.dist-info"
    installed.mkdir()
    (installed / "METADATA").write_text("Metadata-Version: 2.1\nName: office-scripts\nVersion: 1\n", "utf-8")
    (installed / "entry_points.txt").write_text("\n".join(["[bihuan.definitions]", *points]) + "\n", "utf-8")


def test_what_an_installed_package_offers_is_found_and_the_package_is_not_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scaffold("offered", tmp_path / "office_scripts")
    (tmp_path / "office_scripts" / "__init__.py").write_text("def (", "utf-8")
    install(tmp_path, "offered = office_scripts.offered")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert [one.name for one in find_definitions({}) if one.definition][-1] == "offered"
    assert "office_scripts" not in sys.modules


def test_what_an_installed_package_offers_and_has_not_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "office_scripts").mkdir()
    install(tmp_path, "gone = office_scripts.gone", "lost = nowhere.lost:Lost", "odd = .odd", "frozen = sys")
    monkeypatch.syspath_prepend(str(tmp_path))
    said = {one.name: one.refused.zh for one in find_definitions({}) if one.refused}
    assert said.keys() == {"gone", "lost", "odd", "frozen"}
    assert "软件包 office-scripts 提供的流程“lost”找不到源文件：没有模块 nowhere.lost（.py）" in said["lost"]


def test_a_folder_that_is_named_is_added_to_the_site_s_own(tmp_path: Path) -> None:
    scaffold("work", tmp_path / "definitions")
    scaffold("other", tmp_path / "b")
    assert [one.name for one in find_definitions({}, tmp_path)][-1] == "work"
    assert [one.name for one in find_definitions({"BIHUAN_DEFINITIONS": str(tmp_path / "b")}, tmp_path)][-2:] == [
        "work",
        "other",
    ]


def test_two_of_one_name_are_refused(tmp_path: Path) -> None:
    scaffold("work", tmp_path / "a")
    scaffold("work", tmp_path / "b")
    folders = os.pathsep.join([str(tmp_path / "a"), str(tmp_path / "b")])
    first, second = [one for one in find_definitions({"BIHUAN_DEFINITIONS": folders}) if one.name == "work"]
    assert first.definition
    assert second.refused
    assert "已有名为“work”的流程" in second.refused.zh


def test_what_is_begun_plays_at_once(tmp_path: Path) -> None:
    script = scaffold("work", tmp_path)[0]
    trial = trial_of(script).does("assign").does("accept")
    assert trial.waits_for == ["finish"]
    assert any("红色预警" in said for said in trial.waits("3mo").told())


def test_a_step_is_told_by_its_own_definitions_title_where_another_has_one_of_that_name(tmp_path: Path) -> None:
    scaffold("aaa", tmp_path)
    script = scaffold("work", tmp_path)[0]
    script.write_text(script.read_text("utf-8").replace('text("接收任务"', 'text("收文登记"'), "utf-8")
    look(tmp_path)
    told = trial_of(script).does("assign").waits("1mo").told()
    assert [said for said in told if "预警“收文登记”" in said]
    assert not [said for said in told if "接收任务" in said]


def test_nothing_is_overwritten_nor_half_written(tmp_path: Path) -> None:
    (tmp_path / "test_work.py").write_text("mine", "utf-8")
    with pytest.raises(Refusal, match="不覆盖"):
        scaffold("work", tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["test_work.py"]
    assert (tmp_path / "test_work.py").read_text("utf-8") == "mine"


def test_a_file_that_can_not_be_written_leaves_none_behind(tmp_path: Path) -> None:
    (tmp_path / "work").write_text("a file where the planner scripts' folder is to be", "utf-8")
    with pytest.raises(Refusal, match=r"写不了 .*in_time\.yaml：路径中有一段不是文件夹。"):
        scaffold("work", tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["work"]


def test_a_name_that_is_taken_by_a_broken_link_is_not_written_through(tmp_path: Path) -> None:
    (tmp_path / "test_work.py").symlink_to(tmp_path / "elsewhere.py")
    with pytest.raises(Refusal, match=r"不覆盖：.*test_work\.py。"):
        scaffold("work", tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["test_work.py"]


NAMES = {
    **dict.fromkeys(["Work", "1st", "", "a", "a-b", "../x"], "小写字母开头"),
    **dict.fromkeys(["class", "none"], "这是 Python 的保留字"),
    **dict.fromkeys(["assign", "remediation"], "与通用的办理事项同名"),
    **dict.fromkeys(["test_x", "conftest"], "是测试，不当流程读"),
    "email": "与 Python 自带的模块同名",
    "clue": "随附的流程已用这个名称",
}


@pytest.mark.parametrize(("name", "why"), NAMES.items(), ids=NAMES)
def test_a_name_that_can_not_be_one_is_refused_with_the_reason(tmp_path: Path, name: str, why: str) -> None:
    with pytest.raises(Refusal, match=f"不可用：.*{why}"):
        scaffold(name, tmp_path)
    assert not [*tmp_path.iterdir()]


@pytest.mark.parametrize("name", ["choice", "result", "match", "text"])
def test_a_name_that_the_script_uses_itself_makes_a_script_that_is_sound(tmp_path: Path, name: str) -> None:
    examine(scaffold(name, tmp_path)[0])


def test_comments_and_blank_lines_make_no_other_script() -> None:
    assert digest_of("a = 1\n\n# why\nb = 2  \n") == digest_of("a = 1\nb = 2\n")
    assert digest_of("a = 1\n") != digest_of("a = 2\n")


def _found(folder: Path) -> tuple[Found, ...]:
    return find_definitions({"BIHUAN_DEFINITIONS": str(folder)})
