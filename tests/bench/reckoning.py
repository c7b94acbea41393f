"""What an item-year costs, and what so many items ask of a machine: arithmetic on what a run of the bench has measured."""

from collections.abc import Mapping
from dataclasses import dataclass

from tests.bench.line import Line, Run
from tests.bench.year_of import ALARMS, COMMANDS, LOOK_BACKS

CORES = 2
USED = 0.6  # how much of a processor is planned for; the rest is for bursts and for what nobody thought of
WORKING_SECONDS = 250 * 8 * 3600  # of an office's year
PEAK = 10  # how much busier the busiest minutes are than the average working minute
MOMENTS = 250 * 2  # reminders come when offices open, deadlines when they close
PAGES = 1.1  # what pages and indexes add: 40 years on a site of their own left 95.9 KB each, where 88.2 were counted
PATIENCE_SECONDS = 600.0  # how late the last of very many alarms of one moment may be
PARTIES = {
    "server": "the Temporal server",
    "ours": "the worker",
    "database": "PostgreSQL",
    "client": "the program that asks (OA, command line)",
}
RINGS = ALARMS + LOOK_BACKS


@dataclass(frozen=True)
class Cost:
    """CPU milliseconds of one thing: of all together, and of each party."""

    total: float
    parties: Mapping[str, float]

    @classmethod
    def of(cls, line: Line) -> "Cost":
        """Return what a line has measured; the sum and each party are medians of their own."""
        return cls(ours(line), line.samples["parties"]["ours"])


@dataclass(frozen=True)
class Year:
    """An item-year as it was measured."""

    events: float
    kilobytes: float
    ledger_kilobytes: float
    open_kilobytes: float  # disk of an open item, both stores
    actions: Mapping[str, int]  # what Temporal Cloud would count
    intake: Cost
    command: Cost
    alarm: Cost
    alarm_seconds: float  # of one alarm more at one moment, until all are on record

    def cpu(self, party: str) -> float:
        """Return a party's CPU milliseconds in a year."""
        once, command, alarm = (cost.parties[party] for cost in (self.intake, self.command, self.alarm))
        return once + COMMANDS * command + RINGS * alarm

    @property
    def cpu_all(self) -> float:
        """Return the CPU milliseconds of all parties."""
        return self.intake.total + COMMANDS * self.command.total + RINGS * self.alarm.total

    @property
    def closed_kilobytes(self) -> float:
        """Return what an item takes on disk when its year is over."""
        return PAGES * (self.open_kilobytes + self.kilobytes + self.ledger_kilobytes)


@dataclass(frozen=True)
class Load:
    """What so many open items ask for."""

    items: int
    commands_at_peak: float  # per second
    cores_at_peak: Mapping[str, float]  # by party
    rings_at_once: float  # alarms of an average moment
    ring_seconds: float  # until the machine that was measured has told them
    ring_cores: float  # to tell them in ten minutes
    disk_gigabytes: float


def year_of(run: Run) -> Year:
    """Return the item-year of a run that measured all that is needed; KeyError names the row that is missing."""
    lines = run.by_id
    return Year(
        events=ours(lines["year_events"]),
        kilobytes=ours(lines["year_kilobytes"]),
        ledger_kilobytes=float(max(lines["year_kilobytes"].samples["ledger_facts"])),
        open_kilobytes=ours(lines["open_disk"]),
        actions=_actions(lines["year_events"].samples["kinds"]),
        intake=Cost.of(lines["intake_cpu"]),
        command=Cost.of(lines["warm_cpu"]),
        alarm=Cost.of(lines["alarm_cpu"]),
        alarm_seconds=ours(lines["burst"]) / 10_000,
    )


def commands_a_second(year: Year, cores: float = CORES) -> float:
    """Return how many confirmed commands a machine takes in a second, planned use taken off."""
    return 1000 * cores * USED / year.command.total


def items_by_commands(commands: float) -> float:
    """Return how many items are served in the busiest minutes by so many commands a second."""
    return commands * WORKING_SECONDS / (COMMANDS * PEAK)


def load_of(year: Year, items: int) -> Load:
    """Return what so many open items ask for."""
    peak, rings = items * COMMANDS * PEAK / WORKING_SECONDS, items * RINGS / MOMENTS
    return Load(
        items=items,
        commands_at_peak=peak,
        cores_at_peak={party: peak * cost / 1000 / USED for party, cost in year.command.parties.items()},
        rings_at_once=rings,
        ring_seconds=rings * year.alarm_seconds,
        ring_cores=rings * year.alarm.total / 1000 / PATIENCE_SECONDS / USED,
        disk_gigabytes=gigabytes(items * year.open_kilobytes),
    )


def kept_gigabytes(year: Year, closed_a_year: int, years: int) -> float:
    """Return what is on disk after some years: what was closed in them, and as many as are closed in one still open."""
    return gigabytes(closed_a_year * (years * year.closed_kilobytes + year.open_kilobytes))


def gigabytes(kilobytes: float) -> float:
    """Return kilobytes as gigabytes, both counted in 1,024."""
    return kilobytes / 1024**2


def ours(line: Line) -> float:
    """Return what was measured of ours; KeyError names a line without it."""
    if line.ours is None:
        raise KeyError(line.id)
    return line.ours


def _actions(kinds: Mapping[str, int]) -> dict[str, int]:
    return {
        "start": 1,
        "updates": kinds.get("workflow_execution_update_accepted", 0),
        "timers": kinds.get("timer_started", 0),
        "search attributes": kinds.get("upsert_workflow_search_attributes", 0),
        "activities": kinds.get("activity_task_scheduled", 0),
    }
