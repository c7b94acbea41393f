"""What people did, told by its facts, as commands again: so that it can be done anew under other rules."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import Any, NamedTuple

from rules.chain import digest
from rules.repertoire import StepCommand, definition_of, step_commands
from schemas import commands as ask
from schemas import facts
from schemas.commands import Command, Result
from schemas.entries import Entry
from schemas.facts import Fact
from schemas.steps import Procedure, StepDone
from schemas.time import Clock
from schemas.values import Record

Told = tuple[Fact, ...]
Fields = dict[str, object]


_LONGEST_HOLIDAY = 15  # days, those at its ends that are worked included


class Deed(NamedTuple):
    """A command that was carried out, when, and the number of its first fact."""

    at: dt.datetime
    command: Command
    number: int


class _Way(NamedTuple):
    """How a fact's command is found: fields of one name are taken as they are, the others are worked out."""

    command: type[Command]
    others: Callable[[Any, Told, Clock], Fields] = lambda _fact, _told, _clock: {}


def deeds(entries: Iterable[Entry], clock: Clock) -> Iterator[Deed]:
    """Yield what people did, in order; what time, the roster or a refusal brought is none of it."""
    procedure: Procedure | None = None
    for command_id, told in groupby(entries, key=lambda entry: entry.command_id):
        first, *rest = told
        if isinstance(first.fact, facts.CaseOpened):
            procedure = first.fact.opening.procedure
        if command_id is None or isinstance(first.fact, facts.CommandRefused):
            continue
        brought = (first.fact, *(entry.fact for entry in rest))
        command = _step_of(brought, command_id, procedure) or command_of(brought, command_id, clock)
        yield Deed(first.at, _as_asked(command, first.asked), first.number)


def command_of(told: Told, command_id: str, clock: Clock) -> Command:
    """Return a command that brings some facts; a date that was a day off is the working day to which it moved on."""
    fact = next(fact for fact in told if type(fact) in WAYS)
    way = WAYS[type(fact)]
    own = {name: getattr(fact, name) for name in way.command.model_fields if name in type(fact).model_fields}
    named = {"id": command_id, "actor": getattr(fact, "by").id}  # noqa: B009 - every one of them has it
    return way.command.model_validate(own | way.others(fact, told, clock) | named)


def _as_asked(command: Command, asked: str | None) -> Command:
    """Return a command as it was asked, where the record tells it: the date may have been a day off."""
    if isinstance(command, StepCommand):  # which one was meant need not be said where only one was open
        others = (command.model_copy(update={"number": None}),)
        return next((meant for meant in others if digest(meant) == asked), command)
    due = getattr(command, "due", None)
    if asked is None or due is None:
        return command
    earlier = (command.model_copy(update={"due": due - dt.timedelta(days=days)}) for days in range(_LONGEST_HOLIDAY))
    return next((meant for meant in earlier if digest(meant) == asked), command)


def _step_of(told: Told, command_id: str, procedure: Procedure | None) -> Command | None:
    """Return the step of a definition that some facts are about; raise UnknownDefinition where this process can't tell it.

    The definition says what its steps are, so no table does.
    """
    done = next((fact for fact in told if isinstance(fact, StepDone)), None)
    if done is None or procedure is None:
        return None
    kind = step_commands(definition_of(procedure).name)[done.step]
    return kind.model_validate(done.fields | {"id": command_id, "actor": done.by.id, "number": done.number})


def _due(fact: Any, _told: Told, clock: Clock) -> Fields:
    return {"due": clock.date_of(fact.due)}


def _of_interview(fact: Any, _told: Told, _clock: Clock) -> Fields:
    return {"interview": fact.number}


def _result(_fact: Any, told: Told, _clock: Clock) -> Fields:
    kept = next((fact.result for fact in told if isinstance(fact, facts.KeptOpen)), Result.DONE)
    return {"result": kept}


def _until(fact: Any, _told: Told, clock: Clock) -> Fields:
    return {"until": clock.date_of(fact.until)}


def _leaver(fact: Any, _told: Told, _clock: Clock) -> Fields:
    return {"leaver": fact.leaver.id}


def _objection(_fact: Any, _told: Told, _clock: Clock) -> Fields:
    return {"objection": True}


def _no_objection(_fact: Any, _told: Told, _clock: Clock) -> Fields:
    return {"objection": False}


def _yes(_fact: Any, _told: Told, _clock: Clock) -> Fields:
    return {"grant": True}


def _no(_fact: Any, _told: Told, _clock: Clock) -> Fields:
    return {"grant": False}


WAYS: dict[type[Record], _Way] = {
    facts.LeaderAssigned: _Way(ask.Assign),
    facts.Acknowledged: _Way(ask.Acknowledge),
    facts.PlanSubmitted: _Way(ask.SubmitPlan, _due),
    facts.PlanApproved: _Way(ask.ApprovePlan),
    facts.PlanReturned: _Way(ask.ReturnPlan),
    facts.ProgressReported: _Way(ask.ReportProgress),
    facts.MilestoneReached: _Way(ask.ReachMilestone),
    facts.EvidenceSubmitted: _Way(ask.SubmitEvidence),
    facts.ReportedDone: _Way(ask.ReportDone),
    facts.LevelApproved: _Way(ask.ApproveClosure, _result),
    facts.ClosureRefused: _Way(ask.RefuseClosure),
    facts.PublicityPassed: _Way(ask.ConcludePublicity, _no_objection),
    facts.ObjectionUpheld: _Way(ask.ConcludePublicity, _objection),
    facts.Published: _Way(ask.RecordPublication),
    facts.LookBackPassed: _Way(ask.PassLookBack),
    facts.Relapsed: _Way(ask.ReportRelapse),
    facts.InterviewCalled: _Way(ask.CallInterview),
    facts.InterviewDeclined: _Way(ask.DeclineInterview),
    facts.NoticeAcknowledged: _Way(ask.AcknowledgeNotice, _of_interview),
    facts.InterviewHeld: _Way(ask.RecordInterview, _of_interview),
    facts.InterviewMissed: _Way(ask.RecordMissedInterview, _of_interview),
    facts.CommitmentFulfilled: _Way(ask.FulfilCommitment),
    facts.ExtensionRequested: _Way(ask.RequestExtension, _due),
    facts.ExtensionGranted: _Way(ask.DecideExtension, _yes),
    facts.ExtensionDenied: _Way(ask.DecideExtension, _no),
    facts.Suspended: _Way(ask.Suspend, _until),
    facts.Resumed: _Way(ask.Resume),
    facts.HandedOver: _Way(ask.HandOver, _leaver),
    facts.NoteLeft: _Way(ask.LeaveNote),
    facts.WithdrawalRequested: _Way(ask.RequestWithdrawal),
    facts.WithdrawalDenied: _Way(ask.DecideWithdrawal, _no),
    facts.Withdrawn: _Way(ask.DecideWithdrawal, _yes),
    facts.MatterRaised: _Way(ask.RaiseMatter),
    facts.MatterDecided: _Way(ask.DecideMatter),
    facts.PolicyAdopted: _Way(ask.AdoptPolicy),
    facts.CalendarAdopted: _Way(ask.AdoptCalendar),
}
