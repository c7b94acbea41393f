"""Reviving: a case whose workflow was ended, deleted or reset from outside goes on from what the ledger has of it."""

import datetime as dt
from collections.abc import Sequence
from typing import Final, NamedTuple

import asyncpg
from temporalio.client import Client
from temporalio.client import WorkflowExecutionStatus as Status
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import WorkflowAlreadyStartedError

from gateway.histories import Copy, present_run, told_of
from ledger.book import Book
from ledger.comparing import first_other
from ledger.reading import history
from ledger.trouble import StateSpoiled
from rules.cases import fold
from rules.chain import ChainBroken, FactsMissing
from schemas.case import Case
from schemas.entries import Entry, in_batches
from schemas.values import CaseId, Record
from schemas.wire import REMEDIATION
from schemas.words import Refusal, Text, text
from workflows.continuing import afresh
from workflows.starting import start_options

REASON: Final = "bihuan revive --drop-reset"


class Revived(Record):
    """A case that goes on again."""

    case_id: CaseId
    head: int  # the number of the last fact, from which it goes on
    caught_up: int  # facts that were on record and that the ledger had lacked
    dropped: int  # facts that a reset workflow told otherwise, and that are given up


class _Scene(NamedTuple):
    """One case before it is revived."""

    status: Status | None  # None: Temporal knows no workflow of it
    run_id: str
    copy: Copy


async def revive(pool: asyncpg.Pool, client: Client, case_id: CaseId, *, drop_reset: bool = False) -> Revived:
    """Start a case's workflow anew as the ledger has the case: facts, hashes and times stay; a Refusal where it can't.

    What is on record in Temporal and lacks in the ledger is written there first. What a reset workflow has told
    otherwise is given up with `drop_reset`, and refused without.
    """
    scene = await _look(client, case_id)
    if scene.copy.trouble:
        raise _refused(case_id, _unreadable(scene.copy.trouble))
    stored = await _stored(pool, case_id)
    lacking, strays = _sorted_out(scene.copy.entries, stored)
    if strays and not (scene.copy.was_reset and drop_reset):
        show = f"temporal workflow show --namespace {client.namespace} --workflow-id {case_id}"
        raise _refused(case_id, _why_astray(strays, show) if scene.copy.was_reset else _AT_ODDS)
    if scene.status is Status.RUNNING and not strays:
        raise _refused(case_id, _RUNS)
    await _write(pool, case_id, lacking)
    entries = [*stored, *lacking]
    if not entries:
        raise _refused(case_id, _UNKNOWN)
    await _start(client, scene, fold(entries), entries[0].at)
    return Revived(case_id=case_id, head=entries[-1].number, caught_up=len(lacking), dropped=len(strays))


async def _look(client: Client, case_id: CaseId) -> _Scene:
    run = await present_run(client, case_id)
    copy = await told_of(client, case_id) or Copy(())
    return _Scene(run.status, run.run_id, copy) if run else _Scene(None, "", copy)


async def _stored(pool: asyncpg.Pool, case_id: CaseId) -> list[Entry]:
    """Return the facts that the ledger has, which hang together; else a Refusal."""
    try:
        entries = await history(pool, case_id)
        if entries:
            fold(entries)
    except (ChainBroken, ValueError):
        raise _refused(case_id, _BROKEN) from None
    return entries


def _sorted_out(told: Sequence[Entry], stored: Sequence[Entry]) -> tuple[list[Entry], list[Entry]]:
    """Return what is told and follows the ledger's facts, and what is told otherwise than the ledger has it."""
    if first := first_other(told, stored):
        return [], [entry for entry in told if entry.number >= first]
    return [entry for entry in told if entry.number > len(stored)], []


async def _write(pool: asyncpg.Pool, case_id: CaseId, lacking: Sequence[Entry]) -> None:
    book = Book(pool)
    try:
        for batch in in_batches(lacking):
            await book.append(batch)
    except (ChainBroken, FactsMissing, StateSpoiled):
        raise _refused(case_id, _BROKEN) from None


async def _start(client: Client, scene: _Scene, case: Case, opened_at: dt.datetime) -> None:
    if case.settled:
        raise _refused(case.id, _SETTLED)
    if scene.status is Status.RUNNING:
        await client.get_workflow_handle(case.id, run_id=scene.run_id).terminate(reason=REASON)
    story = case.opening.procedure.name if case.opening.procedure else REMEDIATION
    options = start_options(case, opened_at) | {
        "id_reuse_policy": WorkflowIDReusePolicy.ALLOW_DUPLICATE,
        "id_conflict_policy": WorkflowIDConflictPolicy.FAIL,
    }
    try:
        await client.start_workflow(story, afresh(case), **options)
    except WorkflowAlreadyStartedError:
        raise _refused(case.id, _RUNS) from None


def _refused(case_id: CaseId, why: Text) -> Refusal:
    return Refusal(text(f"事项 {case_id}：{why.zh}", f"Case {case_id}: {why.en}"))


def _unreadable(trouble: str) -> Text:
    return text(
        f"它的历史不能重放，还不知道台账是否记全：{trouble}。请用能读它的版本再试。",
        f"its history can't be replayed, so nobody knows whether the ledger has all: {trouble}. Try the edition that can.",
    )


def _why_astray(strays: Sequence[Entry], show: str) -> Text:
    first, last = strays[0].number, strays[-1].number
    which = f"{first}" if first == last else f"{first}–{last}"
    return text(
        f"流程被人重置，重置后的第 {which} 条与台账不同。以台账为准的，加 --drop-reset：重置后的这些作废，"
        f"其中新办的须再办一次（{show} 可以查到）；以重置后的流程为准的，运行 bihuan rebuild。",
        f"its workflow was reset, and tells facts {which} otherwise than the ledger. To keep the ledger's word add "
        f"--drop-reset: these are given up, and what was newly done among them must be done again (see `{show}`). To take "
        "the reset workflow's word run `bihuan rebuild`.",
    )


_AT_ODDS: Final = text(
    "台账与流程的历史说法不一。请先备份数据库，运行 bihuan verify 查明。",
    "ledger and history differ. Keep a copy of the database and run `bihuan verify`.",
)
_RUNS: Final = text("流程正在运行，不需要恢复。", "its workflow runs; there is nothing to revive.")
_SETTLED: Final = text("已经办结，不需要恢复。", "it is settled; there is nothing to revive.")
_UNKNOWN: Final = text(
    "台账和 Temporal 中都没有它的记录。已登记未立案的，用原文件和同一轮次编号再收件一次。",
    "neither the ledger nor Temporal has anything of it. What is registered only: take the same file in again.",
)
_BROKEN: Final = text(
    "台账中它的记录已损坏，不能据以恢复。请先备份数据库，运行 bihuan verify，再运行 bihuan rebuild 或从备份恢复。",
    "its facts in the ledger are broken, so it can't go on from them. Keep a copy of the database, run `bihuan verify`, "
    "then `bihuan rebuild`, or restore a backup.",
)
