"""Patience: how long a deed may take, how often it is tried again, and what it is called on the timeline."""

import datetime as dt

from temporalio import workflow
from temporalio.common import RetryPolicy
from temporalio.exceptions import FailureError

from activities.ledger import LedgerDeeds
from schemas.entries import Batch

_WRITING = dt.timedelta(seconds=30)
_FOR_EVER = RetryPolicy(initial_interval=dt.timedelta(seconds=1), maximum_interval=dt.timedelta(minutes=1))
_AFTER_A_PAUSE = dt.timedelta(minutes=10)


async def facts_are_written(batch: Batch) -> int:
    """Return how far the ledger has the case now, however long it is away: less than asked where facts are missing.

    Never by a local activity, though that is cheaper: it runs before the task that brought the facts is itself on
    record, so a crash or a message in between would leave facts in the ledger that never happened.
    """
    while True:
        try:
            return await workflow.execute_activity_method(
                LedgerDeeds.write_facts,
                batch,
                start_to_close_timeout=_WRITING,
                retry_policy=_FOR_EVER,
                summary=f"记入台账，至第{batch.entries[-1].number}条",
            )
        except FailureError:  # what must not be retried: an operator mends the ledger, and the case still loses nothing
            await workflow.sleep(_AFTER_A_PAUSE, summary="台账拒收，稍后重试")
