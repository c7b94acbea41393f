"""Every policy that we ship can be lived by: done in time, never moved, and relapsed."""

import pytest

from rules.cases import fold, next_alarm
from rules.deadlines import today
from schemas import commands as c
from schemas.case import Stage
from schemas.facts import InterviewCalled, PublicityOpened, RungClimbed
from schemas.policy import DutyKind, Policy, Speed
from tests.rules import town
from tests.rules.life import Life
from tests.rules.units import PRESETS

preset = pytest.mark.parametrize("policy", PRESETS.values(), ids=PRESETS)
speeds = pytest.mark.parametrize("speed", Speed)


def begun(policy: Policy, speed: Speed = Speed.TIMED) -> Life:
    return Life(town.opening(policy=policy, speed=speed)).acknowledged()


def worked(life: Life) -> Life:
    """Come as far as the closure, by the plan where one is owed."""
    if life.is_at(Stage.PLANNING):
        judge = town.HOLDER[life.case.policy.owner(DutyKind.PLAN_REVIEW)]
        life.planned(10).do(c.ApprovePlan, judge)
    life.reported().closes()
    if life.owes(DutyKind.PUBLICITY):
        assert life.case.policy.review.publicity is not None
        life.wait(str(life.case.policy.review.publicity))
        life.do(c.ConcludePublicity, "office", objection=False, where="单位网站", finding="未收到异议")
    return life


def looked_back(life: Life) -> Life:
    while not life.case.settled:
        owed_by = life.wait_for(DutyKind.LOOK_BACK).duty(DutyKind.LOOK_BACK).owed_by
        life.do(c.PassLookBack, town.HOLDER[owed_by], finding="未见反弹")
    return life


@preset
@speeds
def test_what_is_done_in_time_is_settled_after_as_many_look_backs_as_the_policy_asks(
    policy: Policy, speed: Speed
) -> None:
    life = looked_back(worked(begun(policy, speed)).published())
    assert life.case.outcome == "done"
    assert len(life.case.look_backs) == len(policy.look_backs.after)
    assert bool(life.facts(PublicityOpened)) is (policy.review.publicity is not None)
    assert life.facts(InterviewCalled) == []
    assert fold(life.entries) == life.case


@preset
@speeds
def test_who_never_moves_is_told_of_again_and_again_and_is_interviewed(policy: Policy, speed: Speed) -> None:
    life = begun(policy, speed)
    for _ in range(40):
        alarm = next_alarm(life.case)
        assert alarm is not None
        life.wait_until(alarm.at)
    assert life.facts(InterviewCalled)
    assert len(life.facts(RungClimbed)) >= 35
    assert not life.case.closed


@preset
def test_a_relapse_is_worked_off_under_the_stricter_ladders(policy: Policy) -> None:
    life = worked(begun(policy)).published()
    if not policy.look_backs.after:
        assert life.case.settled
        return
    life.relapsed()
    assert life.case.round == 2
    assert {duty.ladder for duty in life.case.duties} & set(policy.relapse.ladders.values())
    worked(life)
    assert life.case.closed


@preset
def test_a_plan_is_with_its_judges_before_the_item_is_due(policy: Policy) -> None:
    for speed, rule in policy.speeds.items():
        if rule.plan:
            life = begun(policy, speed)
            limit = life.in_(str(rule.due))
            assert life.duty(DutyKind.PLAN).deadline.at < limit, (speed, today(life.case, limit))
