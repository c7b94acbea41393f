"""What operators and clerks read: where a case stands, who owes what, why then, and what comes next."""

import re

import pytest

from rules.blocks import Definition, Step, either, text
from rules.board import alarm_line, board, duty_line, headline
from rules.cases import next_alarm
from rules.stepping import enter, leave
from schemas import commands as c
from schemas.case import Alarm, Stage
from schemas.commands import Result
from schemas.people import Role
from schemas.policy import DutyKind, Speed
from tests.rules import town
from tests.rules.life import Life
from tests.rules.scripts import Play
from tests.rules.stages import AT


@pytest.mark.parametrize("stage", AT)
def test_a_board_names_the_stage_and_each_who_owes_something(stage: Stage) -> None:
    case = AT[stage]().case
    for language in ("zh", "en"):
        shown = board(case, language)
        assert shown.startswith(f"### {headline(case).speak(language)}")
        for duty in case.duties:
            assert duty_line(case, duty).speak(language) in shown


@pytest.mark.parametrize("stage", AT)
def test_a_board_shows_nothing_of_the_machinery(stage: Stage) -> None:
    shown = board(AT[stage]().case)
    assert not re.search(r"county:|=|[a-z]+_[a-z]+|None", shown), shown


def test_why_this_date_is_said_in_words() -> None:
    life = Life()
    line = duty_line(life.case, life.duty(DutyKind.ASSIGN))
    assert "依据《县级巡察整改办法" in line.zh
    assert "：5个工作日" in line.zh
    assert "自2026-03-02起" in line.zh
    assert "5 working days" in line.en


def test_what_is_missing_is_on_the_board() -> None:
    assert "还缺佐证材料：情况说明、会议纪要" in board(Life().at_work().case)
    assert "evidence missing: statement, minutes" in board(Life().at_work().case, "en")
    assert "还缺" not in board(Life().at_work().proven().case)


def test_a_moved_date_shows_the_original_beside_it() -> None:
    life = Life().at_work(60)
    life.do(c.RequestExtension, "handler", reason="雨季", due=life.day(100))
    life.do(c.DecideExtension, "leader", grant=True, reason="同意")
    line = duty_line(life.case, life.duty(DutyKind.RECTIFY))
    assert "第1次延期" in line.zh
    assert "原时限2026-06-02" in line.zh
    assert "extension 1" in line.en
    assert "originally 2026-06-02" in line.en
    assert "延期1次" in board(life.case)


def test_a_plans_date_shows_the_items_limit_beside_it() -> None:
    life = Life().at_work(30)
    line = duty_line(life.case, life.duty(DutyKind.RECTIFY))
    assert "方案确定" in line.zh
    assert "事项时限2026-06-02" in line.zh
    assert "the item's limit is 2026-06-02" in line.en


def test_a_provisional_date_says_that_it_is_one() -> None:
    life = Life(speed=Speed.LONG_TERM).at_work(330)
    line = duty_line(life.case, life.duty(DutyKind.RECTIFY))
    assert "暂定" in line.zh
    assert "provisional" in line.en


def test_time_that_does_not_count_is_named() -> None:
    life = Life().at_work(30).reported().wait("5d")
    life.do(c.RefuseClosure, "head", level=Role.LEAD_UNIT, reason="不足")
    life.do(c.Suspend, "principal", reason="汛期", until=life.day(5)).wait("6d")
    line = duty_line(life.case, life.duty(DutyKind.RECTIFY))
    assert "方案确定，审核期间不计，挂起期间不计" in line.zh
    assert "set by the plan, the review not counted, the suspension not counted" in line.en


def test_a_suspended_case_says_until_when() -> None:
    life = Life().at_work()
    life.do(c.Suspend, "principal", reason="汛期", until=life.day(20))
    assert f"挂起至 {life.day(20)}" in board(life.case)
    assert f"suspended until {life.day(20)}" in board(life.case, "en")
    alarm = next_alarm(life.case)
    assert alarm is not None
    assert "挂起期满" in alarm_line(life.case, alarm).zh


def test_a_fallen_level_says_in_whose_place_it_is_judged() -> None:
    life = Life().at_work().reported("head")
    line = duty_line(life.case, life.duty(DutyKind.REVIEW))
    assert "**责任领导** 张处长：审核销号（代牵头单位）" in line.zh
    assert "in place of the lead unit" in line.en


def test_only_those_who_may_act_are_named() -> None:
    both = town.ASSIGNMENT.model_copy(update={"handler": town.person("clerk", "孙科员")})
    life = Life(assignment=both).do(c.Acknowledge, "clerk")
    life.do(c.SubmitPlan, "clerk", measures=("建",), due=life.day(30))
    line = duty_line(life.case, life.duty(DutyKind.PLAN_REVIEW))
    assert "钱主任" in line.zh
    assert "孙科员" not in line.zh


def test_the_next_alarm_is_announced() -> None:
    life = Life().closed().published()
    assert "回头看到期" in board(life.case)
    assert "a look-back is due" in board(life.case, "en")
    assert "预警“确定责任分工”" in board(Life().case)


def test_an_alarm_about_a_duty_that_is_gone_is_shown_by_its_id() -> None:
    life = Life()
    assert "rectify-9" in alarm_line(life.case, Alarm(at=life.now, what="rectify-9")).zh


def test_rounds_and_refusals_are_counted_in_sight() -> None:
    life = Life().closed().relapsed()
    assert "（第2轮）" in headline(life.case).zh
    assert "(round 2)" in headline(life.case).en
    refused = Life().at_work().reported().do(c.RefuseClosure, "head", level=Role.LEAD_UNIT, reason="不足")
    assert "退回1次" in board(refused.case)


def test_a_look_back_and_a_milestone_say_which_one() -> None:
    life = Life().closed().wait_for(DutyKind.LOOK_BACK)
    assert "开展回头看（第1次）" in board(life.case)
    assert "完成节点（摸底）" in board(Life().at_work(30, ("摸底", 10)).case)


def test_a_case_kept_open_reports_by_a_number_of_its_own() -> None:
    life = Life().at_work().reported().closes(Result.LONG_TERM)
    assert "长期坚持" in board(life.case)


def test_what_is_late_says_so_and_in_which_colour_it_stands() -> None:
    life = Life()
    assert "逾期" not in board(life.case)
    life.wait("20d")
    assert "已逾期，红色预警" in duty_line(life.case, life.duty(DutyKind.ASSIGN)).zh
    assert "overdue, warning colour red" in duty_line(life.case, life.duty(DutyKind.ASSIGN)).en


def test_what_rings_next_names_its_colour_and_letter() -> None:
    alarm = next_alarm(Life().case)
    assert alarm is not None
    line = alarm_line(Life().case, alarm)
    assert "预警“确定责任分工”" in line.zh
    assert "warning to name the leader" in line.en


def test_a_settled_case_says_how_it_ended() -> None:
    shown = board(AT[Stage.SETTLED]().case)
    assert re.search(r"销号,回头看通过\d次|已批准撤销", shown), shown


class Parcel(Definition):
    """Has a step of a name that another definition has too."""

    name = "parcel"
    title = text("转办", "parcel")
    outcomes = either(done=text("办好了", "done"))
    take_over = Step(text("签收邮包", "sign for the parcel"))

    async def run(self) -> str:
        await self.step(self.take_over)
        return "done"


def test_a_step_is_called_as_its_own_definition_calls_it() -> None:
    policy = town.county(steps={"take_over": {"due": "3wd", "owed_by": "handler", "ladder": "plan"}})
    enter(Parcel)
    try:
        said = board(Play(Parcel, policy).case)
    finally:
        leave(Parcel)
    assert "签收邮包" in said
    assert "签收问题线索" not in said


def test_while_it_is_planned_again_and_again_the_board_says_that_the_item_itself_is_late() -> None:
    life = Life().acknowledged().planned()
    assert "整改时限：2026-06-02 前（" in board(life.case)
    life.wait("3mo").do(c.ReturnPlan, "clerk", reason="措施不具体")
    assert not any(duty.deadline.at < life.now for duty in life.case.duties if duty.kind is DutyKind.PLAN)
    assert "- 整改时限：2026-06-02 前，已逾期（" in board(life.case)
    assert "- limit of the item: by 2026-06-02, overdue (" in board(life.case, "en")
    life.do(c.Suspend, "principal", reason="汛期", until=life.day(20))
    assert "已逾期（" not in board(life.case)
