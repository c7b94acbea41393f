"""Every command in every form: the case lives on, and the outcome is visible."""

import itertools
from typing import Any

import pytest
from temporalio.api.common.v1 import Payload
from temporalio.client import WorkflowFailureError, WorkflowUpdateFailedError
from temporalio.common import RawValue
from temporalio.service import RPCError, RPCStatusCode

from schemas.commands import COMMANDS, Command
from schemas.entries import Batch
from schemas.examples import example_of
from schemas.receipts import Receipt
from schemas.wire import REFUSAL
from tests.workflows.desk import Desk, Story, refusal_of
from tests.workflows.life import Life
from tests.workflows.readiness import ready_for
from tests.workflows.town import command, new_case
from workflows.remediation import Remediation

every_command = pytest.mark.parametrize("name", COMMANDS)


async def _begin(desk: Desk, life: Life) -> Story:
    """Let a story take over where a life stands."""
    await desk.book.append(
        Batch(case_id=life.case.id, campaign=life.case.opening.campaign, entries=tuple(life.entries))
    )
    return await desk.begin(life.case)


async def _refused(story: Story, name: str, *args: Any) -> str:
    """Send an update that must be refused in words, without a trace of our code."""
    with pytest.raises(WorkflowUpdateFailedError) as caught:
        await story.execute_update(name, args=list(args))
    answer = refusal_of(caught.value)
    assert answer.type == REFUSAL
    assert answer.failure is not None
    assert not answer.failure.stack_trace
    assert not answer.failure.HasField("cause")
    return answer.message


@every_command
async def test_a_command_is_taken_as_an_update_and_twice_has_one_effect(still: Desk, name: str) -> None:
    life, asked = ready_for(name, await still.now())
    story = await _begin(still, life)

    receipt = await still.send(story, asked)
    again = receipt
    if name != "decide_withdrawal":  # which ends the case
        again = await story.execute_update(name, asked, id="another-update", result_type=Receipt)
        await story.signal(name, asked)
        await still.heard_out(story)
        await still.do(story, "leave_note", "secretary", text="已阅")

    await still.written(story)
    assert again == receipt
    assert receipt.command_id == asked.id
    written = still.entries(story)
    assert [entry.number for entry in written if entry.command_id == asked.id] == list(
        range(receipt.first, receipt.last + 1)
    )
    assert not still.refusals(story)


@every_command
async def test_a_command_is_taken_as_a_signal_with_the_same_effect(still: Desk, name: str) -> None:
    life, asked = ready_for(name, await still.now())
    story = await _begin(still, life)

    await story.signal(name, asked)
    if name != "decide_withdrawal":
        await story.signal(name, asked)
    case = await still.written(story)

    assert [receipt.command_id for receipt in case.receipts].count(asked.id) == 1
    assert any(entry.command_id == asked.id for entry in still.entries(story))
    assert not still.refusals(story)


@every_command
async def test_a_command_that_does_not_fit_is_refused_in_words(still: Desk, name: str) -> None:
    story = await still.begin(new_case(await still.now()))
    example = example_of(COMMANDS[name])

    assert "JSON" in await _refused(story, name)
    assert "JSON" in await _refused(story, name, example, example)
    assert "actor" in await _refused(story, name, {"id": "x"})
    assert "typo" in await _refused(story, name, {**example, "typo": 1})
    assert await _refused(story, name, {**example, "actor": "stranger"})


@every_command
async def test_a_signal_that_does_not_fit_becomes_a_fact(still: Desk, name: str) -> None:
    story = await still.begin(new_case(await still.now()))
    example = example_of(COMMANDS[name])

    await story.signal(name)
    await story.signal(name, args=[example, example])
    await story.signal(name, {"id": "x"})
    await story.signal(name, "nonsense")
    await story.signal(name, RawValue(Payload(metadata={"encoding": b"json/plain"}, data=b"{broken")))
    await story.signal(name, RawValue(Payload(metadata={"encoding": b"unheard-of"}, data=b"\xff\x00")))
    await story.signal(name, {**example, "actor": "stranger"})
    await still.heard_out(story)
    await still.do(story, "leave_note", "principal", text="照常办理")

    await still.written(story)
    refused = still.refusals(story)
    assert [fact.command for fact in refused] == [name] * 7
    assert refused[-1].actor == "stranger"
    assert refused[-1].sent_id == example["id"]


async def test_names_that_no_command_bears_are_refused(still: Desk) -> None:
    story = await still.begin(new_case(await still.now()))

    assert "abolish" in await _refused(story, "abolish", {"id": "x"})
    await story.signal("abolish", {"id": "x"})
    await story.signal("abolish")
    await still.heard_out(story)
    await still.do(story, "acknowledge", "handler")

    await still.written(story)
    assert [fact.command for fact in still.refusals(story)] == ["abolish", "abolish"]


async def test_a_command_in_the_wrong_state_says_what_is_allowed_now(still: Desk) -> None:
    story = await still.begin(new_case(await still.now()))

    told = await _refused(story, "report_done", command("report_done", "handler", statement="已落实"))

    assert "签收" in told
    assert "acknowledge" in told


async def test_control_characters_are_refused_by_field(still: Desk) -> None:
    story = await still.begin(new_case(await still.now()))
    sent = {"id": "c1", "actor": "principal", "text": "抓紧\u0000整改"}

    assert "U+0000" in await _refused(story, "leave_note", sent)
    await story.signal("leave_note", sent)
    await still.heard_out(story)
    await still.do(story, "acknowledge", "handler")

    await still.written(story)
    (fact,) = still.refusals(story)
    assert "\u0000" not in str(fact.payload)


async def test_a_huge_payload_is_refused_and_only_its_beginning_is_kept(still: Desk) -> None:
    story = await still.begin(new_case(await still.now()))
    sent = {"id": "c1", "actor": "principal", "text": "x" * 300_000}

    assert "262144" in await _refused(story, "leave_note", sent)
    await story.signal("leave_note", sent)
    await still.heard_out(story)
    await still.do(story, "acknowledge", "handler")

    await still.written(story)
    (fact,) = still.refusals(story)
    assert len(str(fact.payload)) <= 1_001


async def test_messages_that_come_with_the_start_are_heard(still: Desk) -> None:
    case = new_case(await still.now())
    asked = command("acknowledge", "handler")

    receipt = await still.client.execute_update_with_start_workflow(
        "acknowledge", asked, start_workflow_operation=await still.with_start(case), result_type=Receipt
    )
    story = still.keep(still.client.get_workflow_handle_for(Remediation.run, case.id))

    await still.written(story)
    assert receipt.first == 3  # after the opening and the assignment
    assert still.book.kinds(case.id) == ["case_opened", "leader_assigned", "acknowledged"]
    assert (await still.case(story)).stage == "planning"


async def test_a_signal_that_comes_with_the_start_is_heard(still: Desk) -> None:
    case = new_case(await still.now())

    story = await still.begin(case, start_signal="acknowledge", start_signal_args=[command("acknowledge", "handler")])

    assert (await still.case(story)).stage == "planning"


async def test_after_the_end_the_sender_is_told(still: Desk) -> None:
    life, asked = ready_for("decide_withdrawal", await still.now())
    story = await _begin(still, life)
    await still.send(story, asked)
    assert (await story.result()).outcome == "withdrawn"

    for name in itertools.islice(COMMANDS, 3):
        with pytest.raises(RPCError) as signalled:
            await story.signal(name, example_of(COMMANDS[name]))
        with pytest.raises(RPCError) as asked_for:
            await story.execute_update(name, example_of(COMMANDS[name]))
        assert signalled.value.status is asked_for.value.status is RPCStatusCode.NOT_FOUND


async def test_a_start_under_a_name_that_is_not_the_cases_own_writes_nothing(still: Desk) -> None:
    case = new_case(await still.now())
    story = await still.begin(case, id="somebody-else/001")

    with pytest.raises(WorkflowFailureError):
        await story.result()
    assert not still.book.entries


async def test_a_refused_update_costs_no_history(real: Desk) -> None:
    story = await real.begin(new_case(await real.now()))
    await real.written(story)
    before = await real.events(story)

    await _refused(story, "acknowledge")
    await _refused(story, "acknowledge", command("acknowledge", "stranger"))

    assert await real.events(story) == before


def test_a_fault_of_ours_is_no_answer_to_a_command() -> None:
    """It is let through to the handler: there the task fails, and waits for the mend."""

    class Faulty:
        def would_hear(self, _: Command) -> None:
            raise ZeroDivisionError

    asked = example_of(COMMANDS["leave_note"])
    answer: Any = vars(Remediation)["answer_leave_note"]
    assert answer._defn.validator(Faulty(), asked) is None
