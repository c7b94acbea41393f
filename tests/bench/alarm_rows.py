"""Rows about time: single alarms among many open items, and very many alarms at one moment."""

import asyncio
import datetime as dt
import time

from ledger.reading import CaseFilter, list_cases
from tests.bench.alarm_clock import Told, all_told, bare_due, case_due, start_ours
from tests.bench.cost import cost_line, per
from tests.bench.crowd import in_ledger
from tests.bench.crowd_rows import MANY, start_bare
from tests.bench.ground import Ground, settled_down
from tests.bench.hands import Hands
from tests.bench.kind import Kind
from tests.bench.line import Line
from tests.bench.scale import Scale
from tests.bench.statistics_of import median, percentile, rounded

SINGLES, BURST = "bench-singles", "bench-burst"
APART = dt.timedelta(milliseconds=250)
RUNGS = "SELECT count(*) FROM facts WHERE kind = 'rung_climbed' AND case_id LIKE $1"
READY_SECONDS = 15.0
METHOD = (
    "the same instant for all; the completion of each one's task in the server's history; bare first, then ours; the "
    "list is asked for right after the moment"
)


async def single_alarms(ground: Ground, scale: Scale) -> list[Line]:
    """Let alarms ring one after the other and see how late each was on record, and in the ledger."""
    ours = await _singles(ground, "ours", scale.singles)
    bares = await _singles(ground, "bare", scale.singles)
    late = {name: [1000 * one.late_seconds for one in found] for name, found in (("ours", ours), ("bare", bares))}
    return [
        Line(
            id=f"single_alarm_p{percent}",
            what=f"single alarms with {scale.open:,} open: on record after, p{percent}",
            unit="ms",
            ours=percentile(late["ours"], percent),
            bare=percentile(late["bare"], percent),
            ratio=percentile(late["ours"], percent) / percentile(late["bare"], percent),
            goal="≤ 250" if percent == 99 else "",
            met=percentile(late["ours"], percent) <= 250 if percent == 99 else None,
            method=f"{scale.singles} reminders, 250 ms apart; the time of the task's completion in the server's "
            "history less the instant that the rules name; ours first, then bare",
            samples={name: rounded(found) for name, found in late.items()} if percent == 99 else {},
        )
        for percent in (50, 99)
    ]


async def _singles(ground: Ground, kind: str, count: int) -> list[Told]:
    first = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=READY_SECONDS)
    instants = [first + number * APART for number in range(count)]
    due: dict[str, dt.datetime] = {}
    if kind == "ours":
        cases = [case_due(SINGLES, number + 1, at, dt.timedelta(seconds=60)) for number, at in enumerate(instants)]
        due = {str(case.id): at for case, at in zip(cases, instants, strict=True)}
        await start_ours(ground.client, cases)
    else:
        orders = [bare_due(SINGLES, number, at) for number, at in enumerate(instants)]
        due = {order.id: at for order, at in zip(orders, instants, strict=True)}
        await start_bare(ground.client, orders)
    assert dt.datetime.now(dt.UTC) < first, "the machine is too busy to start the items in time"
    await _until(instants[-1] + dt.timedelta(seconds=5))
    return await all_told(ground.client, due)


async def burst(ground: Ground, ours: Hands, bare_hands: Hands, scale: Scale, starts_a_second: float) -> list[Line]:
    """Let very many alarms ring at one moment: bare first, then ours."""
    day = dt.timedelta(seconds=10 + 1.5 * scale.burst / starts_a_second)
    pids = {"ours": ours.pid, "bare": bare_hands.pid}
    at = dt.datetime.now(dt.UTC) + day
    orders = [bare_due(BURST, number, at) for number in range(scale.burst)]
    await start_bare(ground.client, orders)
    await _until(at - dt.timedelta(seconds=1))
    used = ground.used(**pids)
    await _until(at)
    await settled_down(ground, **pids)
    costs: dict[Kind, list[dict[str, float]]] = {"bare": [per(scale.burst, used, ground.used(**pids))], "ours": []}
    bares = await all_told(ground.client, {order.id: at for order in orders})

    due = dt.datetime.now(dt.UTC) + day
    cases = [case_due(BURST, number + 1, due, day) for number in range(scale.burst)]
    await start_ours(ground.client, cases)
    while await in_ledger(ground, BURST) < scale.burst:
        assert dt.datetime.now(dt.UTC) < due, "the machine is too busy to start the items in time"
        await asyncio.sleep(0.5)
    await _until(due - dt.timedelta(seconds=1))
    used = ground.used(**pids)
    await _until(due)
    overdue, asked_after = await _overdue(ground, due)
    written = await _written(ground, scale.burst, due)
    await settled_down(ground, **pids)
    costs["ours"].append(per(scale.burst, used, ground.used(**pids)))
    told = await all_told(ground.client, {str(case.id): due for case in cases})
    cost = cost_line("alarm_cpu", "CPU of an alarm of the burst, all parties", costs)
    return [*_lines(told, bares, overdue, asked_after, written), cost]


async def _overdue(ground: Ground, due: dt.datetime) -> tuple[int, float]:
    """Ask the ledger at once for what is overdue; return how many it names, and how long after the moment it did."""
    await asyncio.sleep(0.02)
    wanted = CaseFilter(campaign=BURST, overdue_at=dt.datetime.now(dt.UTC), limit=100_000)
    found = await list_cases(ground.pool, wanted)
    return len(found), (dt.datetime.now(dt.UTC) - due).total_seconds()


async def _written(ground: Ground, count: int, due: dt.datetime) -> float:
    began = time.monotonic()
    while await ground.pool.fetchval(RUNGS, f"{BURST}/%") < count:
        await asyncio.sleep(0.25)
        assert time.monotonic() - began < 60 + count / 10, "the burst does not end"
    return (dt.datetime.now(dt.UTC) - due).total_seconds()


def _lines(ours: list[Told], bares: list[Told], overdue: int, asked_after: float, written: float) -> list[Line]:
    late = {name: [one.late_seconds for one in found] for name, found in (("ours", ours), ("bare", bares))}
    last, other, count = max(late["ours"]), max(late["bare"]), len(ours)
    return [
        Line(
            id="burst",
            what=f"10,000 alarms at one moment: all on record after (from {count:,})",
            unit="s",
            ours=last * MANY / count,
            bare=other * MANY / count,
            ratio=last / other,
            goal="≤ 45 s",
            met=last * MANY / count <= 45,
            method=METHOD,
            samples={
                "ours": rounded(late["ours"]),
                "bare": rounded(late["bare"]),
                "p50": {name: round(median(found), 2) for name, found in late.items()},
                "in_the_ledger_seconds": round(written, 2),
                "events": {"ours": median([one.events for one in ours]), "bare": median([one.events for one in bares])},
            },
        ),
        _none("burst_timed_out", "tasks that timed out in the burst", _timed_out(ours), _timed_out(bares)),
        _none(
            "burst_overdue",
            f"items that the ledger's overdue list lacks right at the moment ({1000 * asked_after:.0f} ms after)",
            count - overdue,
            None,
        ),
    ]


def _none(name: str, what: str, ours: int, bare: int | None) -> Line:
    """Return the line of something of which there should be none."""
    return Line(id=name, what=what, unit="", ours=ours, bare=bare, goal="0", met=ours == 0, method=METHOD)


def _timed_out(told: list[Told]) -> int:
    return sum(one.timed_out for one in told)


async def _until(at: dt.datetime) -> None:
    await asyncio.sleep(max(0.0, (at - dt.datetime.now(dt.UTC)).total_seconds()))
