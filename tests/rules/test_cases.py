"""A case as a whole: receipts, the fold, alarms, what is written down."""

import datetime as dt

import pytest

from rules.cases import (
    LOOK_BACK,
    RECEIPTS_KEPT,
    carry_out,
    check,
    fold,
    let_time_pass,
    next_alarm,
    note_refusal,
    receipt_of,
    resume_fold,
    ring,
)
from rules.chain import ChainBroken
from schemas import commands as c
from schemas import facts as f
from schemas.case import Case, Stage
from schemas.facts import CommandRefused, Opening
from schemas.policy import DutyKind
from schemas.words import Refusal
from tests.rules import town
from tests.rules.life import Life


def note(life: Life, command_id: str, text: str = "请抓紧") -> c.LeaveNote:
    return c.LeaveNote(id=command_id, actor="leader", text=text)


def test_the_same_command_twice_has_one_effect_and_one_receipt() -> None:
    life = Life().at_work()
    first = life.carry_out(note(life, "oa-1"))
    again = carry_out(life.case, note(life, "oa-1"), life.now + dt.timedelta(days=9))
    assert again == (life.case, (), first.receipt)
    assert life.case.note.endswith("请抓紧")


def test_the_id_of_one_command_is_refused_for_another() -> None:
    life = Life().at_work()
    life.carry_out(note(life, "oa-1"))
    others = (note(life, "oa-1", "另一句"), c.ReportProgress(id="oa-1", actor="handler", text="请抓紧"))
    for other in others:
        with pytest.raises(Refusal) as caught:
            carry_out(life.case, other, life.now)
        assert "编号“oa-1”已用于另一次办理" in caught.value.reason.zh
        with pytest.raises(Refusal):
            check(life.case, other, life.now)


def test_a_command_that_was_carried_out_passes_the_check_in_any_state() -> None:
    life = Life().assigned()
    done = c.Acknowledge(id="oa-1", actor="handler")
    life.carry_out(done)
    check(life.case, done, life.now)
    with pytest.raises(Refusal):
        check(life.case, done.model_copy(update={"id": "oa-2"}), life.now)


def test_a_receipt_names_all_facts_that_a_command_brought() -> None:
    life = Life().closed().sleep("1y").published()
    life.do(c.PassLookBack, "supervisor", finding="好")
    last = life.asks(c.PassLookBack, "supervisor", finding="好")
    done = life.carry_out(last)
    assert [entry.fact.kind for entry in done.entries] == ["look_back_passed", "settled"]
    assert (done.receipt.first, done.receipt.last) == (done.entries[0].number, done.entries[-1].number)


def test_a_refused_command_may_come_again_under_its_id() -> None:
    life = Life()
    early = c.Acknowledge(id="oa-1", actor="handler")
    with pytest.raises(Refusal):
        carry_out(life.case, early, life.now)
    life.assigned().carry_out(early)
    assert life.is_at(Stage.PLANNING)


def test_receipts_are_kept_for_the_latest_commands() -> None:
    life = Life().at_work()
    for number in range(RECEIPTS_KEPT + 5):
        life.carry_out(note(life, f"n-{number}"))
    assert len(life.case.receipts) == RECEIPTS_KEPT
    assert receipt_of(life.case, note(life, "n-5")) is not None
    assert receipt_of(life.case, note(life, "n-4")) is None


def test_the_fold_of_the_facts_is_the_state() -> None:
    life = Life().at_work(30, ("摸底", 10)).wait("3mo").do(c.ReachMilestone, "handler", milestone="摸底")
    life.reported().closes().relapsed().wait("1mo")
    assert fold(life.entries) == life.case


def test_the_fold_can_stop_and_go_on_anywhere() -> None:
    life = Life().closed()
    half = fold(life.entries[:5])
    for entry in life.entries[5:]:
        half = resume_fold(half, entry)
    assert half == life.case


def test_a_fact_twice_is_refused_by_the_chain() -> None:
    life = Life().at_work()
    with pytest.raises(ChainBroken):
        fold([*life.entries, life.entries[-1]])


def test_a_chain_begins_with_the_opening() -> None:
    life = Life().at_work()
    with pytest.raises(ValueError, match="first fact"):
        fold(life.entries[1:])
    with pytest.raises(ValueError, match="no entries"):
        fold([])


def test_a_refused_signal_is_seen_and_changes_nothing_else() -> None:
    life = Life().at_work()
    refused = CommandRefused(command="approve", reason_zh="不认识", reason_en="unknown", sent_id="oa-9")
    case, entries = note_refusal(life.case, refused, life.now)
    assert [entry.fact for entry in entries] == [refused]
    same = {"head": life.case.head, "last_fact_at": life.case.last_fact_at}
    assert case.model_copy(update=same) == life.case
    assert receipt_of(case, note(life, "oa-9")) is None


def test_a_settled_case_still_sees_what_it_refuses() -> None:
    life = Life().at_work().do(c.RequestWithdrawal, "office", reason="有误")
    life.do(c.DecideWithdrawal, "secretary", grant=True, reason="属实")
    refused = CommandRefused(command="assign", reason_zh="已办结", reason_en="settled")
    assert len(note_refusal(life.case, refused, life.now)[1]) == 1


def test_the_alarm_is_the_earliest_of_all() -> None:
    life = Life().at_work(60)
    alarm = next_alarm(life.case)
    assert alarm is not None
    assert alarm.what == life.duty(DutyKind.PROGRESS).id


def test_before_its_alarm_nothing_rings() -> None:
    life = Life().at_work(60)
    alarm = next_alarm(life.case)
    assert alarm is not None
    assert ring(life.case, alarm.at - dt.timedelta(microseconds=1)) == ()
    assert ring(life.case, alarm.at)


def test_a_closed_case_that_owes_nothing_waits_for_its_look_back() -> None:
    life = Life().closed().published()
    alarm = next_alarm(life.case)
    assert alarm is not None
    assert alarm.what == LOOK_BACK
    assert life.case.duties == ()


def test_asking_and_waiting_change_no_case_but_bring_another_one() -> None:
    life = Life().at_work(30)
    before, text = life.case, life.case.model_dump_json()
    let_time_pass(life.case, life.in_("1y"))
    carry_out(life.case, note(life, "oa-1"), life.now)
    assert before.model_dump_json() == text


def test_a_case_goes_through_json_and_comes_back_the_same() -> None:
    life = Life().closed().wait_for(DutyKind.LOOK_BACK).relapsed()
    assert Case.model_validate_json(life.case.model_dump_json()) == life.case


def test_a_case_is_read_by_an_older_worker_that_knows_fewer_fields() -> None:
    life = Life()
    written = life.case.model_dump(mode="json") | {"invented_later": True}
    assert Case.model_validate(written) == life.case


def test_the_policy_of_a_case_is_the_one_it_was_opened_under() -> None:
    life = Life(town.opening(policy=town.county(evidence=["photo"])))
    other = Opening.model_validate(life.case.opening.model_dump(mode="json"))
    assert other.policy.version == life.case.policy.version
    assert other.policy.version != town.COUNTY.version


def test_time_writes_no_command_id_and_a_command_writes_its_own() -> None:
    life = Life().at_work(30).wait("1mo")
    for entry in life.entries[1:]:
        by_time = isinstance(entry.fact, f.RungClimbed | f.InterviewCalled)
        assert (entry.command_id is None) is by_time


def test_an_instant_without_a_time_zone_is_refused() -> None:
    life = Life().at_work()
    refused = CommandRefused(command="approve", reason_zh="不认识", reason_en="unknown")
    with pytest.raises(ValueError, match="has no time zone"):
        note_refusal(life.case, refused, life.now.replace(tzinfo=None))


def test_dates_that_rest_on_an_unpublished_year_say_so() -> None:
    life = Life().at_work(60)
    assert not life.duty(DutyKind.RECTIFY).deadline.provisional
    december = dt.datetime(2026, 12, 14, 2, tzinfo=dt.UTC)
    late = Life(at=december).at_work(60)
    assert late.duty(DutyKind.RECTIFY).deadline.provisional
    assert Life(at=december).duty(DutyKind.ASSIGN).deadline.provisional is False
