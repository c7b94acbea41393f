"""How a running case takes new rules: in a fresh run, at the next stage boundary, and not before."""

import asyncio

from temporalio.api.history.v1 import HistoryEvent
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import UnsandboxedWorkflowRunner

from rules.cases import EDITION
from schemas.case import Case, Stage
from tests.workflows import papers
from tests.workflows.desk import Desk, ours, replayer
from tests.workflows.town import new_case
from workflows.remediation import Remediation


def of_an_older_edition(case: Case) -> Case:
    return case.model_copy(update={"opening": case.opening.model_copy(update={"edition": EDITION - 1})})


async def test_a_case_of_an_older_edition_takes_the_present_one_at_the_next_stage_boundary(real: Desk) -> None:
    begun = await real.begin(of_an_older_edition(new_case(await real.now())))
    story = real.client.get_workflow_handle_for(Remediation.run, begun.id)
    await real.do(story, "leave_note", "principal", text="抓紧")
    assert (await real.case(story)).opening.edition == EDITION - 1

    await real.do(story, "acknowledge", "handler")
    while (await story.describe()).run_id == begun.first_execution_run_id:
        pass

    case = await real.case(story)
    assert (case.opening.edition, case.stage) == (EDITION, Stage.PLANNING)
    while len(real.entries(story)) < case.head.number:  # noqa: ASYNC110 - the scribe writes them
        await asyncio.sleep(0.05)
    assert [entry.number for entry in real.entries(story)] == list(range(1, case.head.number + 1))


async def test_a_boundary_that_was_passed_before_the_edition_existed_is_passed_again_in_replay(real: Desk) -> None:
    """The first run of a case of this edition, told as if its rules were older: it must not leave its history."""
    story = await real.begin(new_case(await real.now()))
    await real.do(story, "acknowledge", "handler")
    await real.written(story)
    history = await story.fetch_history()
    (start,) = history.events[0].workflow_execution_started_event_attributes.input.payloads
    older = Case.model_validate_json(start.data)
    start.data = of_an_older_edition(older).model_dump_json().encode()

    await replayer().replay_workflow(history)


async def test_a_case_that_an_older_worker_began_is_told_on_and_again(real_server: WorkflowEnvironment) -> None:
    """Ours take what arrives together at once; a runner of its own leaves a worker as older ones were."""
    desk = Desk(real_server, ours(real_server))
    async with desk.staffed(workflow_runner=UnsandboxedWorkflowRunner(), max_cached_workflows=0):
        story = await desk.begin(new_case(await desk.now()))
        await desk.do(story, "acknowledge", "handler")
        await desk.written(story)
    async with desk.staffed(max_cached_workflows=0):
        plan = papers.plan(papers.today(await desk.case(story), await desk.now(), 60))
        await desk.do(story, "submit_plan", "handler", **plan)
        await desk.do(story, "approve_plan", "office")
        await desk.written(story)

    history = await story.fetch_history()
    assert [flags for flags in map(_flags, history.events) if flags] == [[2]]
    await replayer().replay_workflow(history)


def _flags(event: HistoryEvent) -> list[int]:
    return list(event.workflow_task_completed_event_attributes.sdk_metadata.lang_used_flags)
