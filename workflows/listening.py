"""Who listens to a story: told of its facts as they come, beside the story and without a trace in its history."""

from collections.abc import Callable
from typing import Final

from temporalio import workflow
from temporalio.worker import Interceptor, WorkflowInboundInterceptor, WorkflowInterceptorClassInput

from schemas.facts import Entry
from schemas.values import CaseId

Listener = Callable[[CaseId], None]
Copyist = Callable[[tuple[Entry, ...]], None]

_LISTENER: Final = "bihuan_listener"


class Ear(Interceptor):
    """Lets a worker listen to its stories: to each case that has new facts, and to none that is only told again.

    It is called in the thread that tells the story, at once, and may neither wait nor fail. What it hears of is not yet
    on record: the task that brings these facts may still be lost, and be told otherwise when it is done again.
    """

    def __init__(self, listener: Listener) -> None:
        self._listener = listener

    def workflow_interceptor_class(
        self, given: WorkflowInterceptorClassInput
    ) -> type[WorkflowInboundInterceptor] | None:
        """Put the listener where stories find it."""
        given.unsafe_extern_functions[_LISTENER] = self._hear
        return None

    def _hear(self, entries: tuple[Entry, ...]) -> None:
        if not workflow.unsafe.is_replaying_history_events():
            self._listener(entries[0].case_id)


class Pen(Interceptor):
    """Copies all facts that a replayer's stories tell."""

    def __init__(self, copyist: Copyist) -> None:
        self._copyist = copyist

    def workflow_interceptor_class(
        self, given: WorkflowInterceptorClassInput
    ) -> type[WorkflowInboundInterceptor] | None:
        """Put the copyist where stories find it."""
        given.unsafe_extern_functions[_LISTENER] = self._copyist
        return None


def tell(entries: tuple[Entry, ...]) -> None:
    """Let whoever listens know of facts, where somebody does."""
    listener = workflow.extern_functions().get(_LISTENER)
    if listener is not None and entries:
        listener(entries)
