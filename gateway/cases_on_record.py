"""What a worker asks Temporal about cases, beside telling them: their facts on record, and where they are kept."""

import datetime as dt
from collections.abc import AsyncIterator
from typing import Final

from temporalio.api.enums.v1 import TaskQueueKind
from temporalio.api.workflowservice.v1 import ShutdownWorkerRequest
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from schemas.facts import Batch, Told
from schemas.values import CaseId
from schemas.wire import FACTS, REMEDIATION

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
        """Tell Temporal that a worker is no more, so that nothing waits for it."""
        request = ShutdownWorkerRequest(
            namespace=self._client.namespace,
            sticky_task_queue=sticky_queue,
            identity=self._client.identity,
            reason="gone",
        )
        await self._client.workflow_service.shutdown_worker(request)

    async def open_cases(self) -> AsyncIterator[CaseId]:
        """Yield all cases that are not over."""
        async for run in self._client.list_workflows(f'WorkflowType="{REMEDIATION}" AND ExecutionStatus="Running"'):
            yield CaseId(run.id)
