"""Giving back the tasks of a worker that is no more, so that nothing waits for it."""

import asyncio
import datetime as dt
from typing import Final

from temporalio.api.enums.v1 import QueryResultType, TaskQueueKind, WorkflowTaskFailedCause
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import (
    PollWorkflowTaskQueueRequest,
    RespondQueryTaskCompletedRequest,
    RespondWorkflowTaskFailedRequest,
    ShutdownWorkerRequest,
)
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from schemas.wire import TASK_QUEUE

_HANDS: Final = 4  # that take tasks back at once
_ONE_LOOK: Final = dt.timedelta(seconds=3)  # into the queue; Temporal takes no less, and answers a second earlier


async def give_back(client: Client, sticky_queue: str) -> None:
    """Give back what waits in a worker's own queue, and tell Temporal that nobody polls it any more.

    In this order: our looks pass for a worker's, and for ten seconds Temporal would fill a queue that was looked into; and
    what waits in a queue while Temporal is told may be lost to it until its time is out.
    """
    async with asyncio.TaskGroup() as hands:  # where one fails, none goes on looking behind what is told below
        for _ in range(_HANDS):
            hands.create_task(_empty(client, sticky_queue))
    gone = ShutdownWorkerRequest(
        namespace=client.namespace, sticky_task_queue=sticky_queue, identity=client.identity, reason="gone"
    )
    await client.workflow_service.shutdown_worker(gone)


async def _empty(client: Client, sticky_queue: str) -> None:
    queue = TaskQueue(name=sticky_queue, kind=TaskQueueKind.TASK_QUEUE_KIND_STICKY, normal_name=TASK_QUEUE)
    asked = PollWorkflowTaskQueueRequest(namespace=client.namespace, task_queue=queue, identity=client.identity)
    while True:
        task = await client.workflow_service.poll_workflow_task_queue(asked, timeout=_ONE_LOOK)
        if not task.task_token:
            return
        refuse = _refuse_to_answer if task.HasField("query") else _refuse_to_work
        try:
            await refuse(client, task.task_token)
        except RPCError as error:
            if error.status is not RPCStatusCode.NOT_FOUND:  # it went by itself meanwhile
                raise


async def _refuse_to_work(client: Client, token: bytes) -> None:
    """Give a task back, which Temporal then offers to all workers."""
    refusal = RespondWorkflowTaskFailedRequest(
        namespace=client.namespace,
        task_token=token,
        cause=WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_RESET_STICKY_TASK_QUEUE,
        identity=client.identity,
    )
    await client.workflow_service.respond_workflow_task_failed(refusal)


async def _refuse_to_answer(client: Client, token: bytes) -> None:
    """Let a query fail at once, for it can't be given back."""
    refusal = RespondQueryTaskCompletedRequest(
        namespace=client.namespace,
        task_token=token,
        completed_type=QueryResultType.QUERY_RESULT_TYPE_FAILED,
        error_message="the worker was restarted; ask again",
    )
    await client.workflow_service.respond_query_task_completed(refusal)
