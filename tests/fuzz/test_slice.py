"""A small slice of the fuzzing, always the same: `make fuzz` feeds a hundred thousand inputs to the same properties."""

import json
import subprocess
import sys
import warnings
from pathlib import Path
from typing import Any

import pytest

from tests.fuzz.target import Target
from tests.fuzz.targets import ALL

HOUSE = Path(__file__).parents[2]
BOMBS = ("aliases of aliases", "entities", "farthest corner", "cut zip", "lies", "nested", "double")


@pytest.mark.parametrize("target", [target for target in ALL if target.slice], ids=lambda target: target.name)
def test_hostile_inputs_are_answered_in_words(target: Target[Any]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of large examples, which are meant
        assert target.attack(target.slice, None) >= target.slice // 2


def test_bombs_are_defused_within_little_memory_and_time() -> None:
    thrown = subprocess.run(
        [sys.executable, "-m", "tests.fuzz.bombs", *BOMBS],
        cwd=HOUSE,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    outcomes = [json.loads(line) for line in thrown.stdout.splitlines()]
    assert len(outcomes) >= 15
    assert [one for one in outcomes if one["ending"] not in ("read", "refused")] == []
