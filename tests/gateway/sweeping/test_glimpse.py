"""What the last events of a history tell of facts that the ledger may lack."""

import datetime as dt

import pytest
from google.protobuf.timestamp_pb2 import Timestamp
from temporalio.api.enums.v1 import EventType, WorkflowTaskFailedCause
from temporalio.api.history.v1 import HistoryEvent

from gateway.sweeping.glimpse import is_waiting, may_lack_facts, waits_since
from tests.gateway.sweeping.sides import LINE, NOW

OPENED = "STARTED TASK"
WRITTEN_AT = 100  # the second at which the ledger's last fact happened


def last_events(story: str) -> list[HistoryEvent]:
    """Write a history down, a second for each event, and return it with the latest first: T@7 is a task of second 7."""
    events = []
    second = 0
    for word in story.split():
        name, _, at = word.partition("@")
        second = int(at or second + 1)
        for kind in _KINDS[name]:
            time = Timestamp()
            time.FromDatetime(NOW + dt.timedelta(seconds=second))
            events.append(HistoryEvent(event_type=EventType.Value(f"EVENT_TYPE_{kind}"), event_time=time))
    return events[::-1]


_TASK = ("WORKFLOW_TASK_SCHEDULED", "WORKFLOW_TASK_STARTED", "WORKFLOW_TASK_COMPLETED")
_KINDS = {
    "opened": ("WORKFLOW_EXECUTION_STARTED", *_TASK, "TIMER_STARTED"),
    "update": (*_TASK, "WORKFLOW_EXECUTION_UPDATE_ACCEPTED", "WORKFLOW_EXECUTION_UPDATE_COMPLETED"),
    "signal": ("WORKFLOW_EXECUTION_SIGNALED", *_TASK),
    "refused": _TASK,
    "cancel": ("WORKFLOW_EXECUTION_CANCEL_REQUESTED", *_TASK),
    "rings": ("TIMER_FIRED", *_TASK),
    "writes": ("ACTIVITY_TASK_SCHEDULED", "ACTIVITY_TASK_STARTED", "ACTIVITY_TASK_COMPLETED", *_TASK),
    "fails": ("WORKFLOW_TASK_SCHEDULED", "WORKFLOW_TASK_STARTED", "WORKFLOW_TASK_FAILED"),
    "times_out": ("WORKFLOW_TASK_SCHEDULED", "WORKFLOW_TASK_TIMED_OUT"),
    "waits": ("WORKFLOW_EXECUTION_SIGNALED", "WORKFLOW_TASK_SCHEDULED"),
}
WRITTEN = LINE._replace(updated_at=NOW + dt.timedelta(seconds=WRITTEN_AT))


@pytest.mark.parametrize(
    "story",
    [
        "opened@100",
        "opened@1 update@100",
        "opened@1 update@100 writes@101",  # the ledger's own confirmation
        "opened@1 signal@100 writes@101 writes@102",
        "opened@1 update@100 refused@101",  # by its validator: no fact
        "opened@1 update@100 rings@200",  # an alarm that somebody had forestalled
        "writes@99 update@100 writes@101",  # a page that does not reach back to the start
        "update@99 update@100",
    ],
)
def test_where_nothing_happened_since_nothing_is_lacking(story: str) -> None:
    assert not may_lack_facts(last_events(story), WRITTEN)


@pytest.mark.parametrize(
    "story",
    [
        "opened@1 update@100 update@101",
        "opened@1 update@100 update@101 writes@102",
        "opened@1 update@100 signal@101",
        "opened@1 update@100 signal@101 writes@102 refused@103",
        "opened@1 update@100 cancel@101",
        "opened@101",  # a fresh run: what the one before wrote is not on this page
        "writes@101 writes@102",  # a page that does not reach back far enough
        "",
    ],
)
def test_where_something_happened_since_a_fact_may_be_lacking(story: str) -> None:
    assert may_lack_facts(last_events(story), WRITTEN)


def test_an_alarm_that_was_due_when_the_clock_rang_has_brought_a_fact() -> None:
    rang = last_events("opened@1 update@100 rings@200")
    assert may_lack_facts(rang, WRITTEN._replace(next_alarm=NOW + dt.timedelta(seconds=200)))
    assert not may_lack_facts(rang, WRITTEN._replace(next_alarm=NOW + dt.timedelta(seconds=201)))
    assert not may_lack_facts(rang, WRITTEN._replace(next_alarm=None))


def test_a_ledger_that_knows_nothing_lacks_all() -> None:
    assert may_lack_facts(last_events("opened@1"), WRITTEN._replace(updated_at=None))


@pytest.mark.parametrize(
    ("story", "waiting"),
    [
        ("opened update", False),
        ("opened fails", True),
        ("opened times_out", True),
        ("opened waits", True),
        ("", False),
    ],
)
def test_a_task_that_is_not_done_is_seen(story: str, waiting: bool) -> None:
    assert is_waiting(last_events(story)) == waiting


def test_a_case_that_was_reset_lately_is_looked_at() -> None:
    events = last_events("opened@1 update@100 writes@101")
    assert not may_lack_facts(events, WRITTEN)
    reset = HistoryEvent(event_type=EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED)
    reset.workflow_task_failed_event_attributes.cause = (
        WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_RESET_WORKFLOW
    )
    assert may_lack_facts([events[0], reset, *events[1:]], WRITTEN)


@pytest.mark.parametrize(
    ("story", "since"),
    [
        ("opened@1 times_out@50", 50),  # its worker stands still: Temporal writes down the first try only
        ("opened@1 update@40 times_out@50", 50),
        ("opened@1 times_out@50 fails@70", None),
        ("opened@1 times_out@50 update@70", None),
        ("opened@1 waits@50", None),
        ("opened@1", None),
    ],
)
def test_a_task_that_only_ran_out_of_time_has_not_failed(story: str, since: int | None) -> None:
    assert waits_since(last_events(story)) == (since and NOW + dt.timedelta(seconds=since))
