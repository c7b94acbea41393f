"""Where and under which limits a run took place."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from tests.bench.versions import machine, versions
from tests.chaos.harm import RECOVERS_WITHIN
from tests.chaos.intake import BATCH
from tests.chaos.post import PATIENCE
from tests.chaos.reconciling import GRACE
from tests.chaos.run import MOST_OPEN, PEACE_SECONDS, Outcome
from tests.chaos.site import AFRESH_AFTER_EVENTS
from tests.chaos.tables import table
from tests.chaos.volume import SIZE_MB
from tests.embedded.machine import place
from worker import KEPT_FOR_US

SHANGHAI = dt.timezone(dt.timedelta(hours=8))


def surroundings(outcome: Outcome) -> Iterator[str]:
    """Yield date, versions and machine."""
    where = place()
    host = machine(Path(where) if where else None)
    yield f"- Begun {dt.datetime.fromtimestamp(outcome.began, SHANGHAI):%Y-%m-%d %H:%M:%S} (Asia/Shanghai)."
    yield f"- Versions: {', '.join(f'{name} {version}' for name, version in versions().items())}."
    yield f"- Machine: {host['cpus']} CPUs ({host['model']}), {host['memory_gb']} GB."
    yield f"- The site lay in {where or 'the folder for temporary files'}: an fsync took {host['fsync_p50_ms']} ms there."


def limits(outcome: Outcome) -> Iterator[str]:
    """Yield the limits by which the run was held and judged."""
    yield from table(
        ("limit", "value"),
        (
            ("a day of the drill's clock", outcome.plan.day),
            ("items known to be open, beyond which none is taken in", str(MOST_OPEN - BATCH)),
            ("events after which Temporal asks a case to go on in a fresh run", str(AFRESH_AFTER_EVENTS)),
            ("updates of a case that Temporal takes at once", "10"),
            ("the ledger's disk, where it can be filled", f"{SIZE_MB} MB"),
            ("a sender waits for one answer, then asks again", f"{PATIENCE.total_seconds():g} s"),
            ("the site lives again after each harm, else a finding", f"{RECOVERS_WITHIN:g} s"),
            ("all cases come to their end in peace, else a finding", f"{PEACE_SECONDS:g} s"),
            ("an alarm due so long before the end and not told is missed", f"{GRACE.total_seconds():g} s"),
            ("Temporal keeps a task for the worker that told the case last", f"{KEPT_FOR_US.total_seconds():g} s"),
            ("lateness of an alarm", "shown, not judged"),
        ),
    )
