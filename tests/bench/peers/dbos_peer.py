"""DBOS Transact: durable functions on PostgreSQL; five messages a lifecycle, acknowledged as durable, not as applied."""

import asyncio
import os
from importlib import import_module
from typing import Any

from tests.bench.peers.station import STEPS, dsn, serve

dbos: Any = import_module("dbos")  # installed for the peers alone
A_DAY = 86_400


async def main() -> None:
    """Serve, with the executor in the same process."""
    url = dsn().replace("postgresql://", "postgresql+psycopg://", 1)
    config = {"name": "bench", "system_database_url": url, "log_level": "ERROR", "sys_db_pool_size": 20}
    dbos.DBOS(config=config)
    assign = dbos.DBOS.step()(_assign)

    async def live(name: str) -> int:
        await assign(name)
        heard = 0
        while heard < STEPS:
            heard += await dbos.DBOS.recv_async("step", timeout_seconds=A_DAY) is not None
        return heard

    item = dbos.DBOS.workflow()(live)
    dbos.DBOS.launch()

    async def lifecycle(name: str) -> None:
        with dbos.SetWorkflowID(f"{os.getpid()}-{name}"):
            handle = await dbos.DBOS.start_workflow_async(item, name)
        for step in range(STEPS):
            await dbos.DBOS.send_async(handle.workflow_id, {"id": f"{name}-{step}", "actor": "handler"}, topic="step")
        assert await handle.get_result() == STEPS

    await serve(lifecycle)


async def _assign(name: str) -> str:
    return name  # its outcome is written by the engine itself


if __name__ == "__main__":
    asyncio.run(main())
    os._exit(0)
