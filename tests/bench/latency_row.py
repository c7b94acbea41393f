"""Row: how long one confirmed update takes on a case that is at hand, nothing else going on."""

import datetime as dt
import itertools
import time
from collections.abc import Awaitable, Callable
from typing import Any

from temporalio.client import Client, WorkflowHandle

from schemas.wire import REMEDIATION
from tests.bench import bare
from tests.bench.ground import Ground, settled_down
from tests.bench.hands import Hands
from tests.bench.line import Line
from tests.bench.scale import Scale
from tests.bench.statistics_of import interleaved, median, paired, percentile, rounded
from tests.bench.unit import opened
from tests.workflows.town import COUNTY
from workflows.starting import start_options

ITEMS = 20
METHOD = (
    "20 open items of each kind, one update after the other, each on the next item; ours leaves a note on a case under "
    "the county's policy; blocks in the order A B B A; ratio = median over the pairs of blocks"
)
_serial = itertools.count(1)
Note = Callable[[int], Awaitable[None]]


async def warm_updates(ground: Ground, ours: Hands, bare_hands: Hands, scale: Scale) -> list[Line]:
    """Measure both."""
    notes = {"ours": await _ours(ground.client), "bare": await _bare(ground.client)}
    times: dict[str, list[list[float]]] = {"ours": [], "bare": []}
    for note in notes.values():
        await _block(note, 2 * ITEMS)
    for kind in interleaved(scale.pairs):
        await settled_down(ground, 0.5, ours=ours.pid, bare=bare_hands.pid)
        times[kind].append(await _block(notes[kind], scale.warm))
    return [_line(times, 50), _line(times, 99)]


async def _block(note: Note, count: int) -> list[float]:
    taken = []
    for _ in range(count):
        began = time.perf_counter()
        await note(next(_serial))
        taken.append(1000 * (time.perf_counter() - began))
    return taken


async def _ours(client: Client) -> Note:
    now = dt.datetime.now(dt.UTC)
    cases = [opened("warm", number, COUNTY, now) for number in range(1, ITEMS + 1)]
    handles = [await client.start_workflow(REMEDIATION, case, **start_options(case, now)) for case in cases]
    return lambda number: _say(handles[number % ITEMS], "leave_note", number)


async def _bare(client: Client) -> Note:
    orders = [bare.Order(id=f"warm-bare/{number}", script="u" * 100_000, timers=1) for number in range(ITEMS)]
    handles = [
        await client.start_workflow(bare.Bare.run, order, id=order.id, task_queue=bare.QUEUE) for order in orders
    ]
    return lambda number: _say(handles[number % ITEMS], "step", number)


async def _say(handle: WorkflowHandle[Any, Any], name: str, number: int) -> None:
    sent = {"id": f"warm-{number}", "actor": "principal", "text": "抓紧整改"}
    await handle.execute_update(name, sent, id=sent["id"])


def _line(times: dict[str, list[list[float]]], percent: int) -> Line:
    blocks = {kind: [percentile(block, percent) for block in found] for kind, found in times.items()}
    ratio = median(paired(blocks["ours"], blocks["bare"]))
    pooled = {kind: percentile([one for block in found for one in block], percent) for kind, found in times.items()}
    return Line(
        id=f"warm_p{percent}",
        what=f"warm confirmed update, p{percent}",
        unit="ms",
        ours=pooled["ours"],
        bare=pooled["bare"],
        ratio=ratio,
        goal="≤ 1.5 × bare" if percent == 99 else "",
        met=ratio <= 1.5 if percent == 99 else None,
        method=METHOD,
        samples={kind: [rounded(block) for block in found] for kind, found in times.items()},
    )
