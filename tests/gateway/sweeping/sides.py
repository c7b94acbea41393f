"""A case that is well from all sides, for tests that change one thing about it."""

import datetime as dt
from typing import Final

from temporalio.client import WorkflowExecutionStatus as Status

from gateway.sweeping.judging import judge
from gateway.sweeping.sights import Answer, Listed, Live, Sight
from ledger.inventory import Line
from rules.names import name_of
from schemas.case import Stage
from schemas.values import CaseId

CASE: Final = CaseId("2026-xc-2/007")
NOW: Final = dt.datetime(2026, 11, 23, 4, tzinfo=dt.UTC)
HASH: Final = "a" * 64


def ago(**span: float) -> dt.datetime:
    return NOW - dt.timedelta(**span)


LINE: Final = Line(
    case_id=CASE,
    registered=True,
    facts=5,
    last=5,
    head=5,
    hash=HASH,
    stage=Stage.RECTIFYING,
    outcome=None,
    next_alarm=ago(days=-3),
    updated_at=ago(days=1),
    waits=True,
)
SETTLED: Final = LINE._replace(stage=Stage.SETTLED, outcome="done", next_alarm=None, waits=False)
NOTHING: Final = Line(CASE, True, 0, 0, 0, None, None, None, None, None, False)
LISTED: Final = Listed(Status.RUNNING, name_of(Stage.RECTIFYING).zh, ago(days=9))
LIVE: Final = Live(Status.RUNNING)
ANSWER: Final = Answer(5, HASH, Stage.RECTIFYING, None, LINE.next_alarm, waits=True, at=LINE.updated_at)
WELL: Final = Sight(CASE, LINE, LISTED, LIVE, ANSWER, NOW)


def kinds(sight: Sight) -> list[str]:
    return [finding.kind.value for finding in judge(sight)]
