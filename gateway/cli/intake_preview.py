"""A dry run: what an intake would understand and, with a roster, whom it would assign and what would be due when."""

import datetime as dt
from pathlib import Path

from gateway.calendar_files import load_calendar
from gateway.cli.choices import read_choices
from gateway.cli.endings import Ending
from gateway.cli.intake import Wishes
from gateway.cli.intake_page import called_done, errors_page, reading_page
from gateway.cli.tables import page
from gateway.cli.terminal import Terminal
from gateway.intake.frame import CALENDAR, Frame, demand_campaign_id, fed_back_at
from gateway.intake.planning import IntakePlan, open_only, plan_intake
from gateway.intake.reading import read_feedback
from gateway.policy_clocks import anchored
from gateway.policy_files import demand_remediation, find_policy, load_policy
from gateway.roster_files import load_roster
from schemas.intake import IntakeReading
from schemas.words import text


def preview(terminal: Terminal, file: Path, wishes: Wishes) -> int:
    """Show what was understood of a file and return the exit code; nothing is written and no site is asked."""
    if wishes.campaign:
        demand_campaign_id(wishes.campaign)
    reading = read_feedback(file, terminal.language)
    plan = _planned(terminal, reading, wishes, wishes.roster) if wishes.roster else None
    errors = plan.errors if plan else reading.errors
    terminal.give(reading.model_copy(update={"errors": errors}))
    if not terminal.json:
        shown = (*reading_page(reading, plan, terminal.language), *errors_page(errors, terminal.language))
        terminal.show(page(*shown))
        for said in called_done(plan) if plan else ():
            terminal.say(said)
    if not wishes.roster and (wishes.policy or wishes.calendar or wishes.fed_back_on or wishes.open_only):
        terminal.say(
            text(
                "没有加 --roster：分工、时限和立哪几项没有核对。",
                "Without --roster, nobody is assigned or due here, and nothing is left out.",
            )
        )
    return Ending.PARTLY if errors else Ending.OK


def _planned(terminal: Terminal, reading: IntakeReading, wishes: Wishes, roster: Path) -> IntakePlan:
    now = dt.datetime.now(dt.UTC)
    policy = load_policy(find_policy(wishes.policy or read_choices(terminal.settings().home).policy))
    policy = anchored(demand_remediation(policy), now)
    frame = Frame(
        campaign=wishes.campaign or "dry-run",
        policy=policy,
        calendar=load_calendar(wishes.calendar or CALENDAR),
        roster=load_roster(roster),
        fed_back_at=fed_back_at(policy, wishes.fed_back_on, now),
        at=now,
    )
    made = plan_intake(reading, frame, terminal.language)
    return open_only(made) if wishes.open_only else made
