"""What all items of one intake share: campaign, policy, calendar, roster, and when they were fed back."""

import datetime as dt
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from gateway.intake.directory import Directory
from rules.roster import standing_of
from schemas.people import Roster, Standing
from schemas.policy import Policy
from schemas.time import WorkCalendar
from schemas.words import Refusal, text

CALENDAR: Final = Path(__file__).resolve().parents[2] / "policies" / "calendars" / "cn.yaml"
# It begins the ids of workflows, and stands in addresses and file names: no slash, no space, no sign of a shell.
_CAMPAIGN = re.compile(r"[A-Za-z0-9\u3400-\u9fff][A-Za-z0-9\u3400-\u9fff._-]{0,63}")


@dataclass(frozen=True)
class Frame:
    """What all items of one intake share; the roster must name an office, a principal and a committee."""

    campaign: str
    policy: Policy  # its clock anchored where it runs fast
    calendar: WorkCalendar
    roster: Roster
    fed_back_at: dt.datetime
    at: dt.datetime  # when it is taken in

    @cached_property
    def directory(self) -> Directory:
        """Return the roster as a directory."""
        return Directory(self.roster.people)

    @cached_property
    def standing(self) -> Standing:
        """Return the persons who hold a role in every case; a roster that lacks one is refused."""
        return standing_of(self.roster)


def demand_campaign_id(campaign: str) -> str:
    """Return a campaign's id, or refuse one that could not begin a workflow's id."""
    if not _CAMPAIGN.fullmatch(campaign):
        raise Refusal(
            text(
                f"轮次编号“{campaign}”不能用：可用汉字、字母、数字和 - _ .，以汉字、字母或数字开头，"
                "最多64个字符，例如 2026-xc-2。",
                f"The campaign id “{campaign}” can't be used: letters, digits, Chinese characters and - _ . are "
                "allowed, 64 at most, not beginning with a sign; for example 2026-xc-2.",
            )
        )
    return campaign


def fed_back_at(policy: Policy, date: dt.date | None, at: dt.datetime) -> dt.datetime:
    """Return from when limits count: the morning of a date by the policy's clock, or now; a date to come is refused."""
    if date is None:
        return at
    today = policy.clock.date_of(at)
    if date > today:
        raise Refusal(
            text(f"{date} 还没有到（今天是 {today}）。", f"The date {date} is still to come (today is {today}).")
        )
    return policy.clock.instant_of(date, policy.clock.office_opens)
