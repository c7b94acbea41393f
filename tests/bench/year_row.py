"""Row: the history of a standard item-year, in events and bytes, and a cold answer at its end."""

import asyncio
import datetime as dt
import time
from collections import Counter
from contextlib import suppress
from typing import NamedTuple

from temporalio.api.enums.v1 import EventType
from temporalio.client import Client, WorkflowUpdateFailedError

from schemas.wire import REMEDIATION
from tests.bench import bare
from tests.bench.ground import Ground
from tests.bench.hands import Hands
from tests.bench.lifecycles import live_ours, written
from tests.bench.line import Line
from tests.bench.scale import Scale
from tests.bench.statistics_of import median, percentile, rounded
from tests.bench.unit import opened
from tests.bench.year_of import ALARMS, COMMANDS, LOOK_BACKS, Year, year_policy
from workflows.starting import start_options

CAMPAIGN = "year"
SCRIPT = "uuututuututuuutu" + "tu" * LOOK_BACKS  # the same 14 updates, with a timer waited for before 8 of them
METHOD = (
    "14 commands (acknowledge, plan, approve, progress, evidence, done, 4 levels, publication, 3 look-backs passed), 5 "
    "reminders (2 of progress, 2 of review, 1 of publication), 3 look-backs opened by the clock; county's policy, a "
    "day between commands, fast clock on the embedded server; counted from the server's own figures, all runs of an "
    "item; only items whose ledger shows exactly this; bare: the same updates and timers"
)
TALLY = """
SELECT count(DISTINCT command_id) AS commands, count(*) FILTER (WHERE kind = 'rung_climbed') AS alarms,
       count(*) FILTER (WHERE kind = 'look_back_opened') AS look_backs
FROM facts WHERE case_id = $1
"""
STORED = "SELECT sum(pg_column_size(facts.*)) FROM facts WHERE case_id = $1"


class History(NamedTuple):
    """What the server keeps of one item."""

    events: int
    kilobytes: float


async def item_years(ground: Ground, ours: Hands, scale: Scale) -> list[Line]:
    """Live through some years at once and measure what is kept of them."""
    standard, left_out = await _standard_years(ground, scale)
    bares = [await _live_bare(ground.client, number) for number in range(1, scale.years + 1)]
    kept = [await _history(ground.client, name) for name in standard]
    kinds = await _kinds(ground.client, standard[0])
    ledger = [await ground.pool.fetchval(STORED, name) / 1024 for name in standard]
    return [
        _events(kept, bares, left_out, kinds),
        _bytes(kept, bares, ledger),
        _cold(await _cold_answers(ground.client, ours, standard, scale)),
    ]


async def _standard_years(ground: Ground, scale: Scale) -> tuple[list[str], int]:
    """Return the items that lived through exactly the standard year; on a busy machine, with ever longer days."""
    left_out = 0
    for slower in (1, 2, 4):
        days = [_live(ground.client, slower, number, slower * scale.day_seconds) for number in range(scale.years)]
        lived = [name for name in await asyncio.gather(*days) if await _fits(ground, name)]
        left_out += scale.years - len(lived)
        if lived:
            return lived, left_out
    raise AssertionError("no item lived through exactly the standard year: the machine is too busy")


async def _live(client: Client, slower: int, number: int, day_seconds: float) -> str:
    now = dt.datetime.now(dt.UTC)
    policy = year_policy(day_seconds)
    policy = policy.model_copy(update={"clock": policy.clock.anchored(now)})
    case = opened(f"{CAMPAIGN}-{slower}", number + 1, policy, now)
    await client.start_workflow(REMEDIATION, case, **start_options(case, now))
    with suppress(WorkflowUpdateFailedError, TimeoutError):  # it came too late: then it does not fit
        await asyncio.wait_for(Year(client, case.id, day_seconds).live(), 300 * day_seconds + 60)
    return case.id


async def _fits(ground: Ground, case_id: str) -> bool:
    with suppress(AssertionError):
        await written(ground, case_id, 1)
    (tally,) = await ground.pool.fetch(TALLY, case_id)
    return tuple(tally) == (COMMANDS, ALARMS, LOOK_BACKS)


async def _live_bare(client: Client, number: int) -> History:
    name = f"bare-year/{number}"
    order = bare.Order(id=name, script=SCRIPT)
    handle = await client.start_workflow(bare.Bare.run, order, id=name, task_queue=bare.QUEUE)
    for step in range(SCRIPT.count("u")):
        await handle.execute_update(bare.Bare.step, {"id": f"{name}-{step}", "actor": "handler"})
        await asyncio.sleep(0.1)  # so that its timers ring alone, as they do in a year
    await handle.result()
    return await _history(client, name)


async def _history(client: Client, workflow_id: str) -> History:
    """Return what is kept of all runs of a workflow: continue-as-new hides nothing."""
    runs = [run async for run in client.list_workflows(f"WorkflowId = '{workflow_id}'")]
    described = [await client.get_workflow_handle(run.id, run_id=run.run_id).describe() for run in runs]
    infos = [one.raw_description.workflow_execution_info for one in described]
    return History(sum(info.history_length for info in infos), sum(info.history_size_bytes for info in infos) / 1024)


async def _kinds(client: Client, workflow_id: str) -> dict[str, int]:
    history = await client.get_workflow_handle(workflow_id).fetch_history()
    return dict(Counter(EventType.Name(event.event_type)[11:].lower() for event in history.events).most_common())


async def _cold_answers(client: Client, ours: Hands, names: list[str], scale: Scale) -> list[float]:
    """Ask settled items, whose whole year must be told again, of a worker that has just been started."""
    await live_ours(client, "cold", 1)
    taken = []
    for _ in range(scale.kills):
        await ours.stop()
        ours.start()
        await ours.ready()
        await client.get_workflow_handle("cold/001").query("case")  # what a new process loads once is no item's price
        for name in names:
            began = time.perf_counter()
            await client.get_workflow_handle(name).query("case")
            taken.append(1000 * (time.perf_counter() - began))
    return taken


def _events(ours: list[History], bares: list[History], left_out: int, kinds: dict[str, int]) -> Line:
    events = median([one.events for one in ours])
    return Line(
        id="year_events",
        what="history of a standard item-year: events",
        unit="events",
        ours=events,
        bare=median([one.events for one in bares]),
        ratio=events / median([one.events for one in bares]),
        goal="≤ 130",
        met=events <= 130,
        method=METHOD,
        samples={
            "ours": [one.events for one in ours],
            "bare": [one.events for one in bares],
            "left_out": left_out,
            "kinds": kinds,
        },
    )


def _bytes(ours: list[History], bares: list[History], ledger: list[float]) -> Line:
    size = median([one.kilobytes for one in ours])
    return Line(
        id="year_kilobytes",
        what="history of a standard item-year: size",
        unit="KB",
        ours=size,
        bare=median([one.kilobytes for one in bares]),
        ratio=size / median([one.kilobytes for one in bares]),
        goal="≤ 40",
        met=size <= 40,
        method="history_size_bytes as the server reports it, the same items",
        samples={
            "ours": rounded(one.kilobytes for one in ours),
            "bare": rounded(one.kilobytes for one in bares),
            "ledger_facts": rounded(ledger),
        },
    )


def _cold(taken: list[float]) -> Line:
    return Line(
        id="cold_year_p99",
        what="cold answer of an item at the end of its year, p99",
        unit="ms",
        ours=percentile(taken, 99),
        goal="≤ 100",
        met=percentile(taken, 99) <= 100,
        method="a query after the worker was started anew, so that the whole year is told again from its history",
        samples={"ours": rounded(taken), "p50": round(median(taken), 1)},
    )
