"""`bihuan verify` and `bihuan rebuild`: the ledger against Temporal's histories, and out of them."""

import asyncio
import logging
import sys
from collections.abc import AsyncIterator, Iterable
from typing import Annotated

import typer
from temporalio.client import Client
from temporalio.runtime import LoggingConfig, Runtime, TelemetryConfig, TelemetryFilter

from gateway.cli.connection import Connection, addresses_of, open_site
from gateway.cli.endings import Ending, Misuse
from gateway.cli.question import agreed
from gateway.cli.terminal import Terminal, terminal_of
from gateway.cli.wording import both
from gateway.definitions.found import find_definitions
from gateway.histories import Copy, told_by_histories, told_of
from gateway.logging import configure_logging
from ledger.comparing import Told
from ledger.findings import Finding
from ledger.inventory import take_inventory
from ledger.reading import CampaignHead, campaign_heads
from ledger.rebuilding import Rebuilt
from ledger.rebuilding import rebuild as refill
from ledger.verifying import verify as compare
from schemas.entries import Entry
from schemas.values import CaseId
from schemas.words import Text, text


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(
        "verify",
        help=both(
            "核验台账：逐条与 Temporal 历史对照，发现被改、插入、删除、调换、截尾的记录和缺失的事项（退出码 4）。",
            "Verify the ledger against Temporal's histories: edited, inserted, deleted, reordered facts, a cut-off "
            "tail, a missing case (exit code 4).",
        ),
    )(verify)
    app.command(
        "rebuild",
        help=both(
            "重建台账：清空后由 Temporal 历史重新写满；一步完成，失败则保持原样。",
            "Empty the ledger and refill it from Temporal's histories, in one step; a failure leaves it as it was.",
        ),
    )(rebuild)


def verify(context: typer.Context) -> int:
    """Compare the ledger with what happened."""
    hush()
    return asyncio.run(_verify(terminal_of(context)))


def rebuild(
    context: typer.Context,
    yes: Annotated[bool, typer.Option("--yes", help=both("不再询问，直接重建", "rebuild without asking"))] = False,
    drop_broken: Annotated[
        bool,
        typer.Option(
            "--drop-broken",
            help=both("台账已损坏、历史也不在的事项予以删除", "drop cases that are broken and have no history left"),
        ),
    ] = False,
) -> int:
    """Refill the ledger."""
    terminal = terminal_of(context)
    if not yes and not _confirmed(terminal):
        return Ending.REFUSED
    hush()
    return asyncio.run(_rebuild(terminal, drop_broken=drop_broken))


def hush() -> None:
    """Let histories be replayed without a word: they log what was logged long ago, and trouble has its own sentence."""
    configure_logging(sys.stderr, logging.CRITICAL)
    logging.getLogger("temporalio").setLevel(logging.CRITICAL)
    quiet = TelemetryFilter(core_level="ERROR", other_level="ERROR")
    runtime = Runtime(telemetry=TelemetryConfig(logging=LoggingConfig(filter=quiet)))
    Runtime.set_default(runtime, error_if_already_set=False)


async def _verify(terminal: Terminal) -> int:
    find_definitions(terminal.environ, terminal.settings().home)  # by which cases are told again from their histories
    async with open_site(terminal) as site:
        found = await compare(site.pool, _told(site))
        heads = await campaign_heads(site.pool)
    _show_findings(terminal, found, heads)
    return Ending.PARTLY if any(finding.grave for finding in found) else Ending.OK


async def _told(site: Connection) -> AsyncIterator[Told]:
    """Yield what the histories tell, also of open cases that Temporal's list lacks: it may lag, or have lost a row."""
    listed: set[CaseId] = set()
    async for case_id, copy in told_by_histories(site.client):
        listed.add(case_id)
        yield _as_told(case_id, copy)
    for case_id, line in (await take_inventory(site.pool)).items():
        is_open = line.head and line.outcome is None
        if is_open and case_id not in listed and (unlisted := await told_of(site.client, case_id)):
            yield _as_told(case_id, unlisted)


def _as_told(case_id: CaseId, copy: Copy) -> Told:
    entries = None if copy.trouble else copy.entries or None
    return Told(case_id, entries, was_reset=copy.was_reset, trouble=copy.trouble)


async def _rebuild(terminal: Terminal, *, drop_broken: bool) -> int:
    owner = addresses_of(terminal.settings()).owner_database_url.get_secret_value()
    unread: list[CaseId] = []
    find_definitions(terminal.environ, terminal.settings().home)  # by which cases are told again from their histories
    async with open_site(terminal) as site:
        rebuilt = await refill(owner, _whole(terminal, site.client, unread), drop_broken=drop_broken)
        heads = await campaign_heads(site.pool)
    _show_rebuilt(terminal, rebuilt, heads)
    return Ending.PARTLY if unread or rebuilt.dropped else Ending.OK


async def _whole(terminal: Terminal, client: Client, unread: list[CaseId]) -> AsyncIterator[tuple[Entry, ...]]:
    """Yield each case's facts, where its histories tell all of them: half a story must not replace what is there.

    Histories that can't be replayed are said, and noted.
    """
    async for case_id, copy in told_by_histories(client):
        if why := copy.trouble:
            unread.append(case_id)
            terminal.say(text(f"{case_id} 的历史不能重放：{why}", f"the history of {case_id} can't be replayed: {why}"))
        elif copy.entries:
            if copy.was_reset:
                terminal.say(_taken_from_a_reset(case_id))
            yield copy.entries


def _taken_from_a_reset(case_id: CaseId) -> Text:
    return text(
        f"{case_id} 的流程曾被重置：以重置后的流程为准，所记时间可能与原台账不同。",
        f"the workflow of {case_id} was reset: what it tells since is taken, and times may differ from the old ledger's",
    )


def _confirmed(terminal: Terminal) -> bool:
    if not terminal.is_attended:
        raise Misuse(text("重建须确认：请加 --yes。", "A rebuild must be confirmed: add --yes."))
    question = text("将清空台账并由 Temporal 历史重建，继续吗？", "Empty the ledger and refill it from the histories?")
    return agreed(terminal, question)


def _show_findings(terminal: Terminal, found: list[Finding], heads: list[CampaignHead]) -> None:
    terminal.give(
        {
            "sound": not any(finding.grave for finding in found),
            "findings": [finding.model_dump(mode="json") for finding in found],
            "campaigns": [head.model_dump(mode="json") for head in heads],
        }
    )
    lines = [terminal.speak(finding.sentence) for finding in found]
    graves = sum(finding.grave for finding in found)
    last = (
        text(f"发现 {graves} 处问题。", f"{graves} findings.") if graves else text("台账完好。", "The ledger is sound.")
    )
    terminal.show("\n".join([*lines, *_head_lines(terminal, heads), terminal.speak(last)]))


def _show_rebuilt(terminal: Terminal, rebuilt: Rebuilt, heads: list[CampaignHead]) -> None:
    terminal.give(rebuilt.model_dump(mode="json") | {"campaigns": [head.model_dump(mode="json") for head in heads]})
    refilled, kept, dropped = len(rebuilt.refilled), len(rebuilt.kept), len(rebuilt.dropped)
    lines = [terminal.speak(text(f"已由历史重建 {refilled} 个事项。", f"{refilled} cases were refilled."))]
    if kept:
        said = text(f"{kept} 个事项已无历史，按原台账保留：", f"{kept} cases have no history left and were kept:")
        lines += [terminal.speak(said), *_listed(rebuilt.kept)]
    if dropped:
        said = text(
            f"{dropped} 个事项已损坏且无历史，已删除：", f"{dropped} broken cases without history were dropped:"
        )
        lines += [terminal.speak(said), *_listed(rebuilt.dropped)]
    terminal.show("\n".join([*lines, *_head_lines(terminal, heads)]))


def _listed(case_ids: Iterable[CaseId]) -> list[str]:
    return [f"  {case_id}" for case_id in case_ids]


def _head_lines(terminal: Terminal, heads: list[CampaignHead]) -> list[str]:
    return [
        terminal.speak(
            text(
                f"{head.campaign}：{head.cases} 个事项，{head.facts} 条记录，校验值 {head.hash[:16]}",
                f"{head.campaign}: {head.cases} cases, {head.facts} facts, digest {head.hash[:16]}",
            )
        )
        for head in heads
    ]
