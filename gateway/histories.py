"""The facts as Temporal's histories tell them: each is replayed through the story, and what it writes is copied."""

import re
from collections.abc import AsyncIterator, Sequence
from typing import Any, Final, NamedTuple

from temporalio.client import Client, WorkflowExecution, WorkflowHistory
from temporalio.worker import (
    Interceptor,
    Replayer,
    StartActivityInput,
    StartLocalActivityInput,
    UnsandboxedWorkflowRunner,
    WorkflowInboundInterceptor,
    WorkflowInterceptorClassInput,
    WorkflowOutboundInterceptor,
)
from temporalio.workflow import ActivityHandle

from schemas.facts import Batch, Entry
from schemas.values import CaseId
from schemas.wire import REMEDIATION
from workflows.plugin import bihuan_plugin

LONGEST_REASON: Final = 200
_MESSAGE = re.compile(r'message: "((?:[^"\\]|\\.)*)"')


class Copy(NamedTuple):
    """The facts that histories tell, in order; how far the ledger confirmed them; why they end early, if they do."""

    entries: tuple[Entry, ...]
    confirmed: int
    trouble: str | None = None


async def told_by_histories(client: Client, campaign: str | None = None) -> AsyncIterator[tuple[CaseId, Copy]]:
    """Yield every case that Temporal still has a history of, and its facts, over continue-as-new."""
    runs = await _runs_by_case(client, campaign)
    for case_id in sorted(runs):
        yield CaseId(case_id), await _copy_runs(client, sorted(runs[case_id], key=lambda run: run.start_time))


async def copy_history(history: WorkflowHistory) -> Copy:
    """Return the facts that one run hands to the ledger."""
    copyist = _Copyist()
    # Without the sandbox, whose making for each history takes longer than the replay: its guard belongs to workers.
    replayer = Replayer(
        workflows=[],
        plugins=[bihuan_plugin()],
        interceptors=[copyist],
        workflow_runner=UnsandboxedWorkflowRunner(),
        build_id="copyist",
    )
    result = await replayer.replay_workflow(history, raise_on_replay_failure=False)
    failure = result.replay_failure
    return Copy(
        entries=_in_order([entry for batch, _ in copyist.copied for entry in batch.entries]),
        confirmed=max(
            (batch.entries[-1].number for batch, writing in copyist.copied if _has_ended(writing)), default=0
        ),
        trouble=_reason(failure) if failure else None,
    )


async def _runs_by_case(client: Client, campaign: str | None) -> dict[str, list[WorkflowExecution]]:
    runs: dict[str, list[WorkflowExecution]] = {}
    async for run in client.list_workflows(f'WorkflowType="{REMEDIATION}"'):
        if campaign is None or run.id.rpartition("/")[0] == campaign:
            runs.setdefault(run.id, []).append(run)
    return runs


async def _copy_runs(client: Client, runs: list[WorkflowExecution]) -> Copy:
    entries: list[Entry] = []
    confirmed = 0
    for run in runs:
        copy = await copy_history(await client.get_workflow_handle(run.id, run_id=run.run_id).fetch_history())
        entries, confirmed = [*entries, *copy.entries], max(confirmed, copy.confirmed)
        if copy.trouble:
            return Copy(_in_order(entries), confirmed, copy.trouble)
    return Copy(_in_order(entries), confirmed)


def _in_order(entries: list[Entry]) -> tuple[Entry, ...]:
    by_number = {entry.number: entry for entry in entries}
    return tuple(by_number[number] for number in sorted(by_number))


def _reason(failure: Exception) -> str:
    """Return the SDK's own reason without the stack that it sends along."""
    found = _MESSAGE.search(str(failure))
    return (found[1] if found else str(failure) or type(failure).__name__).splitlines()[0][:LONGEST_REASON]


def _has_ended(writing: ActivityHandle[Any]) -> bool:
    return writing.done() and not writing.cancelled() and writing.exception() is None


class _Copyist(Interceptor):
    """Copies every batch on its way to the ledger; a batch that is tried twice is copied twice."""

    def __init__(self) -> None:
        self.copied: list[tuple[Batch, ActivityHandle[Any]]] = []

    def workflow_interceptor_class(self, _: WorkflowInterceptorClassInput) -> type[WorkflowInboundInterceptor]:
        copied = self.copied

        class Outbound(WorkflowOutboundInterceptor):
            def start_activity(self, input: StartActivityInput) -> ActivityHandle[Any]:  # noqa: A002 - the SDK's name
                return _copied(copied, input.args, super().start_activity(input))

            def start_local_activity(self, input: StartLocalActivityInput) -> ActivityHandle[Any]:  # noqa: A002
                return _copied(copied, input.args, super().start_local_activity(input))

        class Inbound(WorkflowInboundInterceptor):
            def init(self, outbound: WorkflowOutboundInterceptor) -> None:
                super().init(Outbound(outbound))

        return Inbound


def _copied(
    copied: list[tuple[Batch, ActivityHandle[Any]]], args: Sequence[Any], writing: ActivityHandle[Any]
) -> ActivityHandle[Any]:
    copied.extend((batch, writing) for batch in args if isinstance(batch, Batch))
    return writing
