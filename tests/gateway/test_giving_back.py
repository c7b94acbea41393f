"""What waits for a worker that is no more, or rings for it a little later: given back."""

import asyncio
import datetime as dt
import sys
from collections.abc import AsyncIterator, Coroutine
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from google.protobuf.duration_pb2 import Duration
from temporalio.api.command.v1 import Command, StartTimerCommandAttributes
from temporalio.api.enums.v1 import CommandType, TaskQueueKind
from temporalio.api.taskqueue.v1 import StickyExecutionAttributes, TaskQueue
from temporalio.api.workflowservice.v1 import (
    PollWorkflowTaskQueueRequest,
    PollWorkflowTaskQueueResponse,
    RespondWorkflowTaskCompletedRequest,
)
from temporalio.client import Client, WorkflowQueryFailedError
from temporalio.testing import WorkflowEnvironment

from gateway.giving_back import give_back
from schemas.wire import TASK_QUEUE
from tests.workflows.desk import at_last

OURS, OF_THE_DEAD = TaskQueue(name=TASK_QUEUE), TaskQueue(name="w-1", kind=TaskQueueKind.TASK_QUEUE_KIND_STICKY)
KEPT = Duration(seconds=60)


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    program = str(Path(sys.executable).parent / "temporal")
    async with await at_last(partial(WorkflowEnvironment.start_local, dev_server_existing_path=program)) as env:
        yield env.client


async def next_task(client: Client, queue: TaskQueue, seconds: float) -> PollWorkflowTaskQueueResponse:
    asked = PollWorkflowTaskQueueRequest(namespace=client.namespace, task_queue=queue, identity="w")
    return await client.workflow_service.poll_workflow_task_queue(asked, timeout=dt.timedelta(seconds=seconds))


async def arm(client: Client, case_id: str, seconds: int) -> None:
    """Do a case's first task as the worker that will die: it arms a timer, and wants to hear of it itself."""
    await client.start_workflow("remediation", id=case_id, task_queue=TASK_QUEUE, task_timeout=dt.timedelta(minutes=1))
    task = await next_task(client, OURS, 10)
    timer = StartTimerCommandAttributes(timer_id="1", start_to_fire_timeout=Duration(seconds=seconds))
    command = Command(command_type=CommandType.COMMAND_TYPE_START_TIMER, start_timer_command_attributes=timer)
    done = RespondWorkflowTaskCompletedRequest(
        namespace=client.namespace,
        task_token=task.task_token,
        commands=[command],
        identity="w",
        sticky_attributes=StickyExecutionAttributes(worker_task_queue=OF_THE_DEAD, schedule_to_start_timeout=KEPT),
    )
    await client.workflow_service.respond_workflow_task_completed(done)


@pytest.mark.parametrize("seconds", [3, 7], ids=["while its queue is looked through", "a little later"])
async def test_a_timer_of_a_dead_worker_s_case_is_offered_to_all(client: Client, seconds: int) -> None:
    await arm(client, "trial/001", seconds)
    await next_task(client, OF_THE_DEAD, 3)  # asked in vain for two seconds, it dies

    await give_back(client, OF_THE_DEAD.name)

    task = await next_task(client, OURS, 10)
    assert task.workflow_execution.workflow_id == "trial/001"


async def test_a_task_that_waits_for_a_dead_worker_is_offered_to_all(client: Client) -> None:
    await arm(client, "trial/001", 3600)
    await next_task(client, OF_THE_DEAD, 3)
    await client.get_workflow_handle("trial/001").signal("leave_note", "waits")

    await give_back(client, OF_THE_DEAD.name)

    task = await next_task(client, OURS, 10)
    assert task.workflow_execution.workflow_id == "trial/001"
    assert any(event.HasField("workflow_execution_signaled_event_attributes") for event in task.history.events)


async def test_who_has_asked_a_dead_worker_is_told_to_ask_again(client: Client) -> None:
    await arm(client, "trial/001", 3600)
    await next_task(client, OF_THE_DEAD, 3)
    case = client.get_workflow_handle("trial/001")

    async with asyncio.TaskGroup() as beside:
        asking = beside.create_task(told(case.query("case", rpc_timeout=dt.timedelta(seconds=20))))
        await asyncio.sleep(0.5)  # it waits in the dead worker's queue now
        assert not asking.done()
        await give_back(client, OF_THE_DEAD.name)
    assert "the worker was restarted; ask again" in asking.result()


async def told(answer: Coroutine[Any, Any, Any]) -> str:
    with pytest.raises(WorkflowQueryFailedError) as failed:
        await answer
    return str(failed.value)
