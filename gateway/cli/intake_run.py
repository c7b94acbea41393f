"""An intake on a running site: planned, shown, confirmed, registered, and started with its progress on the screen."""

import asyncio
import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from gateway.calendar_files import load_calendar
from gateway.cli.choices import read_choices
from gateway.cli.connection import Connection, open_site
from gateway.cli.endings import Ending
from gateway.cli.intake import Wishes
from gateway.cli.intake_page import errors_page, reading_page
from gateway.cli.tables import page
from gateway.cli.terminal import Terminal
from gateway.intake.campaigns import demand_same_policy, find_campaign, new_campaign, policy_of
from gateway.intake.frame import CALENDAR, Frame, demand_campaign_id, fed_back_at
from gateway.intake.planning import IntakePlan, plan_intake
from gateway.intake.reading import demand_feedback, read_feedback
from gateway.intake.starting import Started, start_cases
from gateway.policy_files import find_policy, load_policy
from gateway.roster_files import load_roster
from ledger.reading import CaseFilter, list_cases
from ledger.registry import Campaign, Registered, register_campaign, register_items
from ledger.roster import rosters, save_roster
from schemas.facts import Opening
from schemas.intake import IntakeReading
from schemas.people import Roster
from schemas.policy import Policy
from schemas.time import WorkCalendar
from schemas.words import Refusal, text


@dataclass(frozen=True)
class Papers:
    """All that an intake goes by, read before anything is written."""

    reading: IntakeReading
    policy: Policy
    calendar: WorkCalendar
    roster: Roster | None  # None: the one in the ledger


def run(terminal: Terminal, file: Path, wishes: Wishes) -> int:
    """Take a file in and return the exit code; what is wrong with the papers is refused before the site is asked."""
    demand_campaign_id(wishes.campaign)
    papers = _papers(terminal, file, wishes)
    return asyncio.run(_run(terminal, papers, wishes))


def _papers(terminal: Terminal, file: Path, wishes: Wishes) -> Papers:
    reading = read_feedback(file, terminal.language)
    demand_feedback(reading)
    policy = wishes.policy or read_choices(terminal.settings().home).policy
    return Papers(
        reading=reading,
        policy=load_policy(find_policy(policy)),
        calendar=load_calendar(wishes.calendar or CALENDAR),
        roster=load_roster(wishes.roster) if wishes.roster else None,
    )


async def _run(terminal: Terminal, papers: Papers, wishes: Wishes) -> int:
    async with open_site(terminal) as site:
        known = await find_campaign(site.pool, wishes.campaign)
        if known:
            await demand_same_policy(site.pool, known, papers.policy)
        roster = papers.roster or await _roster_in_ledger(site.pool, wishes.unit)
        planned = _planner(terminal, papers, wishes, roster)
        plan = planned(known or _new(papers, wishes))
        _show(terminal, papers.reading, plan)
        _demand_startable(plan, wishes)
        _confirm(terminal, plan, wishes)
        campaign = await register_campaign(site.pool, known or _new(papers, wishes))
        if papers.roster:
            await save_roster(site.pool, papers.roster, dt.datetime.now(dt.UTC))
        # Planned once more: a fast clock begins when the campaign is registered, not when somebody began to read.
        return await _start(terminal, site, campaign, planned(campaign))


def _new(papers: Papers, wishes: Wishes) -> Campaign:
    title = papers.reading.title or papers.reading.file
    return new_campaign(wishes.campaign, title, papers.policy, dt.datetime.now(dt.UTC))


def _planner(terminal: Terminal, papers: Papers, wishes: Wishes, roster: Roster) -> Callable[[Campaign], IntakePlan]:
    def plan(campaign: Campaign) -> IntakePlan:
        policy = policy_of(campaign, papers.policy)
        day = wishes.fed_back_on.date() if wishes.fed_back_on else None
        began = fed_back_at(policy, day, max(dt.datetime.now(dt.UTC), campaign.anchor or campaign.registered_at))
        frame = Frame(campaign.id, policy, papers.calendar, roster, began)
        return plan_intake(papers.reading, frame, terminal.language)

    return plan


async def _roster_in_ledger(pool: asyncpg.Pool, unit: str | None) -> Roster:
    found = [roster for roster in await rosters(pool) if unit in (None, roster.unit)]
    if len(found) == 1:
        return found[0]
    units = "、".join(roster.unit for roster in await rosters(pool))
    if found:
        raise Refusal(
            text(
                f"已导入几个单位的名册({units}),请用 --unit 写明用哪个单位的。",
                f"Several units have a roster ({units}): say whose by --unit.",
            )
        )
    raise Refusal(
        text(
            f"没有可用的名册(已导入:{units or '无'})。请先运行 bihuan roster import 名册.yaml,或加 --roster。",
            f"No roster to use (imported: {units or 'none'}). Run `bihuan roster import FILE` or add --roster.",
        )
    )


def _show(terminal: Terminal, reading: IntakeReading, plan: IntakePlan) -> None:
    terminal.show(page(*reading_page(reading, plan, terminal.language)))
    if plan.errors:
        said = page(*errors_page(plan.errors, terminal.language))
        terminal.say(text(said, said))


def _demand_startable(plan: IntakePlan, wishes: Wishes) -> None:
    if plan.errors and not wishes.skip_bad:
        raise Refusal(
            text(
                f"有 {len(plan.errors)} 处有误,一项也没有立案。请改好后再收件,或加 --skip-bad 先办其余的。",
                f"{len(plan.errors)} faults, so nothing was started. Mend them, or start the rest with --skip-bad.",
            )
        )
    if not plan.drafts:
        raise Refusal(text("没有可以立案的问题。", "There is no problem to start a case for."))


def _confirm(terminal: Terminal, plan: IntakePlan, wishes: Wishes) -> None:
    if wishes.confirmed:
        return
    if terminal.json or not terminal.is_attended:
        raise Refusal(
            text(
                "须先确认才能立案:请在终端里运行,或核对后加 --yes。什么也没有立案。",
                "This must be confirmed: run it in a terminal, or add --yes when checked. Nothing was started.",
            )
        )
    count, id_ = len(plan.drafts), wishes.campaign
    question = text(f"立案 {count} 项,轮次 {id_}。确认吗?", f"Start {count} cases in campaign {id_}?")
    if not typer.confirm(terminal.speak(question), err=True):
        raise Refusal(text("已放弃,什么也没有立案。", "Given up; nothing was started."))


async def _start(terminal: Terminal, site: Connection, campaign: Campaign, plan: IntakePlan) -> int:
    registered = await register_items(site.pool, campaign.id, plan.items)
    openings = [_as_registered(draft.opening, own) for draft, own in zip(plan.drafts, registered, strict=True)]
    lines = await list_cases(site.pool, CaseFilter(campaign=campaign.id, limit=100_000))
    with _progress(terminal, len(openings)) as told:
        became = await start_cases(
            site.client,
            openings,
            at=dt.datetime.now(dt.UTC),
            known={line.case_id for line in lines},
            told=told,
        )
    return _report(terminal, plan, openings, became)


def _as_registered(opening: Opening, registered: Registered) -> Opening:
    return opening.model_copy(update={"case_id": registered.case_id, "item": registered.item})


@contextmanager
def _progress(terminal: Terminal, total: int) -> Iterator[Callable[[], None]]:
    console = Console(stderr=True)
    columns = (TextColumn(terminal.speak(text("立案", "starting"))), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("", total=total)
        yield lambda: progress.advance(task)


def _report(terminal: Terminal, plan: IntakePlan, openings: list[Opening], became: Started) -> int:
    numbers = {opening.case_id: opening.item for opening in openings}
    terminal.give(
        {
            "started": sorted(became.started),
            "already_there": sorted(became.there),
            "failed": became.failed,
            "not_tried": sorted(became.untried),
            "left_out": [error.model_dump(mode="json") for error in plan.errors],
            "items": [
                {"case_id": id_, "number": item.number, "stated_as": item.stated_as, "title": item.title}
                for id_, item in numbers.items()
            ],
        }
    )
    counts = text(
        f"已立案 {len(became.started)} 项,原已立案 {len(became.there)} 项。",
        f"{len(became.started)} started, {len(became.there)} were there already.",
    )
    terminal.say(counts)
    if became.failed or became.untried:
        return _told_of_failure(terminal, became)
    return Ending.PARTLY if plan.errors else Ending.OK


def _told_of_failure(terminal: Terminal, became: Started) -> int:
    case_id, why = next(iter(became.failed.items()))
    left = len(became.failed) + len(became.untried)
    terminal.say(
        text(
            f"还有 {left} 项没有立案({case_id}:{why})。再次运行同一命令即可补上,不会重复。",
            f"{left} were not started ({case_id}: {why}). Run the same command again: none is started twice.",
        )
    )
    return Ending.TROUBLE
