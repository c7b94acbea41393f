"""The worker of the bare workflow, a process like ours: `python -m tests.bench.bare_worker`."""

import asyncio
import os
import signal

import asyncpg
from temporalio import activity
from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from tests.bench.bare import ASSIGN, QUEUE, Bare

TABLE = "CREATE TABLE IF NOT EXISTS bare_assignments (id text PRIMARY KEY, at timestamptz NOT NULL DEFAULT now())"


class Deeds:
    """What the bare workflow writes."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    @activity.defn(name=ASSIGN)
    async def assign(self, case_id: str) -> None:
        """Write one assignment."""
        await self._pool.execute("INSERT INTO bare_assignments (id) VALUES ($1) ON CONFLICT DO NOTHING", case_id)


async def work() -> None:
    """Work until SIGTERM."""
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    client = await Client.connect(
        os.environ["TEMPORAL_ADDRESS"],
        namespace=os.environ["TEMPORAL_NAMESPACE"],
        data_converter=pydantic_data_converter,
    )
    async with (
        asyncpg.create_pool(os.environ["BENCH_DATABASE_URL"], min_size=1, max_size=8) as pool,
        Worker(
            client,
            task_queue=QUEUE,
            workflows=[Bare],
            activities=[Deeds(pool).assign],
            workflow_runner=UnsandboxedWorkflowRunner(),
            max_cached_workflows=1_000,
        ),
    ):
        await stop.wait()


if __name__ == "__main__":
    asyncio.run(work())
    os._exit(0)
