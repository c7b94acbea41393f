"""Scripted cases acted on a server: begun, and seen through by whoever owes the next step."""

from typing import Any

from temporalio.client import WorkflowHandle

from rules.blocks import Definition
from rules.recusal import debtors
from rules.repertoire import procedure_of, step_commands
from schemas.case import Case, CaseSummary
from schemas.commands import Command
from schemas.examples import example_of
from tests.rules.scripts import policy_of
from tests.workflows.desk import Desk
from tests.workflows.town import new_case
from workflows.starting import start_options

Story = WorkflowHandle[Any, CaseSummary]


async def begin(desk: Desk, definition: type[Definition]) -> Story:
    case = new_case(await desk.now(), policy=policy_of(definition))
    opening = case.opening.model_copy(update={"procedure": procedure_of(definition)})
    return await start(desk, definition, Case(opening=opening))


async def start(desk: Desk, definition: type[Definition], case: Case) -> Story:
    options = start_options(case, await desk.now(), desk.queue)
    return desk.keep(await desk.client.start_workflow(definition.name, case, result_type=CaseSummary, **options))


def next_step(case: Case, definition: type[Definition], **fields: Any) -> Command:
    """Return what whoever owes the first open step would send."""
    step = case.steps[0]
    duty = next(duty for duty in case.duties if duty.id == step.duty)
    doer = next(person.id for person in debtors(case, duty) if person.id not in duty.barred)
    kind = step_commands(definition.name)[step.step]
    own = {"id": f"{case.id}-{len(case.done)}", "actor": doer, "number": step.number}
    return kind.model_validate(example_of(kind) | own | fields)


async def to_the_end(desk: Desk, story: Story, definition: type[Definition]) -> CaseSummary:
    while not (case := await desk.case(story)).settled:
        if case.steps:
            await desk.send(story, next_step(case, definition))
        else:
            await desk.env.sleep(case.planned[0].at - await desk.now())
    return await desk.ended(story)
