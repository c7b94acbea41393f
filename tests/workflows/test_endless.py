"""A story that goes round without end, long after its definition was examined: it holds up its own case and no other."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from temporalio.testing import WorkflowEnvironment

from gateway.definitions.found import Found, load_definition
from gateway.definitions.scaffolding import scaffold
from gateway.policy_files import load_policy
from rules.blocks import Definition
from rules.definitions.clue import Clue
from rules.repertoire import procedure_of
from rules.stepping import leave
from schemas.case import Case
from tests.workflows.desk import Desk, ours
from tests.workflows.scripted import Story, begin, next_step, start
from tests.workflows.town import new_case

SOUND = "            if await self.approval"
ENDLESS = f"            while report.text == '转圈':\n                pass\n{SOUND}"  # no example says so


@pytest.fixture
def endless(tmp_path: Path) -> Iterator[tuple[type[Definition], Found]]:
    script = scaffold("endless", tmp_path)[0]
    script.write_text(script.read_text("utf-8").replace(SOUND, ENDLESS), "utf-8")
    found = load_definition(script)
    assert found.definition
    yield found.definition, found
    leave(found.definition)


async def test_a_story_that_goes_round_without_end_holds_up_no_other(
    still_server: WorkflowEnvironment, endless: tuple[type[Definition], Found]
) -> None:
    definition, found = endless
    desk = Desk(still_server, ours(still_server))  # whose worker serves what is in the repertoire now
    async with desk.staffed():
        case = new_case(await desk.now(), policy=load_policy(found.policy_file))
        case = Case(opening=case.opening.model_copy(update={"procedure": procedure_of(definition)}))
        story = await start(desk, definition, case)
        await desk.send(story, next_step(await desk.case(story), definition))
        stuck = asyncio.create_task(desk.send(story, next_step(await desk.case(story), definition, text="转圈")))
        failed = await failure(story)
        other = await begin(desk, Clue)
        for _ in range(3):
            await desk.send(other, next_step(await desk.case(other), Clue))
        assert (await desk.written(other)).done[-1].step == "vet_handling"
        assert not stuck.done()
        assert "endless.py" in failed
        assert "while report.text == '转圈'" in failed
        stuck.cancel()
        await story.terminate()


async def failure(story: Story) -> str:
    """Wait until a task of a story has failed, and return where it stood then."""
    while True:
        for event in (await story.fetch_history()).events:
            if event.HasField("workflow_task_failed_event_attributes"):
                return event.workflow_task_failed_event_attributes.failure.stack_trace
        await asyncio.sleep(0.2)
