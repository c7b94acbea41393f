"""The report's section on alarms: how late, and why."""

from collections.abc import Iterable, Iterator, Sequence

from activities.scribe import LONGEST_PAUSE, LOOK_AROUND
from embedded.keeper import LONGEST_PAUSE_SECONDS
from tests.chaos.alarms import Alarm
from tests.chaos.harm import Blow
from tests.chaos.lateness import LATEST, Leg, harm_of, latest, legs, marks
from tests.chaos.run import Outcome
from tests.chaos.tables import spread, table
from worker import KEPT_FOR_US

WORTH_TELLING = 0.1  # seconds
_KEPT = f"{KEPT_FOR_US.total_seconds():g}"
_BOUNDS = {
    Leg.TIMER: "Temporal, once it is there again and has caught up; a server that ends by itself again and again is "
    f"started after at most {LONGEST_PAUSE_SECONDS:g} s",
    Leg.KEPT: f"{_KEPT} s (`KEPT_FOR_US` in worker.py). Sooner where another worker takes over the dead "
    f"one's journal (when it starts, and each {LOOK_AROUND:g} s), and lives long enough to give back what waits",
    Leg.QUEUED: "until a worker runs and has a hand free",
    Leg.HANDS: "10 s (Temporal's time-out of a task) where the worker is killed or stands still",
    Leg.AGAIN: "until a try succeeds; each may take the 10 s again",
    Leg.LEDGER: f"the outage of PostgreSQL or of the worker that told it, then up to {LONGEST_PAUSE:g} s between tries and "
    f"{LOOK_AROUND:g} s until another takes it over",
}


def alarm_section(outcome: Outcome, calm: Sequence[Alarm], harmed: Sequence[Alarm]) -> Iterator[str]:
    """Yield the section."""
    every = [*calm, *harmed]
    rows = (("due in peace", calm), ("due while harm was done", harmed), ("all", every))
    yield from table(("", "alarms", "told late by, p50 / p99 / most, s", "in the ledger late by, s"), map(_late, rows))
    yield from ("", *_DEFINITIONS, "", "![lateness of alarms](lateness.svg)", "")
    spent = {alarm: legs(alarm, marked) for alarm, marked in _marked(outcome, every)}
    yield from ("### Where the time went", "")
    yield from table(("an alarm waited", "alarms > 1 s", "longest, s", "what ends it"), _legs(spent.values()))
    yield from (
        "",
        f"### The {LATEST} latest",
        "",
        "Times in seconds since the run began; the histories and facts of these cases are in `exhibits/`.",
        "",
    )
    head = ("case", "alarm", "due at", "told late by", "in the ledger late by", "where the time went", "harm meanwhile")
    yield from table(head, [_one(alarm, spent[alarm], outcome) for alarm in latest(every)])


_DEFINITIONS = """\
- **Missed** is an alarm that was never told, or told after a command that came later than its time. There must be none.
- **Late** is one that was told, once and in its order, after its time. Harm costs that; it is shown and not judged.
- *In peace* is: from 2 s after both probed cases had recovered until 1 s before the next harm. Another case may still wait
  then for a worker that was killed before.
- So the recovery times above don't bound lateness: those are of two cases that are asked all the time. The sum of what
  follows bounds it, and each further harm can begin it anew.
""".splitlines()


def _late(row: tuple[str, Sequence[Alarm]]) -> tuple[str, ...]:
    name, alarms = row
    told = ((alarm.told - alarm.due).total_seconds() for alarm in alarms)
    return name, str(len(alarms)), spread(told), spread(alarm.late for alarm in alarms if alarm.recorded)


def _marked(outcome: Outcome, alarms: Iterable[Alarm]) -> Iterator[tuple[Alarm, list[tuple[float, Leg]]]]:
    known = {case_id: marks(history) for case_id, history in outcome.histories.items()}
    return ((alarm, known.get(alarm.case_id, [])) for alarm in alarms)


def _legs(spent: Iterable[dict[Leg, float]]) -> Iterator[tuple[str, ...]]:
    known = list(spent)
    for leg in Leg:
        seconds = [one[leg] for one in known]
        yield leg.value, str(sum(x > 1 for x in seconds)), f"{max(seconds, default=0):.1f}", _BOUNDS[leg]


def _one(alarm: Alarm, spent: dict[Leg, float], outcome: Outcome) -> tuple[str, ...]:
    began = outcome.began
    before, meanwhile = harm_of(alarm, outcome.blows)
    went = "; ".join(f"{leg.value} {seconds:.1f}" for leg, seconds in spent.items() if seconds >= WORTH_TELLING)
    harm = [f"before: {named(before, began)}"] if before else []
    told = (alarm.told - alarm.due).total_seconds()
    seen = f"{alarm.late:.1f}" if alarm.recorded else "unknown"
    harm += [named(blow, began) for blow in meanwhile] or ["none since"]
    return alarm.case_id, alarm.what, f"{alarm.due.timestamp() - began:.1f}", f"{told:.1f}", seen, went, "; ".join(harm)


def named(blow: Blow, began: float) -> str:
    """Return an injection's number, kind, start and end in seconds since the run began."""
    number, kind = blow.injection.number, blow.injection.kind.value
    return f"#{number} {kind} {blow.began - began:.1f}–{blow.ended - began:.1f}"
