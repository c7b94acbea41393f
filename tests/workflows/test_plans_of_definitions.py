"""A definition's plan is what happens: for each that we ship and each of its scripts, as for remediation (test_plans)."""

import datetime as dt

import pytest

from gateway.foreseeing.plan import play_plan
from gateway.foreseeing.subject import subject_of
from gateway.foreseeing.unit import opening, sample, unit
from gateway.plan_scripts import find_script, load_script, shipped_scripts
from gateway.policy_files import POLICIES
from rules.blocks import Definition
from rules.definitions import SHIPPED
from schemas.case import Case
from tests.workflows.desk import Desk
from tests.workflows.scripted import start
from tests.workflows.test_plans import DAYS, Acted, act, assert_it_is_what_happened, morning, unhurried
from tests.workflows.town import CALENDAR


def scripts(definition: type[Definition]) -> tuple[str, ...]:
    return shipped_scripts(POLICIES / "definitions" / definition.name)


NAMES = sorted({name for definition in SHIPPED for name in scripts(definition)})


@pytest.mark.parametrize("definition", SHIPPED, ids=lambda definition: definition.name)
def test_each_has_a_script_in_which_all_is_done_in_time_one_in_which_all_is_late_and_one_in_which_nobody_moves(
    definition: type[Definition],
) -> None:
    assert {"in_time", "always_late", "never_moves"} <= {*scripts(definition)}


@pytest.mark.parametrize("name", NAMES)
async def test_a_definitions_plan_is_what_happens(skipping: Desk, name: str) -> None:
    at = await morning(skipping)
    acted = [await begin(skipping, one, name, at) for one in SHIPPED if name in scripts(one)]
    await act(skipping, acted)
    await assert_it_is_what_happened(skipping, acted)


async def begin(desk: Desk, definition: type[Definition], name: str, at: dt.datetime) -> Acted:
    subject = subject_of(definition.name, {})
    begun = opening(
        unhurried(subject.policy),
        CALENDAR,
        sample(number=1 + SHIPPED.index(definition)),
        at,
        unit(),
        procedure=subject.procedure,
    )
    script = load_script(find_script(name, subject.scripts), definition.name)
    return Acted(
        definition.name, play_plan(begun, script, unit(), DAYS), await start(desk, definition, Case(opening=begun))
    )
