"""The page about sizing says what the run beside it has measured, and its arithmetic is the arithmetic it shows."""

from pathlib import Path

import pytest

from tests.bench.line import Run
from tests.bench.reckoning import Year, commands_a_second, items_by_commands, load_of, seconds_for_rings
from tests.bench.sizing import BEGIN, END, parts

DOCS = Path(__file__).parents[2] / "docs"
RUN = Run.model_validate_json((DOCS / "bench" / "bench.json").read_text())

PLAIN = {"ours": 4.0, "server": 5.0, "database": 1.0}
YEAR = Year(
    events=120,
    kilobytes=30,
    ledger_kilobytes=25,
    disk_kilobytes=50,
    actions={"start": 1},
    intake={"ours": 10, "server": 10, "database": 10},
    command=PLAIN,
    alarm=PLAIN,
)


@pytest.mark.parametrize(("name", "lines"), parts(RUN).items())
def test_the_page_says_what_was_measured(name: str, lines: list[str]) -> None:
    page = (DOCS / "sizing.md").read_text()

    said = page.partition(BEGIN.format(name))[2].partition(END)[0]

    assert said.strip() == "\n".join(lines).strip(), "run `make sizing`"


def test_every_row_that_the_page_names_was_measured() -> None:
    measured = {line.id for line in RUN.lines}
    named = {"year_events", "year_kilobytes", "open_disk", "intake_cpu", "warm_cpu", "alarm_cpu", "fsyncs", "cold_p99"}

    assert named | {"burst_overdue", "idle", "worker_memory"} <= measured
    assert not RUN.failures


def test_a_year_is_an_intake_fourteen_commands_and_eight_alarms() -> None:
    assert YEAR.cpu("server") == 10 + 14 * 5 + 8 * 5
    assert YEAR.cpu_all == 30 + (14 + 8) * 10


def test_two_cores_used_by_six_tenths_take_as_many_commands_as_fit() -> None:
    assert commands_a_second(YEAR) == pytest.approx(120)
    assert items_by_commands(YEAR) == pytest.approx(120 * 7_200_000 / 140)
    assert seconds_for_rings(YEAR, 10_000, 2) == pytest.approx(50)


def test_ten_times_the_items_ask_for_ten_times_the_machine() -> None:
    one, ten = load_of(YEAR, 10_000), load_of(YEAR, 100_000)

    assert ten.server_cores == pytest.approx(10 * one.server_cores)
    assert ten.disk_gigabytes == pytest.approx(100_000 * 50 / 1024**2)
    assert ten.rings_at_once == pytest.approx(100_000 * 8 / 500)
