"""What a run does to a site, drawn from one seed: the same seed gives the same injections in the same order."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

DEFAULT_KILLS, DEFAULT_CASES, DEFAULT_DAY = 200, 400, "2s"


class Plant(StrEnum):
    """Faults of the engine that a run is shown to see; they live in the tests' worker only."""

    SKIP_BATCH = "skip-batch"
    FORGET_IDS = "forget-ids"
    DROP_SIGNAL = "drop-signal"


class Kind(StrEnum):
    """What may happen to a site."""

    KILL_WORKER = "kill -9 of a worker"
    KILL_TEMPORAL = "kill -9 of Temporal"
    KILL_POSTGRES = "kill -9 of PostgreSQL"
    KILL_ALL = "kill -9 of all"
    OUTAGE = "PostgreSQL does not answer (SIGSTOP)"
    PAUSE = "one of two workers stands still (SIGSTOP)"
    SKEW = "a worker's host has another time"
    FULL_DISK = "the ledger's disk is full"
    BUG = "a bug in the rules, then mended"
    BLOT = "a bug in the writing, then mended"
    STORM = "a burst beyond Temporal's limits"


KILLED = {
    Kind.KILL_WORKER: 1,
    Kind.KILL_TEMPORAL: 1,
    Kind.KILL_POSTGRES: 1,
    Kind.KILL_ALL: 4,
    Kind.SKEW: 2,
    Kind.BUG: 4,
    Kind.BLOT: 4,
}
_WEIGHTS = {
    Kind.KILL_WORKER: 8,
    Kind.KILL_TEMPORAL: 8,
    Kind.KILL_POSTGRES: 8,
    Kind.KILL_ALL: 5,
    Kind.OUTAGE: 2,
    Kind.PAUSE: 3,
    Kind.SKEW: 2,
    Kind.FULL_DISK: 2,
    Kind.BUG: 2,
    Kind.BLOT: 1,
    Kind.STORM: 4,
}
_LASTS = {
    Kind.OUTAGE: (5.0, 20.0),
    Kind.PAUSE: (4.0, 14.0),
    Kind.SKEW: (3.0, 8.0),
    Kind.FULL_DISK: (4.0, 10.0),
    Kind.BUG: (3.0, 8.0),
    Kind.BLOT: (3.0, 8.0),
}


@dataclass(frozen=True)
class Plan:
    """One run."""

    seed: int
    kills: int
    cases: int
    day: str  # how long a day of the drill's clock lasts
    out: Path
    plants: tuple[Plant, ...] = ()
    short: bool = False

    @property
    def command(self) -> str:
        """The command line that repeats this run, in a fresh checkout too."""
        words = [f"make chaos SEED={self.seed} KILLS={self.kills}"]
        words += [f"CASES={self.cases}"] if self.cases != DEFAULT_CASES else []
        words += [f"DAY={self.day}"] if self.day != DEFAULT_DAY else []
        words += [f'PLANT="{" ".join(self.plants)}"'] if self.plants else []
        return " ".join([*words, *(["SHORT=1"] if self.short else [])])


@dataclass(frozen=True)
class Injection:
    """Something that is done to the site."""

    number: int
    kind: Kind
    lasts: float  # seconds until it is mended; a kill is mended by the site itself
    pause: float  # seconds of peace before it
    hastily: bool  # whether the next one comes before the site has recovered


def injections(plan: Plan) -> Iterator[Injection]:
    """Yield each kind once, then more by their weights, until so many processes have been killed."""
    chance = random.Random(f"{plan.seed} injections")  # noqa: S311 - repeatable is what is wanted
    first = list(Kind) if plan.kills else []
    chance.shuffle(first)
    killed, number = 0, 0
    while first or killed < plan.kills:
        kind = first.pop() if first else chance.choices(list(_WEIGHTS), list(_WEIGHTS.values()))[0]
        number, killed = number + 1, killed + KILLED.get(kind, 0)
        yield Injection(number, kind, _lasts(kind, chance, plan), chance.uniform(0.2, 1.5), chance.random() < 0.2)


def _lasts(kind: Kind, chance: random.Random, plan: Plan) -> float:
    shortest, longest = _LASTS.get(kind, (0.0, 0.0))
    return round(chance.uniform(shortest, shortest if plan.short else longest), 1)
