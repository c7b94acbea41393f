"""An adoption on a running site: foreseen on the ledger, shown, confirmed, applied with its progress on the screen."""

import asyncio
import datetime as dt
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
from temporalio.client import Client

from gateway.adopting.applying import Applied, apply
from gateway.adopting.foreseeing import Outlook, look_ahead
from gateway.adopting.proposals import (
    FACT_OF,
    Adoption,
    Clocks,
    Proposed,
    Wish,
    adopt_calendar,
    adopt_policy,
    go_back,
    version_of,
)
from gateway.calendar_files import load_calendar
from gateway.cli.adopt import Wishes
from gateway.cli.adopt_page import outlook_document, outlook_page, said_of, shows, summary
from gateway.cli.adopt_report import report, tell_reasons
from gateway.cli.case_id import read_case_id, unknown_case
from gateway.cli.connection import open_ledger, temporal_of
from gateway.cli.endings import Ending
from gateway.cli.intake_report import progress
from gateway.cli.known_names import demand_campaign
from gateway.cli.persons import directory_for
from gateway.cli.question import agreed
from gateway.cli.terminal import Terminal
from gateway.definitions.found import find_definitions
from gateway.policy_files import find_policy, load_policy
from ledger.open_cases import adoptions, open_cases
from ledger.reading import load_case
from schemas.case import Case
from schemas.values import CaseId
from schemas.words import Refusal, text

Papers = Callable[[Wish], Proposed]

_VERSION = re.compile(r"[0-9a-f]{12}")


def run(terminal: Terminal, wishes: Wishes) -> int:
    """Foresee an adoption, and apply it where it is confirmed; what is wrong with the papers is refused before."""
    papers = _back(wishes) if wishes.back else _onward(wishes)
    find_definitions(terminal.environ, terminal.settings().home)  # whose cases are looked at, too
    return asyncio.run(_run(terminal, wishes, papers))


async def _run(terminal: Terminal, wishes: Wishes, papers: Papers) -> int:
    async with open_ledger(terminal) as pool:
        outlook = await _outlook(pool, wishes, papers)
        _show(terminal, wishes, outlook)
        if wishes.dry_run or not outlook.foreseen:
            return Ending.PARTLY if outlook.refused else Ending.OK
        _confirm(terminal, wishes, outlook)
        async with temporal_of(terminal) as client:
            return await _apply(terminal, client, outlook)


def _onward(wishes: Wishes) -> Papers:
    if wishes.kind == "policy":
        clocks = Clocks(load_policy(find_policy(wishes.named)))
        return lambda wish: lambda case, _: adopt_policy(case, clocks.of(case), wish)
    calendar = load_calendar(Path(wishes.named))
    return lambda wish: lambda case, _: adopt_calendar(case, calendar, wish)


def _back(wishes: Wishes) -> Papers:
    named = wishes.named
    if wishes.kind == "policy":
        version = named if _VERSION.fullmatch(named) else load_policy(find_policy(named)).version
        return lambda wish: go_back("policy", lambda case: version_of(case.policy) == version, wish)
    version = load_calendar(Path(named)).version if Path(named).is_file() else named
    return lambda wish: go_back("calendar", lambda case: case.calendar.version == version, wish)


async def _outlook(pool: asyncpg.Pool, wishes: Wishes, papers: Papers) -> Outlook:
    """Look at all that is asked for; one snapshot would hold the ledger up, so a case that moves meanwhile may be told
    as it was: what applies is decided by the case itself."""
    only = [read_case_id(written) for written in wishes.cases]
    await _demand_known(pool, wishes.campaign, only)
    proposed = papers(await _wish(pool, wishes, only))
    outlook, at = Outlook(), dt.datetime.now(dt.UTC)
    async for cases in open_cases(pool, wishes.campaign, only):
        told = await adoptions(pool, [case.id for case in cases], FACT_OF[wishes.kind]) if wishes.back else {}
        look_ahead(cases, told, proposed, at, outlook)
        await asyncio.sleep(0)  # Ctrl-C is heard
    return outlook


async def _demand_known(pool: asyncpg.Pool, campaign: str, only: list[CaseId]) -> None:
    await demand_campaign(pool, campaign)
    for case_id in only:
        if case_id.rpartition("/")[0] != campaign or await load_case(pool, case_id) is None:
            raise unknown_case(case_id)


async def _wish(pool: asyncpg.Pool, wishes: Wishes, only: list[CaseId]) -> Wish:
    """Return who asks, found in the rosters or among those who hold a role in the first case."""
    first: Case | None = None
    async for cases in open_cases(pool, wishes.campaign, only):
        first = cases[0]
        break
    directory = await directory_for(pool, first)
    return Wish(directory.person(wishes.actor).id, wishes.reason)


def _show(terminal: Terminal, wishes: Wishes, outlook: Outlook) -> None:
    if wishes.dry_run or not outlook.foreseen:
        terminal.give(outlook_document(terminal, outlook))
    if any(map(shows, outlook.foreseen.values())) and (wishes.dry_run or not wishes.confirmed):
        terminal.show(outlook_page(terminal, outlook))
    for sentence in summary(outlook):
        terminal.say(sentence)
    if wishes.dry_run or not outlook.foreseen:
        tell_reasons(terminal, outlook.refused)


def _confirm(terminal: Terminal, wishes: Wishes, outlook: Outlook) -> None:
    if wishes.confirmed:
        return
    if terminal.json or not terminal.is_attended:
        raise Refusal(
            text(
                "须先确认才能改行：请在终端里运行，或核对后加 --yes。什么也没有改。",
                "This must be confirmed: run it in a terminal, or add --yes when checked. Nothing was changed.",
            )
        )
    what, count = said_of(outlook), len(outlook.foreseen)
    if not agreed(terminal, text(f"{count} 项改行{what.zh}。确认吗？", f"Put {count} cases under {what.en}?")):
        raise Refusal(text("已放弃，什么也没有改。", "Given up; nothing was changed."))


async def _apply(terminal: Terminal, client: Client, outlook: Outlook) -> int:
    wanted = {case_id: foreseen.adoption for case_id, foreseen in outlook.foreseen.items()}
    became = Applied()
    async with _reported(terminal, outlook, became, wanted) as codes:
        with progress(terminal, len(wanted), text("改行", "adopting")) as told:
            await apply(client, wanted, became, told)
    return codes[0]


@asynccontextmanager
async def _reported(
    terminal: Terminal, outlook: Outlook, became: Applied, wanted: dict[CaseId, Adoption]
) -> AsyncIterator[list[int]]:
    """Say what became of the cases, also where Ctrl-C has paused it."""
    codes: list[int] = []
    try:
        yield codes
    except asyncio.CancelledError:
        became.interrupted = True
        raise
    finally:
        codes.append(report(terminal, outlook, became, became.untried(wanted)))
