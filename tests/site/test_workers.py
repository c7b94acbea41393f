"""A worker that was not heard of lately counts as none, whatever the server still lists."""

import datetime as dt

from temporalio.client import Client

from gateway.workers import workers
from tests.site.running import Office, eventually


async def test_a_worker_is_there_for_as_long_as_it_is_heard_of(at_site: Office, stranger: Client) -> None:
    [worker] = await workers(stranger, dt.datetime.now(dt.UTC))
    assert worker.is_there
    await eventually(lambda: "秒前）" in at_site.bihuan("status"), 10)
    [silent] = await workers(stranger, dt.datetime.now(dt.UTC) + dt.timedelta(seconds=30))
    assert not silent.is_there
