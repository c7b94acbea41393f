"""The report page of a run: Markdown with two pictures, for people who were not there."""

import statistics
from collections.abc import Iterable, Iterator, Sequence

from tests.chaos.alarms import Alarm
from tests.chaos.charts import bars
from tests.chaos.harm import Blow
from tests.chaos.journal import Form, Told
from tests.chaos.plan import Kind
from tests.chaos.reconciling import Reconciled, Wrong
from tests.chaos.run import Outcome

EDGES = (0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 20, 40)  # seconds
LISTED = 40


def write_report(outcome: Outcome, result: Reconciled) -> None:
    """Write report.md and its pictures."""
    out = outcome.plan.out
    calm, harmed = _apart(result.alarms, outcome.blows)
    late = [("recorded in peace", _buckets(calm)), ("recorded while harm was done", _buckets(harmed))]
    (out / "lateness.svg").write_text(bars("Alarms by lateness, seconds", _labels(), late))
    names, answers, writes = _recovery_rows(outcome.blows)
    slow = [("until all answered", answers), ("until the ledger held it", writes)]
    (out / "recovery.svg").write_text(bars("Median recovery, seconds", names, slow))
    (out / "report.md").write_text("\n".join(_page(outcome, result, calm, harmed)))


def _page(outcome: Outcome, result: Reconciled, calm: list[Alarm], harmed: list[Alarm]) -> Iterator[str]:
    yield from ("# Chaos: what was done to a site, and what it lost", "")
    yield f"**{_verdict(result)}**"
    yield from ("", "To repeat it:", "", "```sh", outcome.plan.command, "```", "")
    yield from _table(("what", "how many"), _totals(outcome, result))
    yield from ("", "## Findings", "")
    yield from _findings(result)
    yield from ("", "## What was injected", "")
    yield from _table(("what", "times", "killed", "answers again, s", "ledger again, s", "skipped"), _harm(outcome))
    yield from ("", "Recovery is the median (longest) after the harm ended, seen by a client that keeps asking.")
    yield from ("", "![recovery times](recovery.svg)", "", "## Alarms", "")
    rows = (("in peace", calm), ("while harm was done", harmed), ("all", result.alarms))
    yield from _table(("", "alarms", "told late by, p50 / p99 / most, s", "recorded late by, s"), map(_late, rows))
    yield from ("", "![lateness of alarms](lateness.svg)", "", "## People", "")
    yield from _table(("manner", "cases"), [(manner.value, str(n)) for manner, n in outcome.manners.items()])
    yield from ("", "## What the site said", "", "```text", *outcome.said[-LISTED:], "```", "")


def _verdict(result: Reconciled) -> str:
    if not result.findings:
        return "Nothing lost, nothing doubled, no alarm missed or told twice."
    return f"{len(result.findings)} findings: " + "; ".join(sorted({f.wrong.value for f in result.findings})) + "."


def _totals(outcome: Outcome, result: Reconciled) -> Iterator[tuple[str, str]]:
    messages, told = outcome.journal.messages, outcome.histories.values()
    copies = len(messages) - len({(message.case_id, message.mark) for message in messages})
    yield "seed", str(outcome.plan.seed)
    yield "seconds", f"{outcome.took:.0f}"
    yield "injections / processes killed", f"{len(outcome.blows)} / {sum(blow.killed for blow in outcome.blows)}"
    yield "cases / runs (continue-as-new)", f"{len(outcome.histories)} / {sum(case.runs for case in told)}"
    campaigns = {case_id.partition("/")[0] for case_id in outcome.started}
    yield "campaigns taken in / tries", f"{len(campaigns)} / {outcome.intake_tries}"
    yield "facts in the ledger", str(result.facts)
    yield "messages sent (updates, signals)", f"{len(messages)} ({', '.join(_forms(outcome))})"
    yield "of these copies of another", str(copies)
    yield "asked again because nobody answered", str(sum(message.doubtful for message in messages))
    yield "accepted", str(result.accepted)
    yield "refused, visibly", str(result.refused)
    yield "for cases that never were or had ended", str(sum(message.told is Told.NOBODY for message in messages))
    yield "lost", str(result.count(Wrong.LOST, Wrong.UNWITNESSED, Wrong.SIGNAL_LOST, Wrong.CASE_LOST))
    yield "doubled", str(result.count(Wrong.DOUBLED))
    yield "alarms / wrong ones", f"{len(result.alarms)} / {result.count(Wrong.ALARM)}"
    yield (
        "workflow tasks failed / timed out",
        f"{sum(c.failed_tasks for c in told)} / {sum(c.timed_out_tasks for c in told)}",
    )
    yield "`bihuan verify`", "sound" if outcome.verified and outcome.verified["sound"] else "NOT sound"
    same = outcome.prints[0] == outcome.prints[1] and not outcome.rebuilt
    yield "`bihuan rebuild`", f"the same, byte by byte ({outcome.prints[0][:12]})" if same else "NOT the same"


def _forms(outcome: Outcome) -> Iterator[str]:
    for form in Form:
        yield str(sum(message.form is form for message in outcome.journal.messages))


def _findings(result: Reconciled) -> Iterator[str]:
    if not result.findings:
        yield "None."
    for wrong in Wrong:
        found = [finding for finding in result.findings if finding.wrong is wrong]
        if found:
            yield f"- **{wrong.value}** ({len(found)})"
            yield from (f"  - {one.case_id or 'the site'}: {' '.join(one.what.split())}" for one in found[:LISTED])


def _harm(outcome: Outcome) -> Iterator[tuple[str, ...]]:
    for kind in Kind:
        blows = [blow for blow in outcome.blows if blow.injection.kind is kind]
        skipped = next((blow.skipped for blow in blows if blow.skipped), "")
        answers, writes = _seconds(blows)
        killed = sum(blow.killed for blow in blows)
        yield kind.value, str(len(blows)), str(killed), _middle(answers), _middle(writes), skipped


def _seconds(blows: Iterable[Blow]) -> tuple[list[float], list[float]]:
    seen = [blow for blow in blows if not blow.overtaken and not blow.skipped]
    answers = [blow.answers for blow in seen if blow.answers is not None]
    return answers, [blow.writes for blow in seen if blow.writes is not None]


def _middle(seconds: Sequence[float]) -> str:
    return f"{statistics.median(seconds):.1f} ({max(seconds):.1f})" if seconds else "—"


def _recovery_rows(blows: Sequence[Blow]) -> tuple[list[str], list[float], list[float]]:
    names, answers, writes = [], [], []
    for kind in Kind:
        first, second = _seconds(blow for blow in blows if blow.injection.kind is kind)
        if first and second:
            names.append(kind.value)
            answers.append(statistics.median(first))
            writes.append(statistics.median(second))
    return names, answers, writes


def _apart(alarms: Iterable[Alarm], blows: Sequence[Blow]) -> tuple[list[Alarm], list[Alarm]]:
    """Tell the alarms that were due while harm was done, or not yet mended, from those due in peace."""
    calm: list[Alarm] = []
    harmed: list[Alarm] = []
    for alarm in alarms:
        at = alarm.due.timestamp()
        near = any(blow.began - 1 <= at <= blow.over + 2 for blow in blows)
        (harmed if near else calm).append(alarm)
    return calm, harmed


def _late(row: tuple[str, Sequence[Alarm]]) -> tuple[str, ...]:
    name, alarms = row
    told = sorted((alarm.told - alarm.due).total_seconds() for alarm in alarms)
    return name, str(len(alarms)), _spread(told), _spread(_recorded(alarms))


def _recorded(alarms: Iterable[Alarm]) -> list[float]:
    return sorted((alarm.recorded - alarm.due).total_seconds() for alarm in alarms if alarm.recorded)


def _spread(seconds: Sequence[float]) -> str:
    if not seconds:
        return "—"
    return f"{_at(seconds, 0.5):.3f} / {_at(seconds, 0.99):.3f} / {seconds[-1]:.3f}"


def _at(ordered: Sequence[float], part: float) -> float:
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]


def _labels() -> list[str]:
    return [*(f"≤ {edge:g}" for edge in EDGES), f"> {EDGES[-1]:g}"]


def _buckets(alarms: Iterable[Alarm]) -> list[float]:
    counts = [0.0] * (len(EDGES) + 1)
    for seconds in _recorded(alarms):
        counts[sum(seconds > edge for edge in EDGES)] += 1
    return counts


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield "|---" * len(head) + "|"
    for row in rows:
        yield f"| {' | '.join(row)} |"
