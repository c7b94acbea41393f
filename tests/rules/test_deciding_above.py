"""Notes by leaders, matters for a decision above us, and withdrawal with approval."""

import pytest

from rules.cases import next_alarm
from rules.duties import MOST_OPEN
from schemas import commands as c
from schemas import facts as f
from schemas.case import Stage
from schemas.people import Role
from schemas.policy import DutyKind
from tests.rules import town
from tests.rules.life import Life


@pytest.mark.parametrize("by", ["principal", "leader", "higher", "secretary", "supervisor"])
def test_a_leaders_note_stays_in_sight_and_changes_nothing_else(by: str) -> None:
    life = Life().at_work()
    duties = life.case.duties
    life.do(c.LeaveNote, by, text="请于月底前见效")
    assert life.case.note.endswith("请于月底前见效")
    assert life.case.duties == duties


@pytest.mark.parametrize("by", ["handler", "head", "office"])
def test_others_leave_no_notes(by: str) -> None:
    assert "主要负责人" in Life().at_work().refused(c.LeaveNote, by, text="请抓紧").zh


def test_the_latest_note_is_the_one_in_sight() -> None:
    life = Life().at_work().do(c.LeaveNote, "leader", text="第一次").do(c.LeaveNote, "principal", text="第二次")
    assert life.case.note == "赵书记：第二次"
    assert len(life.facts(f.NoteLeft)) == 2


def test_a_matter_is_owed_by_whom_it_was_put_to_and_no_clock_stops() -> None:
    life = Life().at_work(30)
    due = life.duty(DutyKind.RECTIFY).deadline
    life.do(c.RaiseMatter, "head", matter="资金缺口须统筹", to=Role.HIGHER)
    assert life.duty(DutyKind.MATTER).owed_by is Role.HIGHER
    assert life.duty(DutyKind.RECTIFY).deadline == due
    life.do(c.DecideMatter, "higher", duty=life.duty(DutyKind.MATTER).id, decision="由财政安排")
    assert not life.owes(DutyKind.MATTER)


def test_only_who_was_asked_decides() -> None:
    life = Life().at_work().do(c.RaiseMatter, "head", matter="甲", to=Role.HIGHER)
    life.do(c.RaiseMatter, "head", matter="乙", to=Role.PRINCIPAL)
    first = life.case.duties[-2].id
    assert "上级分管领导" in life.refused(c.DecideMatter, "principal", duty=first, decision="同意").zh
    life.refused(c.DecideMatter, "handler", duty=first, decision="同意")


def test_a_matter_is_decided_by_its_id() -> None:
    life = Life().at_work().do(c.RaiseMatter, "head", matter="甲")
    why = life.refused(c.DecideMatter, "secretary", duty="rectify-1", decision="同意")
    assert life.duty(DutyKind.MATTER).id in why.zh


def test_without_a_matter_there_is_nothing_to_decide() -> None:
    why = Life().at_work().refused(c.DecideMatter, "secretary", duty="matter-1", decision="同意")
    assert "没有需要办理“会诊决定”" in why.zh


@pytest.mark.parametrize("to", [Role.OFFICE, Role.HANDLER, Role.LEAD_UNIT, Role.SUPERVISOR])
def test_a_matter_goes_to_somebody_who_can_decide(to: Role) -> None:
    assert "党委" in Life().at_work().refused(c.RaiseMatter, "handler", matter="口径", to=to).zh


def test_nobody_puts_a_matter_to_himself() -> None:
    assert "另外的人" in Life().at_work().refused(c.RaiseMatter, "leader", matter="口径", to=Role.LEADER).zh


def test_a_matter_is_not_put_to_a_post_that_is_vacant() -> None:
    nobody = town.STANDING.model_copy(update={"higher": ()})
    life = Life(standing=nobody).at_work()
    why = life.refused(c.RaiseMatter, "handler", matter="口径", to=Role.HIGHER)
    assert "现在可以提请责任领导、主要负责人、党委" in why.zh


def test_a_matter_that_nobody_decides_climbs() -> None:
    life = Life().at_work().do(c.RaiseMatter, "head", matter="甲").wait("3mo")
    assert life.duty(DutyKind.MATTER).colour == "red"


def test_a_matter_can_be_decided_after_the_closure() -> None:
    life = Life().at_work().do(c.RaiseMatter, "head", matter="甲").reported().closes()
    life.do(c.DecideMatter, "secretary", duty=life.duty(DutyKind.MATTER).id, decision="同意")
    assert not life.owes(DutyKind.MATTER)


def withdrawal(life: Life, by: str = "office") -> Life:
    return life.do(c.RequestWithdrawal, by, reason="反馈对象有误")


def decide(life: Life, by: str = "secretary", *, granted: bool = True) -> Life:
    return life.do(c.DecideWithdrawal, by, grant=granted, reason="经研究")


@pytest.mark.parametrize("by", ["office", "leader"])
def test_a_granted_withdrawal_ends_the_case(by: str) -> None:
    life = decide(withdrawal(Life().at_work(), by))
    assert life.is_at(Stage.SETTLED)
    assert life.case.outcome == "withdrawn"
    assert life.case.duties == ()
    assert next_alarm(life.case) is None


def test_until_it_is_granted_the_case_goes_on() -> None:
    life = withdrawal(Life().at_work(30)).wait("6mo")
    assert life.is_at(Stage.RECTIFYING)
    assert life.duty(DutyKind.RECTIFY).colour == "red"
    assert life.duty(DutyKind.WITHDRAWAL).colour == "red"


def test_a_denied_withdrawal_may_be_asked_for_again() -> None:
    life = decide(withdrawal(Life().at_work()), granted=False)
    assert life.case.withdrawal_asked_by is None
    assert withdrawal(life).owes(DutyKind.WITHDRAWAL)


def test_one_withdrawal_at_a_time() -> None:
    why = withdrawal(Life().at_work()).refused(c.RequestWithdrawal, "leader", reason="反馈有误")
    assert "已有撤销申请" in why.zh


def test_without_a_request_there_is_nothing_to_grant() -> None:
    why = Life().at_work().refused(c.DecideWithdrawal, "secretary", grant=True, reason="同意")
    assert "没有需要办理“审批撤销”" in why.zh


def test_nobody_grants_his_own_withdrawal() -> None:
    both = town.STANDING.model_copy(update={"committee": (town.person("office"),)})
    life = withdrawal(Life(standing=both).at_work())
    assert life.duty(DutyKind.WITHDRAWAL).owed_by is Role.HIGHER
    life.refused(c.DecideWithdrawal, "office", grant=True, reason="同意")
    assert decide(life, "higher").is_at(Stage.SETTLED)


def test_a_colleague_on_the_committee_may_decide_on_ones_request() -> None:
    two = town.STANDING.model_copy(update={"committee": (town.person("office"), town.person("secretary"))})
    life = withdrawal(Life(standing=two).at_work())
    assert "吴秘书" in life.refused(c.DecideWithdrawal, "office", grant=True, reason="同意").zh
    assert decide(life).is_at(Stage.SETTLED)


@pytest.mark.parametrize("by", ["handler", "head", "principal"])
def test_only_the_office_and_the_leader_ask_for_it(by: str) -> None:
    Life().at_work().refused(c.RequestWithdrawal, by, reason="有误")


def test_what_is_closed_is_not_withdrawn() -> None:
    assert "已销号" in Life().closed().refused(c.RequestWithdrawal, "office", reason="有误").zh


def test_a_case_under_review_can_be_withdrawn() -> None:
    assert decide(withdrawal(Life().at_work().reported())).is_at(Stage.SETTLED)


def test_the_handler_decides_neither_on_the_withdrawal_nor_on_a_matter_of_his_item() -> None:
    working = town.ASSIGNMENT.model_copy(update={"handler": town.STANDING.committee[0]})
    life = withdrawal(Life(assignment=working).do(c.Acknowledge, "secretary"), "leader")
    assert life.duty(DutyKind.WITHDRAWAL).owed_by is Role.HIGHER
    life.refused(c.DecideWithdrawal, "secretary", grant=True, reason="同意")
    life.refused(c.RaiseMatter, "head", matter="口径", to=Role.COMMITTEE)
    assert decide(life, "higher").is_at(Stage.SETTLED)


def test_a_case_carries_so_many_open_duties_and_no_more() -> None:
    life = Life().at_work()
    for number in range(MOST_OPEN - len(life.case.duties)):
        life.do(c.RaiseMatter, "head", matter=f"第{number}件须明确口径", to=Role.HIGHER)
    assert "最多同时有200项待办" in life.refused(c.RaiseMatter, "head", matter="又一件", to=Role.HIGHER).zh
    first = life.duty(DutyKind.MATTER).id
    life.do(c.DecideMatter, "higher", duty=first, decision="按规定办").do(
        c.RaiseMatter, "head", matter="又一件", to=Role.HIGHER
    )
    assert len(life.case.duties) == MOST_OPEN
