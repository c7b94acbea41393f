"""Who listens to a story: told of its facts as they come, beside the story and without a trace in its history."""

from collections.abc import Callable
from typing import Final

from temporalio import workflow
from temporalio.worker import Interceptor, WorkflowInboundInterceptor, WorkflowInterceptorClassInput

from activities.scribe import Heard
from schemas.entries import Entry
from schemas.values import ChainHead

Copyist = Callable[[tuple[Entry, ...]], None]

_LISTENER: Final = "bihuan_listener"
_BEGINNING: Final = "bihuan_beginning"


class Ear(Interceptor):
    """Lets a worker listen to its stories: to what is told for the first time, and not to what is told again.

    It is called in the thread that tells the story, at once, and may neither wait nor fail. What it hears is not yet on
    record: the task may still be lost, and be told otherwise when it is done again.
    """

    def __init__(self, listener: Callable[[Heard], None]) -> None:
        self._listener = listener

    def workflow_interceptor_class(
        self, given: WorkflowInterceptorClassInput
    ) -> type[WorkflowInboundInterceptor] | None:
        """Put the listener where stories find it."""
        given.unsafe_extern_functions[_LISTENER] = self._hear
        return None

    def _hear(self, entries: tuple[Entry, ...]) -> None:
        if not workflow.unsafe.is_replaying_history_events():
            here = workflow.info()
            self._listener(Heard(entries[0].case_id, here.run_id, here.get_current_history_length(), entries))


class Pen(Interceptor):
    """Copies all facts that a replayer's stories tell, and notes the head with which each run begins."""

    def __init__(self, copyist: Copyist, begun: Callable[[ChainHead], None] = lambda _: None) -> None:
        self._copyist = copyist
        self._begun = begun

    def workflow_interceptor_class(
        self, given: WorkflowInterceptorClassInput
    ) -> type[WorkflowInboundInterceptor] | None:
        """Put the copyist where stories find it."""
        given.unsafe_extern_functions[_LISTENER] = self._copyist
        given.unsafe_extern_functions[_BEGINNING] = self._begun
        return None


def begin(head: ChainHead) -> None:
    """Let whoever copies a run know with which head it begins."""
    begun = workflow.extern_functions().get(_BEGINNING)
    if begun is not None:
        begun(head)


def tell(entries: tuple[Entry, ...]) -> None:
    """Let whoever listens know of facts, where somebody does."""
    listener = workflow.extern_functions().get(_LISTENER)
    if listener is not None and entries:
        listener(entries)
