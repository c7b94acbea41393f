"""The facts as Temporal's histories tell them: each is replayed through the story, and what that tells is copied."""

import json
import re
from collections.abc import AsyncIterator, Sequence
from typing import Final, NamedTuple

from temporalio.api.enums.v1 import EventType, WorkflowTaskFailedCause
from temporalio.client import Client, WorkflowExecution, WorkflowHistory
from temporalio.service import RPCError, RPCStatusCode
from temporalio.worker import Replayer

from gateway.lineage import Run, lineage, was_reset
from schemas.entries import Entry
from schemas.values import CaseId, ChainHead
from schemas.wire import OURS
from workflows.listening import Pen
from workflows.plugin import bihuan_plugin

LONGEST_REASON: Final = 200
_RESET: Final = WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_RESET_WORKFLOW
_TASK_COMPLETED: Final = EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED
# What a task itself writes into the history, right behind its own completion.
_OF_A_TASK: Final = frozenset(
    EventType.Value(f"EVENT_TYPE_{name}")
    for name in (
        "ACTIVITY_TASK_SCHEDULED",
        "ACTIVITY_TASK_CANCEL_REQUESTED",
        "MARKER_RECORDED",
        "TIMER_STARTED",
        "TIMER_CANCELED",
        "UPSERT_WORKFLOW_SEARCH_ATTRIBUTES",
        "WORKFLOW_EXECUTION_COMPLETED",
        "WORKFLOW_EXECUTION_CONTINUED_AS_NEW",
        "WORKFLOW_EXECUTION_FAILED",
        "WORKFLOW_PROPERTIES_MODIFIED",
        "WORKFLOW_EXECUTION_UPDATE_ACCEPTED",
        "WORKFLOW_EXECUTION_UPDATE_COMPLETED",
    )
)
_MESSAGE = re.compile(r'message: "((?:[^"\\]|\\.)*)"')


class Copy(NamedTuple):
    """The facts that histories tell, in order; why they end early, if they do."""

    entries: tuple[Entry, ...]
    trouble: str | None = None
    begun: ChainHead | None = None  # the head of a single run's beginning; None where it has told nothing yet
    was_reset: bool = False  # somebody has reset the workflow, and it goes on from there


async def told_by_histories(client: Client, campaign: str | None = None) -> AsyncIterator[tuple[CaseId, Copy]]:
    """Yield every case of which Temporal's list shows a history, and its facts, over continue-as-new."""
    runs = await _runs_by_case(client, campaign)
    for case_id in sorted(runs):
        if copy := await _copy_runs(client, runs[case_id]):
            yield CaseId(case_id), copy


async def told_of(client: Client, case_id: CaseId) -> Copy | None:
    """Return the facts of one case as its histories tell them; None where Temporal has none."""
    wanted = f"WorkflowId = {json.dumps(case_id, ensure_ascii=False)}"
    runs = {run.run_id: run async for run in client.list_workflows(wanted)}
    if latest := await present_run(client, case_id):  # the list may lag a little
        runs.setdefault(latest.run_id, latest)
    return await _copy_runs(client, [*runs.values()])


async def present_run(client: Client, case_id: CaseId) -> WorkflowExecution | None:
    """Return the latest run of a case as the server has it; None where it knows none."""
    try:
        return await client.get_workflow_handle(case_id).describe()
    except RPCError as error:
        if error.status is not RPCStatusCode.NOT_FOUND:
            raise
        return None


async def copy_history(history: WorkflowHistory) -> Copy:
    """Return the facts of one run that are on record."""
    entries: list[Entry] = []
    heads: list[ChainHead] = []
    decided = on_record(history)
    if not decided.events:
        return Copy(())
    replayer = Replayer(
        workflows=[],
        plugins=[bihuan_plugin()],
        interceptors=[Pen(entries.extend, heads.append)],
        build_id="copyist",
    )
    result = await replayer.replay_workflow(decided, raise_on_replay_failure=False)
    failure = result.replay_failure
    begun = heads[-1] if heads else None
    return Copy(_in_order(entries), trouble=_reason(failure) if failure else None, begun=begun)


def on_record(history: WorkflowHistory) -> WorkflowHistory:
    """Return a history without what no task has answered yet: what will come of that is not decided."""
    events = list(history.events)
    tasks = [place for place, event in enumerate(events) if event.event_type == _TASK_COMPLETED]
    end = tasks[-1] + 1 if tasks else 0
    while end < len(events) and events[end].event_type in _OF_A_TASK:
        end += 1
    return WorkflowHistory(history.workflow_id, events[:end])


async def _runs_by_case(client: Client, campaign: str | None) -> dict[str, list[WorkflowExecution]]:
    runs: dict[str, list[WorkflowExecution]] = {}
    async for run in client.list_workflows(OURS):
        if campaign is None or run.id.rpartition("/")[0] == campaign:
            runs.setdefault(run.id, []).append(run)
    return runs


async def _copy_runs(client: Client, runs: Sequence[WorkflowExecution]) -> Copy | None:
    """Return what some runs of a case tell; None where none of them has a history any more."""
    told: list[Run] = []
    trouble: str | None = None
    for run in sorted(runs, key=lambda run: run.start_time):
        if not (history := await _history(client, run)):
            continue
        copy = await copy_history(history)
        told.append(_run(run.run_id, history, copy))
        if trouble := copy.trouble:
            break
    return Copy(lineage(told), trouble, was_reset=was_reset(told)) if told else None


async def _history(client: Client, run: WorkflowExecution) -> WorkflowHistory | None:
    """Return a run's history; None where somebody has just deleted it, which the list may not show yet."""
    try:
        return await client.get_workflow_handle(run.id, run_id=run.run_id).fetch_history()
    except RPCError as error:
        if error.status is not RPCStatusCode.NOT_FOUND:
            raise
        return None


def _run(run_id: str, history: WorkflowHistory, copy: Copy) -> Run:
    began = history.events[0].workflow_execution_started_event_attributes
    return Run(run_id, began.continued_execution_run_id, copy.entries, copy.begun, reset=_has_reset(history))


def _has_reset(history: WorkflowHistory) -> bool:
    """Say whether somebody has reset the workflow: the run that goes on tells it as a task that failed for that."""
    return any(event.workflow_task_failed_event_attributes.cause == _RESET for event in history.events)


def _in_order(entries: list[Entry]) -> tuple[Entry, ...]:
    by_number = {entry.number: entry for entry in entries}
    return tuple(by_number[number] for number in sorted(by_number))


def _reason(failure: Exception) -> str:
    """Return the SDK's own reason without the stack that it sends along."""
    found = _MESSAGE.search(str(failure))
    return (found[1] if found else str(failure) or type(failure).__name__).splitlines()[0][:LONGEST_REASON]
