"""Temporal's own histories, read event by event without any of our stories: the second source."""

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from temporalio.api.common.v1 import Payloads
from temporalio.api.enums.v1 import EventType, TimeoutType, WorkflowTaskFailedCause
from temporalio.api.history.v1 import HistoryEvent
from temporalio.client import Client, WorkflowExecutionStatus, WorkflowHistory

from schemas.wire import REMEDIATION

SHOWN = 2_000  # characters of a signal


@dataclass
class Told:
    """What the histories of one case tell, over all its runs."""

    runs: int = 0
    events: int = 0
    status: str = ""
    receipts: dict[str, set[tuple[int, int]]] = field(default_factory=dict)  # by command id
    signals: list[str] = field(default_factory=list)  # what was sent, as text
    failed_tasks: Counter[str] = field(default_factory=Counter)  # by Temporal's cause
    timed_out_tasks: Counter[str] = field(default_factory=Counter)  # by which time-out
    raw: list[WorkflowHistory] = field(default_factory=list)

    @property
    def said(self) -> str:
        """All signals, as one text to look for marks in."""
        return "\n".join(self.signals)


async def tell_histories(client: Client) -> dict[str, Told]:
    """Return what Temporal knows of each case."""
    told: dict[str, Told] = {}
    runs = [run async for run in client.list_workflows(f'WorkflowType="{REMEDIATION}"')]
    for run in sorted(runs, key=lambda run: run.start_time):
        case = told.setdefault(run.id, Told())
        case.runs += 1
        case.status = (run.status or WorkflowExecutionStatus.RUNNING).name
        history = await client.get_workflow_handle(run.id, run_id=run.run_id).fetch_history()
        case.raw.append(history)
        for event in history.events:
            _hear(case, event)
    return told


def _hear(case: Told, event: HistoryEvent) -> None:
    case.events += 1
    if event.event_type == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED:
        heard = event.workflow_execution_signaled_event_attributes
        case.signals.append(f"{heard.signal_name} {_text(heard.input)}")
    elif event.event_type == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_COMPLETED:
        _note(case, event.workflow_execution_update_completed_event_attributes.outcome.success)
    elif event.event_type == EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED:
        cause = WorkflowTaskFailedCause.Name(event.workflow_task_failed_event_attributes.cause)
        case.failed_tasks[cause.removeprefix("WORKFLOW_TASK_FAILED_CAUSE_")] += 1
    elif event.event_type == EventType.EVENT_TYPE_WORKFLOW_TASK_TIMED_OUT:
        which = TimeoutType.Name(event.workflow_task_timed_out_event_attributes.timeout_type)
        case.timed_out_tasks[which.removeprefix("TIMEOUT_TYPE_")] += 1


def _note(case: Told, success: Payloads) -> None:
    for payload in success.payloads:
        receipt: Any = json.loads(payload.data)
        case.receipts.setdefault(receipt["command_id"], set()).add((receipt["first"], receipt["last"]))


def _text(sent: Payloads) -> str:
    return " | ".join(payload.data[:SHOWN].decode("utf-8", "replace") for payload in sent.payloads)
