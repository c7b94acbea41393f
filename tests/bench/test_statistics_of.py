"""The statistics of the bench: a drift of the machine meets both alike, and a percentile is a sample that was seen."""

import pytest

from tests.bench.line import Line
from tests.bench.statistics_of import interleaved, median, paired, percentile, slope
from tests.bench.table import figure, table


def test_a_machine_that_slows_down_steadily_changes_no_ratio() -> None:
    order = interleaved(4)
    speeds = [100.0 - 5 * number for number in range(len(order))]
    found: dict[str, list[float]] = {"ours": [], "bare": []}
    for kind, speed in zip(order, speeds, strict=True):
        found[kind].append(speed * (0.5 if kind == "ours" else 1.0))

    assert order == ["ours", "bare", "bare", "ours"] * 2
    assert median(paired(found["ours"], found["bare"])) == pytest.approx(0.5, rel=0.01)


def test_a_percentile_is_one_of_the_samples() -> None:
    samples = [float(number) for number in range(1, 101)]

    assert percentile(samples, 50) == 50
    assert percentile(samples, 99) == 99
    assert percentile([7.0], 99) == 7


def test_a_slope_is_what_each_more_item_adds() -> None:
    assert slope([(100, 1_300), (200, 1_400), (300, 1_500)]) == pytest.approx(1)


def test_a_goal_that_is_missed_is_said_loudly() -> None:
    line = Line(id="x", what="thing", unit="s", ours=61.0, bare=30.5, ratio=2.0, goal="≤ 45 s", met=False, method="m")

    assert table((line,))[-1] == "| thing | 61.0 s | 30.5 s | 2.00 | ≤ 45 s | **no** | measured |"
    assert [figure(value) for value in (None, 0, 0.123, 12.34, 1234.5)] == ["–", "0", "0.12", "12.3", "1,234"]
