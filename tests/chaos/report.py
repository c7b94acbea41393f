"""The report page of a run: Markdown with two pictures, for people who were not there."""

import statistics
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from tests.chaos.alarm_section import alarm_section
from tests.chaos.alarms import Alarm
from tests.chaos.charts import bars
from tests.chaos.harm import Blow
from tests.chaos.plan import Kind
from tests.chaos.pulse import PROBES
from tests.chaos.reconciling import Reconciled, Wrong
from tests.chaos.run import Outcome
from tests.chaos.surroundings import limits, surroundings
from tests.chaos.tables import middle, table
from tests.chaos.totals import summary, verdict

EDGES = (0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 20, 40)  # seconds
LISTED = 40
_RECOVERY = (
    "Recovery is the median (longest), counted from the end of the harm, of what a client saw that left notes in two probed "
    f"cases ({', '.join(PROBES)}) all the time: until both answered, and until the ledger held both answers. Other cases are not "
    "in it; how long those waited shows under *Alarms*. — : the next harm came at once, so none was measured."
)
_CAUSES = {
    "RESET_STICKY_TASK_QUEUE": "waited for a worker that was killed; its heir gave it back, and another worker did it",
    "UNHANDLED_COMMAND": "a message came while the case was about to end or to go on in a fresh run; told again with the message",
    "WORKFLOW_WORKER_UNHANDLED_FAILURE": "the bug in the rules that was put in, until it was mended; or a query brought what "
    "belonged to a later task, and the case was told anew",
    "SCHEDULE_TO_START": "kept for a worker that no longer took it, then offered to all",
    "START_TO_CLOSE": "in the hands of a worker that was killed, stood still or had the bug; done again by another",
}


def write_report(outcome: Outcome, result: Reconciled) -> None:
    """Write report.md and its pictures."""
    out = outcome.plan.out
    calm, harmed = _apart(result.retold.alarms, outcome.blows)
    late = [("due in peace", _buckets(calm)), ("due while harm was done", _buckets(harmed))]
    (out / "lateness.svg").write_text(bars("Alarms by seconds until the ledger had them", _labels(), late))
    names, answers, writes = _recovery_rows(outcome.blows)
    slow = [("until both probed cases answered", answers), ("until the ledger held both answers", writes)]
    (out / "recovery.svg").write_text(bars("Median recovery of two probed cases, seconds", names, slow))
    (out / "report.md").write_text("\n".join(_page(outcome, result, calm, harmed)))


def _page(outcome: Outcome, result: Reconciled, calm: list[Alarm], harmed: list[Alarm]) -> Iterator[str]:
    said = verdict(result)
    yield from ("# Chaos: what was done to a site, and what it lost · 破坏试验：做了什么，丢了什么", "")
    yield from (f"**{said.zh}**", "", f"**{said.en}**", "")
    yield from surroundings(outcome)
    yield from (
        "",
        "To repeat it, at the commit named above · 在上述提交上重做：",
        "",
        "```sh",
        outcome.plan.command,
        "```",
        "",
    )
    yield from ("## 摘要", "", *summary(outcome, result, "zh"), "")
    yield from ("## Summary", "", *summary(outcome, result, "en"), "")
    yield from ("## Findings", "", *_findings(result), "", "## What was injected", "")
    head = ("what", "times", "killed", "lasted, s", "answers again, s", "ledger again, s", "skipped")
    yield from table(head, _harm(outcome))
    yield from (
        "",
        "Lasted: median (longest), until it was mended; a kill is mended by the site itself.",
        _RECOVERY,
        "",
    )
    yield from ("![recovery times](recovery.svg)", "", "## Alarms", "", *alarm_section(outcome, calm, harmed))
    yield from (
        "",
        "## Tasks",
        "",
        *table(("a task came to nothing by", "times", "why that is right"), _tasks(outcome)),
    )
    yield from ("", "## People", "", *table(("manner", "cases"), _people(outcome)))
    yield from ("", "## Limits", "", *limits(outcome), "", "## Every injection", "")
    head = ("#", "what", "began, s into the run", "lasted, s", "killed", "answers again, s", "ledger again, s")
    yield from table(head, [_blow(blow, outcome.began) for blow in outcome.blows])
    yield from ("", "## What the site said last", "", "```text", *outcome.said[-LISTED:], "```", "")


def _findings(result: Reconciled) -> Iterator[str]:
    if not result.findings:
        yield "None. · 没有。"
    for wrong in Wrong:
        found = [finding for finding in result.findings if finding.wrong is wrong]
        if found:
            yield f"- **{wrong.value}** ({len(found)})"
            yield from (f"  - {one.case_id or 'the site'}: {' '.join(one.what.split())}" for one in found[:LISTED])


def _harm(outcome: Outcome) -> Iterator[tuple[str, ...]]:
    for kind in Kind:
        blows = [blow for blow in outcome.blows if blow.injection.kind is kind]
        skipped = next((blow.skipped for blow in blows if blow.skipped), "")
        lasted = [blow.ended - blow.began for blow in blows if not blow.skipped]
        recovered = map(middle, _seconds(blows))
        yield kind.value, str(len(blows)), str(sum(blow.killed for blow in blows)), middle(lasted), *recovered, skipped


def _blow(blow: Blow, began: float) -> tuple[str, ...]:
    seen = (f"{seconds:.1f}" if seconds is not None else "—" for seconds in (blow.answers, blow.writes))
    start, lasted = f"{blow.began - began:.1f}", f"{blow.ended - blow.began:.1f}"
    return str(blow.injection.number), blow.injection.kind.value, start, lasted, str(blow.killed), *seen


def _seconds(blows: Iterable[Blow]) -> tuple[list[float], list[float]]:
    seen = [blow for blow in blows if not blow.overtaken and not blow.skipped]
    answers = [blow.answers for blow in seen if blow.answers is not None]
    return answers, [blow.writes for blow in seen if blow.writes is not None]


def _recovery_rows(blows: Sequence[Blow]) -> tuple[list[str], list[float], list[float]]:
    names, answers, writes = [], [], []
    for kind in Kind:
        first, second = _seconds(blow for blow in blows if blow.injection.kind is kind)
        if first and second:
            names.append(kind.value)
            answers.append(statistics.median(first))
            writes.append(statistics.median(second))
    return names, answers, writes


def _tasks(outcome: Outcome) -> Iterator[tuple[str, ...]]:
    histories = outcome.histories.values()
    for what, counts in (
        ("failed", sum((case.failed_tasks for case in histories), Counter[str]())),
        ("timed out", sum((case.timed_out_tasks for case in histories), Counter[str]())),
    ):
        for cause, times in counts.most_common():
            yield f"{what}: {cause}", str(times), _CAUSES.get(cause, "")


def _people(outcome: Outcome) -> Iterator[tuple[str, str]]:
    yield from ((manner.value, str(count)) for manner, count in outcome.manners.items())
    yield "probes: nobody but a client that leaves notes", str(len(PROBES))
    if others := len(outcome.histories) - sum(outcome.manners.values()) - len(PROBES):
        yield "ended before anybody acted", str(others)


def _apart(alarms: Iterable[Alarm], blows: Sequence[Blow]) -> tuple[list[Alarm], list[Alarm]]:
    """Tell the alarms that were due while harm was done, or not yet mended, from those due in peace."""
    calm: list[Alarm] = []
    harmed: list[Alarm] = []
    for alarm in alarms:
        at = alarm.due.timestamp()
        near = any(blow.began - 1 <= at <= blow.over + 2 for blow in blows)
        (harmed if near else calm).append(alarm)
    return calm, harmed


def _labels() -> list[str]:
    return [*(f"≤ {edge:g}" for edge in EDGES), f"> {EDGES[-1]:g}"]


def _buckets(alarms: Iterable[Alarm]) -> list[float]:
    counts = [0.0] * (len(EDGES) + 1)
    for alarm in alarms:
        if alarm.recorded:
            counts[sum(alarm.late > edge for edge in EDGES)] += 1
    return counts
