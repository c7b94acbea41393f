"""What is kept of cases with a finding or a very late alarm: their histories in Temporal, their facts in the ledger."""

from collections.abc import Iterable
from pathlib import Path

from tests.chaos.lateness import latest
from tests.chaos.reconciling import Reconciled
from tests.chaos.run import Outcome

MOST_CASES = 10


def keep_exhibits(outcome: Outcome, result: Reconciled) -> None:
    """Write them beside the report."""
    place = outcome.plan.out / "exhibits"
    found = sorted({finding.case_id for finding in result.findings if finding.case_id})[:MOST_CASES]
    for case_id in {*found, *(alarm.case_id for alarm in latest(result.retold.alarms))}:
        folder = place / case_id.replace("/", "-")
        folder.mkdir(parents=True, exist_ok=True)
        _write_facts(
            folder / "facts.jsonl", (r.entry.model_dump_json() for r in outcome.recorded if r.entry.case_id == case_id)
        )
        for number, history in enumerate(outcome.histories[case_id].raw if case_id in outcome.histories else []):
            (folder / f"run-{number}.json").write_text(history.to_json())


def _write_facts(file: Path, lines: Iterable[str]) -> None:
    file.write_text("".join(f"{line}\n" for line in lines))
