"""The reconciliation sees: a run on paper in which all is well, and the same run with one thing that is wrong."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rules.cases import Outcome as Done
from rules.cases import note_refusal
from rules.chain import chained
from schemas import commands as c
from schemas import facts as f
from schemas.commands import Command
from schemas.entries import Entry
from schemas.values import CaseId
from tests.chaos import reconciling
from tests.chaos.harm import Blow
from tests.chaos.histories import Told as History
from tests.chaos.journal import Form, Journal, Message, Told
from tests.chaos.plan import Injection, Kind, Plan
from tests.chaos.reconciling import Reconciled, Wrong, reconcile
from tests.chaos.record import Recorded
from tests.chaos.run import Outcome
from tests.rules.life import Life

CASE = CaseId("chaos-01/001")


class Sent(Life):
    """A life whose commands are kept as they were sent."""

    def __init__(self) -> None:
        self.taken: list[Done] = []
        super().__init__(case_id=CASE, campaign="chaos-01")

    def carry_out(self, command: Command) -> Done:
        done = super().carry_out(command)
        self.taken.append(done)
        return done

    def sends_back(self, refused: f.CommandRefused) -> None:
        self._keep(note_refusal(self.case, refused, self.now))


@pytest.fixture
def paper(tmp_path: Path) -> Outcome:
    """A case from its start to its withdrawal: an alarm on its way, a signal taken, one sent back, an update refused."""
    life = Sent().acknowledged()
    life.do(c.LeaveNote, "leader", text="by signal")
    by_signal = life.taken[-1]
    why = {"reason_zh": "不行", "reason_en": "no"}
    life.sends_back(f.CommandRefused(command="acknowledge", sent_id="late", payload={"id": "late"}, **why))
    life.wait("10wd").do(c.RequestWithdrawal, "office", reason="演练结束")
    life.do(c.DecideWithdrawal, "secretary", grant=True, reason="演练结束")
    assert life.case.settled
    assert life.facts(f.RungClimbed)

    outcome = Outcome(Plan(1, 1, 1, "1s", tmp_path), Journal(tmp_path / "journal.jsonl"), started=[CASE])
    outcome.recorded = [Recorded(entry, entry.at) for entry in life.entries]
    outcome.ended = (life.now + dt.timedelta(hours=1)).timestamp()
    outcome.verified = {"sound": True, "findings": []}
    outcome.prints = ("same", "same")
    outcome.blows = [Blow(Injection(1, Kind.KILL_WORKER, 0.0, 0.5, hastily=False), 0.0, answers=1.0, writes=1.5)]
    history = outcome.histories[CASE] = History(runs=1, status="COMPLETED")
    for done in life.taken:
        receipt = done.receipt
        if done is by_signal:
            _told(outcome, Form.SIGNAL, receipt.command_id, Told.STORED)
            history.signals.append(f"leave_note {receipt.command_id}")
        else:
            _told(outcome, Form.UPDATE, receipt.command_id, Told.RECEIPT, first=receipt.first, last=receipt.last)
            history.receipts[receipt.command_id] = {(receipt.first, receipt.last)}
    _told(outcome, Form.SIGNAL, "late", Told.STORED, name="acknowledge")
    history.signals.append("acknowledge late")
    _told(outcome, Form.UPDATE, "unwanted", Told.REFUSAL, "nobody may ask that")
    _told(outcome, Form.UPDATE, "astray", Told.NOBODY, "no such case")
    return outcome


def _told(outcome: Outcome, form: Form, mark: str, told: Told, reason: str = "", **more: Any) -> Message:
    asked = next((r.entry.asked for r in outcome.recorded if r.entry.command_id == mark), None) or "leave_note:"
    name, first, last = more.pop("name", asked.partition(":")[0]), more.pop("first", 0), more.pop("last", 0)
    message = outcome.journal.begin(CASE, form, name, [], mark, command_id=mark, **more)
    outcome.journal.close(message, told, reason, first=first, last=last)
    return message


def _message(outcome: Outcome, told: Told, form: Form = Form.UPDATE) -> Message:
    return next(m for m in outcome.journal.messages if m.told is told and m.form is form)


def _rewrite(outcome: Outcome, change: Callable[[list[Entry]], list[Entry]]) -> None:
    """Change the ledger, and chain it anew, so that nothing but the change is wrong with it."""
    entries = change([recorded.entry for recorded in outcome.recorded])
    numbered = (entry.model_copy(update={"number": n}) for n, entry in enumerate(entries, start=1))
    outcome.recorded = [Recorded(entry, entry.at) for entry in chained(numbered)]


def _climbed(entries: list[Entry]) -> int:
    return next(n for n, entry in enumerate(entries) if isinstance(entry.fact, f.RungClimbed))


# What may be wrong.


def a_fact_is_gone(outcome: Outcome) -> None:
    outcome.recorded = outcome.recorded[:-1]


def a_fact_in_the_middle_is_gone(outcome: Outcome) -> None:
    del outcome.recorded[2]


def an_update_left_no_outcome(outcome: Outcome) -> None:
    outcome.histories[CASE].receipts.popitem()


def a_signal_is_not_in_history(outcome: Outcome) -> None:
    outcome.histories[CASE].signals.clear()


def a_receipt_stands_by_a_signal_of_another_command(outcome: Outcome) -> None:
    message = _message(outcome, Told.RECEIPT)
    message.looked_up = True
    del outcome.histories[CASE].receipts[message.mark]


def a_receipt_stands_by_a_signal_that_was_not_looked_up(outcome: Outcome) -> None:
    message = _message(outcome, Told.RECEIPT)
    del outcome.histories[CASE].receipts[message.mark]
    outcome.histories[CASE].signals.append(f"{message.name} {message.mark}")


def history_tells_of_another_receipt(outcome: Outcome) -> None:
    mark = _message(outcome, Told.RECEIPT).mark
    outcome.histories[CASE].receipts[mark] = {(7, 7)}


def a_looked_up_receipt_ends_too_early(outcome: Outcome) -> None:
    message = next(m for m in outcome.journal.messages if m.last > m.first)
    del outcome.histories[CASE].receipts[message.mark]
    outcome.histories[CASE].signals.append(f"{message.name} {message.mark}")
    message.looked_up, message.last = True, message.last - 1


def a_command_was_carried_out_twice(outcome: Outcome) -> None:
    def again(entries: list[Entry]) -> list[Entry]:
        note = next(entry for entry in entries if (entry.asked or "").startswith("leave_note"))
        return [*entries[:-3], note.model_copy(update={"at": entries[-3].at}), *entries[-3:]]

    _rewrite(outcome, again)


def a_signal_did_nothing(outcome: Outcome) -> None:
    _told(outcome, Form.SIGNAL, "unheard", Told.STORED)
    outcome.histories[CASE].signals.append("leave_note unheard")


def a_signal_hides_behind_the_facts_of_another_command(outcome: Outcome) -> None:
    _told(outcome, Form.SIGNAL, _message(outcome, Told.RECEIPT).mark, Told.STORED, name="report_progress")
    outcome.histories[CASE].signals.append(f"report_progress {_message(outcome, Told.RECEIPT).mark}")


def a_refused_command_had_an_effect(outcome: Outcome) -> None:
    message = _message(outcome, Told.RECEIPT)
    message.told, message.reason = Told.REFUSAL, "nobody may ask that"


def a_command_to_nobody_had_an_effect(outcome: Outcome) -> None:
    _message(outcome, Told.RECEIPT).told = Told.NOBODY


def a_refusal_gives_no_reason(outcome: Outcome) -> None:
    _message(outcome, Told.REFUSAL).reason = ""


def a_fact_is_by_a_command_that_nobody_sent(outcome: Outcome) -> None:
    outcome.journal.messages.remove(_message(outcome, Told.RECEIPT))


def a_case_that_nobody_took_in(outcome: Outcome) -> None:
    outcome.histories["chaos-01/902"] = History(status="COMPLETED")


def the_ledger_has_a_case_that_nobody_took_in(outcome: Outcome) -> None:
    first = outcome.recorded[0].entry.model_copy(update={"case_id": CaseId("chaos-01/902")})
    outcome.recorded += [Recorded(entry, entry.at) for entry in chained([first])]


def junk_was_accepted(outcome: Outcome) -> None:
    _message(outcome, Told.RECEIPT).must_fail = True


def junk_by_signal_was_accepted(outcome: Outcome) -> None:
    _message(outcome, Told.STORED, Form.SIGNAL).must_fail = True


def an_alarm_never_rang(outcome: Outcome) -> None:
    _rewrite(outcome, lambda entries: [e for e in entries if not isinstance(e.fact, f.RungClimbed)])


def an_alarm_is_due_and_nothing_happens(outcome: Outcome) -> None:
    _rewrite(outcome, lambda entries: entries[: _climbed(entries)])


def an_alarm_rang_twice(outcome: Outcome) -> None:
    def twice(entries: list[Entry]) -> list[Entry]:
        at = _climbed(entries)
        return [*entries[: at + 1], entries[at], *entries[at + 1 :]]

    _rewrite(outcome, twice)


def an_alarm_rang_early(outcome: Outcome) -> None:
    def early(entries: list[Entry]) -> list[Entry]:
        at = _climbed(entries)
        before = entries[at].model_copy(update={"at": entries[at - 1].at})
        return [*entries[:at], before, *entries[at + 1 :]]

    _rewrite(outcome, early)


def verify_found_something(outcome: Outcome) -> None:
    outcome.verified["findings"].append({"case_id": CASE, "sentence": {"en": "fact 3 differs"}})


def verify_did_not_end(outcome: Outcome) -> None:
    outcome.verified = None


def rebuild_gave_other_bytes(outcome: Outcome) -> None:
    outcome.prints = ("one", "another")


def rebuild_failed(outcome: Outcome) -> None:
    outcome.rebuilt = "exit code 1"


def a_case_does_not_settle(outcome: Outcome) -> None:
    outcome.stuck.append(CASE)


def a_case_still_runs(outcome: Outcome) -> None:
    outcome.histories[CASE].status = "RUNNING"


def a_sender_never_gets_an_answer(outcome: Outcome) -> None:
    _told(outcome, Form.UPDATE, "unanswered", Told.UNSURE, "time out")


def an_item_has_no_case(outcome: Outcome) -> None:
    outcome.started.append("chaos-01/903")


def an_item_is_in_temporal_only(outcome: Outcome) -> None:
    outcome.started.append("chaos-01/003")
    outcome.histories["chaos-01/003"] = History(status="COMPLETED")


def an_item_is_in_the_ledger_only(outcome: Outcome) -> None:
    del outcome.histories[CASE]


def no_case_answered_any_more(outcome: Outcome) -> None:
    outcome.blows[0].answers = None


def the_ledger_was_not_written_any_more(outcome: Outcome) -> None:
    outcome.blows[0].writes = None


WRONG: dict[Callable[[Outcome], None], set[Wrong]] = {
    a_fact_is_gone: {Wrong.LOST},
    a_fact_in_the_middle_is_gone: {Wrong.LOST, Wrong.LEDGER},
    an_update_left_no_outcome: {Wrong.UNWITNESSED},
    a_signal_is_not_in_history: {Wrong.UNWITNESSED},
    a_receipt_stands_by_a_signal_of_another_command: {Wrong.UNWITNESSED},
    a_receipt_stands_by_a_signal_that_was_not_looked_up: {Wrong.UNWITNESSED},
    history_tells_of_another_receipt: {Wrong.UNWITNESSED},
    a_looked_up_receipt_ends_too_early: {Wrong.UNWITNESSED},
    a_command_was_carried_out_twice: {Wrong.DOUBLED},
    a_signal_did_nothing: {Wrong.SIGNAL_LOST},
    a_signal_hides_behind_the_facts_of_another_command: {Wrong.SIGNAL_LOST},
    a_refused_command_had_an_effect: {Wrong.EFFECT},
    a_command_to_nobody_had_an_effect: {Wrong.EFFECT},
    a_refusal_gives_no_reason: {Wrong.EFFECT},
    a_fact_is_by_a_command_that_nobody_sent: {Wrong.INVENTED},
    a_case_that_nobody_took_in: {Wrong.INVENTED},
    the_ledger_has_a_case_that_nobody_took_in: {Wrong.INVENTED},
    junk_was_accepted: {Wrong.ACCEPTED_JUNK},
    junk_by_signal_was_accepted: {Wrong.ACCEPTED_JUNK},
    an_alarm_never_rang: {Wrong.MISSED},
    an_alarm_is_due_and_nothing_happens: {Wrong.MISSED, Wrong.LOST},
    an_alarm_rang_twice: {Wrong.TWICE},
    an_alarm_rang_early: {Wrong.ALARM},
    verify_found_something: {Wrong.LEDGER},
    verify_did_not_end: {Wrong.LEDGER},
    rebuild_gave_other_bytes: {Wrong.REBUILD},
    rebuild_failed: {Wrong.REBUILD},
    a_case_does_not_settle: {Wrong.STUCK},
    a_case_still_runs: {Wrong.STUCK},
    a_sender_never_gets_an_answer: {Wrong.STUCK},
    an_item_has_no_case: {Wrong.CASE_LOST},
    an_item_is_in_temporal_only: {Wrong.CASE_LOST},
    an_item_is_in_the_ledger_only: {Wrong.CASE_LOST},
    no_case_answered_any_more: {Wrong.NOT_RECOVERED},
    the_ledger_was_not_written_any_more: {Wrong.NOT_RECOVERED},
}


def _kinds(result: Reconciled) -> set[Wrong]:
    return {finding.wrong for finding in result.findings}


def test_where_all_is_well_nothing_is_found(paper: Outcome) -> None:
    result = reconcile(paper)

    assert not result.findings
    assert (result.accepted, result.refused, result.unsure) == (5, 3, 0)
    assert result.retold.expected == len(result.retold.alarms) > 0


@pytest.mark.parametrize("spoil", WRONG, ids=lambda spoil: spoil.__name__)
def test_what_is_wrong_is_found_and_named(paper: Outcome, spoil: Callable[[Outcome], None]) -> None:
    spoil(paper)

    assert WRONG[spoil] <= _kinds(reconcile(paper))


def test_each_kind_of_finding_was_seen() -> None:
    assert set().union(*WRONG.values()) == set(Wrong)


# What looks wrong, and is not.


def test_who_was_in_doubt_once_may_have_been_heard_then(paper: Outcome) -> None:
    message = _message(paper, Told.RECEIPT)
    message.told, message.doubtful = Told.NOBODY, True

    result = reconcile(paper)

    assert not result.findings
    assert (result.accepted, result.refused) == (4, 4)


def test_an_id_may_be_refused_for_another_command_and_stand_for_its_own(paper: Outcome) -> None:
    taken = _message(paper, Told.RECEIPT)
    _told(paper, Form.UPDATE, taken.mark, Told.REFUSAL, "the id stands for another command")

    assert not reconcile(paper).findings


def test_a_signal_that_was_sent_back_and_then_taken_counts_once(paper: Outcome) -> None:
    taken = _message(paper, Told.STORED, Form.SIGNAL)

    def sent_back_before(entries: list[Entry]) -> list[Entry]:
        at = next(n for n, entry in enumerate(entries) if isinstance(entry.fact, f.CommandRefused))
        fact = entries[at].fact.model_copy(update={"sent_id": taken.mark})
        return [*entries[:at], entries[at].model_copy(update={"fact": fact}), *entries[at + 1 :]]

    paper.journal.messages.remove(next(m for m in paper.journal.messages if m.mark == "late"))
    _rewrite(paper, sent_back_before)

    result = reconcile(paper)

    assert not result.findings
    assert (result.accepted, result.refused) == (5, 2)


def test_an_update_without_an_answer_is_not_refused_because_a_signal_was(paper: Outcome) -> None:
    _told(paper, Form.UPDATE, "late", Told.UNSURE, "time out")

    result = reconcile(paper)

    assert (result.refused, result.unsure) == (3, 1)


def test_a_case_may_carry_a_command_out_again_once_it_has_forgotten_it(
    paper: Outcome, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_command_was_carried_out_twice(paper)
    monkeypatch.setattr(reconciling, "RECEIPTS_KEPT", 0)

    assert Wrong.DOUBLED not in _kinds(reconcile(paper))


def test_a_case_of_an_intake_that_was_cut_off_is_not_invented(paper: Outcome) -> None:
    paper.histories["chaos-02/001"] = History(status="COMPLETED")

    assert not reconcile(paper).findings


def test_a_case_that_is_stuck_is_told_once(paper: Outcome) -> None:
    paper.stuck.append(CASE)
    paper.histories[CASE].status = "RUNNING"

    assert [finding.wrong for finding in reconcile(paper).findings] == [Wrong.STUCK]


def test_who_is_harmed_again_at_once_need_not_have_recovered(paper: Outcome) -> None:
    paper.blows[0].answers, paper.blows[0].overtaken = None, True

    assert not reconcile(paper).findings


def test_an_alarm_has_some_seconds_at_the_end(paper: Outcome) -> None:
    entries = [recorded.entry for recorded in paper.recorded]
    rung = entries[_climbed(entries)].at
    an_alarm_is_due_and_nothing_happens(paper)

    paper.ended = (rung + reconciling.GRACE / 2).timestamp()
    assert Wrong.MISSED not in _kinds(reconcile(paper))
    paper.ended = (rung + reconciling.GRACE * 2).timestamp()
    assert Wrong.MISSED in _kinds(reconcile(paper))
