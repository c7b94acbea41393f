"""The facts as Temporal's histories tell them: each is replayed through the story, and what it writes is copied."""

from collections.abc import AsyncIterator
from typing import Any, NamedTuple

from temporalio.client import Client, WorkflowExecution, WorkflowHistory
from temporalio.worker import (
    Interceptor,
    Replayer,
    StartActivityInput,
    StartLocalActivityInput,
    WorkflowInboundInterceptor,
    WorkflowInterceptorClassInput,
    WorkflowOutboundInterceptor,
)
from temporalio.workflow import ActivityHandle

from schemas.facts import Batch, Entry
from schemas.values import CaseId
from schemas.wire import REMEDIATION
from workflows.plugin import bihuan_plugin


class Told(NamedTuple):
    """What the histories of a case tell; not `whole` where older runs are gone or one can't be replayed."""

    case_id: CaseId
    entries: tuple[Entry, ...]
    whole: bool
    trouble: str | None = None


async def told_by_histories(client: Client, campaign: str | None = None) -> AsyncIterator[Told]:
    """Yield every case that Temporal still has a history of, its facts in order, over continue-as-new."""
    runs = await _runs_by_case(client, campaign)
    for case_id in sorted(runs):
        yield await _told(client, CaseId(case_id), sorted(runs[case_id], key=lambda run: run.start_time))


async def _runs_by_case(client: Client, campaign: str | None) -> dict[str, list[WorkflowExecution]]:
    runs: dict[str, list[WorkflowExecution]] = {}
    async for run in client.list_workflows(f'WorkflowType="{REMEDIATION}"'):
        if campaign is None or run.id.rpartition("/")[0] == campaign:
            runs.setdefault(run.id, []).append(run)
    return runs


async def _told(client: Client, case_id: CaseId, runs: list[WorkflowExecution]) -> Told:
    entries: dict[int, Entry] = {}
    for run in runs:
        history = await client.get_workflow_handle(run.id, run_id=run.run_id).fetch_history()
        copied, trouble = await copy_entries(history)
        entries |= {entry.number: entry for entry in copied}
        if trouble:
            return Told(case_id, _in_order(entries), whole=False, trouble=trouble)
    in_order = _in_order(entries)
    return Told(case_id, in_order, whole=not in_order or in_order[0].number == 1)


async def copy_entries(history: WorkflowHistory) -> tuple[tuple[Entry, ...], str | None]:
    """Return the facts that one run hands to the ledger, and why it could not be replayed to its end, if so."""
    copyist = _Copyist()
    replayer = Replayer(workflows=[], plugins=[bihuan_plugin()], interceptors=[copyist], build_id="copyist")
    result = await replayer.replay_workflow(history, raise_on_replay_failure=False)
    failure = result.replay_failure
    return tuple(copyist.copied), f"{type(failure).__name__}: {failure}" if failure else None


def _in_order(entries: dict[int, Entry]) -> tuple[Entry, ...]:
    return tuple(entries[number] for number in sorted(entries))


class _Copyist(Interceptor):
    """Copies every batch on its way to the ledger; a batch that is tried twice is copied twice."""

    def __init__(self) -> None:
        self.copied: list[Entry] = []

    def workflow_interceptor_class(self, _: WorkflowInterceptorClassInput) -> type[WorkflowInboundInterceptor]:
        copied = self.copied

        class Outbound(WorkflowOutboundInterceptor):
            def start_activity(self, input: StartActivityInput) -> ActivityHandle[Any]:  # noqa: A002
                _copy(copied, input.args)
                return super().start_activity(input)

            def start_local_activity(self, input: StartLocalActivityInput) -> ActivityHandle[Any]:  # noqa: A002
                _copy(copied, input.args)
                return super().start_local_activity(input)

        class Inbound(WorkflowInboundInterceptor):
            def init(self, outbound: WorkflowOutboundInterceptor) -> None:
                super().init(Outbound(outbound))

        return Inbound


def _copy(copied: list[Entry], args: Any) -> None:
    copied.extend(entry for batch in args if isinstance(batch, Batch) for entry in batch.entries)
