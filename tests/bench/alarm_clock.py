"""Alarms at instants of our choosing, on real cases and bare workflows, and when each was on record."""

import asyncio
import datetime as dt
from typing import NamedTuple

from temporalio.api.enums.v1 import EventType
from temporalio.client import Client

from schemas.case import Case
from schemas.policy import Policy
from schemas.time import Clock
from schemas.wire import REMEDIATION
from tests.bench import bare
from tests.bench.crowd_rows import AT_ONCE, each
from tests.bench.unit import opened
from tests.workflows.town import COUNTY
from workflows.starting import start_options

MONDAY = dt.date(2026, 3, 2)  # by the fast clock: the day after it is no day off
_DUE = dt.time(0, 2)
PATIENCE = dt.timedelta(minutes=10)
# One reminder when the receipt is due, a day after the item was opened, and none for long after.
_RUNG = {"at": "0d", "tell": ["handler", "lead_unit"], "colour": "yellow", "letter": "reminder"}


class Told(NamedTuple):
    """When an alarm was on record, in seconds after it was due, and how many tasks timed out on the way."""

    late_seconds: float
    timed_out: int
    events: int


def alarm_at(due: dt.datetime, day: dt.timedelta) -> Policy:
    """Return the county's policy on a clock by which the receipt of an item opened in the last `day` is due then."""
    written = COUNTY.model_dump(mode="json")
    written["duties"]["acknowledge"] |= {"due": "1d", "ladder": "bench"}
    written["ladders"]["bench"] = {"rungs": [_RUNG], "repeat": "100d"}
    policy = Policy.model_validate(written | {"name": "bench-alarm"})
    began = due - day - dt.timedelta(minutes=2) * (day / dt.timedelta(days=1))
    clock = Clock(day_length=day, anchor=began, anchor_date=MONDAY, office_opens=dt.time(0, 1), day_ends=_DUE)
    return policy.model_copy(update={"clock": clock})


def case_due(campaign: str, number: int, due: dt.datetime, day: dt.timedelta) -> Case:
    """Return a case whose first reminder comes at an instant; to be started within the `day` before it."""
    return opened(campaign, number, alarm_at(due, day), max(due - day, _now()))


async def start_ours(client: Client, cases: list[Case]) -> None:
    """Start cases as the intake does."""
    await each(cases, lambda case: _start(client, case), AT_ONCE)


async def _start(client: Client, case: Case) -> None:
    await client.start_workflow(REMEDIATION, case, **start_options(case, _now()))


def bare_due(prefix: str, number: int, due: dt.datetime) -> bare.Order:
    """Return a bare workflow that wakes at an instant and stays open."""
    return bare.Order(id=f"{prefix}-bare/{number}", script="u", alarm_at=due.timestamp())


async def told(client: Client, workflow_id: str, due: dt.datetime) -> Told:
    """Return when an alarm was on record by the server's own clock; wait for it where it is still to come."""
    while (found := await _told(client, workflow_id, due)) is None:
        assert _now() < due + PATIENCE, f"{workflow_id} was never told"
        await asyncio.sleep(1)
    return found


async def _told(client: Client, workflow_id: str, due: dt.datetime) -> Told | None:
    history = (await client.get_workflow_handle(workflow_id).fetch_history()).events
    timed_out = sum(event.event_type == EventType.EVENT_TYPE_WORKFLOW_TASK_TIMED_OUT for event in history)
    rang = False
    for event in history:
        if event.event_type == EventType.EVENT_TYPE_TIMER_FIRED:
            rang = True
        elif rang and event.event_type == EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED:
            late = (event.event_time.ToDatetime(tzinfo=dt.UTC) - due).total_seconds()
            return Told(late, timed_out, len(history))
    return None


async def all_told(client: Client, due: dict[str, dt.datetime]) -> list[Told]:
    """Return the same of many."""
    found: list[Told] = []

    async def one(workflow_id: str) -> None:
        found.append(await told(client, workflow_id, due[workflow_id]))

    await each(list(due), one, AT_ONCE)
    return found


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
