"""The bare workflow: the same confirmed updates and timers as a case of ours, one assignment written, nothing kept."""

import asyncio
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from temporalio import workflow
from temporalio.common import RetryPolicy

QUEUE = "bench-bare"
ASSIGN = "bare_assign"


@dataclass
class Order:
    """What a bare workflow is to live through."""

    id: str
    script: str  # u waits for one more update, t for a timer of `pause_seconds`
    timers: int = 0  # armed beside the script, one at the start and one after each update, and never waited for
    pause_seconds: float = 0.01
    alarm_at: float = 0.0  # an instant at which it is to wake and note it, in seconds of the epoch; 0 for none
    content: dict[str, Any] = field(default_factory=dict)  # as heavy as what ours is started with


@workflow.defn(name="Bare", sandboxed=False)
class Bare:
    """Waits for its script, and that is all."""

    @workflow.init
    def __init__(self, order: Order) -> None:
        self._heard = 0
        self._armed = 0
        self._woken: list[float] = []
        self._timers: list[asyncio.Task[None]] = []

    @workflow.run
    async def run(self, order: Order) -> int:
        """Return how many updates were heard."""
        self._arm(order)
        if order.alarm_at:
            self._timers.append(asyncio.create_task(self._wake(order.alarm_at)))
        await workflow.execute_local_activity(
            ASSIGN, order.id, start_to_close_timeout=dt.timedelta(seconds=30), retry_policy=RetryPolicy()
        )
        wanted = 0
        for step in order.script:
            if step == "t":
                await workflow.sleep(order.pause_seconds)
            else:
                wanted += 1
                await self._hears(wanted)
                self._arm(order)
        return self._heard

    @workflow.update
    def step(self, content: dict[str, Any]) -> int:
        """Count one more."""
        self._heard += 1
        return self._heard

    @step.validator
    def _would_step(self, content: dict[str, Any]) -> None:
        if not content.get("id"):
            raise ValueError("no id")

    @workflow.query
    def woken(self) -> Sequence[float]:
        """Return when it woke, in seconds of the epoch."""
        return self._woken

    async def _hears(self, wanted: int) -> None:
        await workflow.wait_condition(lambda: self._heard >= wanted)

    def _arm(self, order: Order) -> None:
        if self._armed < order.timers:
            self._armed += 1
            self._timers.append(asyncio.create_task(_sleep(dt.timedelta(days=self._armed))))

    async def _wake(self, at: float) -> None:
        await workflow.sleep(max(0.001, at - workflow.now().timestamp()))
        self._woken.append(workflow.now().timestamp())


async def _sleep(time: dt.timedelta) -> None:
    await workflow.sleep(time)
