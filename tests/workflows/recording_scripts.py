"""Records a golden history of each shipped definition: `python -m tests.workflows.recording_scripts`; never over older ones."""

import asyncio
import os
import sys

import structlog
from temporalio.testing import WorkflowEnvironment

from rules.blocks import Definition
from rules.cases import EDITION
from rules.definitions import SHIPPED
from tests.workflows.desk import BIN, Desk, ours, with_search_attributes
from tests.workflows.recording import HISTORIES
from tests.workflows.scripted import begin, to_the_end

FOLDER = HISTORIES / f"definitions-{EDITION}"


async def record(definition: type[Definition]) -> None:
    program = str(BIN / "temporal-test-server")
    async with await WorkflowEnvironment.start_time_skipping(test_server_existing_path=program) as env:
        desk = Desk(await with_search_attributes(env), ours(env))
        async with desk.staffed():
            story = await begin(desk, definition)
            await to_the_end(desk, story, definition)
            history = await story.fetch_history()
    (FOLDER / f"{definition.name}.json").write_text(history.to_json(), encoding="utf-8")
    sys.stdout.write(f"{definition.name}: {len(history.events)} events\n")


async def record_missing() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for definition in SHIPPED:
        if not (FOLDER / f"{definition.name}.json").exists():
            await record(definition)


if __name__ == "__main__":
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    asyncio.run(record_missing())
    sys.stdout.flush()
    os._exit(0)
