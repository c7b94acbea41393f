"""What something costs each party in CPU, as a line of the table."""

from collections.abc import Mapping, Sequence

from tests.bench.kind import KINDS, Kind
from tests.bench.line import Line
from tests.bench.statistics_of import median, paired, rounded

Used = Mapping[str, float]  # party → CPU seconds
METHOD = "CPU of server, own worker, database and driving client from /proc, until all are quiet again"


def per(count: int, before: Used, after: Used) -> dict[str, float]:
    """Return the milliseconds that each party has used for one of so many."""
    return {name: 1000 * (after[name] - before[name]) / count for name in after}


def total(cost: Mapping[str, float], kind: Kind) -> float:
    """Return what all parties used together, of the workers only the one that worked."""
    return cost["server"] + cost["database"] + cost["client"] + cost[kind]


def cost_line(name: str, what: str, costs: Mapping[Kind, Sequence[Mapping[str, float]]]) -> Line:
    """Return the line of some runs; the ratio is the median of the pairs."""
    totals = {kind: [total(cost, kind) for cost in costs[kind]] for kind in KINDS}
    parties = {
        kind: {party: round(median([cost[party] for cost in costs[kind]]), 2) for party in costs[kind][0]}
        for kind in KINDS
    }
    return Line(
        id=name,
        what=what,
        unit="ms",
        ours=median(totals["ours"]),
        bare=median(totals["bare"]),
        ratio=median(paired(totals["ours"], totals["bare"])),
        method=METHOD,
        samples={"parties": parties, **{kind: rounded(totals[kind]) for kind in KINDS}},
    )
