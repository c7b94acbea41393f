"""What a sweep sees of one case from each side: the list of workflows, the server, the case itself, the ledger."""

import datetime as dt
from typing import Final, NamedTuple

from temporalio.client import WorkflowExecutionStatus as Status

from ledger.inventory import Line
from schemas.case import Stage
from schemas.values import CaseId

ENDED_BADLY: Final = (Status.TERMINATED, Status.FAILED, Status.TIMED_OUT, Status.CANCELED)


class Listed(NamedTuple):
    """A workflow as Temporal's list shows it; the latest run of its id."""

    status: Status | None
    stage: str | None  # in Chinese, as operators filter for it
    since: dt.datetime
    troubled: bool = False  # the server has marked it: its tasks fail again and again


class Live(NamedTuple):
    """A workflow as the server itself has it."""

    status: Status | None
    attempt: int = 0  # how often its present task has been tried; 0 where it has none
    pending_since: dt.datetime | None = None


class Answer(NamedTuple):
    """What a case says of itself."""

    number: int  # of its last fact
    hash: str
    stage: Stage
    outcome: str | None
    next_alarm: dt.datetime | None
    waits: bool  # some open duty means a person who is named
    at: dt.datetime | None  # when its last fact happened


class Silence(NamedTuple):
    """No answer, and what was said instead."""

    reason: str
    timed_out: bool = False


class Sight(NamedTuple):
    """One case from all sides. The ledger was read last, so what the case said has had its time to be written."""

    case_id: CaseId
    line: Line | None  # None: the ledger knows nothing of it
    listed: Listed | None  # None: Temporal's list does not show it
    live: Live | None  # None: the server knows no such workflow
    answer: Answer | Silence | None  # None: it was not asked
    at: dt.datetime  # when this was seen
    reset_from: int | None = None  # the fact from which on a workflow that was reset tells another story
