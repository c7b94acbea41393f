"""What Temporal has on record of cases, as a worker's scribe asks for it beside the stories."""

import datetime as dt
from collections.abc import AsyncIterator, ItemsView, Sequence
from typing import Final

from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.enums.v1 import EventType, TaskQueueKind
from temporalio.api.history.v1 import HistoryEvent
from temporalio.api.workflowservice.v1 import GetWorkflowExecutionHistoryReverseRequest
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from activities.scribe import Heard, OnRecord
from gateway.giving_back import give_back
from gateway.histories import copy_history, told_of
from schemas.entries import Batch, Entry, in_batches
from schemas.values import CaseId
from schemas.wire import OURS

_A_TASK: Final = 2  # batches of events: that it was started, and what came of it
_LATELY: Final = 20  # tasks: it was kept for a worker in one of these, or is not
# The server is at its limits: what is asked again later costs it less than a whole history now.
_OVERLOADED: Final = (RPCStatusCode.DEADLINE_EXCEEDED, RPCStatusCode.RESOURCE_EXHAUSTED, RPCStatusCode.CANCELLED)
_PATIENCE: Final = dt.timedelta(seconds=5)


class CasesOfTemporal:
    """Answers from histories, never by queries: a query that reaches a worker after later messages spoils its case."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def are_on_record(self, heard: Sequence[Heard]) -> OnRecord:
        """Say whether the tasks in which a case's facts were heard ended as this worker told them."""
        verdicts = [await self._is_on_record(run_id, case_id, tasks) for (run_id, case_id), tasks in _by_run(heard)]
        return next((worse for worse in (OnRecord.NO, OnRecord.NOT_YET) if worse in verdicts), OnRecord.YES)

    async def _is_on_record(self, run_id: str, case_id: CaseId, tasks: set[int]) -> OnRecord:
        events: dict[int, HistoryEvent] = {}
        async for event in self._latest_events(case_id, run_id, len(tasks)):
            events[event.event_id] = event
            if event.event_id <= min(tasks):
                break
        if max(tasks) + 1 > max(events, default=0):
            return OnRecord.NOT_YET
        return OnRecord.YES if all(self._is_ours(task, events.get(task + 1)) for task in tasks) else OnRecord.NO

    def _is_ours(self, task: int, ended: HistoryEvent | None) -> bool:
        if ended is None or ended.event_type != EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED:
            return False
        of = ended.workflow_task_completed_event_attributes
        return of.started_event_id == task and of.identity == self._client.identity

    async def _latest_events(
        self, case_id: CaseId, run_id: str | None = None, tasks: int = 1
    ) -> AsyncIterator[HistoryEvent]:
        """Yield the events of a run, of the latest where none is named, the latest first, some tasks at a time."""
        asked = GetWorkflowExecutionHistoryReverseRequest(
            namespace=self._client.namespace,
            execution=WorkflowExecution(workflow_id=case_id, run_id=run_id or ""),
            maximum_page_size=tasks * _A_TASK,
        )
        while True:
            try:
                page = await self._client.workflow_service.get_workflow_execution_history_reverse(
                    asked, timeout=_PATIENCE
                )
            except RPCError as error:
                if error.status in (RPCStatusCode.NOT_FOUND, *_OVERLOADED):
                    raise
                # The server that skips time, for tests, can't read backwards. Nor can any other where its database
                # timed out and it wrote some events again: it takes what is left of the first try for a loss of data,
                # and is "unavailable" to us for ever. Forwards it passes over that.
                history = await self._client.get_workflow_handle(case_id, run_id=run_id).fetch_history()
                for event in reversed(history.events):
                    yield event
                return
            for event in page.history.events:
                yield event
            if not page.next_page_token:
                return
            asked.next_page_token = page.next_page_token

    async def told_after(self, case_id: CaseId, number: int) -> Sequence[Batch]:
        """Return all facts of a case that are on record and follow a number, told again from its history."""
        entries: list[Entry] = []
        run_id: str | None = None
        try:
            while not entries or entries[0].number > number + 1:
                history = await self._client.get_workflow_handle(case_id, run_id=run_id).fetch_history()
                copy = await copy_history(history)
                if copy.trouble:
                    raise RuntimeError(f"{case_id} can't be told again")
                entries = [*copy.entries, *entries]
                run_id = history.events[0].workflow_execution_started_event_attributes.continued_execution_run_id
                if not run_id:
                    break
        except RPCError as error:
            if error.status is not RPCStatusCode.NOT_FOUND:  # else deleted by somebody, or never on record
                raise
        if entries and entries[0].number > number + 1:  # the run was started anew after another that was ended
            whole = await told_of(self._client, case_id)
            entries = [*whole.entries] if whole else []
        return list(in_batches([entry for entry in entries if entry.number > number]))

    async def sticky_queue(self, case_id: CaseId, worker: str) -> str | None:
        """Return the queue under which Temporal keeps, or lately kept, a case for a worker, where it does."""
        tasks = 0
        async for event in self._latest_events(case_id, tasks=_LATELY):
            tasks += event.event_type == EventType.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED
            if tasks > _LATELY:
                break
            queue = event.workflow_task_scheduled_event_attributes.task_queue
            if queue.kind == TaskQueueKind.TASK_QUEUE_KIND_STICKY and queue.name.startswith(f"{worker}-"):
                return queue.name
        return None

    async def release(self, sticky_queue: str) -> None:
        """Tell Temporal that a worker is no more, and give back the tasks that wait for it already."""
        await give_back(self._client, sticky_queue)

    async def open_cases(self) -> AsyncIterator[CaseId]:
        """Yield all cases that are not over."""
        async for run in self._client.list_workflows(f'{OURS} AND ExecutionStatus="Running"'):
            yield CaseId(run.id)


def _by_run(heard: Sequence[Heard]) -> ItemsView[tuple[str, CaseId], set[int]]:
    tasks: dict[tuple[str, CaseId], set[int]] = {}
    for one in heard:
        tasks.setdefault((one.run_id, one.case_id), set()).add(one.task)
    return tasks.items()
