"""What the check of a policy says is what the engine does; and it takes every policy that can be read."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from rules.soundness import Code, Steps, findings_of
from rules.soundness.uses import FIRST_ROUND_ONLY
from schemas import commands as c
from schemas.case import Stage
from schemas.facts import InterviewCalled, RungClimbed
from schemas.people import Role
from schemas.policy import Colour, DutyKind, EvidenceKind, Letter, Policy
from schemas.time import Unit
from tests.rules import town
from tests.rules.life import Life


def found_in(policy: Policy) -> dict[Code, Steps]:
    return {finding.code: finding.entries[0] for finding in findings_of(policy, town.CALENDAR)}


def rung(at: str, colour: str = "yellow", **more: Any) -> dict[str, Any]:
    return {"at": at, "tell": ["office", "principal"], "colour": colour} | more


def with_ladder(kind: DutyKind, *rungs: dict[str, Any], due: str | None = None) -> Policy:
    """The county's policy with a ladder of one duty's own."""
    plain = town.COUNTY.model_dump(mode="json")
    rule = plain["duties"][kind.value] | {"ladder": "own"} | ({"due": due} if due else {})
    own = {"own": {"rungs": list(rungs), "repeat": "10wd"}}
    return town.county(duties=plain["duties"] | {kind.value: rule}, ladders=plain["ladders"] | own)


def climbed(policy: Policy, at: dt.datetime = town.MONDAY) -> list[RungClimbed]:
    """What the assignment's ladder brings if nobody moves for a quarter."""
    return Life(at=at, policy=policy).wait("90d").facts(RungClimbed)


def test_a_warning_longer_than_its_duty_is_never_sent_and_a_shorter_one_is() -> None:
    rest = (rung("0d"), rung("5wd", "red"))
    longer, shorter = (with_ladder(DutyKind.ASSIGN, rung(at, "green"), *rest, due="2wd") for at in ("-5wd", "-1wd"))
    assert found_in(longer)[Code.RUNG_BEFORE_DUTY] == ("ladders", "own", "rungs", 0, "at")
    assert Code.RUNG_BEFORE_DUTY not in found_in(shorter)
    assert [fact.rung for fact in climbed(longer)][:2] == [1, 2]
    assert [fact.rung for fact in climbed(shorter)][:2] == [0, 1]


def test_of_two_rungs_at_one_time_the_former_is_passed_over_with_its_letter() -> None:
    first, second = rung("4w", "orange", letter="warning"), rung("10wd", "red", letter="supervision")
    policy = with_ladder(DutyKind.ASSIGN, rung("0d", letter="reminder"), first, second)
    assert found_in(policy)[Code.RUNG_SWALLOWED] == ("ladders", "own", "rungs", 1, "at")
    assert Letter.WARNING not in [fact.letter for fact in climbed(policy)]


@st.composite
def ladders(draw: st.DrawFn) -> list[str]:
    count = st.integers(1, 12)
    span = st.builds("{}{}".format, count, st.sampled_from(["d", "wd", "w"]))
    before, after = draw(st.lists(span, max_size=2)), draw(st.lists(span, max_size=3))
    return [*(f"-{at}" for at in before), "0d", *after]


@given(rungs=ladders(), due=st.builds("{}{}".format, st.integers(0, 12), st.sampled_from(["d", "wd", "w"])))
def test_a_rung_of_which_it_says_never_is_climbed_on_no_day(rungs: list[str], due: str) -> None:
    policy = with_ladder(DutyKind.ASSIGN, *map(rung, rungs), due=due)
    never = {
        finding.entries[0][3]
        for finding in findings_of(policy, town.CALENDAR)
        if finding.code in (Code.RUNG_BEFORE_DUTY, Code.RUNG_SWALLOWED)
        and finding.entries[0][:2] == ("ladders", "own")
        and "几乎" not in finding.reason.zh
    }
    days = (town.MONDAY + dt.timedelta(days=day) for day in (0, 1, 2, 3, 4, 25, 60, 200))
    assert not never & {fact.rung for day in days for fact in climbed(policy, day)}


def test_a_leader_who_is_not_named_yet_is_not_told_but_the_office_is() -> None:
    policy = with_ladder(DutyKind.ASSIGN, {"at": "0d", "tell": ["leader"], "colour": "yellow"}, rung("5wd", "red"))
    assert Code.ADDRESSEE_NOT_ASSIGNED in found_in(policy)
    assert {person.id for person in climbed(policy)[0].told} == {"office", "clerk"}


def test_an_interview_about_an_interview_is_never_called() -> None:
    policy = with_ladder(DutyKind.CALL_INTERVIEW, rung("0d"), rung("5wd", "red", interview=True))
    assert found_in(policy)[Code.INTERVIEW_WITHOUT_EFFECT] == ("ladders", "own", "rungs", 1, "interview")
    life = Life(policy=policy).closed().relapsed().wait("8wd")
    assert any(fact.duty.startswith(DutyKind.CALL_INTERVIEW) and fact.rung == 1 for fact in life.facts(RungClimbed))
    assert life.facts(InterviewCalled) == []


def test_the_office_itself_is_interviewed_for_an_assignment_that_it_owes() -> None:
    policy = with_ladder(DutyKind.ASSIGN, rung("0d"), rung("5wd", "red", interview=True))
    assert Code.INTERVIEW_OF_A_JUDGE in found_in(policy)
    assert Life(policy=policy).wait("30d").last(InterviewCalled).interviewee is Role.OFFICE


def test_a_question_with_a_space_at_its_end_can_never_be_answered() -> None:
    question = {"zh": "问题是否查清 ", "en": "Is it established? "}
    policy = town.county(review={"levels": ["committee"], "checklist": [question]})
    assert found_in(policy)[Code.WAIT_WITHOUT_OUTCOME][:3] == ("review", "checklist", 0)
    life = Life(policy=policy).at_work().reported()
    why = life.refused(c.ApproveClosure, "secretary", level=Role.COMMITTEE, answers=town.answers(policy))
    assert "审核清单未回答" in why.zh


@pytest.mark.parametrize("kind", FIRST_ROUND_ONLY)
def test_after_a_relapse_nobody_is_assigned_or_acknowledges_again(kind: DutyKind) -> None:
    ladder = town.COUNTY.duties[kind].ladder
    policy = town.county(relapse={"due": "5w", "ladders": {ladder: "rectify_strict"}})
    assert found_in(policy)[Code.RELAPSE_LADDER_UNUSED] == ("relapse", "ladders", ladder)
    life = Life(policy=policy).closed().relapsed()
    assert life.case.round == 2
    assert not life.owes(kind)


def test_a_policy_on_record_that_says_more_than_has_an_effect_is_read_and_goes_by_what_has_one() -> None:
    said = {"withdrawal": {"due": "10wd", "owed_by": "office", "ladder": "decision"}}
    said["rectify"] = {"due": "3wd", "owed_by": "handler", "ladder": "rectify"}
    policy = town.county(withdrawal="principal", duties=town.COUNTY.model_dump(mode="json")["duties"] | said)
    life = Life(policy=policy).at_work().do(c.RequestWithdrawal, "leader", reason="反馈有误")
    assert life.duty(DutyKind.WITHDRAWAL).owed_by is Role.PRINCIPAL
    assert life.duty(DutyKind.RECTIFY).deadline.rule == "plan"
    assert policy.plain["duties"]["rectify"] == said["rectify"]  # so that its version stays what it was


def test_a_handler_who_is_a_level_never_judges() -> None:
    policy = town.county(review={"levels": ["handler", "committee"]})
    assert found_in(policy)[Code.SELF_APPROVAL] == ("review", "levels", 0)
    assert Life(policy=policy).at_work().reported().duty(DutyKind.REVIEW).owed_by is Role.LEAD_UNIT


def test_a_limit_that_ends_before_the_plan_is_vetted_leaves_no_day_for_the_work() -> None:
    speeds = town.COUNTY.model_dump(mode="json")["speeds"] | {"timed": {"due": "3w", "plan": True, "reports": "1w"}}
    policy = town.county(speeds=speeds)
    assert found_in(policy)[Code.PLAN_AFTER_LIMIT] == ("speeds", "timed", "due")
    life = Life(policy=policy).wait("5wd").assigned().wait("2wd").do(c.Acknowledge, "handler").wait("9wd").planned(1)
    life.wait("10d").do(c.ApprovePlan, "office")
    assert life.is_at(Stage.RECTIFYING)
    assert life.duty(DutyKind.RECTIFY).deadline.at < life.now


POOLS: tuple[tuple[str, ...], ...] = (
    tuple(role.value for role in Role),
    tuple(colour.value for colour in Colour),
    tuple(letter.value for letter in Letter),
    tuple(kind.value for kind in EvidenceKind),
    tuple(town.COUNTY.ladders),
)


def leaves(value: Any, steps: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    if isinstance(value, dict | list):
        for step, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(inner, (*steps, step))
        yield steps
    elif value is not None:
        yield steps


def another(draw: st.DrawFn, value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return draw(st.integers(0, 10_000))
    if isinstance(value, list | dict):
        return less_or_more(draw, value)
    if pool := next((pool for pool in POOLS if value in pool), None):
        return draw(st.sampled_from(pool))
    if value[-1:] in {unit[-1] for unit in Unit} and value.strip("+-")[:1].isdigit():
        return f"{draw(st.integers(-100, 100))}{draw(st.sampled_from(list(Unit)))}"
    return draw(st.text(max_size=20))


def less_or_more(draw: st.DrawFn, value: list[Any] | dict[str, Any]) -> Any:
    if isinstance(value, dict):
        return {name: value[name] for name in value if draw(st.booleans())}
    return draw(st.lists(st.sampled_from(value), max_size=6)) if value else value


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    """Some policy that can be read, however senseless: the county's with a few entries changed at random."""
    plain = town.COUNTY.model_dump(mode="json")
    for _ in range(draw(st.integers(1, 8))):
        *way, last = draw(st.sampled_from([steps for steps in leaves(plain) if steps]))
        found: Any = plain
        for step in way:
            found = found[step]
        found[last] = another(draw, found[last])
    try:
        return Policy.model_validate(plain)
    except ValidationError:
        return town.COUNTY


@given(policies())
def test_every_policy_that_can_be_read_is_judged_and_each_finding_points_into_it(policy: Policy) -> None:
    plain = policy.model_dump(mode="json")
    for finding in findings_of(policy, town.CALENDAR):
        assert finding.reason.zh
        assert finding.reason.en
        for steps in finding.entries:
            found: Any = plain
            for step in steps:
                found = found[step]


def test_a_last_rung_that_calls_an_interview_at_each_repeat_is_a_loop_without_a_cap() -> None:
    found = findings_of(town.county(interview_again=None), town.CALENDAR)
    endless = [finding for finding in found if finding.code is Code.LOOP_WITHOUT_CAP]
    assert [finding.entries for finding in endless] == [
        (("interview_again",), ("ladders", "plan", "rungs", 4, "interview"))
    ]
    assert "interview_again: 3mo" in endless[0].reason.zh
