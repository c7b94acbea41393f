"""Row: full lifecycles per second, and what one costs each party in CPU."""

import itertools

from temporalio.api.enums.v1 import EventType
from temporalio.client import Client

from tests.bench.cost import cost_line, per
from tests.bench.ground import Ground, settled_down
from tests.bench.hands import Hands
from tests.bench.kind import KINDS, Kind
from tests.bench.lifecycles import Lifecycle, live, live_ours
from tests.bench.line import Line
from tests.bench.mode import Mode
from tests.bench.scale import Scale
from tests.bench.statistics_of import interleaved, median, paired, rounded

_serial = itertools.count(1)
METHOD = (
    "start, 5 confirmed updates, result awaited; ours: a real item from start to settled by the shortest way that the "
    "rules leave (no plan, one piece of evidence, one level of review, no look-back), search attributes and details "
    "included, and a run ends when the ledger has all; bare: as many updates, as many timers, one row written by a "
    "local activity, no sandbox; runs in the order A B B A, ratio = median of the pairs"
)


async def shape_of(client: Client) -> Lifecycle:
    """Live through one of ours and return what a bare one must do likewise."""
    campaign = f"shape-{next(_serial)}"
    await live_ours(client, campaign, 1)
    history = await client.get_workflow_handle(f"{campaign}/001").fetch_history()
    kinds = [event.event_type for event in history.events]
    return Lifecycle(
        updates=kinds.count(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_COMPLETED),
        timers=kinds.count(EventType.EVENT_TYPE_TIMER_STARTED),
    )


async def lifecycles(ground: Ground, ours: Hands, bare: Hands, scale: Scale, mode: Mode) -> list[Line]:
    """Measure the rates and the CPU of both."""
    shape = await shape_of(ground.client)
    for kind in KINDS:
        await live(ground, kind, scale.at_once, scale.at_once, shape)  # warm
    rates: dict[str, list[float]] = {"ours": [], "bare": []}
    costs: dict[Kind, list[dict[str, float]]] = {"ours": [], "bare": []}
    for kind in interleaved(scale.pairs):
        await settled_down(ground, ours=ours.pid, bare=bare.pid)
        before = ground.used(ours=ours.pid, bare=bare.pid)
        seconds = await live(ground, kind, scale.lifecycles, scale.at_once, shape)
        rates[kind].append(scale.lifecycles / seconds)
        await settled_down(ground, ours=ours.pid, bare=bare.pid)  # what is written afterwards is part of the price
        costs[kind].append(per(scale.lifecycles, before, ground.used(ours=ours.pid, bare=bare.pid)))
    cost = cost_line(f"lifecycle_cpu{mode.suffix}", f"CPU of a full lifecycle, all parties ({mode.said})", costs)
    return [_rate(rates, shape, mode), cost]


def _rate(rates: dict[str, list[float]], shape: Lifecycle, mode: Mode) -> Line:
    ratios = paired(rates["ours"], rates["bare"])
    return Line(
        id=f"lifecycles{mode.suffix}",
        what=f"full lifecycles per second, 40 at once ({mode.said})",
        unit="/s",
        ours=median(rates["ours"]),
        bare=median(rates["bare"]),
        ratio=median(ratios),
        goal="≥ 0.80 of bare",
        met=median(ratios) >= 0.80,
        method=METHOD,
        samples={
            "ours": rounded(rates["ours"]),
            "bare": rounded(rates["bare"]),
            "ratios": rounded(ratios, 3),
            "updates": shape.updates,
            "timers": shape.timers,
        },
    )
