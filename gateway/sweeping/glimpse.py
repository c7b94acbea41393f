"""A glimpse of a running case: what the last events of its history tell of facts that the ledger may lack."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from temporalio.api.enums.v1 import EventType, WorkflowTaskFailedCause
from temporalio.api.history.v1 import HistoryEvent

from ledger.inventory import Line

# What people, strangers and the start itself bring: there may be facts of it.
_STIRS: Final = frozenset(
    {
        EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED,
        EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED,
        EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CANCEL_REQUESTED,
        EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ADMITTED,
    }
)
_UNDONE: Final = frozenset(
    {
        EventType.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED,
        EventType.EVENT_TYPE_WORKFLOW_TASK_STARTED,
        EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED,
        EventType.EVENT_TYPE_WORKFLOW_TASK_TIMED_OUT,
    }
)
_TOLD: Final = frozenset({EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED, EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED})
_RESET: Final = WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_RESET_WORKFLOW  # somebody has reset the case
_PRECISION: Final = dt.timedelta(microseconds=10)  # a workflow's clock counts in floating seconds


class _Task(NamedTuple):
    """One workflow task that was done: when it began, and what it dealt with."""

    began: dt.datetime
    stirred: bool
    rang: bool


def is_waiting(latest_first: Sequence[HistoryEvent]) -> bool:
    """Say whether a task of the case waits to be done, or to be done again."""
    return bool(latest_first) and latest_first[0].event_type in _UNDONE


def waits_since(latest_first: Sequence[HistoryEvent]) -> dt.datetime | None:
    """Return since when a task waits whose first try ran out of time, as where its worker stands still or died of it.

    Temporal writes no later try down, so what became of these the history does not tell.
    """
    timed_out = False
    for event in latest_first:
        if event.event_type in _TOLD:
            return None
        if timed_out and event.event_type == EventType.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED:
            return event.event_time.ToDatetime(dt.UTC)
        timed_out = timed_out or event.event_type == EventType.EVENT_TYPE_WORKFLOW_TASK_TIMED_OUT
    return None


def may_lack_facts(latest_first: Sequence[HistoryEvent], line: Line) -> bool:
    """Say whether something happened after the ledger's last fact that may have brought another.

    A fact happens at the instant at which its task begins. A timer brings none where no alarm was due by then.
    """
    if any(event.workflow_task_failed_event_attributes.cause == _RESET for event in latest_first):
        return True
    for task in reversed(_tasks(reversed(latest_first))):
        if line.updated_at is not None and task.began <= line.updated_at + _PRECISION:
            return False
        if task.stirred or (task.rang and line.next_alarm is not None and line.next_alarm <= task.began):
            return True
    return True  # these events don't reach back far enough


def _tasks(events: Iterable[HistoryEvent]) -> list[_Task]:
    """Return the tasks that were done, in order: an update is noted after its task has ended, all else before."""
    done: list[_Task] = []
    began, stirred, rang = None, True, False  # what the first one dealt with may stand before these events
    for event in events:
        kind = event.event_type
        if kind == EventType.EVENT_TYPE_WORKFLOW_TASK_STARTED:
            began = event.event_time.ToDatetime(dt.UTC)
        elif kind == EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED:
            done += [_Task(began, stirred, rang)] if began else []
            began, stirred, rang = None, False, False
        elif kind == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED and done:
            done[-1] = done[-1]._replace(stirred=True)
        stirred = stirred or kind in _STIRS
        rang = rang or kind == EventType.EVENT_TYPE_TIMER_FIRED
    return done
