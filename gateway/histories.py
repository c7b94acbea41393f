"""The facts as Temporal's histories tell them: each is replayed through the story, and what that tells is copied."""

import re
from collections.abc import AsyncIterator
from typing import Final, NamedTuple

from temporalio.api.enums.v1 import EventType
from temporalio.client import Client, WorkflowExecution, WorkflowHistory
from temporalio.worker import Replayer

from schemas.entries import Entry
from schemas.values import CaseId
from schemas.wire import OURS
from workflows.listening import Pen
from workflows.plugin import bihuan_plugin

LONGEST_REASON: Final = 200
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


async def told_by_histories(client: Client, campaign: str | None = None) -> AsyncIterator[tuple[CaseId, Copy]]:
    """Yield every case that Temporal still has a history of, and its facts, over continue-as-new."""
    runs = await _runs_by_case(client, campaign)
    for case_id in sorted(runs):
        yield CaseId(case_id), await _copy_runs(client, sorted(runs[case_id], key=lambda run: run.start_time))


async def copy_history(history: WorkflowHistory) -> Copy:
    """Return the facts of one run that are on record."""
    entries: list[Entry] = []
    decided = on_record(history)
    if not decided.events:
        return Copy(())
    replayer = Replayer(
        workflows=[],
        plugins=[bihuan_plugin()],
        interceptors=[Pen(entries.extend)],
        build_id="copyist",
    )
    result = await replayer.replay_workflow(decided, raise_on_replay_failure=False)
    failure = result.replay_failure
    return Copy(_in_order(entries), trouble=_reason(failure) if failure else None)


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


async def _copy_runs(client: Client, runs: list[WorkflowExecution]) -> Copy:
    entries: list[Entry] = []
    for run in runs:
        copy = await copy_history(await client.get_workflow_handle(run.id, run_id=run.run_id).fetch_history())
        entries += copy.entries
        if copy.trouble:
            return Copy(_in_order(entries), copy.trouble)
    return Copy(_in_order(entries))


def _in_order(entries: list[Entry]) -> tuple[Entry, ...]:
    by_number = {entry.number: entry for entry in entries}
    return tuple(by_number[number] for number in sorted(by_number))


def _reason(failure: Exception) -> str:
    """Return the SDK's own reason without the stack that it sends along."""
    found = _MESSAGE.search(str(failure))
    return (found[1] if found else str(failure) or type(failure).__name__).splitlines()[0][:LONGEST_REASON]
