"""An adoption on a running site: foreseen on the ledger, shown, confirmed, applied with its progress on the screen."""

import asyncio
import datetime as dt
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

import asyncpg

from gateway.adopting.applying import Applied, apply
from gateway.adopting.foreseeing import Outlook, look_ahead
from gateway.adopting.proposals import (
    FACT_OF,
    Clocks,
    Proposed,
    Wish,
    adopt_calendar,
    adopt_policy,
    adopted_before,
    go_back,
)
from gateway.asking import ask
from gateway.calendar_files import load_calendar
from gateway.cli.adopt import Wishes
from gateway.cli.adopt_page import outlook_document, outlook_page, shows
from gateway.cli.adopt_report import report, tell, tell_reasons
from gateway.cli.adopt_words import BEGUN, DOING, UNDOING, never_adopted, question, summary
from gateway.cli.case_id import read_case_id, unknown_case
from gateway.cli.connection import Connection, open_ledger, temporal_of
from gateway.cli.endings import Ending
from gateway.cli.intake_report import progress
from gateway.cli.known_names import demand_campaign
from gateway.cli.persons import directory_for
from gateway.cli.question import agreed
from gateway.cli.recorded import until_recorded
from gateway.cli.terminal import Terminal
from gateway.definitions.found import find_definitions
from gateway.intake.frame import CALENDAR
from gateway.policy_clocks import unanchored
from gateway.policy_files import find_policy, load_policy
from gateway.policy_soundness import demand_sound
from ledger.open_cases import adoptions, open_cases, untold
from ledger.reading import load_case
from schemas.case import Case
from schemas.values import CaseId
from schemas.words import Refusal, text


class Papers(NamedTuple):
    """What is asked of each case, and what is gone back from; None: nothing is."""

    proposed: Callable[[Wish], Proposed]
    undone: str | None = None


_VERSION = re.compile(r"[0-9a-f]{12}")
_NEW_CASES_SECONDS: Final = 3.0  # to wait for those that were begun a moment ago


def run(terminal: Terminal, wishes: Wishes) -> int:
    """Foresee an adoption, and apply it where it is confirmed; what is wrong with the papers is refused before."""
    papers = _back(wishes) if wishes.back else _onward(wishes)
    find_definitions(terminal.environ, terminal.settings().home)  # whose cases are looked at, too
    code = asyncio.run(_run(terminal, wishes, papers))
    if code == Ending.INTERRUPTED:
        raise SystemExit(code)  # what became of each case has been told: it is not told again that it was interrupted
    return code


async def _run(terminal: Terminal, wishes: Wishes, papers: Papers) -> int:
    async with open_ledger(terminal) as pool:
        outlook = await _outlook(pool, wishes, papers)
        _show(terminal, wishes, outlook)
        if wishes.dry_run or not outlook.foreseen:
            return Ending.PARTLY if outlook.refused or outlook.untold else Ending.OK
        _confirm(terminal, wishes, outlook)
        async with temporal_of(terminal) as client:
            became = await _apply(terminal, Connection(pool, client), wishes, outlook)
    return report(terminal, outlook, became, became.untried(outlook.wanted), back=wishes.back)


def _onward(wishes: Wishes) -> Papers:
    if wishes.kind == "policy":
        file = find_policy(wishes.named)
        clocks = Clocks(load_policy(file))
        demand_sound(file, load_calendar(CALENDAR))
        return Papers(lambda wish: lambda case, _: adopt_policy(case, clocks.of(case), wish))
    calendar = load_calendar(Path(wishes.named))
    return Papers(lambda wish: lambda case, _: adopt_calendar(case, calendar, wish))


def _back(wishes: Wishes) -> Papers:
    named = wishes.named
    if wishes.kind == "policy":
        version = named if _VERSION.fullmatch(named) else load_policy(find_policy(named)).version
        return Papers(
            lambda wish: go_back("policy", lambda case: unanchored(case.policy).version == version, wish), version
        )
    version = load_calendar(Path(named)).version if Path(named).is_file() else named
    return Papers(lambda wish: go_back("calendar", lambda case: case.calendar.version == version, wish), version)


async def _outlook(pool: asyncpg.Pool, wishes: Wishes, papers: Papers) -> Outlook:
    """Look at all that is asked for; one snapshot would hold the ledger up, so a case that moves meanwhile may be told
    as it was: what applies is decided by the case itself."""
    only = [read_case_id(written) for written in wishes.cases]
    fresh = [case_id for case_id in await untold(pool, wishes.campaign) if case_id in only or not only]
    outlook = Outlook(untold=await until_recorded(pool, dict.fromkeys(fresh, 1), _NEW_CASES_SECONDS))
    await _demand_known(pool, wishes.campaign, only)
    proposed = papers.proposed(await _wish(pool, wishes, only))
    at, is_known = dt.datetime.now(dt.UTC), papers.undone is None
    async for cases in open_cases(pool, wishes.campaign, only):
        told = await adoptions(pool, [case.id for case in cases], FACT_OF[wishes.kind]) if papers.undone else {}
        is_known = is_known or any(adopted_before(entries, papers.undone or "") for entries in told.values())
        look_ahead(cases, told, proposed, at, outlook)
        await asyncio.sleep(0)  # Ctrl-C is heard
    if papers.undone and outlook.nothing_to_undo and not is_known:
        raise never_adopted(papers.undone, outlook.nothing_to_undo[0])
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
    for sentence in summary(outlook, back=wishes.back):
        terminal.say(sentence)
    if wishes.dry_run or not outlook.foreseen:
        tell_reasons(terminal, outlook.refused)


def _confirm(terminal: Terminal, wishes: Wishes, outlook: Outlook) -> None:
    if wishes.confirmed:
        return
    if terminal.json or not terminal.is_attended:
        raise Refusal(
            text(
                "须先确认才能办理：请在终端里运行，或核对后加 --yes。什么也没有改。",
                "This must be confirmed: run it in a terminal, or add --yes when checked. Nothing was changed.",
            )
        )
    if not agreed(terminal, question(outlook, back=wishes.back)):
        raise Refusal(text("已放弃，什么也没有改。", "Given up; nothing was changed."))


async def _apply(terminal: Terminal, site: Connection, wishes: Wishes, outlook: Outlook) -> Applied:
    """Apply it and wait for the ledger; Ctrl-C ends that, and what is known is told; also where we fail."""
    became, cases = Applied(), outlook.wanted
    try:
        terminal.say(BEGUN)
        with progress(terminal, len(cases), UNDOING if wishes.back else DOING) as told:
            await apply(partial(ask, site.client), cases, became, told)
        became.unrecorded = await until_recorded(site.pool, became.applied)
    except asyncio.CancelledError:
        if task := asyncio.current_task():
            task.uncancel()
        became.interrupted = True
        became.unrecorded = await until_recorded(site.pool, became.applied, 0)
    except Exception:
        tell(terminal, outlook, became, became.untried(cases), back=wishes.back)
        raise
    return became
