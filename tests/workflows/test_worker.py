"""The worker as a program: it tells stories while the ledger is away, says where it is in each line, and stops."""

import asyncio
import json
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from temporalio.testing import WorkflowEnvironment

from schemas.case import Stage
from schemas.wire import TASK_QUEUE
from tests.workflows.desk import Desk, ours
from tests.workflows.town import command, new_case

HOUSE = Path(__file__).resolve().parents[2]
NO_LEDGER = "postgresql://nobody@127.0.0.1:1/none"


@asynccontextmanager
async def worker(**environ: str) -> AsyncIterator[Process]:
    given = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), **environ}
    process = await asyncio.create_subprocess_exec(
        sys.executable, str(HOUSE / "worker.py"), cwd=HOUSE, env=given, stdout=PIPE, stderr=PIPE
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def test_a_worker_tells_stories_while_the_ledger_is_away_and_stops_when_asked(
    real_server: WorkflowEnvironment,
) -> None:
    desk = Desk(real_server, ours(real_server), queue=TASK_QUEUE)
    address = real_server.client.service_client.config.target_host
    async with worker(TEMPORAL_ADDRESS=address, TEMPORAL_NAMESPACE="default", BIHUAN_DATABASE_URL=NO_LEDGER) as process:
        case = new_case(await desk.now())
        story = await desk.begin(case)
        asked = command("acknowledge", "handler")
        await desk.send(story, asked)
        await story.signal("approve_plan", command("approve_plan", "office"))

        assert (await desk.case(story)).stage is Stage.PLANNING
        process.send_signal(signal.SIGTERM)
        said, complained = await asyncio.wait_for(process.communicate(), 30)

    assert process.returncode == 0, complained.decode()
    lines = [json.loads(line) for line in said.decode().splitlines()]
    (taken,) = [line for line in lines if line["event"] == "command taken"]
    assert (taken["case"], taken["campaign"]) == (case.id, case.opening.campaign)
    assert (taken["command"], taken["command_id"], bool(taken["run"])) == ("acknowledge", asked.id, True)
    assert [line["command"] for line in lines if line["event"] == "signal refused"] == ["approve_plan"]
    assert lines[-1]["event"] == "worker stopped"
    assert case.item.title not in said.decode() + complained.decode()


async def test_a_worker_without_a_ledger_or_a_server_says_what_is_missing() -> None:
    async with worker() as process:
        said, _ = await process.communicate()
        assert process.returncode == 1
        assert "BIHUAN_DATABASE_URL" in said.decode()

    async with worker(BIHUAN_DATABASE_URL=NO_LEDGER, TEMPORAL_ADDRESS="127.0.0.1:9") as process:
        said, _ = await process.communicate()
        assert process.returncode == 3
        assert "127.0.0.1:9" in said.decode()
