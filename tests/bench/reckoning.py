"""What an item-year costs, and how many a machine carries: arithmetic on what a run of the bench has measured."""

from collections.abc import Mapping
from dataclasses import dataclass

from tests.bench.line import Line, Run
from tests.bench.year_of import ALARMS, COMMANDS, LOOK_BACKS

CORES = 2
USED = 0.6  # how much of a processor is planned for; the rest is for bursts and for what nobody thought of
WORKING_SECONDS = 250 * 8 * 3600  # of an office's year
PEAK = 10  # how much busier the busiest minutes are than the average working minute
MOMENTS = 250 * 2  # reminders come when offices open, deadlines when they close
PARTIES = {"server": "Temporal server", "ours": "worker", "database": "PostgreSQL"}
RINGS = ALARMS + LOOK_BACKS


@dataclass(frozen=True)
class Year:
    """An item-year as it was measured."""

    events: float
    kilobytes: float
    ledger_kilobytes: float
    disk_kilobytes: float  # of an open item, both stores
    actions: Mapping[str, int]  # what Temporal Cloud would count
    intake: Mapping[str, float]  # CPU milliseconds by party
    command: Mapping[str, float]
    alarm: Mapping[str, float]

    def cpu(self, party: str) -> float:
        """Return a party's CPU milliseconds in a year."""
        return self.intake[party] + COMMANDS * self.command[party] + RINGS * self.alarm[party]

    @property
    def cpu_all(self) -> float:
        """Return the CPU milliseconds of all parties."""
        return sum(map(self.cpu, PARTIES))


@dataclass(frozen=True)
class Load:
    """What so many open items ask for."""

    items: int
    commands_at_peak: float  # per second
    rings_at_once: float  # alarms of an average moment
    server_cores: float
    worker_cores: float
    database_cores: float
    disk_gigabytes: float
    ledger_gigabytes: float


def year_of(run: Run) -> Year:
    """Return the item-year of a run that measured all that is needed; KeyError names the row that is missing."""
    lines = {line.id: line for line in run.lines}
    kinds = lines["year_events"].samples["kinds"]
    return Year(
        events=_ours(lines["year_events"]),
        kilobytes=_ours(lines["year_kilobytes"]),
        ledger_kilobytes=float(max(lines["year_kilobytes"].samples["ledger_facts"])),
        disk_kilobytes=_ours(lines["open_disk"]),
        actions=_actions(kinds),
        intake=_parties(lines["intake_cpu"]),
        command=_parties(lines["warm_cpu"]),
        alarm=_parties(lines["alarm_cpu"]),
    )


def commands_a_second(year: Year, cores: float = CORES) -> float:
    """Return how many confirmed commands a machine takes in a second, planned use taken off."""
    return 1000 * cores * USED / sum(year.command[party] for party in PARTIES)


def items_by_commands(year: Year) -> float:
    """Return how many items the machine serves in the busiest minutes."""
    return commands_a_second(year) * WORKING_SECONDS / (COMMANDS * PEAK)


def load_of(year: Year, items: int) -> Load:
    """Return what so many open items ask for."""
    peak = items * COMMANDS * PEAK / WORKING_SECONDS
    cores = {party: peak * year.command[party] / 1000 / USED for party in PARTIES}
    return Load(
        items=items,
        commands_at_peak=peak,
        rings_at_once=items * RINGS / MOMENTS,
        server_cores=cores["server"],
        worker_cores=cores["ours"],
        database_cores=cores["database"],
        disk_gigabytes=items * year.disk_kilobytes / 1024**2,
        ledger_gigabytes=items * year.ledger_kilobytes / 1024**2,
    )


def seconds_for_rings(year: Year, rings: float, cores: float) -> float:
    """Return how long so many alarms at one moment keep so many cores busy."""
    return rings * sum(year.alarm[party] for party in PARTIES) / 1000 / cores


def _actions(kinds: Mapping[str, int]) -> dict[str, int]:
    return {
        "start": 1,
        "updates": kinds.get("workflow_execution_update_accepted", 0),
        "timers": kinds.get("timer_started", 0),
        "search attributes": kinds.get("upsert_workflow_search_attributes", 0),
        "activities": kinds.get("activity_task_scheduled", 0),
    }


def _parties(line: Line) -> Mapping[str, float]:
    found: Mapping[str, float] = line.samples["parties"]["ours"]
    return found


def _ours(line: Line) -> float:
    if line.ours is None:
        raise KeyError(line.id)
    return line.ours
