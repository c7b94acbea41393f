"""What a query brings along too early: refused, so that the case is told anew and not in pieces."""

import pytest
from google.protobuf.empty_pb2 import Empty
from google.protobuf.timestamp_pb2 import Timestamp
from temporalio.api.failure.v1 import Failure
from temporalio.bridge.proto.workflow_activation import WorkflowActivation, WorkflowActivationJob
from temporalio.bridge.proto.workflow_commands import (
    CancelTimer,
    ModifyWorkflowProperties,
    ScheduleActivity,
    StartTimer,
    UpdateResponse,
    UpsertWorkflowSearchAttributes,
    WorkflowCommand,
)
from temporalio.bridge.proto.workflow_completion import WorkflowActivationCompletion
from temporalio.converter import SerializationContext, StorageDriverStoreContext
from temporalio.worker import WorkflowInstance
from temporalio.worker._command_aware_visitor import CommandInfo
from temporalio.workflow import Info

from workflows.in_time import InTime


class Teller(WorkflowInstance):
    """Answers each activation with the same commands."""

    def __init__(self, *commands: WorkflowCommand) -> None:
        self.commands = commands
        self.told: list[WorkflowActivation] = []

    def activate(self, act: WorkflowActivation) -> WorkflowActivationCompletion:
        self.told.append(act)
        completion = WorkflowActivationCompletion()
        completion.successful.SetInParent()
        completion.successful.commands.extend(self.commands)
        return completion

    def get_serialization_context(self, command_info: CommandInfo | None) -> SerializationContext | None:
        raise NotImplementedError(command_info)

    def get_external_store_context(self, command_info: CommandInfo | None) -> StorageDriverStoreContext:
        raise NotImplementedError(command_info)

    def get_info(self) -> Info:
        raise NotImplementedError


def brought(second: int, length: int, *kinds: str, replaying: bool = False) -> WorkflowActivation:
    act = WorkflowActivation(timestamp=Timestamp(seconds=second), history_length=length, is_replaying=replaying)
    for kind in kinds:
        job = WorkflowActivationJob()
        getattr(job, kind).SetInParent()
        act.jobs.append(job)
    return act


def taken(story: InTime, act: WorkflowActivation) -> bool:
    return story.activate(act).HasField("successful")


BEGUN = WorkflowCommand(schedule_activity=ScheduleActivity(seq=1))
NOTED = WorkflowCommand(modify_workflow_properties=ModifyWorkflowProperties())
FOUND = WorkflowCommand(upsert_workflow_search_attributes=UpsertWorkflowSearchAttributes())
OLD, NEW = (WorkflowCommand(start_timer=StartTimer(seq=seq)) for seq in (1, 2))
NO_OLD, NO_NEW = (WorkflowCommand(cancel_timer=CancelTimer(seq=seq)) for seq in (1, 2))
TAKEN, REFUSED = (
    WorkflowCommand(update_response=answer)
    for answer in (UpdateResponse(accepted=Empty()), UpdateResponse(rejected=Failure()))
)


def test_one_task_after_the_other_is_told() -> None:
    story = InTime(Teller(NOTED))
    assert taken(story, brought(1, 3, "initialize_workflow"))
    assert taken(story, brought(2, 9, "signal_workflow", "fire_timer"))
    assert taken(story, brought(3, 13, "do_update"))


def test_messages_that_come_with_a_query_at_the_time_of_the_task_before_are_refused() -> None:
    inner = Teller()
    story = InTime(inner)
    story.activate(brought(1, 3, "initialize_workflow"))

    assert not taken(story, brought(1, 8, "signal_workflow", "fire_timer"))
    assert len(inner.told) == 1


@pytest.mark.parametrize(
    ("commands", "events"),
    [
        ([NOTED], 1),
        ([FOUND, NEW], 2),
        ([NO_OLD, NEW], 2),  # a clock that is set anew
        ([OLD, NO_OLD], 0),  # a timer that is taken back at once leaves no event
        ([TAKEN, TAKEN], 2),
        ([REFUSED], 0),
    ],
)
def test_a_task_whose_history_lacks_what_was_told_before_is_refused(
    commands: list[WorkflowCommand], events: int
) -> None:
    for short in (True, False):
        story = InTime(Teller(*commands))
        story.activate(brought(1, 10, "signal_workflow"))
        assert taken(story, brought(2, 10 + 3 + events - short, "do_update")) is not short


def test_what_came_behind_the_query_does_not_pass_for_a_task() -> None:
    story = InTime(Teller(NEW))
    story.activate(brought(2, 38, "fire_timer"))

    assert not taken(story, brought(3, 44, "signal_workflow", "signal_workflow", "cancel_workflow", "do_update"))
    assert taken(story, brought(3, 45, "signal_workflow", "signal_workflow", "cancel_workflow", "do_update"))


def test_a_timer_that_was_told_before_its_task_is_known_by_what_the_history_lacks() -> None:
    """A worker gave the task back, so that what the query brought bore a time of its own (seen under `kill -9` of all)."""
    story = InTime(Teller(NEW))
    story.activate(brought(1, 31, "signal_workflow"))
    assert taken(story, brought(2, 38, "fire_timer"))  # with a query, in 38 events, of which 39 begins the task

    assert not taken(story, brought(3, 39, "do_update"))


def test_behind_a_query_the_history_holds_what_was_told_and_whole_tasks() -> None:
    """The query brought a signal in 9 events, for a task had been given back; the part that then was empty began at 10."""
    for length in (14, 15, 16, 17):
        story = InTime(Teller(NOTED))
        story.activate(brought(1, 3, "initialize_workflow", replaying=True))
        assert taken(story, brought(2, 9, "signal_workflow"))
        assert taken(story, brought(2, 9, "query_workflow"))
        assert taken(story, brought(3, length, "signal_workflow")) is (length in (14, 17))


def test_behind_a_query_an_activity_is_known_by_its_events() -> None:
    # The activity was scheduled; it was started, and ended.
    for length, kind in ((8, "signal_workflow"), (9, "resolve_activity")):
        for late in (False, True):
            story = InTime(Teller(BEGUN))
            story.activate(brought(1, 3, "initialize_workflow"))
            story.activate(brought(1, 3, "query_workflow"))
            assert taken(story, brought(2, length + late, kind)) is not late


def test_a_query_is_forgotten_with_the_next_task() -> None:
    story = InTime(Teller(NOTED))
    story.activate(brought(1, 3, "initialize_workflow"))
    story.activate(brought(1, 3, "query_workflow"))
    assert taken(story, brought(2, 8, "signal_workflow"))
    assert taken(story, brought(3, 20, "signal_workflow"))  # a task was given back, nobody asked


def test_in_a_replay_nothing_comes_too_early() -> None:
    story = InTime(Teller(NOTED))
    story.activate(brought(1, 3, "initialize_workflow", replaying=True))
    assert taken(story, brought(1, 4, "signal_workflow", replaying=True))  # a server's clock was set back
    assert taken(story, brought(2, 5, "signal_workflow"))
    assert not taken(story, brought(3, 6, "do_update"))


def test_a_lone_task_that_only_refused_leaves_no_history() -> None:
    story = InTime(Teller(REFUSED))
    story.activate(brought(1, 3, "initialize_workflow"))
    story.activate(brought(2, 7, "do_update"))

    assert taken(story, brought(3, 7, "do_update"))


def test_queries_patches_and_forgetting_are_never_refused() -> None:
    story = InTime(Teller())
    story.activate(brought(1, 3, "initialize_workflow"))
    for kind in ("query_workflow", "notify_has_patch", "remove_from_cache"):
        assert taken(story, brought(1, 3, kind))
