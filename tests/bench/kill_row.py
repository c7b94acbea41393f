"""Row: the worker is killed; how long until items that were just active answer again."""

import asyncio
import time
from typing import NamedTuple

from temporalio.client import Client

from tests.bench.crowd import oldest
from tests.bench.crowd_rows import each
from tests.bench.ground import Ground
from tests.bench.hands import Hands
from tests.bench.kind import Kind
from tests.bench.line import Line
from tests.bench.scale import Scale
from tests.bench.statistics_of import median, rounded

METHOD = (
    "items that answered within the last seconds are asked again at the moment of kill -9, while a new process is "
    "started at once; first = the first confirmed update, all = the last of them, counted from the kill; bare with the "
    "SDK's own sticky time-out"
)


class Back(NamedTuple):
    """Seconds after the kill."""

    first: float
    all: float


async def kills(ground: Ground, ours: Hands, bare: Hands, scale: Scale) -> list[Line]:
    """Kill each kind's worker some times."""
    names = {
        "ours": await oldest(ground, scale.touched),
        "bare": [f"crowd-bare/{number}" for number in range(scale.touched)],
    }
    found: dict[str, list[Back]] = {"ours": [], "bare": []}
    for number in range(scale.kills):
        found["ours"].append(await _killed(ground.client, ours, "ours", names["ours"], number))
        found["bare"].append(await _killed(ground.client, bare, "bare", names["bare"], number))
    return [_line(found, "first", scale), _line(found, "all", scale)]


async def _killed(client: Client, hands: Hands, kind: Kind, names: list[str], number: int) -> Back:
    await each(names, lambda name: _note(client, kind, name, f"{number}-before"), 16)
    hands.kill()
    began, answered = time.monotonic(), []

    async def ask(name: str) -> None:
        await _note(client, kind, name, f"{number}-after")
        answered.append(time.monotonic() - began)

    hands.start()
    await each(names, ask, 16)
    await hands.ready()
    await asyncio.sleep(1)
    return Back(min(answered), max(answered))


async def _note(client: Client, kind: Kind, name: str, serial: str) -> None:
    sent = {"id": f"kill-{serial}", "actor": "zheng-shuji", "text": "抓紧整改"}
    update = {"ours": "leave_note", "bare": "step"}[kind]
    await client.get_workflow_handle(name).execute_update(update, sent, id=sent["id"])


def _line(found: dict[str, list[Back]], which: str, scale: Scale) -> Line:
    times = {kind: [getattr(back, which) for back in backs] for kind, backs in found.items()}
    ours, bare = median(times["ours"]), median(times["bare"])
    first = which == "first"
    answer = "first answer" if first else f"all {scale.touched} that were active have answered"
    return Line(
        id=f"kill_{which}",
        what=f"kill -9 of the worker, {scale.open:,} open: {answer}",
        unit="s",
        ours=ours,
        bare=bare,
        ratio=ours / bare,
        goal="≤ 1 s" if first else "",
        met=ours <= 1 if first else None,
        method=METHOD,
        samples={kind: rounded(taken) for kind, taken in times.items()},
    )
