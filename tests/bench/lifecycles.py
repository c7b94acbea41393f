"""Full lifecycles per second: from the start to the result, so many at once, of one kind."""

import asyncio
import datetime as dt
import itertools
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from temporalio.client import Client

from schemas.case import CaseSummary, Stage
from schemas.policy import Speed
from schemas.wire import REMEDIATION
from tests.bench import bare
from tests.bench.ground import Ground
from tests.bench.kind import Kind
from tests.bench.unit import SHORT, opened, short_way
from workflows.starting import start_options

SETTLED = "SELECT count(*) FROM cases WHERE stage = 'settled' AND starts_with(case_id, $1)"
_serial = itertools.count(1)


@dataclass(frozen=True)
class Lifecycle:
    """What both kinds do: so many confirmed updates, and so many timers armed."""

    updates: int
    timers: int


async def live(ground: Ground, kind: Kind, count: int, at_once: int, shape: Lifecycle) -> float:
    """Live through some lifecycles and return the seconds that all took together, until the ledger has all of ours."""
    client = ground.client
    run, room = next(_serial), asyncio.Semaphore(at_once)
    one: Callable[[int], Awaitable[None]] = {
        "ours": lambda number: live_ours(client, f"bench-{run}", number),
        "bare": lambda number: _live_bare(client, f"bare-{run}/{number}", shape),
    }[kind]

    async def with_room(number: int) -> None:
        async with room:
            await one(number)

    began = time.monotonic()
    await asyncio.gather(*(with_room(number) for number in range(1, count + 1)))
    if kind == "ours":
        await written(ground, f"bench-{run}/", count)
    return time.monotonic() - began


async def written(ground: Ground, prefix: str, count: int) -> None:
    """Return when the ledger shows so many items as settled whose ids begin alike."""
    for _ in range(3_000):
        if await ground.pool.fetchval(SETTLED, prefix) >= count:
            return
        await asyncio.sleep(0.02)
    raise AssertionError(f"the ledger does not show {count} items {prefix} as settled")


async def live_ours(client: Client, campaign: str, number: int) -> None:
    """Start a real item, do what it owes by confirmed updates, and see it settle."""
    now = dt.datetime.now(dt.UTC)
    case = opened(campaign, number, SHORT, now, speed=Speed.IMMEDIATE)
    handle = await client.start_workflow(REMEDIATION, case, **start_options(case, now), result_type=CaseSummary)
    for step, (name, content) in enumerate(short_way(case, SHORT.clock.date_of(now)), 1):
        sent = {"id": f"{case.id}-{step}", **content}
        await handle.execute_update(name, sent, id=sent["id"])
    ended: CaseSummary = await handle.result()
    assert ended.stage is Stage.SETTLED


async def _live_bare(client: Client, name: str, shape: Lifecycle) -> None:
    order = bare.Order(id=name, script="u" * shape.updates, timers=shape.timers)
    handle = await client.start_workflow(bare.Bare.run, order, id=name, task_queue=bare.QUEUE)
    for step in range(1, shape.updates + 1):
        sent = {"id": f"{name}-{step}", "actor": "handler"}
        await handle.execute_update(bare.Bare.step, sent, id=sent["id"])
    assert await handle.result() == shape.updates
