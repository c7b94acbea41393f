"""Waiting beside the story: for what must go on though somebody asks Temporal to cancel the case."""

import asyncio
from collections.abc import Callable

from temporalio import workflow


async def come_true(condition: Callable[[], bool]) -> None:
    """Return when it is true, also where a cancellation of the case came meanwhile: the story answers that."""
    try:
        await workflow.wait_condition(condition)  # always: asking first would change the order of what is done at once
    except asyncio.CancelledError:
        if not condition():  # the worker makes room for other cases
            raise
