"""`bihuan revive`: cases whose workflow was ended, deleted or reset from outside go on as the ledger has them."""

import asyncio
from typing import Annotated

import typer

from gateway.cli.case_id import read_case_id
from gateway.cli.connection import open_site
from gateway.cli.endings import Ending
from gateway.cli.record import hush
from gateway.cli.terminal import Terminal, terminal_of
from gateway.cli.wording import both
from gateway.definitions.found import find_definitions
from gateway.reviving import Revived, revive
from schemas.words import Refusal, Text, text

HELP = both(
    "恢复：流程被人终止、删除或重置的事项，由台账接着办。\n\n"
    "原有记录、校验值和时间都不变：先把 Temporal 中有而台账尚缺的补入台账，再按台账重新启动流程；其间到期的随即补办。"
    "正在运行的和已办结的不动。",
    "Revive: a case whose workflow was terminated, deleted or reset goes on from the ledger.\n\n"
    "Facts, hashes and times stay: what Temporal has on record and the ledger lacks is written first, then the workflow "
    "is started anew from the ledger; what fell due meanwhile is done at once. What runs or is settled is left alone.",
)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("revive", help=HELP)(revive_cases)


def revive_cases(
    context: typer.Context,
    cases: Annotated[
        list[str], typer.Argument(metavar="CASE...", help=both("事项编号，可写多个", "the ids of the cases"))
    ],
    *,
    drop_reset: Annotated[
        bool,
        typer.Option(
            "--drop-reset",
            help=both(
                "流程被重置过的，以台账为准，重置后的记录作废",
                "of a workflow that was reset: keep the ledger's word, and give up what was told since",
            ),
        ),
    ] = False,
) -> int:
    """Let cases go on."""
    hush()
    return asyncio.run(_revive(terminal_of(context), cases, drop_reset=drop_reset))


async def _revive(terminal: Terminal, cases: list[str], *, drop_reset: bool) -> int:
    find_definitions(terminal.environ, terminal.settings().home)  # by which cases are told again from their histories
    revived: list[Revived] = []
    refused: list[dict[str, str]] = []
    async with open_site(terminal) as site:
        for case_id in dict.fromkeys(map(read_case_id, cases)):
            try:
                revived.append(done := await revive(site.pool, site.client, case_id, drop_reset=drop_reset))
                terminal.say(_said(done))
            except Refusal as refusal:
                terminal.say(refusal.reason)
                reason = {"message": refusal.reason.zh, "message_en": refusal.reason.en}
                refused.append({"case_id": case_id} | reason)
    terminal.give({"revived": [one.model_dump(mode="json") for one in revived], "refused": refused})
    if not refused:
        return Ending.OK
    return Ending.PARTLY if revived else Ending.REFUSED


def _said(done: Revived) -> Text:
    zh = f"；台账补记 {done.caught_up} 条" if done.caught_up else ""
    en = f"; the ledger lacked {done.caught_up}" if done.caught_up else ""
    if done.dropped:
        zh, en = f"{zh}；重置后的 {done.dropped} 条作废", f"{en}; {done.dropped} told since the reset are given up"
    return text(
        f"已恢复：{done.case_id} 从第 {done.head} 条接着办{zh}。",
        f"Revived: {done.case_id} goes on from fact {done.head}{en}.",
    )
