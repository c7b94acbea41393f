"""The reconciliation: what people were told, what Temporal's histories tell, what the ledger holds, set side by side."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise

from rules.cases import RECEIPTS_KEPT
from rules.chain import ChainBroken
from schemas.entries import Entry
from schemas.facts import CommandRefused
from tests.chaos.alarms import Amiss, Retold, told_again
from tests.chaos.harm import Blow
from tests.chaos.histories import Told as History
from tests.chaos.journal import Form, Message, Told
from tests.chaos.record import Recorded
from tests.chaos.run import Outcome

GRACE = dt.timedelta(seconds=5)


class Wrong(StrEnum):
    """Kinds of findings."""

    LOST = "lost: accepted, but not in the ledger"
    UNWITNESSED = "lost: accepted, but not in Temporal's history"
    DOUBLED = "doubled: one command, carried out twice"
    SIGNAL_LOST = "lost: a signal that neither did anything nor was refused"
    EFFECT = "a refused command had an effect"
    INVENTED = "a fact by a command that nobody sent"
    ACCEPTED_JUNK = "accepted what nobody may ask"
    MISSED = "an alarm missed"
    TWICE = "an alarm told twice"
    ALARM = "an alarm told early, or otherwise than the rules say"
    LEDGER = "bihuan verify finds the ledger differs from Temporal"
    REBUILD = "bihuan rebuild gives another ledger"
    STUCK = "a case that does not come to its end, or a sender who never gets an answer"
    CASE_LOST = "an item taken in that has no case"
    NOT_RECOVERED = "the site did not live again"


_OF_ALARMS = {Amiss.MISSED: Wrong.MISSED, Amiss.TWICE: Wrong.TWICE, Amiss.WRONG: Wrong.ALARM}


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong."""

    wrong: Wrong
    case_id: str
    what: str


@dataclass
class Reconciled:
    """What came of comparing the sources."""

    findings: list[Finding] = field(default_factory=list)
    retold: Retold = field(default_factory=Retold)
    facts: int = 0
    accepted: int = 0
    refused: int = 0
    unsure: int = 0

    def count(self, *wrong: Wrong) -> int:
        """Return how many findings are of some kinds."""
        return sum(finding.wrong in wrong for finding in self.findings)


def reconcile(outcome: Outcome) -> Reconciled:
    """Set the three sources side by side."""
    books = _Books(outcome)
    result = Reconciled(facts=len(outcome.recorded))
    result.accepted = sum(books.is_accepted(message) for message in outcome.journal.messages)
    result.refused = sum(books.is_refused(m) and not books.is_accepted(m) for m in outcome.journal.messages)
    result.unsure = sum(message.is_open for message in outcome.journal.messages)
    result.findings += [*_messages(books), *_inventions(books), *_cases(outcome), *_commands(outcome)]
    result.findings += _recoveries(outcome.blows)
    until = dt.datetime.fromtimestamp(outcome.ended, dt.UTC) - GRACE
    for case_id, facts in books.by_case.items():
        try:
            result.retold.add(told_again(facts, until))
        except ChainBroken as broken:
            result.findings.append(Finding(Wrong.LEDGER, case_id, f"{broken}; its alarms can't be told"))
    result.findings += [
        Finding(_OF_ALARMS[x.amiss], x.case_id, f"fact {x.number}: {x.what}") for x in result.retold.faults
    ]
    return result


class _Books:
    """The sources, laid open for looking things up."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome
        self.by_case: dict[str, list[Recorded]] = {}
        self.numbers: dict[tuple[str, str], list[int]] = {}
        self.asked: dict[tuple[str, str], set[str]] = {}
        self.refusals: dict[str, list[CommandRefused]] = {}
        for recorded in outcome.recorded:
            self.by_case.setdefault(recorded.entry.case_id, []).append(recorded)
            self._enter(recorded.entry)
        self.sent_back = {case: "\n".join(map(_shown, told)) for case, told in self.refusals.items()}
        self.signals = {case: told.said for case, told in outcome.histories.items()}

    def _enter(self, entry: Entry) -> None:
        if entry.command_id:
            key = (entry.case_id, entry.command_id)
            self.numbers.setdefault(key, []).append(entry.number)
            self.asked.setdefault(key, set()).add((entry.asked or "").partition(":")[0])
        elif isinstance(entry.fact, CommandRefused):
            self.refusals.setdefault(entry.case_id, []).append(entry.fact)

    def history(self, case_id: str) -> History:
        return self.outcome.histories.get(case_id, History())

    def commands_between(self, case_id: str, before: int, after: int) -> int:
        entries = (recorded.entry for recorded in self.by_case[case_id])
        return len({entry.command_id for entry in entries if entry.command_id and before < entry.number < after})

    def facts_of(self, message: Message) -> list[int]:
        return self.numbers.get((message.case_id, message.command_id or ""), [])

    def witnesses(self, message: Message) -> bool:
        """Whether Temporal's history tells of a receipt: as an update's outcome, or by a copy that came as a signal."""
        receipts = self.history(message.case_id).receipts.get(message.command_id or "", set())
        if (message.first, message.last) in receipts:
            return True
        by_signal = message.looked_up and message.mark in self.signals.get(message.case_id, "")
        return by_signal and self.facts_of(message)[-1:] == [message.last]

    def is_accepted(self, message: Message) -> bool:
        """Whether a message has had its effect: by its receipt, or by facts that bear its id and name."""
        if message.told is Told.RECEIPT:
            return True
        key = (message.case_id, message.command_id or "")
        return message.told is Told.STORED and message.name in self.asked.get(key, set())

    def is_refused(self, message: Message) -> bool:
        """Whether its sender was told so, or everybody can see it in the case."""
        if message.told in (Told.REFUSAL, Told.NOBODY):
            return True
        return message.form is Form.SIGNAL and message.mark in self.sent_back.get(message.case_id, "")


def _shown(refused: CommandRefused) -> str:
    return f"{refused.command} {refused.sent_id} {refused.payload}"


def _messages(books: _Books) -> Iterator[Finding]:
    for message in books.outcome.journal.messages:
        yield from _accepted(books, message)
        yield from _signal(books, message)
        if message.is_open:
            yield _about(Wrong.STUCK, message, f"after {message.tries} tries: {message.reason}")
    for (case_id, command_id), same in books.outcome.journal.by_command().items():
        yield from _once(books, case_id, command_id, books.numbers.get((case_id, command_id), []))
        yield from _without_effect(books, same)


def _accepted(books: _Books, message: Message) -> Iterator[Finding]:
    if message.told is not Told.RECEIPT:
        return
    if message.must_fail:
        yield _about(Wrong.ACCEPTED_JUNK, message, "a receipt")
        return
    receipt, numbers = (message.first, message.last), books.facts_of(message)
    missing = set(range(message.first, message.last + 1)) - set(numbers)
    if missing:
        yield _about(Wrong.LOST, message, f"facts {sorted(missing)} of its receipt are not there")
    if not books.witnesses(message):
        yield _about(Wrong.UNWITNESSED, message, f"no outcome of an update with the receipt {receipt}")


def _signal(books: _Books, message: Message) -> Iterator[Finding]:
    if message.told is not Told.STORED:
        return
    if message.mark not in books.signals.get(message.case_id, ""):
        yield _about(Wrong.UNWITNESSED, message, "Temporal stored this signal, and its history lacks it")
    if message.must_fail and books.facts_of(message):
        yield _about(Wrong.ACCEPTED_JUNK, message, f"facts {books.facts_of(message)}")
    if not books.is_accepted(message) and not books.is_refused(message):
        yield _about(Wrong.SIGNAL_LOST, message, "no fact bears its id, and no refusal tells of it")


def _once(books: "_Books", case_id: str, command_id: str, numbers: list[int]) -> Iterator[Finding]:
    """All facts of a command stand together; a gap means that it was carried out again.

    A case promises that for its latest commands only: who asks again after hundreds of others is a stranger to it.
    """
    for before, after in pairwise(numbers):
        if after != before + 1 and books.commands_between(case_id, before, after) < RECEIPTS_KEPT:
            yield Finding(Wrong.DOUBLED, case_id, f"{command_id}: facts {numbers}")


def _without_effect(books: _Books, same: list[Message]) -> Iterator[Finding]:
    """Where each sender of an id was refused for sure, the id stands in no fact."""
    refused = all(message.told in (Told.REFUSAL, Told.NOBODY) and not message.doubtful for message in same)
    if refused and books.facts_of(same[0]):
        yield _about(Wrong.EFFECT, same[0], f"facts {books.facts_of(same[0])}")
    for message in same:
        if message.told is Told.REFUSAL and not message.reason:
            yield _about(Wrong.EFFECT, message, "refused without a reason")


def _inventions(books: _Books) -> Iterator[Finding]:
    known = books.outcome.journal.by_command()
    for (case_id, command_id), numbers in books.numbers.items():
        if (case_id, command_id) not in known:
            yield Finding(Wrong.INVENTED, case_id, f"{command_id}: facts {numbers}")


def _cases(outcome: Outcome) -> Iterator[Finding]:
    recorded = {entry.case_id for entry, _ in outcome.recorded}
    for case_id in outcome.started:
        if case_id not in outcome.histories or case_id not in recorded:
            yield Finding(Wrong.CASE_LOST, case_id, "in Temporal or in the ledger there is none")
    for case_id in sorted({*outcome.histories, *recorded} - set(outcome.started)):
        if "/9" in case_id:
            yield Finding(Wrong.INVENTED, case_id, "a case that nobody took in")
    for case_id in outcome.stuck:
        yield Finding(Wrong.STUCK, case_id, "not settled in peace")
    for case_id, told in outcome.histories.items():
        if told.status != "COMPLETED" and case_id not in outcome.stuck:
            yield Finding(Wrong.STUCK, case_id, f"its last run is {told.status}")


def _commands(outcome: Outcome) -> Iterator[Finding]:
    found = outcome.verified["findings"] if outcome.verified else []
    for one in found:
        yield Finding(Wrong.LEDGER, one["case_id"], one["sentence"]["en"])
    if outcome.verified is None:
        yield Finding(Wrong.LEDGER, "", "bihuan verify did not end")
    if outcome.rebuilt or outcome.prints[0] != outcome.prints[1]:
        yield Finding(Wrong.REBUILD, "", outcome.rebuilt or "the same facts, other bytes")


def _recoveries(blows: Iterable[Blow]) -> Iterator[Finding]:
    for blow in blows:
        if not blow.overtaken and (blow.answers is None or blow.writes is None):
            yield Finding(Wrong.NOT_RECOVERED, "", f"#{blow.injection.number} {blow.injection.kind.value}")


def _about(wrong: Wrong, message: Message, what: str) -> Finding:
    return Finding(wrong, message.case_id, f"{message.form} {message.name} {message.mark}: {what}")
