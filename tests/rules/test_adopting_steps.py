"""Other rules for running cases of definitions: each step goes on by its own rule, and none is without one."""

from typing import Any

import pytest

from rules.blocks import Definition
from rules.cases import next_alarm
from rules.definitions import SHIPPED
from rules.definitions.clue import Clue
from rules.definitions.publication import Publication
from rules.sentences import tell
from rules.working_days import shift
from schemas import commands as c
from schemas.facts import CalendarAdopted
from schemas.policy import Policy
from schemas.time import Span
from tests.rules import town
from tests.rules.life import Life
from tests.rules.scripts import Play, policy_of
from tests.rules.situations import adopted, adopts
from tests.rules.test_deeds import assert_found_again

every = pytest.mark.parametrize("definition", SHIPPED, ids=lambda definition: definition.name)


def changed(policy: Policy, **steps: dict[str, Any]) -> Policy:
    """Return a policy in which some steps have other rules; one that is empty is gone."""
    plain = policy.model_dump(mode="json")
    rules = {name: rule | steps.get(name, {}) for name, rule in plain["steps"].items() if steps.get(name) != {}}
    return Policy.model_validate(plain | {"name": "changed", "steps": rules})


@every
def test_the_same_numbers_move_nothing_at_any_step_and_the_case_comes_to_its_end(definition: type[Definition]) -> None:
    play, renamed = Play(definition), policy_of(definition).model_copy(update={"name": "renamed"})
    back = policy_of(definition)
    while not play.case.settled:
        before, alarm = play.case.duties, next_alarm(play.case)
        adopts(play, renamed if play.case.policy == back else back)
        places = [(duty.deadline.at, duty.ladder, duty.rung, duty.barred) for duty in play.case.duties]
        assert places == [(duty.deadline.at, duty.ladder, duty.rung, duty.barred) for duty in before]
        assert next_alarm(play.case) == alarm
        assert not any(effect.shows for effect in adopted(play).duties)
        play.goes_on()
    assert play.case.outcome in definition.outcomes


def test_a_step_is_counted_again_from_where_it_was_counted_and_climbs_its_new_ladder() -> None:
    play = Play(Clue).does("take_over").wait("2wd")
    before = play.duty_of_step("propose_handling").deadline
    adopts(play, changed(policy_of(Clue), propose_handling={"due": "20wd", "ladder": "rectify"}))
    after = play.duty_of_step("propose_handling")
    assert (after.deadline.rule, after.deadline.counted_from) == (
        "changed:steps.propose_handling.due=20wd",
        before.counted_from,
    )
    assert (after.deadline.at > before.at, after.ladder) == (True, "rectify")
    assert [effect.moved for effect in adopted(play).duties] == [True]


def test_a_limit_that_counts_from_the_feedback_still_does() -> None:
    play = Play(Clue).does("take_over").does("propose_handling").does("vet_handling").does("vet_handling").wait("5d")
    adopts(play, changed(policy_of(Clue), answer_clue={"due": "5mo"}))
    assert play.duty_of_step("answer_clue").deadline.counted_from == play.case.opening.fed_back_at


def test_more_time_for_a_step_ends_where_the_new_numbers_say() -> None:
    play = Play(Clue).does("take_over").does("propose_handling").does("vet_handling").does("vet_handling")
    adopts(play, changed(policy_of(Clue), answer_clue={"due": "1mo"}))
    why = play.refused(c.RequestExtension, "handler", reason="案情复杂", due=play.day(250))
    assert "不晚于2026-07-02" in why.zh  # a month, and three more


def test_a_policy_without_a_rule_for_a_step_is_refused_by_the_steps_name() -> None:
    play = Play(Clue).does("take_over")
    why = play.refused(
        c.AdoptPolicy, "principal", policy=changed(policy_of(Clue), vet_answer={}), reason="某委〔2026〕9号"
    )
    assert "steps）：vet_answer；请补上" in why.zh
    assert "no rule under steps for: vet_answer" in why.en
    why = play.refused(c.AdoptPolicy, "principal", policy=town.EASY, reason="某委〔2026〕9号")
    assert "take_over" in why.zh  # done before: the story may come to it again


def published() -> Play:
    play = Play(Publication)
    while not play.case.planned:
        play.goes_on()
    return play


def test_a_step_that_is_planned_for_later_is_counted_again_from_where_the_story_came_to_it() -> None:
    play = published()
    (before,), now = play.case.planned, play.now
    adopts(play, changed(policy_of(Publication), take_down={"after": "2y", "due": "10wd"}))
    (after,), (effect,) = play.case.planned, adopted(play).steps
    assert (effect.before, effect.after, after.since) == (before.at, after.at, before.since)
    assert after.at == shift(play.case.calendar, play.case.policy.clock, now, Span.parse("2y")).at
    assert [person.id for person in effect.told] == ["office", "clerk"]
    assert "1项时限变动" in tell(adopted(play)).zh
    play.wait_until(after.at)
    assert play.duty_of_step("take_down").deadline.rule == "changed:steps.take_down.due=10wd"


def test_a_step_whose_new_time_has_passed_or_that_waits_no_more_opens_at_once_with_all_its_time() -> None:
    for after in ("1mo", None):
        play = published().wait("2mo")
        adopts(play, changed(policy_of(Publication), take_down={"after": after}))
        play.wait_until(play.now)
        assert (play.case.planned, play.open_steps) == ((), ["take_down"])
        assert play.duty_of_step("take_down").deadline.counted_from == play.now


def test_the_same_numbers_leave_a_planned_step_where_it_is() -> None:
    play = published()
    before = play.case.planned
    adopts(play, policy_of(Publication).model_copy(update={"name": "renamed"}))
    assert (play.case.planned, adopted(play).steps) == (before, ())


def test_an_official_calendar_settles_a_provisional_step_and_tells_only_whoever_has_another_date() -> None:
    play = published()
    (before,) = play.case.planned
    day = play.case.policy.clock.date_of(before.at)
    for holidays, told in (
        ({"1001-1003": "国庆节"}, []),
        ({f"{day:%m%d}-{day:%m%d}": "（假设）"}, ["office", "clerk"]),
    ):
        adopting = published().do(c.AdoptCalendar, "office", calendar=town.announced((2027, holidays, "")), reason="x")
        (after,), (effect,) = adopting.case.planned, adopting.last(CalendarAdopted).steps
        assert (before.provisional, after.provisional, effect.settled) == (True, False, True)
        assert (after.at > before.at, [person.id for person in effect.told]) == (bool(told), told)


def test_an_approval_asks_the_levels_that_the_case_was_opened_with() -> None:
    play = Play(Clue).does("take_over").does("propose_handling").does("vet_handling")
    adopts(play, changed(policy_of(Clue), vet_handling={"levels": ["leader"]}))
    assert (play.open_steps, play.duty_of_step("vet_handling").owed_by) == (["vet_handling"], "principal")


@every
def test_what_people_did_in_a_case_of_a_definition_is_found_in_its_facts(definition: type[Definition]) -> None:
    assert_found_again(Play(definition, assignment=None).to_the_end())


def test_a_policy_with_steps_is_adopted_by_no_remediation() -> None:
    why = Life().refused(c.AdoptPolicy, "principal", policy=policy_of(Clue), reason="某委〔2026〕9号")
    assert "是流程的办法，整改事项不能按它办理" in why.zh
    assert "for a definition, not for remediation" in why.en
