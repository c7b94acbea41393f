"""Old histories, told by today's code: what running cases have lived through must come out the same."""

import asyncio
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from temporalio.client import WorkflowHistory

from rules.cases import EDITION
from tests.workflows.desk import replayer
from tests.workflows.divergence import divergence
from tests.workflows.recording import HISTORIES, REAL, SKIPPING

HOUSE = Path(__file__).resolve().parents[2]
RECORDED = sorted(HISTORIES.glob("edition-*/*.json"))

ADVICE = """
{where}

Today's stories or rules would have run this case differently, so cases that are running now would get stuck.
If the change is meant, running cases must be taken along (docs/decisions/0007-editions.md):
  1. raise EDITION in rules/cases.py and let the old way stand where case.opening.edition is older;
  2. record the new way: python -m tests.workflows.recording;
  3. never touch the histories of older editions while such cases run.
"""


def history_at(path: Path) -> WorkflowHistory:
    history = WorkflowHistory.from_json("", path.read_text(encoding="utf-8"))
    (case,) = history.events[0].workflow_execution_started_event_attributes.input.payloads
    return WorkflowHistory(json.loads(case.data)["opening"]["case_id"], history.events)


@pytest.mark.parametrize("path", RECORDED, ids=lambda path: f"{path.parent.name}/{path.stem}")
async def test_a_recorded_case_is_told_the_same_today(path: Path) -> None:
    if where := await divergence(f"{path.parent.name}/{path.name}", history_at(path)):
        pytest.fail(ADVICE.format(where=where), pytrace=False)


async def test_where_a_history_is_left_is_told_by_event_fact_rule_and_line() -> None:
    """As if the rules had changed: the same messages and timers, but one level of review where there were four."""
    history = history_at(HISTORIES / "edition-1" / "a_year.json")
    (start,) = history.events[0].workflow_execution_started_event_attributes.input.payloads
    changed = json.loads(start.data)
    changed["opening"]["policy"]["review"]["levels"] = ["committee"]
    start.data = json.dumps(changed).encode()

    said = await divergence("a_year.json", history)

    assert said is not None
    assert re.search(r"^a_year\.json, event \d+ of \d+:$", said, re.MULTILINE)
    assert re.search(r"^ +recorded +\w+", said, re.MULTILINE)
    assert re.search(r"^ +today +\w+", said, re.MULTILINE)
    assert re.search(
        r"^ +fact \d+ +\w+: .+\n +decided by rules/\w+\.py:\d+ \w+\n +follows by rules/", said, re.MULTILINE
    )
    assert re.search(r"^ +story +workflows/remediation\.py:\d+ Remediation\.\w+$", said, re.MULTILINE)


def test_this_edition_is_recorded() -> None:
    assert {path.stem for path in RECORDED if path.parent.name == f"edition-{EDITION}"} == {
        play.__name__ for play in (*SKIPPING, *REAL)
    }


@pytest.mark.parametrize("seed", ["1", "2026"])
def test_recorded_cases_do_not_depend_on_the_order_of_sets(seed: str) -> None:
    told = subprocess.run(
        [sys.executable, "-m", "tests.workflows.test_histories"],
        cwd=HOUSE,
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert told.returncode == 0, told.stdout + told.stderr


async def _replay_all() -> int:
    failures = 0
    for path in RECORDED:
        result = await replayer().replay_workflow(history_at(path), raise_on_replay_failure=False)
        if result.replay_failure:
            failures += 1
            sys.stdout.write(f"{path}: {result.replay_failure}\n")
    return failures


if __name__ == "__main__":
    code = asyncio.run(_replay_all())
    sys.stdout.flush()
    os._exit(code)
