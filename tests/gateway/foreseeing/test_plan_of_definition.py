"""A definition played: our scripts keep what their names promise, and a wrong one is refused by its line."""

from pathlib import Path

import pytest
from lxml import etree

from gateway.foreseeing.lines import lines
from gateway.foreseeing.picture import picture
from gateway.foreseeing.plan import Plan, play_plan
from gateway.foreseeing.subject import subject_of
from gateway.foreseeing.unit import opening, sample, unit
from gateway.plan_scripts import find_script, load_script
from rules.blocks import LEADER_IS_NAMED, Definition
from rules.definitions import SHIPPED
from schemas.duty import kind_and_step
from schemas.words import Refusal, text
from tests.gateway.foreseeing.test_plan import BEGAN, CALENDAR

every = pytest.mark.parametrize("definition", SHIPPED, ids=lambda definition: definition.name)


def played(definition: str, script: str, days: int = 800) -> Plan:
    subject = subject_of(definition, {})
    begun = opening(subject.policy, CALENDAR, sample(), BEGAN, unit(), procedure=subject.procedure)
    return play_plan(begun, load_script(find_script(script, subject.scripts), definition), unit(), days)


@every
def test_all_in_time_is_never_late_and_comes_to_its_end(definition: type[Definition]) -> None:
    plan = played(definition.name, "in_time")
    assert (plan.case.settled, plan.case.outcome in definition.outcomes) == (True, True)
    assert (plan.late, plan.turned_down) == ([], ())


@every
def test_always_late_is_late_at_every_step_that_is_done_and_comes_to_its_end_all_the_same(
    definition: type[Definition],
) -> None:
    plan = played(definition.name, "always_late")
    assert (plan.case.settled, plan.turned_down) == (True, ())
    late = {kind_and_step(spell.duty.id)[1] for spell in plan.spells if spell.late_at(plan.ended_at)}
    assert {done.step for done in plan.case.done} - {LEADER_IS_NAMED} == late - {""}


@every
def test_who_never_moves_is_warned_up_to_the_horizon(definition: type[Definition]) -> None:
    plan = played(definition.name, "never_moves", days=60)
    assert {done.step for done in plan.case.done} <= {LEADER_IS_NAMED}
    assert "rung_climbed" in {entry.fact.kind for entry in plan.entries[-5:]}


def test_more_time_that_was_granted_beforehand_leaves_the_investigation_in_time() -> None:
    plan = played("case_time_limit", "extended")
    assert "extension_granted" in {entry.fact.kind for entry in plan.entries}
    assert "调查取证" not in {late.zh for late in plan.late}


def test_a_step_is_told_by_its_title_in_both_languages_and_each_has_a_lane_of_its_own() -> None:
    plan = played("supervised_task", "in_time")
    told = {(line.what.zh, line.what.en) for line in lines(plan)}
    assert ("＋ 完成分任务：修订制度", "+ finish a part: 修订制度") in told
    drawn = etree.fromstring(picture(plan, text("督办", "task"), "en").encode())
    labels = drawn.xpath("//*[@text-anchor='end']/text()")
    assert labels[:4] == ["give the task out", "name the leader", "take the task on", "finish a part"]
    assert "finish a part" not in labels[4:]


@pytest.mark.parametrize(
    ("acts", "said"),
    [
        ("[{do: take_ovr, when: {owes: step}}]", "是否指“take_over”"),
        ("[{do: take_over}]", "流程的步骤须同时写 when: {owes: step}"),
        ("[{do: take_over, when: {owes: step}, with: {note: 好}}]", "take_over 不收“note”"),
        (
            "[{do: answer_clue, when: {owes: step}, with: {finding: 不清楚}}]",
            "字段“finding”不能是 “不清楚”：只能是 true 属实",
        ),
        ("[{do: request_extension, as: handler, when: {owes: step, step: anser_clue}}]", "是否指“answer_clue”"),
        (
            "[{do: decide_extension, as: principal, with: {grant: 是}}, {do: approve_closure, as: leader, with: {result: 好了}}]",
            "字段“result”不能是 “好了”：只能是 done",
        ),
        ("[{do: request_extension, as: handler, when: {step: answer_clue}}]", "step 须同时写 owes: step"),
    ],
)
def test_a_wrong_script_is_refused_with_its_line(tmp_path: Path, acts: str, said: str) -> None:
    file = tmp_path / "own.yaml"
    file.write_text(f"title: {{zh: 自己的, en: Our own}}\nacts: {acts}", "utf-8")
    with pytest.raises(Refusal) as refused:
        load_script(file, "clue")
    assert said in refused.value.reason.zh
    assert "own.yaml 第2行" in refused.value.reason.zh


def test_choices_may_be_written_as_people_call_them(tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    own = find_script("in_time", subject_of("clue", {}).scripts).read_text("utf-8")
    file.write_text(own.replace('finding: "true"', "finding: 部分属实").replace("agree: true", "agree: 是"), "utf-8")
    assert played("clue", str(file)).case.outcome == "partly_true"


def test_a_script_of_remediation_knows_no_steps(tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    file.write_text("title: {zh: 自, en: o}\nacts: [{do: take_over, when: {owes: step}}]", "utf-8")
    with pytest.raises(Refusal) as refused:
        load_script(file)
    assert "take_over" in refused.value.reason.zh


def test_another_version_of_a_definitions_policy_is_played_by_the_definitions_scripts(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    text_of = subject_of("clue", {}).scripts.with_suffix(".yaml").read_text("utf-8")
    own.write_text(text_of.replace("due: 3mo", "due: 2mo"), "utf-8")
    assert subject_of(str(own), {}).scripts == subject_of("clue", {}).scripts
    own.write_text(text_of.replace("take_over:", "take_ovr:"), "utf-8")
    with pytest.raises(Refusal) as refused:
        subject_of(str(own), {})
    assert "没有步骤“take_over”的时限" in refused.value.reason.zh


def test_parts_that_are_owed_side_by_side_are_done_on_one_day() -> None:
    plan = played("supervised_task", "in_time")
    days = [
        plan.clock.date_of(spell.until) for spell in plan.spells if "完成分任务" in spell.duty.subject and spell.until
    ]
    assert (len(days), len(set(days))) == (2, 1)
