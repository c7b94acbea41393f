"""`make fuzz`: a hundred thousand hostile inputs (FUZZ_INPUTS) from one seed (FUZZ_SEED), and what was found."""

import os
import resource
import secrets
import sys
import time
import traceback
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from rich.console import Console
from rich.table import Table

from tests.fuzz.bombs import thrown
from tests.fuzz.explosives import bombs
from tests.fuzz.target import Target
from tests.fuzz.targets import ALL

INPUTS = 100_000
MEMORY = 3 * 1024**3  # of address space: an input that takes more is a finding
SHOWN = 2_000  # characters of a finding


@dataclass
class Tried:
    """What one target brought."""

    name: str
    inputs: int = 0
    seconds: float = 0.0
    findings: list[str] = field(default_factory=list)


def main() -> int:
    """Feed everything, print the table, and return 1 where something was found."""
    seed = int(os.environ.get("FUZZ_SEED") or secrets.randbelow(10**9))
    inputs = int(os.environ.get("FUZZ_INPUTS") or INPUTS)
    wanted = sys.argv[1:]
    console = Console(width=120, highlight=False)
    console.print(f"seed {seed}, {inputs} inputs")
    warnings.simplefilter("ignore")  # of large examples, which are meant
    tried = []
    if not wanted or "bombs" in wanted:
        tried.append(_told(console, _bombed()))  # first: each is a fork of this process while it is small
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, resource.RLIM_INFINITY))
    shares = sum(target.share for target in ALL)
    meant = [target for target in ALL if not wanted or any(word in target.name for word in wanted)]
    tried += [_told(console, _attacked(target, -(-inputs * target.share // shares), seed)) for target in meant]
    console.print(_table(tried, seed))
    return 1 if any(one.findings for one in tried) else 0


def _bombed() -> Tried:
    tried, started = Tried("bombs (2 GB, 60 s of CPU each)"), time.monotonic()
    for name, file, make in bombs():
        outcome = thrown(name, file, make)
        tried.inputs += 1
        if outcome.is_finding:
            tried.findings.append(f"{outcome.name}: {outcome.ending} {outcome.said} ({outcome.megabytes} MB)")
    tried.seconds = time.monotonic() - started
    return tried


def _attacked(target: Target[Any], inputs: int, seed: int) -> Tried:
    tried, started = Tried(target.name), time.monotonic()
    try:
        tried.inputs = target.attack(inputs, seed)
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        tried.inputs = getattr(error, "tried", 0)
        tried.findings += [_written(one) for one in _each(error)]
    tried.seconds = time.monotonic() - started
    return tried


def _each(error: BaseException) -> Iterator[BaseException]:
    """Give each of several distinct findings."""
    if isinstance(error, BaseExceptionGroup):
        for one in error.exceptions:
            yield from _each(one)
    else:
        yield error


def _written(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)[-4:]
    where = "\n".join(f"  {frame.filename}:{frame.lineno} {frame.line}" for frame in frames)
    notes = "\n".join(getattr(error, "__notes__", ()))
    return f"{type(error).__name__}: {str(error)[:500]}\n{where}\n{notes[:SHOWN]}"


def _told(console: Console, tried: Tried) -> Tried:
    console.print(f"{tried.name}: {tried.inputs} inputs, {tried.seconds:.0f} s, {len(tried.findings)} findings")
    for finding in tried.findings:
        console.print(ascii(finding).replace("\\n", "\n"), markup=False)
    return tried


def _table(tried: list[Tried], seed: int) -> Table:
    table = Table("target", "inputs", "seconds", "findings", "seed")
    for one in tried:
        table.add_row(one.name, str(one.inputs), f"{one.seconds:.0f}", str(len(one.findings)), str(seed))
    seconds = sum(one.seconds for one in tried)
    findings = sum(len(one.findings) for one in tried)
    table.add_row("all", str(sum(one.inputs for one in tried)), f"{seconds:.0f}", str(findings), str(seed))
    return table


if __name__ == "__main__":
    sys.exit(main())
