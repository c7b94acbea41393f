"""Where the time of a late alarm went, by the events of its case in Temporal's history and by the ledger's clock."""

import heapq
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from itertools import pairwise

from temporalio.api.enums.v1 import EventType, TaskQueueKind
from temporalio.api.history.v1 import HistoryEvent

from tests.chaos.alarms import Alarm
from tests.chaos.harm import Blow
from tests.chaos.histories import Told as History

LATEST = 10

Mark = tuple[float, "Leg"]  # since when, what


class Leg(StrEnum):
    """What a late alarm waits for."""

    TIMER = "for Temporal to ring"
    KEPT = "kept for the worker that told the case last"
    QUEUED = "offered to all workers"
    HANDS = "in a worker's hands"
    AGAIN = "tried again"
    LEDGER = "told, and not yet in the ledger"


_AFTER = {
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED: Leg.TIMER,
    EventType.EVENT_TYPE_WORKFLOW_TASK_STARTED: Leg.HANDS,
    EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED: Leg.TIMER,
    EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED: Leg.AGAIN,
    EventType.EVENT_TYPE_WORKFLOW_TASK_TIMED_OUT: Leg.AGAIN,
}


def latest(alarms: Iterable[Alarm]) -> list[Alarm]:
    """Return the alarms that were seen the latest after their time, the worst first."""
    return heapq.nlargest(LATEST, alarms, key=lambda alarm: alarm.late)


def marks(history: History) -> list[Mark]:
    """Return from when on a case waited for what, over all its runs."""
    return [mark for run in history.raw for event in run.events for mark in _mark(event)]


def legs(alarm: Alarm, marked: Sequence[Mark]) -> dict[Leg, float]:
    """Return the seconds that an alarm spent with each, from its time until the ledger had it."""
    spent = dict.fromkeys(Leg, 0.0)
    due, told = alarm.due.timestamp(), alarm.told.timestamp()
    for (since, leg), (until, _) in pairwise([*marked, (told, Leg.LEDGER)]):
        spent[leg] += max(0.0, min(until, told) - max(since, due))
    spent[Leg.LEDGER] = (alarm.recorded - alarm.told).total_seconds() if alarm.recorded else 0.0
    return spent


def harm_of(alarm: Alarm, blows: Sequence[Blow]) -> tuple[Blow | None, list[Blow]]:
    """Return the last harm that was over before an alarm's time, and all that went on from then until it was seen."""
    due = alarm.due.timestamp()
    before = [blow for blow in blows if blow.ended < due]
    return before[-1] if before else None, [b for b in blows if b.ended >= due and b.began <= due + alarm.late]


def _mark(event: HistoryEvent) -> Iterator[Mark]:
    leg = _AFTER.get(event.event_type)
    if event.event_type == EventType.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED:
        kind = event.workflow_task_scheduled_event_attributes.task_queue.kind
        leg = Leg.KEPT if kind == TaskQueueKind.TASK_QUEUE_KIND_STICKY else Leg.QUEUED
    if leg:
        yield event.event_time.seconds + event.event_time.nanos / 1e9, leg
