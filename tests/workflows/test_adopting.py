"""Other rules for stories that run: the timer, the page and the record follow, and what was foreseen is what happens."""

import asyncio
import datetime as dt

import pytest

from gateway.adopting.foreseeing import Foreseen, foresee
from gateway.adopting.proposals import Adoption, Clocks, Wish, adopt_calendar, adopt_policy
from rules.cases import next_alarm
from schemas.case import Case
from schemas.facts import PolicyAdopted, RungClimbed
from schemas.policy import Policy
from tests.rules.situations import PAIRS, PRESETS
from tests.rules.town import ANNOUNCED, EASY, HASTY
from tests.workflows.desk import Desk, Story
from tests.workflows.town import COUNTY, new_case
from workflows.remediation import Remediation

WISH = Wish("principal", "某委〔2026〕9号")
REAL_PAIRS = [(one, other) for one, other in PAIRS if "county" in (one, other)]


def by_policy(case: Case, policy: Policy) -> Adoption:
    return adopt_policy(case, Clocks(policy).of(case), WISH)


async def adopts(desk: Desk, story: Story, adoption: Adoption) -> Foreseen:
    """Foresee it, do it, and return what was foreseen."""
    foreseen = foresee(await desk.case(story), adoption, await desk.now())
    await desk.send(story, adoption)
    return foreseen


@pytest.mark.parametrize(("one", "other"), REAL_PAIRS)
async def test_what_was_foreseen_is_what_happens(still: Desk, one: str, other: str) -> None:
    story = await still.begin(new_case(await still.now(), policy=PRESETS[one]))
    await still.do(story, "acknowledge", "handler")
    case = await still.case(story)

    foreseen = await adopts(still, story, by_policy(case, PRESETS[other]))

    await still.written(story)
    (fact,) = [entry.fact for entry in still.entries(story) if isinstance(entry.fact, PolicyAdopted)]
    assert [effect for effect in fact.duties if effect.shows] == [duty.effect for duty in foreseen.duties]
    after = await still.case(story)
    assert {duty.id: duty.deadline for duty in after.duties} == {
        duty.id: next((e.after.deadline for e in fact.duties if e.duty == duty.id), duty.deadline)
        for duty in case.duties
    }


async def test_the_timer_follows_and_the_right_persons_are_told_at_the_time_that_was_foreseen(skipping: Desk) -> None:
    story = await skipping.begin(new_case(await skipping.now()))
    foreseen = await adopts(skipping, story, by_policy(await skipping.case(story), EASY))
    first = min(foreseen.duties, key=lambda duty: duty.effect.after.rings_at).effect

    await skipping.env.sleep(first.after.rings_at - await skipping.now() + dt.timedelta(seconds=1))
    await skipping.written(story)

    (climbed,) = [entry for entry in skipping.entries(story) if isinstance(entry.fact, RungClimbed)]
    assert abs(climbed.at - first.after.rings_at) < dt.timedelta(seconds=1)
    assert isinstance(climbed.fact, RungClimbed)
    assert climbed.fact.told == first.hears


async def test_what_became_due_earlier_rings_earlier(skipping: Desk) -> None:
    story = await skipping.begin(new_case(await skipping.now(), policy=EASY))
    before = next_alarm(await skipping.case(story))
    await adopts(skipping, story, by_policy(await skipping.case(story), HASTY))
    after = next_alarm(await skipping.case(story))
    assert before is not None
    assert after is not None
    assert after.at < before.at

    await skipping.env.sleep(after.at - await skipping.now() + dt.timedelta(seconds=1))
    await skipping.written(story)

    assert skipping.book.kinds(story.id)[-2:] == ["rung_climbed", "interview_called"]


async def test_an_adoption_is_undone_and_the_case_is_as_it_was(still: Desk) -> None:
    story = await still.begin(new_case(await still.now()))
    before = await still.case(story)
    await adopts(still, story, by_policy(before, HASTY))
    await adopts(still, story, by_policy(await still.case(story), COUNTY))
    after = await still.case(story)
    assert after.duties == before.duties
    assert next_alarm(after) == next_alarm(before)


async def test_the_same_adoption_again_has_one_effect(still: Desk) -> None:
    story = await still.begin(new_case(await still.now()))
    adoption = by_policy(await still.case(story), EASY)
    assert await still.send(story, adoption) == await still.send(story, adoption)
    await still.written(story)
    assert still.book.kinds(story.id).count("policy_adopted") == 1


async def test_what_was_adopted_goes_along_into_a_fresh_run(real: Desk) -> None:
    begun = await real.begin(new_case(await real.now()))
    story = real.client.get_workflow_handle_for(Remediation.run, begun.id)
    await real.do(story, "adopt_policy", "principal", policy=EASY, reason="某委〔2026〕9号")
    await real.send(story, adopt_calendar(await real.case(story), ANNOUNCED, Wish("office", "国办通知")))
    number = 0
    while (await story.describe()).run_id == begun.first_execution_run_id:
        await real.do(story, "leave_note", "principal", text=f"第{number}次批示")
        number += 1
        await asyncio.sleep(0.02)

    case = await real.case(story)
    assert (case.policy, case.calendar, case.adoptions) == (EASY, ANNOUNCED, 2)
    assert case.opening.policy == COUNTY
