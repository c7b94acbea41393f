"""What a worker asks Temporal about cases, beside telling them: their facts on record, and where they are kept."""

import asyncio
import datetime as dt
from collections.abc import AsyncIterator
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

from schemas.facts import Batch, Told
from schemas.values import CaseId
from schemas.wire import FACTS, REMEDIATION, TASK_QUEUE

_HANDS: Final = 4  # that take back a dead worker's tasks at once
_ONE_LOOK: Final = dt.timedelta(seconds=3)  # into its queue; Temporal takes no less, and answers a second earlier
_PATIENCE: Final = dt.timedelta(seconds=5)


class CasesOfTemporal:
    """Answers by queries, which leave no trace: what a case answers is on record, or it would not be answered."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def facts_after(self, case_id: CaseId, number: int) -> Batch | None:
        """Return facts of a case that are on record and follow a number, a batch at most; None where there is none."""
        handle = self._client.get_workflow_handle(case_id)
        try:
            told: Told = await handle.query(FACTS, number, result_type=Told, rpc_timeout=_PATIENCE)
        except RPCError as error:
            if error.status is RPCStatusCode.NOT_FOUND:  # deleted by somebody, or never on record
                return None
            raise
        return told.batch

    async def sticky_queue(self, case_id: CaseId) -> str | None:
        """Return the queue under which Temporal keeps a case for this worker, where it does."""
        async for event in self._client.get_workflow_handle(case_id).fetch_history_events():
            queue = event.workflow_task_scheduled_event_attributes.task_queue
            if queue.kind == TaskQueueKind.TASK_QUEUE_KIND_STICKY and queue.name.startswith(self._client.identity):
                return queue.name
        return None

    async def release(self, sticky_queue: str) -> None:
        """Tell Temporal that a worker is no more, and give back the tasks that wait for it already."""
        request = ShutdownWorkerRequest(
            namespace=self._client.namespace,
            sticky_task_queue=sticky_queue,
            identity=self._client.identity,
            reason="gone",
        )
        await self._client.workflow_service.shutdown_worker(request)
        await asyncio.gather(*(self._give_back(sticky_queue) for _ in range(_HANDS)))

    async def _give_back(self, sticky_queue: str) -> None:
        queue = TaskQueue(name=sticky_queue, kind=TaskQueueKind.TASK_QUEUE_KIND_STICKY, normal_name=TASK_QUEUE)
        asked = PollWorkflowTaskQueueRequest(
            namespace=self._client.namespace, task_queue=queue, identity=self._client.identity
        )
        while True:
            task = await self._client.workflow_service.poll_workflow_task_queue(asked, timeout=_ONE_LOOK)
            if not task.task_token:
                return
            if task.HasField("query"):
                await self._refuse_to_answer(task.task_token)
            else:
                await self._refuse_to_work(task.task_token)

    async def _refuse_to_work(self, token: bytes) -> None:
        cause = WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_RESET_STICKY_TASK_QUEUE
        refusal = RespondWorkflowTaskFailedRequest(
            namespace=self._client.namespace, task_token=token, cause=cause, identity=self._client.identity
        )
        await self._client.workflow_service.respond_workflow_task_failed(refusal)

    async def _refuse_to_answer(self, token: bytes) -> None:
        refusal = RespondQueryTaskCompletedRequest(
            namespace=self._client.namespace,
            task_token=token,
            completed_type=QueryResultType.QUERY_RESULT_TYPE_FAILED,
            error_message="the worker was restarted; ask again",
        )
        await self._client.workflow_service.respond_query_task_completed(refusal)

    async def open_cases(self) -> AsyncIterator[CaseId]:
        """Yield all cases that are not over."""
        async for run in self._client.list_workflows(f'WorkflowType="{REMEDIATION}" AND ExecutionStatus="Running"'):
            yield CaseId(run.id)
