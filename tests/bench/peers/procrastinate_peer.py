"""procrastinate: a queue of jobs in PostgreSQL; seven jobs a lifecycle, in order by a lock of the item."""

import asyncio
import os
from importlib import import_module
from typing import Any

from tests.bench.peers.station import STEPS, dsn, serve

procrastinate: Any = import_module("procrastinate")  # installed for the peers alone


async def main() -> None:
    """Serve, with the worker in the same process."""
    app = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=dsn(), max_size=10))
    done: dict[str, asyncio.Event] = {}

    async def work(item: str, step: int) -> None:
        if step == STEPS + 1:
            done[item].set()

    task = app.task(name="step", queue="items")(work)

    async def lifecycle(name: str) -> None:
        done[name] = asyncio.Event()
        for step in range(STEPS + 2):  # assigned, five steps, closed
            await task.configure(lock=name).defer_async(item=name, step=step)
        await done[name].wait()
        del done[name]

    async with app.open_async():
        await app.schema_manager.apply_schema_async()
        worker = asyncio.create_task(
            app.run_worker_async(queues=["items"], concurrency=10, install_signal_handlers=False)
        )
        await serve(lifecycle)
        worker.cancel()


if __name__ == "__main__":
    asyncio.run(main())
    os._exit(0)
