"""An intake on a running site: planned, shown, confirmed, registered, and started with its progress on the screen."""

import asyncio
import datetime as dt
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import asyncpg

from gateway.calendar_files import load_calendar
from gateway.cli.choices import read_choices
from gateway.cli.connection import Connection, open_site
from gateway.cli.intake import Wishes
from gateway.cli.intake_confirming import confirm
from gateway.cli.intake_page import called_done, errors_page, reading_page
from gateway.cli.intake_report import progress, report
from gateway.cli.tables import page
from gateway.cli.terminal import Terminal
from gateway.intake.campaigns import demand_same_policy, find_campaign, new_campaign, policy_in_force, policy_of
from gateway.intake.changed import set_apart
from gateway.intake.frame import CALENDAR, Frame, demand_campaign_id, fed_back_at
from gateway.intake.planning import IntakePlan, open_only, plan_intake
from gateway.intake.reading import demand_feedback, read_feedback
from gateway.intake.starting import start_cases
from gateway.policy_files import demand_remediation, find_policy, load_policy
from gateway.policy_soundness import demand_sound
from gateway.roster_files import load_roster
from ledger.reading import CaseFilter, list_cases
from ledger.registry import Campaign, Registered, known_with_words, register_campaign, register_items
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
    policy: Policy | None  # None: the campaign's own, or for a new one the site's
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
    return Papers(
        reading=reading,
        policy=demand_remediation(load_policy(find_policy(wishes.policy))) if wishes.policy else None,
        calendar=load_calendar(wishes.calendar or CALENDAR),
        roster=load_roster(wishes.roster) if wishes.roster else None,
    )


async def _run(terminal: Terminal, papers: Papers, wishes: Wishes) -> int:
    async with open_site(terminal) as site:
        known = await find_campaign(site.pool, wishes.campaign)
        in_force = await policy_in_force(site.pool, known.id) if known else None
        policy = papers.policy or demand_remediation(in_force or _usual_policy(terminal, known))
        if known:
            await demand_same_policy(site.pool, known, policy)
        else:
            demand_sound(find_policy(wishes.policy or _chosen(terminal)), papers.calendar)
        items = await known_with_words(site.pool, wishes.campaign)
        roster = papers.roster or await roster_in_ledger(site.pool, wishes.unit)

        def planned(campaign: Campaign) -> IntakePlan:
            now = dt.datetime.now(dt.UTC)
            frame = Frame(campaign.id, policy_of(campaign, policy), papers.calendar, roster, now, now)
            made = plan_intake(papers.reading, _fed_back(frame, campaign, wishes), terminal.language)
            made = open_only(made) if wishes.open_only else made
            return set_apart(made, items, terminal.language, as_new=wishes.as_new)

        plan = planned(known or _new(papers, wishes, policy))
        _show(terminal, papers.reading, plan)
        _demand_startable(plan, wishes)
        confirm(terminal, papers.reading, plan, wishes)
        campaign = await register_campaign(site.pool, known or _new(papers, wishes, policy))
        await demand_same_policy(site.pool, campaign, policy)  # another intake may have registered it meanwhile
        if papers.roster:
            await save_roster(site.pool, papers.roster, dt.datetime.now(dt.UTC))
        # Planned once more: a fast clock begins when the campaign is registered, not when somebody began to read.
        return await _start(terminal, site, campaign, planned(campaign), clues=len(papers.reading.clues))


def _usual_policy(terminal: Terminal, known: Campaign | None) -> Policy:
    name = known.policy.partition("@")[0] if known else ""
    with suppress(Refusal):  # it may be an office's own file: then it has to be named each time
        return load_policy(find_policy(name))
    return load_policy(find_policy(_chosen(terminal)))


def _chosen(terminal: Terminal) -> str:
    return read_choices(terminal.settings().home).policy


def _new(papers: Papers, wishes: Wishes, policy: Policy) -> Campaign:
    title = papers.reading.title or papers.reading.file
    return new_campaign(wishes.campaign, title, policy, dt.datetime.now(dt.UTC))


def _fed_back(frame: Frame, campaign: Campaign, wishes: Wishes) -> Frame:
    # Two machines' clocks may differ a little, and no case may begin before its campaign.
    now = max(frame.at, campaign.anchor or campaign.registered_at)
    return replace(frame, fed_back_at=fed_back_at(frame.policy, wishes.fed_back_on, now), at=now)


async def roster_in_ledger(pool: asyncpg.Pool, unit: str | None) -> Roster:
    """Return the imported roster, of the unit that is named where there are several; a Refusal where none is clear."""
    found = [roster for roster in await rosters(pool) if unit in (None, roster.unit)]
    if len(found) == 1:
        return found[0]
    units = "、".join(roster.unit for roster in await rosters(pool))
    if found:
        raise Refusal(
            text(
                f"已导入几个单位的名册（{units}），请用 --unit 写明用哪个单位的。",
                f"Several units have a roster ({units}): say whose by --unit.",
            )
        )
    raise Refusal(
        text(
            f"没有可用的名册（已导入：{units or '无'}）。请先运行 bihuan roster import 名册.yaml，或加 --roster。",
            f"No roster to use (imported: {units or 'none'}). Run `bihuan roster import FILE` or add --roster.",
        )
    )


def _show(terminal: Terminal, reading: IntakeReading, plan: IntakePlan) -> None:
    terminal.show(page(*reading_page(reading, plan, terminal.language)))
    for said_of_done in called_done(plan):
        terminal.say(said_of_done)
    if plan.errors:
        said = page(*errors_page(plan.errors, terminal.language))
        terminal.say(text(said, said))


def _demand_startable(plan: IntakePlan, wishes: Wishes) -> None:
    if plan.errors and not wishes.skip_bad:
        raise Refusal(
            text(
                f"有 {len(plan.errors)} 处有误，一项也没有立案。请改好后再收件，或加 --skip-bad 先办其余的。",
                f"{len(plan.errors)} faults, so nothing was started. Mend them, or start the rest with --skip-bad.",
            )
        )
    if not plan.drafts:
        raise Refusal(text("没有可以立案的问题。", "There is no problem to start a case for."))


async def _start(terminal: Terminal, site: Connection, campaign: Campaign, plan: IntakePlan, *, clues: int) -> int:
    registered = await register_items(site.pool, campaign.id, plan.items)
    openings = [_as_registered(draft.opening, own) for draft, own in zip(plan.drafts, registered, strict=True)]
    lines = await list_cases(site.pool, CaseFilter(campaign=campaign.id, limit=100_000))
    with progress(terminal, len(openings)) as told:
        became = await start_cases(
            site.client,
            openings,
            at=dt.datetime.now(dt.UTC),
            known={line.case_id for line in lines},
            told=told,
        )
    if clues:
        terminal.say(
            text(
                f"移交问题线索 {clues} 条没有立案，请另册保管。",
                f"{clues} transferred clues were not started: keep them apart.",
            )
        )
    return report(terminal, plan, openings, became)


def _as_registered(opening: Opening, registered: Registered) -> Opening:
    return opening.model_copy(update={"case_id": registered.case_id, "item": registered.item})
