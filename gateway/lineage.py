"""Lineage: which facts led to where a case stands now, where its workflow was reset or started anew meanwhile."""

from collections.abc import Sequence
from typing import NamedTuple

from schemas.entries import Entry
from schemas.values import ChainHead


class Run(NamedTuple):
    """One run of a case's workflow, as its history tells it."""

    run_id: str
    continues: str  # the run that went on in this one; "" where it was started by somebody
    entries: tuple[Entry, ...]
    begun: ChainHead | None  # where the case stood when it began; None where it has told nothing yet
    reset: bool  # it goes on from where somebody reset another one


def lineage(runs: Sequence[Run]) -> tuple[Entry, ...]:
    """Return the facts of the latest run and those before it, in order, by the hashes that link them.

    What a run told that nobody went on from, for it was reset or given up, is left out. Where a run that is told again
    tells facts of other hashes than the next one began with, they are taken by their number.
    """
    head = next((_end(run) for run in reversed(runs) if run.begun), ChainHead())
    linked = {(entry.number, entry.hash): entry for run in runs for entry in run.entries}
    numbered = {entry.number: entry for run in runs for entry in run.entries}
    told: list[Entry] = []
    while entry := linked.get((head.number, head.hash)) or numbered.get(head.number):
        told.append(entry)
        head = ChainHead(number=entry.number - 1, hash=entry.previous)
    return tuple(reversed(told))


def was_reset(runs: Sequence[Run]) -> bool:
    """Say whether the latest run goes on from where somebody reset the workflow."""
    known = {run.run_id: run for run in runs}
    run = next((run for run in reversed(runs) if run.begun), None)
    while run and not run.reset:
        run = known.get(run.continues)
    return run is not None


def _end(run: Run) -> ChainHead:
    return run.entries[-1].head if run.entries else run.begun or ChainHead()
