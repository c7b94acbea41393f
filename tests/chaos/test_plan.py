"""The plan of a run."""

import shlex
import subprocess
from pathlib import Path

from tests.chaos.plan import Plan, Plant

HOUSE = Path(__file__).parents[2]


def test_the_command_that_a_report_names_starts_the_same_run_again() -> None:
    plan = Plan(4711, 0, 20, "1s", Path("build/chaos"), (Plant.SKIP_BATCH, Plant.DROP_SIGNAL), short=True)

    words = [*shlex.split(plan.command), "--dry-run", "--no-print-directory"]  # `make test` may be the one who asks
    shown = subprocess.run(words, cwd=HOUSE, capture_output=True, text=True, check=True).stdout.replace("\\\n", " ")

    started = shlex.split(shown.partition("-m tests.chaos")[2])
    options = "--seed 4711 --kills 0 --cases 20 --day 1s --short --plant skip-batch --plant drop-signal"
    assert sorted(started) == sorted(options.split())
