"""The policy that a case runs under, each one before it, and since when, by the ledger."""

import asyncio
import datetime as dt
import io
from collections.abc import Iterator
from typing import NamedTuple

from rich.table import Table
from ruamel.yaml import YAML

from gateway.cli.case_id import unknown_case
from gateway.cli.connection import open_ledger
from gateway.cli.endings import Misuse
from gateway.cli.tables import plain, table
from gateway.cli.terminal import Terminal
from ledger.open_cases import rules_on_record
from schemas.entries import Entry
from schemas.facts import CalendarAdopted, CaseOpened, PolicyAdopted
from schemas.policy import Policy
from schemas.values import CaseId
from schemas.words import text

HEADERS = (
    text("起始", "Since"),
    text("记录", "Fact"),
    text("整改办法", "Policy"),
    text("版本", "Version"),
    text("工作日历", "Calendar"),
    text("决定人", "By"),
    text("依据", "Reason"),
)


class Period(NamedTuple):
    """Since when a case has run under which policy and calendar, and who decided it."""

    since: dt.datetime
    number: int
    policy: Policy
    calendar: str
    by: str
    reason: str


def periods_of(terminal: Terminal, case_id: CaseId) -> list[Period]:
    """Return under which rules a case has run, in order; a Refusal where the ledger knows no such case."""
    if periods := list(_periods(asyncio.run(_load(terminal, case_id)))):
        return periods
    raise unknown_case(case_id)


def history_table(terminal: Terminal, periods: list[Period]) -> Table:
    """Return the periods as a table."""
    made = table([terminal.speak(header) for header in HEADERS], wide=(2, 6))
    for period in periods:
        made.add_row(*map(plain, _row(terminal, period)))
    return made


def documents(periods: list[Period]) -> list[dict[str, object]]:
    """Return the periods for scripts, each with its whole policy."""
    return [_document(period) for period in periods]


async def _load(terminal: Terminal, case_id: CaseId) -> list[Entry]:
    async with open_ledger(terminal) as pool:
        return await rules_on_record(pool, case_id)


def _periods(entries: list[Entry]) -> Iterator[Period]:
    last: Period | None = None
    for entry in entries:
        match entry.fact:
            case CaseOpened(opening=opening):
                last = Period(entry.at, entry.number, opening.policy, opening.calendar.version, "", "")
            case PolicyAdopted(by=by, reason=reason, policy=policy) if last:
                last = Period(entry.at, entry.number, policy, last.calendar, by.name, reason)
            case CalendarAdopted(by=by, reason=reason, calendar=calendar) if last:
                last = Period(entry.at, entry.number, last.policy, calendar.version, by.name, reason)
            case _:
                continue
        yield last


def of_version(periods: list[Period], version: str | None) -> Policy:
    """Return the policy that a case runs under, or the one of a version that it ran under; else Misuse."""
    found = [period.policy for period in periods if version in (None, period.policy.version)]
    if not found:
        known = list(dict.fromkeys(period.policy.version for period in periods))
        zh, en = "、".join(known), ", ".join(known)
        raise Misuse(
            text(
                f"本事项没有按版本“{version}”办理过；用过的版本：{zh}。",
                f"The case never ran under “{version}”; it ran under: {en}.",
            )
        )
    return found[-1]


def _row(terminal: Terminal, period: Period) -> tuple[str, ...]:
    policy, clock = period.policy, period.policy.clock
    title = f"{terminal.speak(policy.title)} · {policy.name}"
    since = clock.date_of(period.since).isoformat()
    return since, str(period.number), title, policy.version, period.calendar, period.by, period.reason


def _document(period: Period) -> dict[str, object]:
    own = {"since": period.since.isoformat(), "fact": period.number, "calendar": period.calendar}
    decided = {"by": period.by, "reason": period.reason}
    return own | decided | {"version": period.policy.version, "policy": period.policy.model_dump(mode="json")}


def as_file(policy: Policy) -> str:
    """Return a policy as a file that an office may read, keep and use again; it has the same version."""
    yaml, written = YAML(), io.StringIO()
    yaml.allow_unicode, yaml.default_flow_style, yaml.width = True, None, 160
    ordered = {name: policy.plain[name] for name in Policy.model_fields if name in policy.plain}
    yaml.dump(ordered, written)
    return written.getvalue()
