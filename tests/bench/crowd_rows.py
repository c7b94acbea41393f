"""Rows about a crowd of open items: their intake, what the worker holds of them, cold answers, and what idling costs."""

import asyncio
import datetime as dt
import time
from collections.abc import Awaitable, Callable
from typing import Any

from temporalio.client import Client

from tests.bench import bare
from tests.bench.cost import cost_line
from tests.bench.crowd import CAMPAIGN, Intake, oldest
from tests.bench.ground import Ground, settled_down
from tests.bench.hands import Hands
from tests.bench.line import Line
from tests.bench.scale import Scale
from tests.bench.statistics_of import median, percentile, rounded, slope
from tests.bench.usage import family, memory_bytes
from worker import ITEMS_AT_HAND

MANY = 10_000  # what the goals of the intake are given for
MOST = 100_000
AT_ONCE = 32  # starts at a time, as the intake's own


async def start_bare(client: Client, orders: list[bare.Order]) -> None:
    """Start bare workflows as fast as the intake starts ours."""
    await each(orders, lambda order: _start_bare(client, order), AT_ONCE)


async def _start_bare(client: Client, order: bare.Order) -> None:
    await client.start_workflow(bare.Bare.run, order, id=order.id, task_queue=bare.QUEUE)


async def each(things: list[Any], deed: Callable[[Any], Awaitable[None]], at_once: int) -> None:
    """Do something with each of many, so many at a time."""
    room = asyncio.Semaphore(at_once)

    async def with_room(thing: object) -> None:
        async with room:
            await deed(thing)

    await asyncio.gather(*(with_room(thing) for thing in things))


async def bare_intake(ground: Ground, count: int) -> Intake:
    """Start as many bare workflows and wait until each has written its assignment."""
    seen, began = Intake(count), time.monotonic()
    await start_bare(
        ground.client, [bare.Order(id=f"crowd-bare/{number}", script="u" * 1_000) for number in range(count)]
    )
    seen.durable_seconds = time.monotonic() - began
    asked = "SELECT count(*) FROM bare_assignments WHERE id LIKE 'crowd-bare/%'"
    while await ground.pool.fetchval(asked) < count:  # noqa: ASYNC110 - the other side is another process
        await asyncio.sleep(0.1)
    seen.assigned_seconds = time.monotonic() - began
    return seen


def intake_lines(ours: Intake, bares: Intake) -> list[Line]:
    """Return the two lines of the intake, in seconds for ten thousand items."""
    times = {
        "durable": (ours.durable_seconds, bares.durable_seconds, 45),
        "assigned": (ours.assigned_seconds, bares.assigned_seconds, 90),
    }
    return [
        Line(
            id=f"intake_{what}",
            what=f"intake of 10,000 items until all are {what} (from {ours.count:,})",
            unit="s",
            ours=mine * MANY / ours.count,
            bare=other * MANY / ours.count,
            ratio=mine / other,
            goal=f"≤ {goal} s",
            met=mine * MANY / ours.count <= goal,
            method=(
                "`bihuan intake` of a spreadsheet from its start to its end (durable), then until the ledger shows "
                "every item's leader (assigned); bare: plain starts, 32 at a time, until each wrote its row"
            ),
            samples={"ours_seconds": round(mine, 2), "bare_seconds": round(other, 2), "items": ours.count},
        )
        for what, (mine, other, goal) in times.items()
    ]


def open_item_lines(ours: Intake, bares: Intake) -> list[Line]:
    """Return what it costs to open an item, and what one that is open takes on disk."""
    disk = ours.disk["temporal"] + ours.disk["ledger"]
    return [
        cost_line("intake_cpu", "CPU of taking an item in, all parties", {"ours": [ours.cost], "bare": [bares.cost]}),
        Line(
            id="open_disk",
            what="disk of an open item, Temporal and ledger",
            unit="KB",
            ours=disk,
            bare=bares.disk["temporal"],
            ratio=disk / bares.disk["temporal"],
            method="growth of the SQLite file and of the PostgreSQL database over the intake, by the number of items",
            samples={"ours": ours.disk, "bare": bares.disk},
        ),
    ]


def memory_lines(seen: Intake) -> list[Line]:
    """Return what the worker holds when all are open, and what it would hold with a hundred thousand."""
    last_half = [(count, size) for count, size in seen.memory if count >= seen.count / 2]
    grows = max(0.0, slope(last_half)) if len(last_half) > 2 else 0.0
    size = seen.memory[-1][1]
    fills = seen.count < ITEMS_AT_HAND  # then the last half says what one more at hand takes, not one more open
    most = (size + grows * ((ITEMS_AT_HAND if fills else MOST) - seen.count)) / 1024**2
    samples = {
        "items": seen.count,
        "kb_per_item_in_the_last_half": round(grows / 1024, 2),
        "memory": [(count, size) for count, size in seen.memory][:: max(1, len(seen.memory) // 50)],
    }
    method = "proportional set size of the worker process while the intake comes in"
    how = f"its {ITEMS_AT_HAND:,} at hand reckoned from these" if fills else "by the slope of the last half"
    return [
        Line(
            id="worker_memory",
            what=f"worker memory with {seen.count:,} open",
            unit="MB",
            ours=size / 1024**2,
            method=method,
            samples=samples,
        ),
        Line(
            id="worker_memory_100k",
            what=f"worker memory with 100,000 open, {how}",
            unit="MB",
            ours=most,
            goal="≤ 1,000 MB",
            met=most <= 1_000,
            method=method,
        ),
    ]


async def cold_answers(ground: Ground, ours: Hands, scale: Scale) -> list[Line]:
    """Let the worker forget everything and ask items one by one."""
    names = await oldest(ground, scale.cold + 5)
    await ours.stop()
    ours.start()
    await ours.ready()
    taken = []
    for number, name in enumerate(names):
        began = time.perf_counter()
        sent = {"id": f"cold-{number}", "actor": "zheng-shuji", "text": "抓紧整改"}
        await ground.client.get_workflow_handle(name).execute_update("leave_note", sent, id=sent["id"])
        taken.append(1000 * (time.perf_counter() - began))
    cold = taken[5:]  # what a new process loads once is no item's price
    return [
        Line(
            id="cold_p99",
            what="cold answer to a confirmed update, p99",
            unit="ms",
            ours=percentile(cold, 99),
            goal="≤ 100",
            met=percentile(cold, 99) <= 100,
            method="a note on each of the oldest items after the worker was started anew, one after the other",
            samples={"ours": rounded(cold), "p50": round(median(cold), 1)},
        )
    ]


async def idling(ground: Ground, ours: Hands, bare_hands: Hands, scale: Scale) -> list[Line]:
    """Let nothing happen for a while."""
    await settled_down(ground, ours=ours.pid, bare=bare_hands.pid)
    before, began = ground.used(ours=ours.pid), time.monotonic()
    await asyncio.sleep(scale.idle_seconds)
    minutes = (time.monotonic() - began) / 60
    used = {name: (after - before[name]) / minutes for name, after in ground.used(ours=ours.pid).items()}
    total = used["server"] + used["database"] + used["ours"]
    parties = {"server": [ground.temporal_pid], "ours": [ours.pid], "database": family(ground.postgres_pid)}
    memory = {name: memory_bytes(pids) for name, pids in parties.items()}
    return [
        Line(
            id="idle",
            what=f"idle with {scale.open:,} open: CPU of server, worker and database",
            unit="s/min",
            ours=total,
            goal="≤ 2 s/min",
            met=total <= 2,
            method="nobody asks anything; /proc; as many bare workflows wait on the same server, whose worker is "
            "not counted",
            samples={
                "parties": {name: round(value, 3) for name, value in used.items()},
                "memory_mb": {name: round(size / 1024**2) for name, size in memory.items()},
                "at": dt.datetime.now(dt.UTC).isoformat(),
                "campaign": CAMPAIGN,
            },
        )
    ]
