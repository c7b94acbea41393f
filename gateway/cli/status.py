"""`bihuan status`: whether Temporal, the ledger and the workers are there, for operators and health checks."""

import asyncio
import datetime as dt
import socket
from typing import Annotated, NamedTuple

import typer

from embedded.trouble import SiteTrouble
from gateway.cli.connection import open_ledger, temporal_of
from gateway.cli.endings import Ending
from gateway.cli.terminal import Terminal, terminal_of
from gateway.cli.wording import both
from gateway.workers import Worker, workers
from ledger.reading import campaign_heads
from schemas.words import Text, text


class Finding(NamedTuple):
    """One part of the site: what it is called, whether it is well, and what can be said of it."""

    part: str
    well: bool
    said: Text
    mark: str = ""  # in place of the one that says whether it is well


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "status",
        help=both(
            "查看站点：Temporal、台账、工作进程是否都在，各自最近一次音讯在何时（有一处不通则退出码 3）。",
            "Whether Temporal, the ledger and the workers are there, and when each worker was last heard of (exit code 3 "
            "where one is not).",
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
    terminal.show("\n".join(f"{f.mark or ('✓' if f.well else '✗')} {terminal.speak(f.said)}" for f in found))
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
            known = await workers(client, dt.datetime.now(dt.UTC))
    except SiteTrouble as trouble:
        return [Finding("temporal", well=False, said=trouble.reason)]
    answers = Finding("temporal", well=True, said=text("Temporal：有应答", "Temporal: answers"))
    ours = [one for one in known if not here or one.identity.endswith(f"@{socket.gethostname()}")]
    return [answers, _there(ours), *_silent(ours)]


def _there(ours: list[Worker]) -> Finding:
    there = [worker for worker in ours if worker.is_there]
    if not there:
        said = text("没有工作进程应声：事项不会推进", "no worker is heard of: no case moves")
        return Finding("workers", well=False, said=said)
    zh = "、".join(f"{one.identity}（{_ago(one).zh}）" for one in there)
    en = ", ".join(f"{one.identity} ({_ago(one).en})" for one in there)
    return Finding("workers", well=True, said=text(f"工作进程：{zh}", f"workers: {en}"))


def _silent(ours: list[Worker]) -> list[Finding]:
    """Tell of those that are dead or stand still; others do their work, so that this alone is no trouble."""
    silent = [worker for worker in ours if not worker.is_there]
    if not silent:
        return []
    zh = "、".join(f"{one.identity}（{_ago(one).zh}）" for one in silent)
    en = ", ".join(f"{one.identity} ({_ago(one).en})" for one in silent)
    said = text(
        f"已没有音讯，可能已停止或卡住：{zh}；若已重新启动（上一行有别的），可不理会",
        f"silent, so dead or stuck: {en}; no matter where it was started again and another stands above",
    )
    return [Finding("silent_workers", well=True, said=said, mark="！")]


def _ago(worker: Worker) -> Text:
    seconds = max(int((dt.datetime.now(dt.UTC) - worker.heard).total_seconds()), 0)
    if seconds < 120:
        return text(f"{seconds} 秒前", f"{seconds} s ago")
    return text(f"{seconds // 60} 分钟前", f"{seconds // 60} min ago")
