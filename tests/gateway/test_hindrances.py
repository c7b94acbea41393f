"""What a task that failed because of a definition tells, in the words that the worker left in the history."""

import datetime as dt

import pytest
from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent

from gateway.hindrances import hindrance_in, hindrance_of
from gateway.sweeping.causes import changed
from gateway.sweeping.findings import found as finding
from gateway.sweeping.kinds import FindingKind
from rules.definitions import SHIPPED
from rules.repertoire import UnknownDefinition, definition_of, procedure_of
from schemas.values import CaseId

DONE = HistoryEvent(event_type=EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED)
SCHEDULED = HistoryEvent(event_type=EventType.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED)


def failed(kind: str, said: str) -> HistoryEvent:
    event = HistoryEvent(event_type=EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED)
    event.event_time.FromDatetime(dt.datetime(2026, 3, 2, 1, 30, tzinfo=dt.UTC))
    failure = event.workflow_task_failed_event_attributes.failure
    failure.message, failure.application_failure_info.type = said, kind
    return event


def of_a_changed_script() -> HistoryEvent:
    with pytest.raises(UnknownDefinition) as raised:
        definition_of(procedure_of(SHIPPED[0]).model_copy(update={"digest": "0123456789abcdef"}))
    return failed(type(raised.value).__name__, str(raised.value))


UNREGISTERED = failed(
    "NotFoundError", "Workflow class letter is not registered on this worker, available workflows: clue"
)


def test_a_changed_script_is_named_with_both_digests() -> None:
    found = hindrance_in([SCHEDULED, of_a_changed_script(), DONE])
    assert found
    assert found.kind is FindingKind.CHANGED
    assert f"流程“{SHIPPED[0].name}”的脚本与立项时不同（指纹立项时 01234567，现在 -）" in found.advice.zh
    assert "（2026-03-02 09:30 工作进程所述，此后如有变动不在内）。把脚本放回" in found.advice.zh
    assert (
        "01234567 then, - now) (as the worker said at 2026-03-02 09:30; it may have changed since). Put"
        in found.advice.en
    )


def test_a_definition_that_no_worker_serves_is_named() -> None:
    found = hindrance_in([UNREGISTERED, DONE])
    assert found
    assert found.kind is FindingKind.UNSERVED
    assert found.reason.zh == "工作进程没有启用流程“letter”（2026-03-02 09:30 工作进程所述，此后如有变动不在内）"


def test_what_was_overcome_and_other_faults_are_no_hindrance() -> None:
    assert hindrance_in([DONE, UNREGISTERED]) is None
    assert hindrance_in([failed("ZeroDivisionError", "division by zero"), DONE]) is None
    assert hindrance_of("ValueError", "the letter is not registered") is None


def test_a_script_that_came_back_as_another_is_found_beside_what_the_history_says() -> None:
    case, procedure = CaseId("t/1"), procedure_of(SHIPPED[0]).model_copy(update={"digest": "0123456789abcdef"})
    unserved = finding(FindingKind.UNSERVED, case, reason="当时没有")
    (found,) = changed({case: procedure}, [unserved])
    assert (found.kind, found.case_id) == (FindingKind.CHANGED, case)
    assert not list(changed({case: procedure}, [found]))
