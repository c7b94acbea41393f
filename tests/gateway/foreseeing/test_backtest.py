"""A new policy against the record: no change makes no difference, a change makes the one that it should."""

import datetime as dt
from pathlib import Path

import pytest

from gateway.foreseeing.backtest import Backtest, compare, is_tried_on
from gateway.policy_files import find_policy, load_policy
from rules.blocks import Definition
from rules.cases import let_time_pass
from rules.definitions import SHIPPED
from rules.definitions.clue import Clue
from rules.definitions.publication import Publication
from schemas.policy import Policy
from tests.gateway.foreseeing.test_plan import BEGAN, COUNTY, PRESETS, played, policy_at
from tests.ledger.lives import Life, planned
from tests.rules.scripts import Play, policy_of

FAST = load_policy(find_policy("fast"))
LATER = BEGAN + dt.timedelta(days=300)
SCRIPTS = ("in_time", "always_late", "never_moves", "returns_thrice", "relapse")


def changed(**parts: object) -> Policy:
    return COUNTY.model_validate(COUNTY.model_dump(mode="json") | {"name": "new"} | parts)


def of(lives: list[Life], policy: Policy) -> Backtest:
    found = Backtest()
    for life in lives:
        found.take(compare(life.entries, policy, LATER))
    return found


def campaign() -> list[Life]:
    """Items of all sorts, with days between on which nobody looked, as after an outage."""
    interviewed = planned().do("call_interview", "office", interviewee="leader", reason="进展迟缓").wait(2)
    interviewed.do("acknowledge_notice", "leader", interview=1).wait(1)
    moved = planned().do("raise_matter", "handler", matter="须明确口径").wait(30)
    matter = next(duty.id for duty in moved.case.duties if duty.kind == "matter")
    moved.do("decide_matter", "secretary", duty=matter, decision="按规定办")
    return [planned(), Life(assigned=False), Life().wait(40), interviewed, moved]


def test_an_unchanged_policy_makes_no_difference() -> None:
    found = of(campaign(), COUNTY)
    assert (found.differing, found.refused, found.total.cases) == ([], {}, 5)
    assert found.total.before == found.total.after
    assert found.deeds == 3 * 5 + 2 + 2


@pytest.mark.parametrize("preset", PRESETS, ids=lambda path: path.stem)
@pytest.mark.parametrize("script", SCRIPTS)
def test_an_unchanged_policy_makes_no_difference_to_any_plan(preset: Path, script: str) -> None:
    policy = policy_at(preset)
    plan = played(script, policy)
    found = compare(plan.entries, policy, plan.until)
    assert (found.differs, found.refused) == (False, {})


def test_shorter_limits_make_more_late_duties_and_letters_of_the_unit_that_has_the_cases() -> None:
    rules = COUNTY.model_dump(mode="json")["duties"]
    found = of(campaign(), changed(duties=rules | {"plan": rules["plan"] | {"due": "3wd"}}))
    assert set(found.units) == {"财务科", ""}
    unit = found.units["财务科"]
    assert unit.cases == 4
    assert unit.after.late > unit.before.late
    assert unit.after.letters > unit.before.letters
    assert found.units[""].before == found.units[""].after
    assert len(found.differing) == 3  # the one of which nobody has taken receipt owes no plan yet
    assert found.refused == {"call_interview": 1}  # the shorter ladder has called that one already


def test_what_people_did_and_a_new_policy_refuses_is_counted() -> None:
    plan = played("in_time")
    found = compare(plan.entries, changed(evidence=["statement", "minutes", "photo"]), plan.until)
    assert found.refused["report_done"] == 1  # for there is no photo
    assert found.differs


def levels(*roles: str) -> Policy:
    return changed(review=COUNTY.model_dump(mode="json")["review"] | {"levels": roles})


@pytest.mark.parametrize(
    "roles",
    [("office", "committee"), ("lead_unit", "leader"), ("office",), ("principal",), ("lead_unit", "committee")],
)
@pytest.mark.parametrize("script", ["in_time", "returns_thrice"])
def test_with_fewer_levels_the_approval_that_closed_the_case_closes_it(script: str, roles: tuple[str, ...]) -> None:
    plan = played(script)
    found = compare(plan.entries, levels(*roles), plan.until)
    assert "approve_closure" not in found.refused
    assert "refuse_closure" not in found.refused
    assert found.after.look_backs == found.before.look_backs == 2


def test_a_level_that_the_record_lacks_has_not_agreed() -> None:
    plan = played("in_time")
    found = compare(plan.entries, levels("lead_unit", "leader", "office", "committee", "higher"), plan.until)
    assert (found.before.look_backs, found.after.look_backs) == (2, 0)
    replaced = compare(plan.entries, levels("lead_unit", "principal", "office", "committee"), plan.until)
    assert replaced.after.look_backs == 0
    assert replaced.refused["approve_closure"] == 2  # of those above the principal, who never judged


def test_another_number_of_a_duty_or_interview_is_the_same_duty_or_interview() -> None:
    """Without plans every later duty has a lower number; the interview's commitment is fulfilled all the same."""
    speeds = COUNTY.model_dump(mode="json")["speeds"]
    plan = played("relapse", days=900)
    found = compare(plan.entries, changed(speeds=speeds | {"timed": speeds["timed"] | {"plan": False}}), plan.until)
    assert set(found.refused) == {"submit_plan", "approve_plan"}
    assert found.differs


def test_nothing_is_reckoned_beyond_where_a_case_was_settled() -> None:
    plan = played("in_time", days=900)
    look_backs = changed(look_backs={"after": ["3mo", "6mo", "1y"]})
    found = compare(plan.entries, look_backs, plan.until)
    assert found.after.look_backs == found.before.look_backs == 2


def test_a_record_that_goes_on_after_now_is_taken_whole() -> None:
    plan = played("in_time")
    case, _ = let_time_pass(plan.case, plan.until)
    assert case.settled
    assert not compare(plan.entries, COUNTY, BEGAN).differs


def test_a_drill_s_record_is_compared_on_its_own_fast_clock() -> None:
    plan = played("always_late", FAST)
    assert not compare(plan.entries, FAST, plan.until).differs


@pytest.mark.parametrize("definition", SHIPPED, ids=lambda definition: definition.name)
def test_an_unchanged_policy_makes_no_difference_to_a_case_of_a_definition(definition: type[Definition]) -> None:
    play = Play(definition, assignment=None).to_the_end()
    found = compare(play.entries, policy_of(definition), play.now)
    assert (found.differs, found.refused) == (False, {})
    assert found.deeds == len({entry.command_id for entry in play.entries if entry.command_id})


def test_a_shorter_step_makes_it_late() -> None:
    play = Play(Clue).does("take_over").wait("8wd").does("propose_handling")
    steps = policy_of(Clue).model_dump(mode="json")["steps"]
    steps["propose_handling"]["due"] = "3wd"
    harder = Policy.model_validate(policy_of(Clue).model_dump(mode="json") | {"steps": steps})
    found = compare(play.entries, harder, play.now)
    assert (found.before.late, found.after.late) == (0, 1)


def test_a_policy_is_tried_on_the_cases_that_it_is_written_for() -> None:
    clue, item = Play(Clue).case.opening, planned().case.opening
    assert is_tried_on(COUNTY, item)
    assert is_tried_on(policy_of(Clue), clue)
    assert not is_tried_on(COUNTY, clue)
    assert not is_tried_on(policy_of(Clue), item)
    assert not is_tried_on(policy_of(Publication), clue)
