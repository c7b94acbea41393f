"""Storms, outages and cancellations: nothing is lost, nothing comes twice, no clock stops."""

import asyncio
import datetime as dt
from typing import Any

import pytest
from structlog.testing import capture_logs
from temporalio.api.common.v1 import Payload
from temporalio.api.enums.v1 import EventType
from temporalio.client import (
    WithStartWorkflowOperation,
    WorkflowExecutionStatus,
    WorkflowFailureError,
    WorkflowUpdateFailedError,
)
from temporalio.common import RawValue, WorkflowIDConflictPolicy
from temporalio.exceptions import ApplicationError
from temporalio.testing import WorkflowEnvironment

from rules.cases import fold, next_alarm
from schemas.case import Case
from schemas.receipts import Receipt
from schemas.search import SEARCH_ATTRIBUTES
from schemas.wire import REFUSAL, REMEDIATION
from tests.workflows.desk import Desk, Story, ours, refusal_of
from tests.workflows.papers import plan, today
from tests.workflows.town import FAST, command, new_case
from workflows.inbox import AT_ONCE
from workflows.remediation import Remediation
from workflows.starting import start_options
from workflows.storm import SINGLY, TOGETHER


def latest(desk: Desk, story: Story) -> Story:
    """Return a handle that follows the case from run to run."""
    return desk.client.get_workflow_handle_for(Remediation.run, story.id)


async def runs(desk: Desk, story: Story) -> int:
    """Count the runs of a case, back from the latest one."""
    count, run = 1, await story.fetch_history()
    while before := run.events[0].workflow_execution_started_event_attributes.continued_execution_run_id:
        count, run = count + 1, await desk.client.get_workflow_handle(story.id, run_id=before).fetch_history()
    return count


async def found_by(story: Story) -> dict[str, object]:
    pairs = (await story.describe()).typed_search_attributes
    return {pair.key.name: pair.value for pair in pairs if pair.key.name in SEARCH_ATTRIBUTES}


async def test_a_storm_of_messages_over_fresh_runs_loses_and_doubles_nothing(real: Desk) -> None:
    story = latest(real, await real.begin(new_case(await real.now())))
    notes = [command("leave_note", "principal", text=f"第{number}次批示") for number in range(120)]
    at_once = asyncio.Semaphore(8)  # the server takes ten updates of one case at a time

    async def send(number: int) -> Receipt | None:
        async with at_once:
            if number % 3:
                await story.signal("leave_note", notes[number])
                return None
            return await real.send(story, notes[number])

    receipts: list[Receipt] = []
    for wave in range(0, 120, 30):  # a fresh run begins in a quiet moment
        receipts += filter(None, await asyncio.gather(*map(send, range(wave, wave + 30))))
        case = await real.written(story)
        await asyncio.sleep(0.5)

    written = {entry.command_id: entry.number for entry in real.entries(story) if entry.command_id}
    assert sorted(written) == sorted(note.id for note in notes)
    assert [entry.number for entry in real.entries(story)] == list(range(1, case.head.number + 1))
    assert all(written[receipt.command_id] == receipt.first for receipt in receipts)
    assert not real.refusals(story)
    assert await runs(real, story) > 2
    again = await story.execute_update("leave_note", notes[0], result_type=Receipt)
    assert again.first == written[notes[0].id]


async def test_a_fresh_run_keeps_what_operators_find_a_case_by(real: Desk) -> None:
    story = latest(real, await real.begin(new_case(await real.now())))
    before = await found_by(story)
    first = (await story.describe()).run_id

    for number in range(30):
        await real.do(story, "leave_note", "principal", text=f"第{number}次批示")
    case = await real.written(story)

    described = await story.describe()
    while described.run_id == first:
        described = await story.describe()
    assert await found_by(story) == before
    assert (await described.memo())["item"] == f"第{case.item.number}项 · 财务管理 · 限期整改"


async def test_a_ledger_that_is_away_delays_writing_and_nothing_else(skipping: Desk) -> None:
    story = await skipping.begin(new_case(await skipping.now(), policy=FAST))
    await skipping.written(story)
    skipping.book.away.set()

    receipt = await skipping.do(story, "acknowledge", "handler")
    await skipping.env.sleep(dt.timedelta(seconds=20))  # twenty days of this clock
    unwritten = await skipping.case(story)

    assert receipt.first == 3
    assert [duty.rung for duty in unwritten.duties if duty.rung], "the clock stood still"
    while not skipping.book.failures:  # noqa: ASYNC110 - the scribe tries in real time
        await asyncio.sleep(0.02)
    assert len(skipping.entries(story)) == 2

    skipping.book.away.clear()
    await skipping.written(story)
    assert skipping.entries(story)[unwritten.head.number - 1].hash == unwritten.head.hash


async def test_no_clock_stops_while_a_fresh_run_waits_for_the_ledger(real: Desk) -> None:
    begun = await real.begin(new_case(await real.now(), policy=FAST))
    story = latest(real, begun)
    await real.written(story)
    real.book.away.set()
    while await real.events(story) < 60:  # the server suggests a fresh run after 40
        await real.do(story, "leave_note", "principal", text="抓紧整改")
    alarm = next_alarm(await real.case(story))
    assert alarm is not None

    await asyncio.sleep((alarm.at - await real.now()).total_seconds() + 1)
    rung = await real.case(story)
    receipt = await real.do(story, "acknowledge", "handler")

    assert real.book.failures
    assert (await story.describe()).run_id == begun.first_execution_run_id
    assert (later := next_alarm(rung)) is None or later.at > alarm.at, "no alarm rang"
    assert any(event.event_type is EventType.EVENT_TYPE_TIMER_FIRED for event in (await story.fetch_history()).events)
    assert (await found_by(story))["BihuanStage"] == "制定方案"

    real.book.away.clear()
    case = await real.written(story)
    while (await story.describe()).run_id == begun.first_execution_run_id:
        pass
    assert receipt.first == rung.head.number + 1
    assert [entry.number for entry in real.entries(story)][: case.head.number] == list(range(1, case.head.number + 1))


async def test_a_case_that_ended_while_the_ledger_was_away_is_written_when_it_is_back(real: Desk) -> None:
    story = await real.begin(new_case(await real.now()))
    await real.written(story)
    real.book.away.set()

    await real.do(story, "request_withdrawal", "office", reason="重复反馈")
    await real.do(story, "decide_withdrawal", "secretary", grant=True, reason="情况属实")
    await story.result()
    assert "settled" not in real.book.kinds(story.id)

    real.book.away.clear()
    await real.ended(story)
    assert real.book.kinds(story.id)[-1] == "settled"


async def test_a_storm_of_unusable_signals_is_counted_and_the_case_lives_on(real: Desk) -> None:
    story = latest(real, await real.begin(new_case(await real.now())))
    many = SINGLY + 3 * TOGETHER + 50

    for start in range(0, many, 50):
        await asyncio.gather(*(story.signal("assign", f"nonsense {number}") for number in range(start, start + 50)))
    await real.do(story, "acknowledge", "handler")

    await real.written(story)
    assert "acknowledged" in real.book.kinds(story.id)
    assert len(real.refusals(story)) < many


async def test_a_flood_that_piled_up_while_no_worker_ran_is_taken_in_order(real_server: WorkflowEnvironment) -> None:
    desk = Desk(real_server, ours(real_server))
    story = latest(desk, await desk.begin(new_case(await desk.now())))
    notes = [command("leave_note", "principal", text=f"第{number}次批示") for number in range(2 * AT_ONCE + 10)]
    for note in notes:
        await story.signal("leave_note", note)

    async with desk.staffed():
        for _ in range(10):  # what is written by then need not be all
            await desk.written(story)
            if len(desk.entries(story)) == len(notes) + 2:
                break
            await asyncio.sleep(1)

    told = [entry.command_id for entry in desk.entries(story) if entry.command_id]
    assert told == [note.id for note in notes]


async def test_a_case_can_not_be_cancelled(skipping: Desk) -> None:
    story = await skipping.begin(new_case(await skipping.now()))
    await skipping.case(story)

    await story.cancel()
    await skipping.do(story, "acknowledge", "handler")

    assert (await story.describe()).status is WorkflowExecutionStatus.RUNNING
    await skipping.written(story)
    (fact,) = skipping.refusals(story)
    assert "撤销" in fact.reason_zh


async def test_a_case_that_makes_room_for_others_in_a_worker_is_not_taken_for_a_cancelled_one(
    real_server: WorkflowEnvironment,
) -> None:
    desk = Desk(real_server, ours(real_server))
    with capture_logs() as lines:
        async with desk.staffed(max_cached_workflows=1):
            stories = [await desk.begin(new_case(await desk.now())) for _ in range(4)]
            for turn, story in enumerate(stories * 2):
                await desk.do(story, "leave_note", "principal", text=f"第{turn}次批示")
    assert "command taken" in {line["event"] for line in lines}
    assert "signal refused" not in {line["event"] for line in lines}


async def test_each_task_that_hears_a_signal_leaves_an_event_of_its_own(real: Desk) -> None:
    """Without one, the SDK takes it for one task with the next when the case is told again: at another time."""
    story = await real.begin(new_case(await real.now()))
    await real.written(story)
    for words in ("一", "二"):
        await story.signal("leave_note", command("leave_note", "principal", text=words))
        await real.written(story)
    await story.signal("leave_note", "nonsense")
    await real.written(story)

    kinds = [event.event_type for event in (await story.fetch_history()).events]
    heard = [place for place, kind in enumerate(kinds) if kind == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED]
    answers = [kinds[place + 3 : place + 5] for place in heard]  # behind the signal: scheduled, started
    completed, modified = (
        EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED,
        EventType.EVENT_TYPE_WORKFLOW_PROPERTIES_MODIFIED,
    )
    assert answers == [[completed, modified]] * 3


async def test_an_alarm_that_moves_earlier_rings_earlier(skipping: Desk) -> None:
    story = await skipping.begin(new_case(await skipping.now()))
    await skipping.do(story, "acknowledge", "handler")
    case = await skipping.case(story)
    await skipping.do(story, "submit_plan", "handler", **plan(today(case, await skipping.now(), 60)))
    await skipping.env.sleep(dt.timedelta(days=60))
    await skipping.written(story)

    rungs = [entry for entry in skipping.entries(story) if entry.fact.kind == "rung_climbed"]
    assert rungs
    assert all(entry.at - rung_time(skipping, story, entry.number) < dt.timedelta(seconds=2) for entry in rungs)


def rung_time(desk: Desk, story: Story, number: int) -> dt.datetime:
    """Return when the alarm was due that a fact answers, from the facts before it."""
    alarm = next_alarm(fold(desk.entries(story)[: number - 1]))
    assert alarm is not None
    return alarm.at


def start_with(field: str, words: str) -> dict[str, Any]:
    sent = new_case(dt.datetime(2026, 7, 1, tzinfo=dt.UTC)).model_dump(mode="json")
    sent["opening"]["item"][field] = words
    return sent


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ([], "JSON"),
        ([{}], "opening"),
        ([start_with("titel", "公务接待超标准")], "titel"),
        ([start_with("title", "公务接待\x00超标准")], "U+0000"),
        ([7], "7"),
        ([{}, {}], "2"),
        ([RawValue(Payload(metadata={"encoding": b"json/plain"}, data=b"{broken"))], "JSON"),
    ],
    ids=["nothing", "empty", "misspelt", "null", "a number", "two", "broken"],
)
async def test_a_start_that_can_not_be_read_fails_in_words(real: Desk, sent: list[object], told: str) -> None:
    story = await real.client.start_workflow(
        REMEDIATION, args=sent, id=f"stranger/{id(sent)}", task_queue=real.queue, start_signal="acknowledge"
    )
    with pytest.raises(WorkflowFailureError) as failed:
        await asyncio.wait_for(story.result(), 10)
    assert isinstance(failed.value.cause, ApplicationError)
    assert failed.value.cause.type == REFUSAL
    assert told in str(failed.value.cause)
    assert not real.book.entries


async def test_a_command_that_comes_with_a_start_that_can_not_be_read_is_refused_in_the_same_words(real: Desk) -> None:
    start: WithStartWorkflowOperation[Any, Any] = WithStartWorkflowOperation(
        REMEDIATION, {}, id="stranger/1", task_queue=real.queue, id_conflict_policy=WorkflowIDConflictPolicy.FAIL
    )
    with pytest.raises(WorkflowUpdateFailedError) as refused:
        await real.client.execute_update_with_start_workflow(
            "acknowledge", command("acknowledge", "handler"), start_workflow_operation=start
        )
    assert "opening" in refusal_of(refused.value).message


async def test_a_start_that_no_rule_can_take_fails_in_words(real: Desk) -> None:
    case = new_case(await real.now())
    long_ago = case.opening.model_copy(update={"fed_back_at": dt.datetime(1900, 1, 1, tzinfo=dt.UTC)})
    options = start_options(case, await real.now(), real.queue) | {"id": case.id}
    story = await real.client.start_workflow(Remediation.run, Case(opening=long_ago), **options)
    with pytest.raises(WorkflowFailureError) as failed:
        await story.result()
    assert isinstance(failed.value.cause, ApplicationError)
    assert failed.value.cause.type == REFUSAL
    assert "1900" in str(failed.value.cause)
