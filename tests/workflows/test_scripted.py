"""Scripted stories on Temporal: each step a message of its own name, told in the sandbox, and told again alike."""

import pytest
from temporalio.client import WorkflowFailureError, WorkflowUpdateFailedError

from rules.blocks import Definition
from rules.definitions import SHIPPED
from rules.definitions.clue import Clue
from rules.definitions.publication import Publication
from rules.repertoire import procedure_of, step_commands
from schemas.case import Case, Stage
from schemas.commands import AdoptPolicy
from schemas.receipts import Receipt
from schemas.search import Attribute
from tests.rules.scripts import policy_of
from tests.workflows.desk import Desk, Story, refusal_of, replayer
from tests.workflows.recording_scripts import FOLDER
from tests.workflows.scripted import begin, next_step, to_the_end
from tests.workflows.test_histories import history_at
from tests.workflows.town import COUNTY, new_case
from workflows.finding import key_of
from workflows.remediation import Remediation
from workflows.scripted import stories
from workflows.starting import start_options


@pytest.mark.parametrize("definition", SHIPPED, ids=lambda definition: definition.name)
async def test_a_definition_is_told_to_its_end_and_the_ledger_has_all_of_it(
    skipping: Desk, definition: type[Definition]
) -> None:
    story = await begin(skipping, definition)
    ended = await to_the_end(skipping, story, definition)
    assert (ended.stage, ended.outcome in definition.outcomes) == (Stage.SETTLED, True)


async def test_a_definition_is_told_the_same_by_a_worker_that_forgets_it_after_each_task(uncached: Desk) -> None:
    story = await begin(uncached, Clue)
    for _ in range(3):
        await uncached.send(story, next_step(await uncached.case(story), Clue))
    assert [done.step for done in (await uncached.case(story)).done] == [
        "take_over",
        "propose_handling",
        "vet_handling",
    ]


async def test_a_step_is_a_signal_too_and_a_bad_one_is_seen(still: Desk) -> None:
    story = await begin(still, Clue)
    await story.signal("answer_clue", {"id": "1", "actor": "handler", "finding": "perhaps"})
    await story.signal("take_over", {"id": "2", "actor": "handler"})
    await still.heard_out(story)
    case = await still.written(story)
    assert [done.step for done in case.done] == ["take_over"]
    assert "finding" in still.refusals(story)[0].reason_zh


async def test_a_step_by_the_wrong_person_is_refused_in_words_and_leaves_no_fact(still: Desk) -> None:
    story = await begin(still, Clue)
    command = next_step(await still.case(story), Clue).model_copy(update={"actor": "office"})
    with pytest.raises(WorkflowUpdateFailedError) as caught:
        await story.execute_update(command.name, command, result_type=Receipt)
    assert "须由责任人办理" in str(refusal_of(caught.value))
    assert (await still.case(story)).done == ()


async def test_a_definition_answers_for_no_remediation_nor_the_other_way_round(still: Desk) -> None:
    for name, procedure in (("clue", None), ("Remediation", procedure_of(Clue))):
        case = new_case(await still.now(), policy=policy_of(Clue))
        case = Case(opening=case.opening.model_copy(update={"procedure": procedure}))
        options = start_options(case, await still.now(), still.queue)
        with pytest.raises(WorkflowFailureError) as failed:
            await still.client.execute_workflow(name, case, **options)
        assert "不能由" in str(failed.value.cause)


async def test_what_a_restricted_case_is_about_stands_nowhere_in_temporals_lists(real: Desk) -> None:
    open_to_all, restricted = await begin(real, Publication), await begin(real, Clue)
    assert (await real.case(open_to_all)).item.title in await _shown(open_to_all), "else nothing is looked at"
    assert (await real.case(restricted)).item.title not in await _shown(restricted)
    described = await restricted.describe()
    assert described.typed_search_attributes.get(key_of(Attribute.STAGE)) == "办理中"


async def _shown(story: Story) -> str:
    """Return all that Temporal's UI shows of a workflow beside its history."""
    about = await story.describe()
    details = await story.query("__temporal_workflow_metadata")
    said = [await about.static_summary(), await about.static_details(), await about.memo(), details]
    return f"{said} {about.search_attributes}"


async def test_a_long_case_goes_on_in_a_fresh_run(real: Desk) -> None:
    story = await begin(real, Clue)
    first = (await story.describe()).run_id
    for _ in range(4):
        await real.send(story, next_step(await real.case(story), Clue))
    for number in range(12):
        case = await real.case(story)
        report = next(step for step in case.steps if step.step == "report_handling")
        kind = step_commands("clue")["report_handling"]
        own = {"id": f"r{number}", "actor": "handler", "number": report.number, "text": "正在核查"}
        await real.send(story, kind.model_validate(own))
    assert (await story.describe()).run_id != first
    assert (await to_the_end(real, story, Clue)).outcome == "true"


def test_a_definition_hears_its_steps_and_what_every_case_hears() -> None:
    told = next(story for story in stories() if story.__name__ == "story_of_clue")
    assert {"answer_take_over", "overhear_answer_clue", "answer_hand_over"} <= set(vars(told))
    assert "answer_submit_plan" not in vars(told)
    assert "answer_take_over" not in vars(Remediation)


@pytest.mark.parametrize("definition", SHIPPED, ids=lambda definition: definition.name)
async def test_a_recorded_case_of_a_definition_is_told_the_same_today(definition: type[Definition]) -> None:
    """Where this fails a shipped definition was changed under its cases: docs/decisions/0017-definitions.md."""
    result = await replayer().replay_workflow(history_at(FOLDER / f"{definition.name}.json"))
    assert result.replay_failure is None


async def test_a_definition_adopts_a_policy_that_rules_its_steps_and_no_other(still: Desk) -> None:
    story = await begin(still, Clue)
    asked = {"id": "1", "actor": "principal", "reason": "某委〔2026〕9号"}
    with pytest.raises(WorkflowUpdateFailedError) as caught:
        await still.send(story, AdoptPolicy.model_validate(asked | {"policy": COUNTY}))
    assert "没有写这些步骤的时限" in str(refusal_of(caught.value))
    clock = (await still.case(story)).policy.clock
    renamed = policy_of(Clue).model_copy(update={"name": "renamed", "clock": clock})
    await still.send(story, AdoptPolicy.model_validate(asked | {"id": "2", "policy": renamed}))
    await still.send(story, next_step(await still.case(story), Clue))
    case = await still.written(story)
    assert (case.policy.name, [done.step for done in case.done]) == ("renamed", ["take_over"])
    assert case.duties[0].deadline.rule.startswith("renamed:steps.")
