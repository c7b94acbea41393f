"""Slips that stop nothing are told before somebody confirms."""

from gateway.intake.planning import plan_intake
from tests.gateway.test_intake import FRAME, item, reading


def test_a_category_for_which_nobody_answers_is_told_once_with_those_that_the_roster_has() -> None:
    plan = plan_intake(reading(item("甲", 1, category="财物"), item("乙", 2, category="财物"), item("丙", 3)), FRAME)
    told = "问题类别“财物”在名册中没有人负责（序号 1、2）；名册中的类别：财务、人事。"
    assert [str(remark) for remark in plan.remarks] == [told]
    assert len(plan.drafts) == 3


def test_a_handler_from_outside_the_lead_unit_is_told() -> None:
    named = item("甲", 4, leader="王局长", lead_unit="人事科", handler="赵科员")
    (remark,) = plan_intake(reading(named), FRAME).remarks
    assert str(remark) == "序号 4 的责任人赵科员（财务科）不在牵头单位“人事科”。"


def test_an_item_as_the_roster_has_it_raises_no_doubt() -> None:
    assert plan_intake(reading(item("甲", 1, category="财务")), FRAME).remarks == ()
