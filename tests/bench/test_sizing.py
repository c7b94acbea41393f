"""The page about sizing says what the run beside it has measured, and its arithmetic is the arithmetic it shows."""

from pathlib import Path

import pytest

from tests.bench.limits import limits, said
from tests.bench.line import Line, Run
from tests.bench.reckoning import (
    Cost,
    Year,
    commands_a_second,
    gigabytes,
    items_by_commands,
    kept_gigabytes,
    load_of,
    year_of,
)
from tests.bench.shopping import disk_to_buy, ram_to_buy
from tests.bench.sizing import BEGIN, END, lasting, main, parts
from tests.bench.table import origin, report

DOCS = Path(__file__).parents[2] / "docs"
MEASURED = DOCS / "bench" / "bench.json"
RUN = Run.model_validate_json(MEASURED.read_text())

PLAIN = Cost(12.0, {"ours": 4.0, "server": 5.0, "database": 1.0, "client": 2.0})
YEAR = Year(
    events=120,
    kilobytes=30,
    ledger_kilobytes=20,
    open_kilobytes=50,
    actions={"start": 1},
    intake=PLAIN,
    command=PLAIN,
    alarm=PLAIN,
    alarm_seconds=0.03,
)


@pytest.mark.parametrize(("name", "lines"), parts(RUN).items())
def test_the_page_says_what_was_measured(name: str, lines: list[str]) -> None:
    page = (DOCS / "sizing.md").read_text()

    said_there = page.partition(BEGIN.format(name))[2].partition(END)[0]

    assert said_there.strip() == "\n".join(lines).strip(), "run `make sizing`"


def test_the_report_is_that_of_the_run() -> None:
    assert MEASURED.with_suffix(".md").read_text() == report(RUN), "run `make sizing`"


def test_every_row_that_the_page_names_was_measured() -> None:
    measured = {line.id for line in RUN.lines}
    named = {"year_events", "year_kilobytes", "open_disk", "intake_cpu", "warm_cpu", "alarm_cpu", "fsyncs", "cold_p99"}

    assert named | {"burst_overdue", "idle", "worker_memory"} <= measured
    assert not RUN.failures


def test_a_page_without_a_place_for_a_table_is_left_as_it_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page, run = tmp_path / "page.md", tmp_path / "run.json"
    page.write_text("nothing here")
    run.write_text(RUN.model_dump_json())

    assert main(run, page) == 1
    assert "has no place for choice" in capsys.readouterr().err
    assert page.read_text() == "nothing here"


def test_a_year_is_an_intake_fourteen_commands_and_eight_alarms() -> None:
    assert YEAR.cpu("server") == 5 + 14 * 5 + 8 * 5
    assert YEAR.cpu_all == (1 + 14 + 8) * 12


def test_two_cores_used_by_six_tenths_take_as_many_commands_as_fit() -> None:
    assert commands_a_second(YEAR) == pytest.approx(100)
    assert items_by_commands(100) == pytest.approx(100 * 7_200_000 / 140)


def test_ten_times_the_items_ask_for_ten_times_the_machine() -> None:
    one, ten = load_of(YEAR, 10_000), load_of(YEAR, 100_000)

    assert ten.cores_at_peak["server"] == pytest.approx(10 * one.cores_at_peak["server"])
    assert ten.disk_gigabytes == pytest.approx(100_000 * 50 / 1024**2)
    assert ten.rings_at_once == pytest.approx(100_000 * 8 / 500)
    assert ten.ring_seconds == pytest.approx(1_600 * 0.03)
    assert ten.ring_cores == pytest.approx(1_600 * 0.012 / 600 / 0.6)


def test_the_limit_that_is_named_first_is_the_lowest() -> None:
    found = limits(RUN, year_of(RUN))
    counts = [limit.items for limit in found]

    assert len(found) == 4
    assert counts == sorted(counts)
    assert f"up to {said(counts[0])}" in parts(RUN)["choice"][0]


def test_ten_years_of_closed_items_are_kept_beside_those_that_are_open() -> None:
    assert kept_gigabytes(YEAR, 1_000, 10) == pytest.approx(gigabytes(1_000 * (10 * 110 + 50)))
    assert disk_to_buy(YEAR, 1_000) == 20  # twice 1.1 GB, and 10 GB around it
    assert disk_to_buy(YEAR, 100_000) == 230


def test_the_ram_to_buy_is_of_a_size_that_is_sold() -> None:
    assert ram_to_buy(_with_memory(database=100)) == 4
    assert ram_to_buy(_with_memory(database=2_000)) == 8


def test_a_count_has_two_digits_and_is_rounded_down() -> None:
    assert [said(value) for value in (95.0, 20_761.0, 3_219_316.0, 76_000_000.0)] == [
        "95",
        "20,000",
        "3.2 million",
        "76 million",
    ]
    assert [lasting(seconds) for seconds in (0.5, 46.3, 289.0, 4_630.0, 46_300.0)] == [
        "less than 1 s",
        "46 s",
        "5 min",
        "77 min",
        "13 h",
    ]


@pytest.mark.parametrize(
    ("name", "samples", "told"),
    [
        ("intake_durable", {"items": 600}, "**reckoned** from 600"),
        ("intake_assigned", {"items": 10_000}, "measured"),
        ("burst", {"ours": [1.0, 2.0]}, "**reckoned** from 2"),
        ("worker_memory_100k", {}, "**reckoned**"),
        ("worker_memory", {"items": 600}, "measured"),
    ],
)
def test_what_was_scaled_up_says_so(name: str, samples: dict[str, object], told: str) -> None:
    line = Line(id=name, what="thing", unit="s", ours=1.0, method="m", samples=samples)

    assert origin(line) == told


def test_a_setting_that_is_not_offered_has_no_goal_on_the_page() -> None:
    tables = parts(RUN)

    assert not [row for row in tables["table"] if "NORMAL" in row]
    assert len(tables["comparison"]) == 2 + 3


def _with_memory(**held: int) -> Run:
    lines = [
        line.model_copy(update={"samples": {"memory_mb": {"server": 500, **held}}}) if line.id == "idle" else line
        for line in RUN.lines
    ]
    return RUN.model_copy(update={"lines": tuple(lines)})
