"""Where the time of a late alarm went."""

import datetime as dt

import pytest
from temporalio.api.enums.v1 import EventType, TaskQueueKind
from temporalio.api.history.v1 import HistoryEvent
from temporalio.client import WorkflowHistory

from tests.chaos.alarms import Alarm
from tests.chaos.histories import Told
from tests.chaos.lateness import Leg, legs, marks

NOON = dt.datetime(2026, 3, 2, 4, tzinfo=dt.UTC)


def after(seconds: float) -> dt.datetime:
    return NOON + dt.timedelta(seconds=seconds)


def event(seconds: float, name: str, *, sticky: bool = False) -> HistoryEvent:
    made = HistoryEvent(event_type=EventType.Value(f"EVENT_TYPE_{name}"))
    made.event_time.FromDatetime(after(seconds))
    if sticky:
        queue = made.workflow_task_scheduled_event_attributes.task_queue
        queue.kind = TaskQueueKind.TASK_QUEUE_KIND_STICKY
    return made


def test_each_second_of_an_alarm_that_waited_for_a_dead_worker_is_accounted_for() -> None:
    events = (
        event(-5, "WORKFLOW_EXECUTION_STARTED"),
        event(2, "WORKFLOW_TASK_SCHEDULED", sticky=True),
        event(62, "WORKFLOW_TASK_TIMED_OUT"),
        event(62, "WORKFLOW_TASK_SCHEDULED"),
        event(63, "WORKFLOW_TASK_STARTED"),
        event(73, "WORKFLOW_TASK_TIMED_OUT"),
        event(74.5, "WORKFLOW_TASK_SCHEDULED"),
        event(75, "WORKFLOW_TASK_STARTED"),
        event(76, "WORKFLOW_TASK_COMPLETED"),
    )
    alarm = Alarm("c/001", "d-1", after(0), after(75), after(78))

    spent = legs(alarm, marks(Told(raw=[WorkflowHistory("c/001", events)])))

    expected = {Leg.TIMER: 2, Leg.KEPT: 60, Leg.QUEUED: 1.5, Leg.HANDS: 10, Leg.AGAIN: 1.5, Leg.LEDGER: 3}
    assert spent == pytest.approx(expected)
    assert sum(spent.values()) == pytest.approx(alarm.late)
