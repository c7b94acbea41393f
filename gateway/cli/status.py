"""`bihuan status`: whether Temporal, the ledger and the workers are there, for operators and health checks."""

import asyncio
import socket
from typing import Annotated, NamedTuple

import typer
from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest
from temporalio.client import Client

from embedded.trouble import SiteTrouble
from gateway.cli.connection import open_ledger, temporal_of
from gateway.cli.endings import Ending
from gateway.cli.terminal import Terminal, terminal_of
from gateway.cli.wording import both
from ledger.reading import campaign_heads
from schemas.wire import TASK_QUEUE
from schemas.words import Text, text


class Finding(NamedTuple):
    """One part of the site: what it is called, whether it is well, and what can be said of it."""

    part: str
    well: bool
    said: Text


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "status",
        help=both(
            "站点是否完好：Temporal、台账、工作进程（有一处不通则退出码 3）。",
            "Whether Temporal, the ledger and the workers are there (exit code 3 where one is not).",
        ),
    )(status)


def status(
    context: typer.Context,
    here: Annotated[
        bool, typer.Option("--here", help=both("只看本机的工作进程", "only the worker of this machine or container"))
    ] = False,
) -> int:
    """Look at each part."""
    return asyncio.run(_status(terminal_of(context), here=here))


async def _status(terminal: Terminal, *, here: bool) -> int:
    found = [*([] if here else [await _ledger(terminal)]), *await _temporal(terminal, here=here)]
    terminal.give({finding.part: {"well": finding.well, "said": terminal.speak(finding.said)} for finding in found})
    terminal.show("\n".join(f"{'✓' if f.well else '✗'} {terminal.speak(f.said)}" for f in found))
    return Ending.OK if all(finding.well for finding in found) else Ending.TROUBLE


async def _ledger(terminal: Terminal) -> Finding:
    try:
        async with open_ledger(terminal) as pool:
            heads = await campaign_heads(pool)
    except SiteTrouble as trouble:
        return Finding("ledger", well=False, said=trouble.reason)
    cases, facts = sum(head.cases for head in heads), sum(head.facts for head in heads)
    said = text(f"台账：{cases} 个事项，{facts} 条记录", f"ledger: {cases} cases, {facts} facts")
    return Finding("ledger", well=True, said=said)


async def _temporal(terminal: Terminal, *, here: bool) -> list[Finding]:
    try:
        async with temporal_of(terminal) as client:
            identities = await pollers(client)
    except SiteTrouble as trouble:
        return [Finding("temporal", well=False, said=trouble.reason)]
    answers = Finding("temporal", well=True, said=text("Temporal：有应答", "Temporal: answers"))
    return [answers, _workers(identities, here=here)]


def _workers(identities: list[str], *, here: bool) -> Finding:
    ours = [identity for identity in identities if not here or identity.endswith(f"@{socket.gethostname()}")]
    if not ours:
        said = text("没有工作进程在轮询：事项不会推进", "no worker polls: no case moves")
        return Finding("workers", well=False, said=said)
    said = text(f"工作进程：{'、'.join(ours)}", f"workers: {', '.join(ours)}")
    return Finding("workers", well=True, said=said)


async def pollers(client: Client) -> list[str]:
    """Return the identities of the workers that have asked for workflow tasks within the last minutes."""
    request = DescribeTaskQueueRequest(
        namespace=client.namespace,
        task_queue=TaskQueue(name=TASK_QUEUE),
        task_queue_type=TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
    )
    described = await client.workflow_service.describe_task_queue(request)
    return sorted({poller.identity for poller in described.pollers})
