"""Which cases deserve a second look: cheap signs, by which nothing that is wrong may slip through as right."""

import datetime as dt
from typing import Final

from temporalio.client import WorkflowExecutionStatus as Status

from gateway.sweeping.sights import Listed
from ledger.inventory import Line
from rules.names import name_of

# An alarm's facts are written within a second; ten thousand at one moment take less than this.
RINGS_WITHIN: Final = dt.timedelta(minutes=2)


def is_suspect(line: Line | None, listed: Listed | None, at: dt.datetime) -> bool:
    """Say whether the ledger's line and Temporal's list don't fit together, or one of them is wrong by itself."""
    if line is None or not line.registered or not is_whole(line):
        return True
    if listed is None or listed.status is Status.COMPLETED:  # a history goes when it is old enough; the outcome stays
        return line.outcome is None
    return listed.status is not Status.RUNNING or _looks_wrong(line, listed, at)


def is_whole(line: Line) -> bool:
    """Say whether a line's state was made from all facts that are there, and none is missing among them."""
    return line.facts == line.last == line.head > 0


def is_overdue(next_alarm: dt.datetime | None, at: dt.datetime) -> bool:
    """Say whether an alarm should have rung long ago."""
    return next_alarm is not None and next_alarm < at - RINGS_WITHIN


def _looks_wrong(line: Line, listed: Listed, at: dt.datetime) -> bool:
    if line.stage is None or line.outcome is not None or listed.troubled:
        return True
    idle = line.next_alarm is None and not line.waits
    return idle or is_overdue(line.next_alarm, at) or listed.stage != name_of(line.stage).zh
