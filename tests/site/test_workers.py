"""A worker that was not heard of lately counts as none, whatever the server still lists."""

import asyncio
import datetime as dt

from temporalio.client import Client

from gateway.workers import workers
from tests.site.running import Office

LATER = dt.timedelta(seconds=30)


async def test_a_worker_is_there_for_as_long_as_it_is_heard_of(at_site: Office, stranger: Client) -> None:
    async def is_there(after: dt.timedelta) -> bool:
        """Say whether a worker is there, or would be some time from now if nothing more were heard of it."""
        return any(worker.is_there for worker in await workers(stranger, dt.datetime.now(dt.UTC) + after))

    async with asyncio.timeout(30):  # until its heart is heard for the first time
        while not await is_there(dt.timedelta(0)) or await is_there(LATER):  # noqa: ASYNC110 - the worker does it
            await asyncio.sleep(0.5)
    assert "秒前）" in await asyncio.to_thread(at_site.bihuan, "status")
