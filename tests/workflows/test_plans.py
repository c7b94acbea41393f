"""A plan is what happens: for every policy and every script that we ship, the planner and the real story tell the same.

The real server gives each instant some milliseconds more than was asked for. So a plan's facts are compared with the
story's in full but for their instants, which agree to the minute; and the rules, played at the story's own instants, must
give the story's entries themselves, hashes and all.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import pytest

from gateway.foreseeing.plan import Plan, play_plan
from gateway.foreseeing.unit import opening, sample, unit
from gateway.plan_scripts import find_script, load_script, shipped_scripts
from gateway.policy_files import POLICIES, load_policy
from rules.cases import carry_out, let_time_pass, open_case
from rules.deeds import Deed, deeds
from schemas.case import Case
from schemas.entries import Entry
from schemas.policy import Policy
from schemas.time import Clock
from tests.workflows.desk import Desk, Story
from tests.workflows.town import CALENDAR

DAYS = 400
PRESETS = tuple(sorted(POLICIES.glob("*.yaml")))
LATEST = dt.timedelta(minutes=1)


class Acted(NamedTuple):
    """A plan, and the real story of the same item."""

    preset: str
    plan: Plan
    story: Story


def unhurried(policy: Policy) -> Policy:
    """Return a policy on the real clock: on a fast one, milliseconds are hours."""
    clock = policy.clock
    return policy.model_copy(update={"clock": Clock(office_opens=clock.office_opens, day_ends=clock.day_ends)})


def next_morning(at: dt.datetime) -> dt.datetime:
    return (at + dt.timedelta(days=1)).replace(hour=2, minute=0, second=0, microsecond=0)


async def morning(desk: Desk) -> dt.datetime:
    """Wait until the next morning, and return its instant."""
    at = next_morning(await desk.now())
    await desk.env.sleep(at - await desk.now())
    return at


async def begin(desk: Desk, name: str, presets: Sequence[Path] = PRESETS) -> list[Acted]:
    """Begin one story for each preset, at the instant from which its plan is played."""
    at, acted = await morning(desk), []
    for number, preset in enumerate(presets, 1):
        begun = opening(unhurried(load_policy(preset)), CALENDAR, sample(number=number), at, unit())
        plan = play_plan(begun, load_script(find_script(name)), unit(), DAYS)
        acted.append(Acted(preset.stem, plan, await desk.begin(Case(opening=begun))))
    return acted


def timetable(acted: Sequence[Acted]) -> list[tuple[Deed, Story]]:
    """Return what the people of all plans do, in the order of time."""
    every = [(deed, one.story) for one in acted for deed in deeds(one.plan.entries, one.plan.clock)]
    return sorted(every, key=lambda deed: deed[0].at)


async def act(desk: Desk, acted: Sequence[Acted]) -> None:
    """Let the people of the stories do what those of the plans did, and then let the rest of the time pass."""
    for deed, story in timetable(acted):
        await wait_until(desk, deed.at)
        await desk.send(story, deed.command)
    await wait_until(desk, acted[0].plan.until + LATEST)


async def wait_until(desk: Desk, at: dt.datetime) -> None:
    if (left := at - await desk.now()) > dt.timedelta():
        await desk.env.sleep(left)


def played_again(real: Sequence[Entry], plan: Plan) -> Iterator[Entry]:
    """Play the plan's commands on the rules, at the instants at which the story heard them and its timer rang."""
    first, *rest = real
    case, entries = open_case(plan.case.opening, first.at)
    yield from entries
    commands = {deed.command.id: deed.command for deed in deeds(plan.entries, plan.clock)}
    for (at, command_id), _ in groupby(rest, key=lambda entry: (entry.at, entry.command_id)):
        if command_id is None:
            case, brought = let_time_pass(case, at)
        else:
            case, brought, _ = carry_out(case, commands[command_id], at)
        yield from brought


@pytest.mark.parametrize("name", shipped_scripts())
async def test_a_plan_is_what_happens(skipping: Desk, name: str) -> None:
    acted = await begin(skipping, name)
    await act(skipping, acted)
    await assert_it_is_what_happened(skipping, acted)


async def test_a_plan_tells_how_often_somebody_is_interviewed_in_vain(skipping: Desk, tmp_path: Path) -> None:
    script = tmp_path / "in_vain.yaml"
    script.write_text("extends: everyday\ntitle: {zh: 约谈无果, en: In vain}\nlike: [naming, interviews]\n", "utf-8")
    acted = await begin(skipping, str(script), [POLICIES / "county.yaml"])
    assert [len(plan.case.interviews) for _, plan, _ in acted] == [4]
    await act(skipping, acted)
    await assert_it_is_what_happened(skipping, acted)


async def assert_it_is_what_happened(desk: Desk, acted: Sequence[Acted]) -> None:
    for preset, plan, story in acted:
        await desk.written(story)
        real = [entry for entry in desk.entries(story) if entry.at <= plan.until]
        told = [(entry.number, entry.fact, entry.command_id, entry.asked) for entry in real]
        assert told == [(e.number, e.fact, e.command_id, e.asked) for e in plan.entries], preset
        assert all(dt.timedelta() <= r.at - p.at < LATEST for r, p in zip(real, plan.entries, strict=True)), preset
        assert list(played_again(real, plan)) == real, preset
        assert plan.turned_down == (), preset
