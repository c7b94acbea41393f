"""Where today's code leaves a recorded history: at which event, in which line of the story, after which rule."""

import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType
from typing import Any

from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent
from temporalio.bridge.proto.workflow_activation import WorkflowActivation
from temporalio.bridge.proto.workflow_commands import WorkflowCommand
from temporalio.bridge.proto.workflow_completion import WorkflowActivationCompletion
from temporalio.client import WorkflowHistory
from temporalio.worker import Replayer, WorkflowInstance, WorkflowInstanceDetails

from rules.cases import open_case, ring
from rules.registry import CONSEQUENCES, RULES
from rules.sentences import tell
from schemas.commands import COMMANDS
from schemas.entries import Entry
from workflows.in_time import InTime
from workflows.listening import Pen
from workflows.plugin import Trusting, bihuan_plugin

HOUSE = Path(__file__).resolve().parents[2]
_EVENT = re.compile(r"HistoryEvent\(id: (\d+)")
_REASON = re.compile(r'message: "((?:[^"\\]|\\.)*)"')

_FACTS_SHOWN = 2  # what went wrong in one task may show in the next

Line = tuple[CodeType, int]


@dataclass
class Trace:
    """All facts, and of the last task what it asked of Temporal and where the story stood before and after."""

    facts: list[Entry] = field(default_factory=list)
    asked: list[WorkflowCommand] = field(default_factory=list)
    stood: list[Line] = field(default_factory=list)
    stands: list[Line] = field(default_factory=list)


class _Traced(InTime):
    """A story that leaves a trace of each of its tasks."""

    def __init__(self, inner: WorkflowInstance, trace: Trace) -> None:
        super().__init__(inner)
        self._trace = trace

    def activate(self, act: WorkflowActivation) -> WorkflowActivationCompletion:
        """Tell what is next, and keep what came of it."""
        if {job.WhichOneof("variant") for job in act.jobs} == {"remove_from_cache"}:
            return super().activate(act)
        self._trace.stood = self._lines()
        completion = super().activate(act)
        self._trace.stands = self._lines()
        self._trace.asked = list(completion.successful.commands)
        return completion

    def _lines(self) -> list[Line]:
        """Return where the story stands: its own lines, from `run` down to where it waits."""
        task = getattr(self._inner, "_primary_task", None)  # no public way to ask for it in 1.35
        waiting: Any = task.get_coro() if task is not None else None
        lines: list[Line] = []
        while waiting is not None and (frame := getattr(waiting, "cr_frame", None)) is not None:
            lines.append((frame.f_code, frame.f_lineno))
            waiting = waiting.cr_await
        return [line for line in lines if Path(line[0].co_filename).is_relative_to(HOUSE / "workflows")]


class _Tracing(Trusting):
    def __init__(self, trace: Trace) -> None:
        super().__init__()
        self._trace = trace

    def create_instance(self, det: WorkflowInstanceDetails) -> WorkflowInstance:
        """Begin to tell a story."""
        told = super().create_instance(det)
        assert isinstance(told, InTime)
        return _Traced(told._inner, self._trace)


async def divergence(name: str, history: WorkflowHistory) -> str | None:
    """Return in words where a history is told otherwise today; None where it is told the same."""
    trace = Trace()
    replayer = Replayer(
        workflows=[],
        plugins=[bihuan_plugin()],
        interceptors=[Pen(trace.facts.extend)],
        workflow_runner=_Tracing(trace),
        build_id="replay",
    )
    failure = (await replayer.replay_workflow(history, raise_on_replay_failure=False)).replay_failure
    return "\n".join(_told(name, history, trace, str(failure))) if failure else None


def _told(name: str, history: WorkflowHistory, trace: Trace, failure: str) -> Iterator[str]:
    found, reason = _EVENT.search(failure), _REASON.search(failure)
    event = next((e for e in history.events if found and e.event_id == int(found[1])), None)
    yield f"{name}" + (f", event {event.event_id} of {len(history.events)}:" if event else ":")
    if event:
        yield f"  recorded     {_event(event)}"
    yield f"  today        {'; '.join(map(_command, trace.asked)) or 'nothing'}"
    for entry in trace.facts[-_FACTS_SHOWN:]:
        yield f"  fact {entry.number:<7} {entry.fact.kind}: {tell(entry.fact).zh}"
        yield f"    decided by {_place(_decider(entry))}"
        yield f"    follows by {_place(CONSEQUENCES[type(entry.fact)])}"
    for line in dict.fromkeys((*trace.stood, *trace.stands)):
        yield f"  story        {_line(line)}"
    yield f"  Temporal     {reason[1] if reason else failure.splitlines()[0]}"


def _event(event: HistoryEvent) -> str:
    at = event.event_time.ToDatetime().replace(tzinfo=None)
    label = event.user_metadata.summary.data.decode()
    kind = EventType.Name(event.event_type).removeprefix("EVENT_TYPE_").lower()
    return f"{kind} {label} ({at:%Y-%m-%d %H:%M} UTC)".replace("  ", " ")


def _command(command: WorkflowCommand) -> str:
    kind = command.WhichOneof("variant") or "?"
    if command.update_response.HasField("rejected"):
        return f"update refused: {command.update_response.rejected.message}"
    return f"{kind} {command.user_metadata.summary.data.decode()}".strip()


def _decider(entry: Entry) -> Callable[..., object]:
    asked = (entry.asked or "").partition(":")[0]
    if entry.number == 1:
        return open_case
    return RULES[COMMANDS[asked]].decide if asked in COMMANDS else ring


def _place(function: Callable[..., object]) -> str:
    _, first = inspect.getsourcelines(function)
    path = Path(inspect.getsourcefile(function) or "?")
    return f"{path.relative_to(HOUSE)}:{first} {function.__name__}"


def _line(line: Line) -> str:
    code, number = line
    return f"{Path(code.co_filename).relative_to(HOUSE)}:{number} {code.co_qualname}"
