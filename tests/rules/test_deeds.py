"""What people did is found again in its facts: each fact's command brings the same fact."""

from collections.abc import Iterator
from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from rules.cases import carry_out, resume_fold
from rules.chain import digest
from rules.deeds import WAYS, deeds
from schemas import commands as c
from schemas.case import Case
from schemas.commands import COMMANDS
from schemas.entries import Entry
from schemas.facts import Fact
from schemas.steps import StepDone
from schemas.values import Record
from schemas.words import Refusal
from tests.rules.asking import some_command
from tests.rules.life import Life
from tests.rules.test_properties import JUMPS

# What a command brings beside the fact that tells who asked for what.
_BESIDE = {"closed", "kept_open", "extension_lapsed", "publicity_opened"}


def _kinds() -> dict[str, type[Record]]:
    union, _ = get_args(Fact)
    return {kind.model_fields["kind"].default: kind for kind in get_args(union)}


def assert_found_again(life: Life) -> None:
    """Every command that was taken is found in its facts, and brings them anew from the case as it was."""
    found = list(deeds(life.entries, life.case.policy.clock))
    asked = {entry.command_id: entry.asked for entry in life.entries if entry.command_id}
    assert [deed.command.id for deed in found] == list(asked)
    before = dict(_before_each(life.entries))
    for deed in found:
        again = carry_out(before[deed.number], deed.command, deed.at).entries
        told = [entry.fact for entry in life.entries if entry.command_id == deed.command.id]
        assert [entry.fact for entry in again] == told
        if not isinstance(deed.command, c.ApproveClosure | c.RefuseClosure):  # a level goes by two names
            assert digest(deed.command) == asked[deed.command.id]


def _before_each(entries: list[Entry]) -> Iterator[tuple[int, Case]]:
    case = resume_fold(None, entries[0])
    for entry in entries[1:]:
        yield entry.number, case
        case = resume_fold(case, entry)


def test_there_is_a_way_back_from_every_fact_of_people_and_to_every_command() -> None:
    by_people = {kind for name, kind in _kinds().items() if "by" in kind.model_fields and name not in _BESIDE}
    assert {*WAYS, StepDone} == by_people  # a step's command is its definition's
    assert {way.command for way in WAYS.values()} == set(COMMANDS.values())


@given(st.data())
def test_whatever_people_did_is_found_in_its_facts(data: st.DataObject) -> None:
    life = Life()
    for serial in range(30):
        life.now += data.draw(JUMPS)
        life.wait_until(life.now)
        try:
            life.carry_out(
                some_command(life.case, life.now, serial, lambda options: data.draw(st.sampled_from(options)))
            )
        except Refusal:
            continue
    assert_found_again(life)


def test_a_date_that_was_a_day_off_is_found_as_it_was_asked_for() -> None:
    life = Life().acknowledged()
    sunday = life.now.date().replace(month=5, day=3)
    life.do(c.SubmitPlan, "handler", measures=("清退",), due=sunday)
    assert_found_again(life)
    *_, plan = deeds(life.entries, life.case.policy.clock)
    assert isinstance(plan.command, c.SubmitPlan)
    assert plan.command.due == sunday
