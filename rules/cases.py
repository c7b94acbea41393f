"""The life of a case: ask, let time pass, fold. The same code runs in the workflow, the planner and the ledger."""

import datetime as dt
from collections.abc import Iterable
from operator import itemgetter
from typing import NamedTuple

# Importing a topic enters its decisions and consequences into the table.
from rules import (  # noqa: F401
    adopting,
    assigning,
    deciding_above,
    definitions,
    extending,
    handing_over,
    interviewing,
    publicity,
    suspending,
    warning,
)
from rules.assigning import conflict_in
from rules.chain import Seal, check_link, digest, sealed
from rules.deadlines import require_countable
from rules.duties import duty_by_id
from rules.ladders import climb, latest_rung, next_rungs
from rules.names import command_name
from rules.registry import Facts, apply, decide, refusal
from rules.reviewing import closed  # noqa: F401
from rules.stepping import moves
from rules.watching import watched_to_the_end
from schemas.case import Alarm, Case, LookBackState
from schemas.commands import Command
from schemas.entries import Entry
from schemas.facts import CaseOpened, CommandRefused, Fact, LeaderAssigned, LookBackOpened, Opening, Resumed, Settled
from schemas.receipts import Receipt
from schemas.values import CaseId, ChainHead, DutyId
from schemas.words import text

EDITION = 1  # of the rules; docs/decisions/0007 says how running cases take the next one
RECEIPTS_KEPT = 200  # of the latest commands: a case is carried whole, so it can't keep all

RESUME, LOOK_BACK, STEP = "resume", "look_back", "step"

_FORM = Entry(
    case_id=CaseId(""),
    number=1,
    at=dt.datetime(1970, 1, 1, tzinfo=dt.UTC),
    fact=Settled(outcome="done"),
    command_id=None,
    asked=None,
    previous=ChainHead().hash,
    hash=ChainHead().hash,
)


class Outcome(NamedTuple):
    """What became of a command."""

    case: Case
    entries: tuple[Entry, ...]
    receipt: Receipt


def open_case(opening: Opening, at: dt.datetime, seal: Seal = sealed) -> tuple[Case, tuple[Entry, ...]]:
    """Open a case; persons whom the roster names by category, and who don't judge themselves, are assigned at once.

    Refuses an opening whose dates its calendar can't count with.
    """
    case = Case(opening=opening)
    require_countable(case, at)
    facts: list[Fact] = [CaseOpened(opening=opening)]
    if opening.assignment and (opening.procedure or not conflict_in(case, opening.assignment)):
        facts.append(LeaderAssigned(by=None, assignment=opening.assignment))
    return record(case, tuple(facts), at, seal=seal)


def carry_out(case: Case, command: Command, at: dt.datetime, seal: Seal = sealed) -> Outcome:
    """Carry a command out, or raise a Refusal.

    The same command again changes nothing and gives the same receipt, while it is among the latest RECEIPTS_KEPT.
    """
    if receipt := receipt_of(case, command):
        return Outcome(case, (), receipt)
    after, entries = record(case, decide(case, command, at), at, command, seal)
    return Outcome(after, entries, after.receipts[-1])


def check(case: Case, command: Command, at: dt.datetime) -> None:
    """Raise the Refusal that carrying a command out would raise."""
    if receipt_of(case, command) is None:
        decide(case, command, at)


def receipt_of(case: Case, command: Command) -> Receipt | None:
    """Return the receipt of a command that was carried out before; refuse its id where it stands for another one."""
    receipt = next((receipt for receipt in case.receipts if receipt.command_id == command.id), None)
    if receipt and receipt.asked != digest(command):
        asked = command_name((receipt.asked or "").partition(":")[0], case.definition)
        why = text(
            f"编号“{command.id}”已用于另一次办理（{asked.zh}，第{receipt.first}条）；每次办理须用新的编号",
            f"the id “{command.id}” stands for another command ({asked.en}, fact {receipt.first}); use a new id",
        )
        raise refusal(command, why)
    return receipt


def note_refusal(case: Case, refused: CommandRefused, at: dt.datetime) -> tuple[Case, tuple[Entry, ...]]:
    """Record that a signal could not be taken, so that it is seen; its command id may be used again."""
    return record(case, (refused,), at)


def next_alarm(case: Case) -> Alarm | None:
    """Return the earliest thing that happens if nobody moves; nothing does any more once the case's clock stops."""
    first = min(_alarms(case), key=itemgetter(0), default=None)
    return Alarm(*first) if first and first[0] < case.policy.clock.stops else None


def let_time_pass(case: Case, at: dt.datetime, seal: Seal = sealed) -> tuple[Case, tuple[Entry, ...]]:
    """Record all that time itself has brought by an instant."""
    entries: list[Entry] = []
    while facts := ring(case, at):
        case, brought = record(case, facts, at, seal=seal)
        entries.extend(brought)
    return case, tuple(entries)


def ring(case: Case, at: dt.datetime) -> Facts:
    """Return what the earliest alarm due by an instant brings; nothing when none is due."""
    alarm = next_alarm(case)
    return brings(case, alarm, at) if alarm and alarm.at <= at else ()


def brings(case: Case, alarm: Alarm, at: dt.datetime) -> Facts:
    """Return what a case's earliest alarm brings, heard at an instant at or after its own."""
    if alarm.what == RESUME:
        return (Resumed(by=None),)
    if duty := duty_by_id(case, DutyId(alarm.what)):
        return climb(case, duty, latest_rung(case, duty, at), at)
    if alarm.what == STEP:
        return (min(case.planned, key=lambda step: step.at).opened,)
    look_back = next(look for look in case.look_backs if look.state is LookBackState.PLANNED)
    return (LookBackOpened(number=look_back.number),)


def record(
    case: Case, facts: Iterable[Fact], at: dt.datetime, command: Command | None = None, seal: Seal = sealed
) -> tuple[Case, tuple[Entry, ...]]:
    """Write facts down in order, what a script brings next, and that the case is settled where nothing is owed."""
    entries: list[Entry] = []
    asked = (command.id, digest(command)) if command else (None, None)
    while facts := tuple(facts):
        for fact in facts:
            entry = seal(_entry(case, fact, at, asked))
            case = _after(case, entry)
            entries.append(entry)
        facts = moves(case, at) or ((Settled(outcome="done"),) if watched_to_the_end(case) else ())
    return case, tuple(entries)


def resume_fold(case: Case | None, entry: Entry) -> Case:
    """Return the case after one more entry of its chain, or raise ChainBroken."""
    if case is None:
        opened = entry.fact
        if not isinstance(opened, CaseOpened):
            raise ValueError(f"{entry.case_id}: the first fact must open the case")
        case = Case(opening=opened.opening)
    check_link(case.head, entry)
    return _after(case, entry)


def fold(entries: Iterable[Entry]) -> Case:
    """Return the case that a whole chain tells."""
    case: Case | None = None
    for entry in entries:
        case = resume_fold(case, entry)
    if case is None:
        raise ValueError("no entries, no case")
    return case


def _entry(case: Case, fact: Fact, at: dt.datetime, asked: tuple[str, str] | tuple[None, None]) -> Entry:
    """Put a fact in its place, not sealed yet; `asked` is the command's id and digest.

    It is a form filled in, not checked again: the case, the fact and the command were checked when they were made. An
    instant without a zone is refused: the machine's own would be taken for it, and hashed.
    """
    if at.tzinfo is None:
        raise ValueError(f"{at} has no time zone")
    head, (command_id, digested) = case.head, asked
    return _FORM.model_copy(
        update={
            "case_id": case.id,
            "number": head.number + 1,
            "at": at.astimezone(dt.UTC),
            "fact": fact,
            "command_id": command_id,
            "asked": digested,
            "previous": head.hash,
            "hash": head.hash,
        }
    )


def _after(case: Case, entry: Entry) -> Case:
    after = apply(case, entry.fact, entry.at)
    receipts = _receipts(case.receipts, entry)
    return after.model_copy(update={"head": entry.head, "last_fact_at": entry.at, "receipts": receipts})


def _receipts(receipts: tuple[Receipt, ...], entry: Entry) -> tuple[Receipt, ...]:
    if entry.command_id is None:
        return receipts
    first = entry.number
    if receipts and receipts[-1].command_id == entry.command_id:
        receipts, first = receipts[:-1], receipts[-1].first
    receipt = Receipt(command_id=entry.command_id, asked=entry.asked, first=first, last=entry.number)
    return (*receipts, receipt)[-RECEIPTS_KEPT:]


def _alarms(case: Case) -> list[tuple[dt.datetime, str]]:
    if case.suspension:
        return [(case.suspension.until, RESUME)]
    looks = [(look.at, LOOK_BACK) for look in case.look_backs if look.state is LookBackState.PLANNED]
    return [*looks[:1], *((step.at, STEP) for step in case.planned), *next_rungs(case)]
