"""The definitions that are shipped: each comes to its end, by its policy, and as its office would tell it."""

import datetime as dt

import pytest

from rules.blocks import Definition, steps_of
from rules.definitions import SHIPPED
from rules.definitions.campaign import Campaign
from rules.definitions.case_time_limit import PenaltyCase
from rules.definitions.clue import Clue, Finding
from rules.definitions.publication import Publication
from rules.definitions.supervised_task import SupervisedTask
from rules.registry import allowed_now
from rules.sentences import tell
from rules.summary import summarise
from schemas.commands import DecideExtension, RequestExtension
from schemas.facts import Fact, InterviewCalled, RungClimbed
from schemas.people import Assignment
from tests.rules import town
from tests.rules.scripts import Play, policy_of

EVERY = pytest.mark.parametrize("definition", SHIPPED, ids=lambda definition: definition.name)


@EVERY
@pytest.mark.parametrize("assignment", [town.ASSIGNMENT, None], ids=["named", "unnamed"])
def test_it_comes_to_an_end_when_everybody_does_his_part(
    definition: type[Definition], assignment: Assignment | None
) -> None:
    play = Play(definition, assignment=assignment).to_the_end()
    assert play.case.outcome in definition.outcomes
    assert play.case.duties == ()


@EVERY
def test_its_policy_has_a_rule_for_each_step_and_for_no_other(definition: type[Definition]) -> None:
    policy = policy_of(definition)
    assert (policy.name, set(policy.steps)) == (definition.name, set(steps_of(definition)))


@EVERY
def test_who_never_moves_is_heard_of(definition: type[Definition]) -> None:
    play = Play(definition).wait("6mo")
    assert [entry for entry in play.entries if isinstance(entry.fact, RungClimbed) and entry.fact.colour == "red"]


@EVERY
def test_what_happens_is_told_in_both_languages_without_code(definition: type[Definition]) -> None:
    for entry in (*Play(definition).wait("3mo").entries, *Play(definition).to_the_end().entries):
        said = tell(entry.fact)
        assert "_" not in said.zh
        assert "_" not in said.en


def test_a_clue_is_answered_within_three_months_of_its_transfer() -> None:
    play = Play(Clue).does("take_over").wait("20d").does("propose_handling").does("vet_handling").does("vet_handling")
    assert (play.open_steps, _due(play, "answer_clue")) == (["answer_clue", "report_handling"], dt.date(2026, 6, 2))


def test_an_answer_that_is_not_agreed_is_worked_out_anew() -> None:
    play = Play(Clue).does("take_over").does("propose_handling").does("vet_handling").does("vet_handling")
    play.does("answer_clue", finding=Finding.UNTRUE).does("vet_answer").does("vet_answer", agree=False, opinion="补证")
    assert play.open_steps == ["report_handling", "answer_clue"]
    play.does("answer_clue", finding=Finding.TRUE).does("vet_answer").does("vet_answer")
    assert (play.case.outcome, tell(play.entries[-1].fact).zh) == ("true", "办结（属实）")


def test_a_clue_stands_in_lists_without_what_was_found() -> None:
    play = Play(Clue)
    assert summarise(play.case).title == "移交问题线索（限知悉）"


def test_a_clue_that_nobody_answers_leads_to_an_interview() -> None:
    play = Play(Clue).does("take_over").does("propose_handling").does("vet_handling").does("vet_handling").wait("5mo")
    assert any(isinstance(entry.fact, InterviewCalled) for entry in play.entries)


@pytest.mark.parametrize(
    ("kind", "step", "due"),
    [("result", "publish_result", dt.date(2026, 3, 30)), ("penalty", "publish_penalty", dt.date(2026, 3, 11))],
)
def test_a_penalty_is_published_sooner_than_another_result(kind: str, step: str, due: dt.date) -> None:
    play = Play(Publication).does("draft_notice", kind=kind).does("vet_notice")
    assert (play.open_steps, _due(play, step)) == ([step], due)


def test_what_was_published_is_taken_down_when_its_time_is_over() -> None:
    play = Play(Publication).does("draft_notice", kind="result").does("vet_notice").does("publish_result")
    assert (play.open_steps, play.case.planned[0].step) == ([], "take_down")
    assert "take_down" not in allowed_now(play.case)
    play.wait("13mo")
    assert play.does("take_down").case.outcome == "published"


def test_nothing_is_published_that_was_not_vetted() -> None:
    play = Play(Publication).does("draft_notice").does("vet_notice", agree=False)
    assert play.open_steps == ["draft_notice"]
    kinds: list[Fact] = [entry.fact for entry in play.entries]
    assert not [fact for fact in kinds if getattr(fact, "step", "").startswith("publish")]


def opened() -> Play:
    return Play(PenaltyCase).does("ask_to_open").does("approve_opening")


def test_a_case_that_is_not_to_be_opened_ends_there() -> None:
    assert Play(PenaltyCase).does("ask_to_open").does("approve_opening", agree=False).case.outcome == "not_opened"


def test_a_party_that_asks_to_be_heard_is_heard_before_the_decision() -> None:
    told = opened().does("investigate").does("check_legality")
    assert told.does("notify_party", hearing=True).open_steps == ["hold_hearing"]
    assert told.does("hold_hearing").open_steps == ["propose_decision"]


def test_a_decision_is_due_ninety_days_from_the_opening_and_a_stage_before_it_by_its_own_limit() -> None:
    play = opened()
    assert _due(play, "investigate") == dt.date(2026, 4, 16)
    play.does("investigate").does("check_legality").does("notify_party", hearing=False)
    assert _due(play, "propose_decision") == dt.date(2026, 6, 1)


def test_more_time_for_a_stage_is_approved_beforehand_or_the_stage_is_overdue() -> None:
    play = opened()
    play.do(RequestExtension, "handler", reason="须鉴定", due=dt.date(2026, 5, 8))
    play.do(DecideExtension, "principal", grant=True, reason="属实")
    assert _due(play, "investigate") == dt.date(2026, 5, 8)
    play.wait("3mo")
    assert "超期后不能申请延期" in play.refused(RequestExtension, "handler", reason="难", due=dt.date(2026, 7, 1)).zh


def test_what_is_not_legal_is_investigated_anew() -> None:
    assert opened().does("investigate").does("check_legality", agree=False).open_steps == ["investigate"]


def task(source: str, *parts: str) -> Play:
    return Play(SupervisedTask).does("give_out", source=source, parts=parts).does("sign_for")


@pytest.mark.parametrize(
    ("source", "due"),
    [("document", dt.date(2026, 4, 1)), ("minutes", dt.date(2026, 3, 23)), ("urgent_note", dt.date(2026, 3, 9))],
)
def test_a_task_is_due_by_its_source(source: str, due: dt.date) -> None:
    play = task(source)
    assert (play.open_steps, _due(play, f"answer_{source}")) == ([f"answer_{source}", "report_task"], due)


def test_a_task_waits_for_all_of_its_parts() -> None:
    play = task("note", "摸底", "整治")
    assert play.open_steps == ["finish_part", "finish_part", "report_task"]
    assert "answer_note" not in allowed_now(play.does("finish_part", number=2).case)
    assert play.does("finish_part", number=1).open_steps == ["report_task", "answer_note"]


def test_a_result_that_does_not_hold_is_worked_on_and_reported_on() -> None:
    play = task("note").does("answer_note").does("check_result").does("check_result", agree=False)
    assert play.open_steps == ["report_task", "answer_note"]
    assert play.does("answer_note").does("check_result").does("check_result").case.outcome == "done"


def test_a_round_is_planned_within_a_month_and_reported_on_within_three() -> None:
    play = Play(Campaign)
    assert _due(play, "draft_round_plan") == dt.date(2026, 4, 2)
    play.does("draft_round_plan").does("vet_round_plan").does("vet_round_plan")
    assert (play.open_steps, _due(play, "report_round")) == (["report_round", "dispatch"], dt.date(2026, 6, 2))


def test_a_plan_that_one_of_those_who_vet_it_refuses_is_drawn_up_anew() -> None:
    play = Play(Campaign).does("draft_round_plan").does("vet_round_plan").does("vet_round_plan", agree=False)
    assert play.open_steps == ["draft_round_plan"]


def test_a_round_is_dispatched_week_by_week_until_its_report_is_agreed() -> None:
    play = Play(Campaign).does("draft_round_plan").does("vet_round_plan").does("vet_round_plan")
    for _ in range(3):
        play.wait("7d").does("dispatch")
    play.does("report_round").does("vet_report", agree=False)
    assert play.open_steps == ["dispatch", "report_round"]
    assert play.does("report_round").does("vet_report").does("vet_report").open_steps == ["publish_round"]


def _due(play: Play, step: str) -> dt.date:
    return play.case.policy.clock.date_of(play.duty_of_step(step).deadline.at)
