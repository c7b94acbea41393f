"""In time: a story is told what belongs to a task in that task, and not before."""

from typing import Final

from temporalio.bridge.proto.workflow_activation import WorkflowActivation
from temporalio.bridge.proto.workflow_commands import WorkflowCommand
from temporalio.bridge.proto.workflow_completion import WorkflowActivationCompletion
from temporalio.converter import SerializationContext, StorageDriverStoreContext
from temporalio.worker import WorkflowInstance
from temporalio.worker._command_aware_visitor import CommandInfo
from temporalio.workflow import Info

ASK_AGAIN: Final = "messages came behind this query before it was answered; ask again"

_ASKED: Final = "query_workflow"
# What comes without a task of its own.
_OUT_OF_TIME: Final = {"notify_has_patch", _ASKED, "remove_from_cache"}
_UPDATES: Final = {"do_update"}  # a task of these alone leaves no event, not even of itself, where all are refused
# The events of each, before the task that hears it; an activity was started, and ended.
_WITH_EVENTS: Final = {"signal_workflow": 1, "fire_timer": 1, "cancel_workflow": 1, "resolve_activity": 2}
_WRITTEN: Final = {"modify_workflow_properties", "upsert_workflow_search_attributes", "schedule_activity"}

_AROUND_A_TASK: Final = 3  # events: it is completed (failed, timed out), the next is scheduled, and started


class InTime(WorkflowInstance):
    """Tells a story, and refuses what is brought to it before its time.

    A query may wait in the queue while a message or a timer arrives behind it. The SDK's core (of 1.35) then brings that
    along with the query, and the rest of its task later: a history comes of it that can't be told again. It shows in
    two ways. The two parts of one task bear one time, unless a worker gave the task back in between. Then the history
    has too few events for a task between the two. Where this is refused, the query fails, the story is forgotten, and
    told anew for its next task. A second part that is empty never comes here: the SDK ends it. So behind a query the
    history may have, beside what was told, only whole tasks of which nothing is told; else the next task has the story
    told anew. In a replay nothing comes too early.
    """

    def __init__(self, inner: WorkflowInstance) -> None:
        self._inner = inner
        self._time = 0
        self._least = 0  # events that the history must have by the next task, without those that it brings
        self._asked = False  # somebody has asked since

    def activate(self, act: WorkflowActivation) -> WorkflowActivationCompletion:
        """Tell what is next."""
        kinds = [job.WhichOneof("variant") for job in act.jobs]
        brought = [kind for kind in kinds if kind and kind not in _OUT_OF_TIME]
        if not brought:
            self._asked |= _ASKED in kinds
            return self._inner.activate(act)
        time = act.timestamp.ToNanoseconds()
        events = act.history_length - sum(_WITH_EVENTS.get(kind, 0) for kind in brought)
        if not act.is_replaying and (time == self._time or not self._explains(events)):
            return _refused()
        completion = self._inner.activate(act)
        self._time, self._least, self._asked = time, 0, False
        written = _events(completion)
        if not act.is_replaying and (written or set(brought) != _UPDATES):
            self._least = act.history_length + _AROUND_A_TASK + written
        return completion

    def _explains(self, events: int) -> bool:
        """Say whether what was told last makes a history of so many events."""
        unexplained = events - self._least
        if self._asked and self._least:
            return unexplained >= 0 and unexplained % _AROUND_A_TASK == 0
        return unexplained >= 0

    def get_serialization_context(self, command_info: CommandInfo | None) -> SerializationContext | None:
        """Return what the SDK asks for."""
        return self._inner.get_serialization_context(command_info)

    def get_external_store_context(self, command_info: CommandInfo | None) -> StorageDriverStoreContext:
        """Return what the SDK asks for."""
        return self._inner.get_external_store_context(command_info)

    def get_info(self) -> Info:
        """Return what the SDK asks for."""
        return self._inner.get_info()

    def get_thread_id(self) -> int | None:
        """Return the thread in which the story is told."""
        return self._inner.get_thread_id()


def _events(completion: WorkflowActivationCompletion) -> int:
    """Return how many events a completion will write at least."""
    commands = completion.successful.commands
    begun = {command.start_timer.seq for command in commands if command.HasField("start_timer")}
    ended = {command.cancel_timer.seq for command in commands if command.HasField("cancel_timer")}
    # A timer that is begun and ended in one task is none.
    return len(begun ^ ended) + sum(_writes(command) for command in commands)


def _writes(command: WorkflowCommand) -> bool:
    kind = command.WhichOneof("variant")
    if kind == "update_response":
        return not command.update_response.HasField("rejected")
    return kind in _WRITTEN


def _refused() -> WorkflowActivationCompletion:
    completion = WorkflowActivationCompletion()
    completion.failed.failure.message = ASK_AGAIN
    return completion
