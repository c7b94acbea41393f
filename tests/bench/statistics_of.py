"""The few statistics that a noisy machine allows: medians, high percentiles, and ratios of neighbours in time."""

import math
import statistics
from collections.abc import Iterable, Sequence
from itertools import cycle, islice

from tests.bench.kind import Kind


def median(samples: Sequence[float]) -> float:
    """Return the median."""
    return statistics.median(samples)


def percentile(samples: Sequence[float], percent: float) -> float:
    """Return the smallest sample that so many percent of all do not exceed (nearest rank)."""
    ranked = sorted(samples)
    return ranked[max(0, math.ceil(len(ranked) * percent / 100) - 1)]


def interleaved(pairs: int) -> list[Kind]:
    """Return the order of the runs: A B B A A B B A …, so that a drift of the machine meets both alike."""
    order: tuple[Kind, ...] = ("ours", "bare", "bare", "ours")
    return list(islice(cycle(order), 2 * pairs))


def paired(ours: Sequence[float], bare: Sequence[float]) -> list[float]:
    """Return the ratio of each pair of neighbouring runs."""
    return [mine / other for mine, other in zip(ours, bare, strict=True)]


def slope(points: Iterable[tuple[float, float]]) -> float:
    """Return how much y grows with x, by least squares."""
    xs, ys = zip(*points, strict=True)
    return statistics.linear_regression(xs, ys).slope


def rounded(samples: Iterable[float], digits: int = 2) -> list[float]:
    """Return samples as they are kept beside the table."""
    return [round(sample, digits) for sample in samples]
