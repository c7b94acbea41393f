"""A start on a running site: the item read, its number registered, its persons found, its workflow begun."""

import asyncio
import datetime as dt

from embedded.trouble import SiteTrouble
from gateway.calendar_files import load_calendar
from gateway.cli.begun import why_not_begun
from gateway.cli.connection import Connection, open_site
from gateway.cli.endings import Ending
from gateway.cli.intake_run import roster_in_ledger
from gateway.cli.start import Wishes
from gateway.cli.start_paper import item_of, read_paper
from gateway.cli.terminal import Terminal
from gateway.definitions.found import Found, definition_called, find_definitions
from gateway.intake.assigning import Assigned, assign
from gateway.intake.campaigns import demand_same_policy, find_campaign, new_campaign, policy_in_force, policy_of
from gateway.intake.frame import CALENDAR, Frame, demand_campaign_id, fed_back_at
from gateway.intake.starting import start_cases
from gateway.policy_files import load_policy
from gateway.policy_soundness import demand_sound
from gateway.roster_files import load_roster
from ledger.registry import register_campaign, register_items
from ledger.roster import save_roster
from rules.cases import EDITION
from rules.deadlines import require_countable
from rules.repertoire import procedure_of
from schemas.case import Case
from schemas.facts import Opening
from schemas.intake import ReadItem
from schemas.people import Assignment, Roster
from schemas.policy import Policy
from schemas.values import case_id_of
from schemas.words import Refusal, text


def run(terminal: Terminal, wishes: Wishes) -> int:
    """Start one case and return the exit code; what is wrong with the papers is refused before the site is asked."""
    demand_campaign_id(wishes.campaign)
    found = definition_called(wishes.definition, find_definitions(terminal.environ, terminal.settings().home))
    read = read_paper(found.definition, wishes)
    roster = load_roster(wishes.roster) if wishes.roster else None
    return asyncio.run(_run(terminal, found, read, roster, wishes))


async def _run(terminal: Terminal, found: Found, read: ReadItem, own: Roster | None, wishes: Wishes) -> int:
    async with open_site(terminal) as site:
        roster = own or await roster_in_ledger(site.pool, wishes.unit)
        policy, now = await _policy(terminal, site, found, wishes.campaign), dt.datetime.now(dt.UTC)
        known = await find_campaign(site.pool, wishes.campaign)
        title = found.definition.title.zh if found.definition else found.name
        campaign = known or new_campaign(wishes.campaign, title, policy, now)
        calendar = load_calendar(CALENDAR)
        if known:
            await demand_same_policy(site.pool, known, policy)
        else:
            demand_sound(found.policy_file, calendar)
        ruled = policy_of(campaign, policy)
        begun = fed_back_at(ruled, wishes.begun_on, now)
        frame = Frame(campaign.id, ruled, calendar, roster, begun, now)
        opening = _opening(found, read, frame)
        await register_campaign(site.pool, campaign)
        if own:
            await save_roster(site.pool, own, now)
        return await _start(terminal, site, opening)


async def _policy(terminal: Terminal, site: Connection, found: Found, campaign: str) -> Policy:
    """Return the definition's policy, or the one that the campaign's cases of it have gone over to."""
    written, in_force = load_policy(found.policy_file), await policy_in_force(site.pool, campaign)
    if in_force is None or in_force == written or not in_force.steps.keys() >= written.steps.keys():
        return written
    terminal.say(
        text(
            f"本批次现按《{in_force.title.zh}》（版本 {in_force.version}）办理，新立的照此办理；文件中是版本 {written.version}。",
            f"The campaign runs under “{in_force.title.en}” (version {in_force.version}), and so does what is started now; "
            f"the file has version {written.version}.",
        )
    )
    return in_force


def _opening(found: Found, read: ReadItem, frame: Frame) -> Opening:
    assert found.definition is not None  # noqa: S101 - a refused one is not started
    assigned = assign(read, frame.roster, frame.directory)
    if assigned.errors:
        raise Refusal(assigned.errors[0][1])
    opening = Opening(
        case_id=case_id_of(frame.campaign, 1),  # until the registry has given the item its own
        campaign=frame.campaign,
        item=item_of(read),
        policy=frame.policy,
        calendar=frame.calendar,
        standing=frame.standing,
        fed_back_at=frame.fed_back_at,
        assignment=_whole(assigned, read),
        edition=EDITION,
        procedure=procedure_of(found.definition),
    )
    require_countable(Case(opening=opening), frame.at)
    return opening


def _whole(assigned: Assigned, read: ReadItem) -> Assignment | None:
    """Return who answers for it; none where nobody was named, which the story may ask for: half a naming is refused."""
    if assigned.assignment is None and (read.leader or read.lead_unit or read.handler) and assigned.lacking:
        lacking = assigned.lacking
        raise Refusal(text(f"还缺{lacking.zh}，请一并写明。", f"Say who is {lacking.en}, too."))
    return assigned.assignment


async def _start(terminal: Terminal, site: Connection, opening: Opening) -> int:
    registered = (await register_items(site.pool, opening.campaign, [opening.item]))[0]
    opening = opening.model_copy(update={"case_id": registered.case_id, "item": registered.item})
    became = await start_cases(site.client, [opening], at=dt.datetime.now(dt.UTC))
    if failed := became.failed.get(opening.case_id):
        raise Refusal(failed) if not became.away else SiteTrouble(failed)
    case_id = opening.case_id
    if why := await why_not_begun(site.client, case_id, is_new=bool(became.started)):
        terminal.give({"case_id": case_id, "started": bool(became.started), "begun": False})
        terminal.say(why)
        return Ending.TROUBLE
    if became.there:
        terminal.say(text(f"已有：{case_id}，没有重复立项。", f"Already there: {case_id}; nothing was started twice."))
    else:
        terminal.say(
            text(f"已立项：{case_id}。查看：bihuan show {case_id}", f"Started: {case_id}. See bihuan show {case_id}")
        )
    terminal.give({"case_id": case_id, "started": bool(became.started)})
    return Ending.OK
