"""A case that was looked at from all sides: what is wrong is named, and nothing else is."""

import datetime as dt

import pytest
from temporalio.client import WorkflowExecutionStatus as Status

from gateway.sweeping.findings import Lag
from gateway.sweeping.judging import agree, judge
from gateway.sweeping.sights import ENDED_BADLY, Live, Sight, Silence
from schemas.case import Stage
from tests.gateway.sweeping.sides import ANSWER, LINE, LISTED, LIVE, NOTHING, NOW, SETTLED, WELL, ago, kinds

DONE = ANSWER._replace(stage=Stage.SETTLED, outcome="done", next_alarm=None, waits=False)
COMPLETED = WELL._replace(line=SETTLED, listed=LISTED._replace(status=Status.COMPLETED), live=Live(Status.COMPLETED))


@pytest.mark.parametrize(
    "sight",
    [
        WELL,
        WELL._replace(answer=None),  # nobody was there to ask
        COMPLETED._replace(answer=None),
        COMPLETED._replace(answer=DONE),
        WELL._replace(line=SETTLED, listed=None, live=None, answer=None),  # its history is gone by age
        WELL._replace(line=None, listed=LISTED, live=None, answer=None),  # deleted while one looked
        WELL._replace(live=LIVE._replace(attempt=1, pending_since=ago(seconds=2))),  # at work
        WELL._replace(line=LINE._replace(waits=False), answer=ANSWER._replace(waits=False)),  # it waits for its alarm
        WELL._replace(line=LINE._replace(next_alarm=None), answer=ANSWER._replace(next_alarm=None)),  # or for a person
    ],
)
def test_what_is_well_is_no_finding(sight: Sight) -> None:
    assert kinds(sight) == []


@pytest.mark.parametrize("status", ENDED_BADLY)
def test_a_workflow_that_was_ended_from_outside_is_found(status: Status) -> None:
    sight = WELL._replace(listed=LISTED._replace(status=status), live=Live(status), answer=None)
    (finding,) = judge(sight)
    assert (finding.kind, finding.grave) == ("ended", True)
    assert status.name in finding.sentence.zh


def test_a_reset_workflow_is_named_and_no_lag_or_tampering() -> None:
    for answer in (ANSWER._replace(hash="b" * 64), ANSWER._replace(number=ANSWER.number + 1, hash="b" * 64)):
        (finding,) = judge(WELL._replace(answer=answer, reset_from=3))
        assert (finding.kind, finding.grave, finding.lag) == ("reset", True, None)
        assert "自第 3 条起与台账不同" in finding.sentence.zh


def test_an_item_without_workflow_is_lost_or_was_never_started() -> None:
    alone = WELL._replace(listed=None, live=None, answer=None)
    assert kinds(alone) == ["lost"]
    assert kinds(alone._replace(line=NOTHING)) == ["unstarted"]
    assert kinds(alone._replace(line=LINE._replace(registered=False))) == ["unregistered", "lost"]
    assert kinds(alone._replace(line=SETTLED._replace(facts=4))) == ["spoiled"]


def test_a_workflow_without_item_is_found() -> None:
    assert kinds(WELL._replace(line=LINE._replace(registered=False))) == ["unregistered"]
    assert kinds(WELL._replace(line=None)) == ["unregistered", "behind"]
    assert kinds(WELL._replace(line=None, answer=Silence("no such query"))) == ["unregistered"]


def test_a_start_that_was_refused_is_a_note_only() -> None:
    failed = LISTED._replace(status=Status.FAILED)
    (finding,) = judge(WELL._replace(line=None, listed=failed, live=Live(Status.FAILED), answer=None))
    assert (finding.kind, finding.grave) == ("refused_start", False)


def test_a_task_that_fails_again_and_again_is_found_and_one_that_nobody_takes() -> None:
    failing = WELL._replace(live=LIVE._replace(attempt=4, pending_since=ago(hours=1)), answer=None)
    (finding,) = judge(failing)
    assert finding.kind == "stuck"
    assert finding.sentence.en == "its task fails again and again: try 4 at 2026-11-23 11:00:00"
    assert kinds(failing._replace(live=LIVE._replace(attempt=1, pending_since=ago(minutes=1)))) == ["untaken"]


def test_a_case_that_does_not_answer_is_found_with_what_was_said_instead() -> None:
    (finding,) = judge(WELL._replace(answer=Silence("Timeout expired")))
    assert finding.kind == "unanswering"
    assert finding.sentence.zh == "流程没有应答：Timeout expired"


def test_a_lag_is_told_by_its_facts_and_since_when() -> None:
    (finding,) = judge(WELL._replace(answer=ANSWER._replace(number=8, hash="b" * 64, at=NOW)))
    assert (finding.kind, finding.lag) == ("behind", Lag(ledger=5, case=8, since=LINE.updated_at))
    assert finding.sentence.zh == (
        "台账落后 3 条：台账到第 5 条（2026-11-22 12:00:00），流程到第 8 条（2026-11-23 12:00:00）"
    )
    assert kinds(WELL._replace(line=NOTHING)) == ["behind"]


def test_a_ledger_that_tells_another_story_is_found() -> None:
    assert kinds(WELL._replace(line=LINE._replace(hash="b" * 64))) == ["contradicting"]
    assert kinds(WELL._replace(answer=ANSWER._replace(number=4))) == ["contradicting"]
    assert kinds(WELL._replace(line=LINE._replace(next_alarm=ago(days=-9)))) == ["spoiled"]
    assert kinds(WELL._replace(line=LINE._replace(last=4, facts=4))) == ["spoiled"]


def test_an_end_that_only_one_side_knows_is_found() -> None:
    assert kinds(COMPLETED._replace(line=LINE, answer=None)) == ["unrecorded_end"]
    assert kinds(COMPLETED._replace(line=LINE, answer=DONE._replace(number=9))) == ["behind"]
    assert kinds(WELL._replace(line=SETTLED, answer=DONE, listed=LISTED._replace(stage="办结"))) == ["unended"]
    assert kinds(WELL._replace(line=SETTLED, answer=None)) == ["unended"]


def test_an_open_case_in_which_nothing_can_happen_any_more_is_found() -> None:
    idle = WELL._replace(answer=ANSWER._replace(next_alarm=None, waits=False))
    assert kinds(idle._replace(line=LINE._replace(next_alarm=None, waits=False))) == ["idle"]
    late = ago(minutes=5)
    silent = WELL._replace(line=LINE._replace(next_alarm=late), answer=ANSWER._replace(next_alarm=late))
    assert kinds(silent) == kinds(silent._replace(answer=None)) == ["silent"]


def test_a_case_that_the_list_of_workflows_shows_otherwise_is_found() -> None:
    assert kinds(WELL._replace(listed=None)) == ["mislisted"]
    assert kinds(WELL._replace(listed=LISTED._replace(status=Status.COMPLETED))) == ["mislisted"]
    (finding,) = judge(WELL._replace(listed=LISTED._replace(stage="待签收")))
    assert finding.sentence.zh == "Temporal 的列表中的阶段是“待签收”，与实际不符"


def test_a_case_that_moved_on_while_one_looked_is_well() -> None:
    moved = LINE._replace(stage=Stage.REVIEWING, head=6, facts=6, last=6, updated_at=NOW)
    assert kinds(WELL._replace(line=moved, listed=LISTED._replace(stage="销号审核中"), answer=None)) == []


def test_by_its_own_word_a_case_agrees_with_the_ledger_or_deserves_a_second_look() -> None:
    assert agree(LINE, ANSWER)
    assert not agree(LINE, None)
    assert not agree(LINE, Silence("—"))
    assert not agree(LINE, ANSWER._replace(hash="b" * 64))
    assert not agree(LINE, ANSWER._replace(number=6))
    assert not agree(LINE, ANSWER._replace(stage=Stage.REVIEWING))
    assert not agree(SETTLED, DONE)
    assert not agree(LINE._replace(next_alarm=None, waits=False), ANSWER._replace(next_alarm=None, waits=False))


def test_times_are_told_as_they_are_at_home() -> None:
    late = dt.datetime(2026, 11, 22, 16, 30, tzinfo=dt.UTC)
    (finding,) = judge(WELL._replace(line=LINE._replace(next_alarm=late), answer=ANSWER._replace(next_alarm=late)))
    assert finding.sentence.zh == "2026-11-23 00:30:00 的提醒没有响"
