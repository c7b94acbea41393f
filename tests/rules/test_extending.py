"""More time: asked for with a reason, decided higher each time, capped in number and length."""

import datetime as dt

import pytest

from schemas import commands as c
from schemas import facts as f
from schemas.people import Role
from schemas.policy import DutyKind
from tests.rules import town, units
from tests.rules.life import Life

RECTIFY = DutyKind.RECTIFY


def ask(life: Life, days: int = 10, by: str = "handler") -> Life:
    return life.do(c.RequestExtension, by, reason="雨季停工", due=due(life, days))


def due(life: Life, days: int) -> dt.date:
    return life.case.policy.clock.date_of(life.duty(RECTIFY).deadline.at) + dt.timedelta(days=days)


def refused(life: Life, days: int = 10, by: str = "handler") -> str:
    return life.refused(c.RequestExtension, by, reason="雨季停工", due=due(life, days)).zh


def grant(life: Life, by: str = "leader", *, granted: bool = True) -> Life:
    return life.do(c.DecideExtension, by, grant=granted, reason="情况属实")


def test_a_granted_extension_moves_the_date_and_keeps_the_original() -> None:
    life = Life().at_work(30)
    before = life.duty(RECTIFY)
    grant(ask(life))
    after = life.duty(RECTIFY)
    assert after.id == before.id
    assert (after.deadline.at - before.deadline.at).days == 12  # 11 April is a Saturday: moves on to the 13th
    assert after.original == before.original
    assert after.deadline.rule == "extension 1"
    assert life.case.extensions == 1


def test_until_it_is_granted_the_old_date_holds() -> None:
    life = ask(Life().at_work(30)).wait("2mo")
    assert life.duty(RECTIFY).colour == "red"
    assert life.duty(DutyKind.EXTENSION).colour == "red"
    assert life.case.extensions == 0


def test_a_denied_extension_changes_nothing() -> None:
    life = Life().at_work(30)
    before = life.duty(RECTIFY)
    grant(ask(life), granted=False)
    assert life.duty(RECTIFY) == before
    assert life.case.extension is None
    assert not life.owes(DutyKind.EXTENSION)


def test_each_extension_is_decided_higher() -> None:
    life = grant(ask(Life().at_work(30)))
    ask(life)
    assert life.duty(DutyKind.EXTENSION).owed_by is Role.PRINCIPAL
    life.refused(c.DecideExtension, "leader", grant=True, reason="同意")
    assert grant(life, "principal").case.extensions == 2


def test_there_are_no_more_extensions_than_the_policy_allows() -> None:
    life = grant(ask(grant(ask(Life().at_work(30)))), "principal")
    assert "最多2次" in refused(life)


def test_all_extensions_together_end_where_the_policy_says() -> None:
    life = Life().at_work(30)  # the item's limit is 2 June; three months more are to be had
    assert "不晚于2026-09-02" in refused(life, 155)
    grant(ask(life, 120))
    assert "不晚于2026-09-02" in refused(life, 60)
    grant(ask(life, 20), "principal")


def test_time_that_does_not_count_uses_up_no_extension() -> None:
    life = Life().at_work(60)
    life.do(c.Suspend, "principal", reason="汛期", until=life.day(60)).wait("61d")
    assert "不晚于2026-11-02" in refused(life, 300)  # 2 September and 60 days, on to a working day
    life.reported().wait("10d").do(c.RefuseClosure, "head", level=Role.LEAD_UNIT, reason="不实")
    assert "不晚于2026-11-16" in refused(life, 300)
    grant(ask(life, 100))
    assert "不晚于2026-11-16" in refused(life, 300)


def test_a_limit_that_a_suspension_put_off_by_more_than_the_cap_can_still_be_extended() -> None:
    life = Life(policy=town.county(extension=town.COUNTY.extension.model_dump(mode="json") | {"longest": "1mo"}))
    life.at_work(90).do(c.Suspend, "principal", reason="汛期", until=life.day(80)).wait("81d")
    assert grant(ask(life, 20)).case.extensions == 1


@pytest.mark.parametrize("days", [0, -5])
def test_an_extension_is_longer_than_what_there_is(days: int) -> None:
    assert "晚于现时限" in refused(Life().at_work(30), days)


@pytest.mark.parametrize("date", [dt.date(1, 1, 1), dt.date(9999, 12, 31)])
def test_miswritten_years_are_refused(date: dt.date) -> None:
    why = Life().at_work(30).refused(c.RequestExtension, "handler", reason="雨季", due=date)
    assert str(date) in why.zh
    assert str(date) in why.en


def test_who_is_overdue_asks_in_vain_unless_the_policy_allows_it() -> None:
    assert "超期后不能申请延期" in refused(Life().at_work(30).wait("40d"), 60)
    lenient = Life(policy=units.SHORT).at_work(10).wait("14d")
    assert "和今天" in refused(lenient, 1)
    assert ask(lenient).owes(DutyKind.EXTENSION)


def test_one_request_at_a_time() -> None:
    assert "待责任领导审批" in refused(ask(Life().at_work(30)))


def test_nobody_decides_on_his_own_request_and_it_falls_to_the_one_above() -> None:
    life = ask(Life().at_work(30), by="leader")
    assert life.last(f.ExtensionRequested).decider is Role.PRINCIPAL
    life.refused(c.DecideExtension, "leader", grant=True, reason="同意")
    assert grant(life, "principal").case.extensions == 1


def test_a_decider_whose_post_is_vacant_is_not_waited_for() -> None:
    nobody = town.STANDING.model_copy(update={"higher": ()})
    life = ask(Life(policy=units.SHORT, standing=nobody).at_work(10))
    assert life.duty(DutyKind.EXTENSION).owed_by is Role.SUPERVISOR


def test_without_a_request_there_is_nothing_to_decide() -> None:
    assert (
        "没有需要办理“审批延期”" in Life().at_work().refused(c.DecideExtension, "leader", grant=True, reason="同意").zh
    )


def test_a_date_that_passed_while_the_request_lay_about_can_only_be_denied() -> None:
    life = ask(Life().at_work(30), 5).wait("2mo")
    assert "只能不批准" in life.refused(c.DecideExtension, "leader", grant=True, reason="同意").zh
    assert grant(life, granted=False).case.extension is None


def test_an_extension_never_shortens_what_a_suspension_has_given() -> None:
    life = ask(Life().at_work(30), 5)
    life.do(c.Suspend, "principal", reason="汛期", until=life.day(40)).wait("41d")
    assert "不晚于现时限" in life.refused(c.DecideExtension, "leader", grant=True, reason="同意").zh


def test_after_an_extension_the_ladder_begins_anew() -> None:
    life = Life().at_work(30).wait("25d")
    assert life.duty(RECTIFY).colour == "yellow"
    grant(ask(life, 60))
    assert life.duty(RECTIFY).colour is None
    assert life.duty(RECTIFY).rung == 0


def test_only_who_answers_for_the_item_asks_for_more_time() -> None:
    life = Life().at_work(30)
    refused(life, by="office")
    for by in ("handler", "head", "leader"):
        assert ask(Life().at_work(30), by=by).owes(DutyKind.EXTENSION)


def test_the_handler_does_not_decide_on_more_time_that_others_ask_for() -> None:
    working = town.ASSIGNMENT.model_copy(update={"handler": town.STANDING.principal[0]})
    life = Life(assignment=working).do(c.Acknowledge, "principal")
    life.do(c.SubmitPlan, "principal", measures=("建",), due=life.day(30)).do(c.ApprovePlan, "office")
    ask(life, by="leader")
    assert life.duty(DutyKind.EXTENSION).owed_by is Role.COMMITTEE
    life.refused(c.DecideExtension, "principal", grant=True, reason="同意")
    assert grant(life, "secretary").case.extensions == 1
