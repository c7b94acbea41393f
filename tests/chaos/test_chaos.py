"""The short form of a chaos run: a site that is harmed loses nothing, and a run sees what it is there to see."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.chaos.reconciling import Wrong

HOUSE = Path(__file__).parents[2]
SEED = os.environ.get("CHAOS_SEED", "20261123")

# Two minutes on a machine that does nothing else.
pytestmark = pytest.mark.timeout(600)


def chaos(out: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run it as people do."""
    command = [sys.executable, "-m", "tests.chaos", "--seed", SEED, "--day", "1s", "--short", "--out", str(out), *words]
    return subprocess.run(command, cwd=HOUSE, capture_output=True, text=True, check=False)


def test_a_site_that_is_harmed_in_every_way_loses_nothing_and_doubles_nothing(tmp_path: Path) -> None:
    done = chaos(tmp_path, "--kills", "12", "--cases", "40")

    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    report = (tmp_path / "report.md").read_text()
    assert "Nothing lost, nothing doubled, no alarm missed or told twice." in report
    assert f"make chaos SEED={SEED} KILLS=12 CASES=40 DAY=1s SHORT=1" in report


def test_planted_faults_are_seen_and_named(tmp_path: Path) -> None:
    plants = ("--plant", "skip-batch", "--plant", "forget-ids", "--plant", "drop-signal")

    done = chaos(tmp_path, "--kills", "0", "--cases", "20", *plants)

    assert done.returncode == 1, f"{done.stdout}\n{done.stderr}"
    report = (tmp_path / "report.md").read_text()
    seen = {wrong for wrong in Wrong if f"- **{wrong.value}**" in report}
    assert {Wrong.LEDGER, Wrong.DOUBLED, Wrong.SIGNAL_LOST} <= seen, report
