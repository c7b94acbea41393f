"""The reconciliation sees: a run on paper in which all is well, and the same run with one thing that is wrong."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
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
from tests.chaos.harm import Blow
from tests.chaos.histories import Told as History
from tests.chaos.journal import Form, Journal, Message, Told
from tests.chaos.plan import Injection, Kind, Plan
from tests.chaos.reconciling import Reconciled, Wrong, reconcile
from tests.chaos.record import Recorded
from tests.chaos.run import Outcome
from tests.rules.life import Life

CASE = CaseId("chaos-01/901")


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


def the_site_did_not_live_again(outcome: Outcome) -> None:
    outcome.blows[0] = replace(outcome.blows[0], writes=None)


WRONG: dict[Callable[[Outcome], None], set[Wrong]] = {
    a_fact_is_gone: {Wrong.LOST},
    a_fact_in_the_middle_is_gone: {Wrong.LOST, Wrong.LEDGER},
    an_update_left_no_outcome: {Wrong.UNWITNESSED},
    a_signal_is_not_in_history: {Wrong.UNWITNESSED},
    a_receipt_stands_by_a_signal_of_another_command: {Wrong.UNWITNESSED},
    a_looked_up_receipt_ends_too_early: {Wrong.UNWITNESSED},
    a_command_was_carried_out_twice: {Wrong.DOUBLED},
    a_signal_did_nothing: {Wrong.SIGNAL_LOST},
    a_refused_command_had_an_effect: {Wrong.EFFECT},
    a_command_to_nobody_had_an_effect: {Wrong.EFFECT},
    a_refusal_gives_no_reason: {Wrong.EFFECT},
    a_fact_is_by_a_command_that_nobody_sent: {Wrong.INVENTED},
    a_case_that_nobody_took_in: {Wrong.INVENTED},
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
    the_site_did_not_live_again: {Wrong.NOT_RECOVERED},
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


def test_who_was_in_doubt_once_may_have_been_heard_then(paper: Outcome) -> None:
    message = _message(paper, Told.RECEIPT)
    message.told, message.doubtful = Told.NOBODY, True

    assert not reconcile(paper).findings
