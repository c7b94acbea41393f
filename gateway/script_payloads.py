"""What an act of a rehearsal brings along: its placeholders, filled from the case at that moment."""

import datetime as dt
import hashlib
import re
from collections.abc import Mapping

from pydantic import JsonValue

from rules.deadlines import today
from rules.duties import duty_of
from rules.names import name_of
from rules.rectifying import limit_now, missing_evidence
from rules.repertoire import step_commands
from rules.roster import assignment_for
from rules.working_days import shift
from schemas.case import Case
from schemas.commands import COMMANDS, Command
from schemas.duty import Duty
from schemas.examples import example_of
from schemas.people import Person, Roster
from schemas.policy import DutyKind, EvidenceKind
from schemas.script import PLACEHOLDER, Act
from schemas.time import Span
from schemas.words import Refusal, text

# What every act of that kind needs and no script needs to say.
_UNSAID: dict[str, dict[str, JsonValue]] = {
    "approve_closure": {"level": "$level", "answers": "$met"},
    "refuse_closure": {"level": "$level"},
    "acknowledge_notice": {"interview": "$interview"},
    "record_interview": {"interview": "$interview"},
    "record_missed_interview": {"interview": "$interview"},
    "fulfil_commitment": {"duty": "$duty"},
    "decline_interview": {"duty": "$duty"},
    "decide_matter": {"duty": "$duty"},
    "call_interview": {"duty": "$duty"},
}
_SENDERS = ("id", "actor")


def filled(act: Act, duty: Duty | None, case: Case, roster: Roster, now: dt.datetime) -> dict[str, JsonValue]:
    """Return an act's payload for this moment; a Refusal where a placeholder stands for nothing."""
    payload = (_step_unsaid(act, duty, case) if act.is_step else _UNSAID.get(act.do, {})) | act.payload
    if duty is None:
        payload = {name: value for name, value in payload.items() if value != "$duty"}
    moment = _Moment(duty, case, roster, now)
    return {name: moment.fill(value) for name, value in payload.items()}


def command_kind(act: Act, case: Case) -> type[Command]:
    """Return the command that an act is; a Refusal where it is a step that the case's definition does not have."""
    procedure = case.opening.procedure
    known: Mapping[str, type[Command]] = step_commands(procedure.name) if procedure and act.is_step else COMMANDS
    if act.do not in known:
        raise Refusal(text(f"本事项没有步骤“{act.do}”。", f"The case has no step “{act.do}”."))
    return known[act.do]


def _step_unsaid(act: Act, duty: Duty | None, case: Case) -> dict[str, JsonValue]:
    """Return a step's fields as its example has them, and which of the open ones of its name is meant."""
    example = {name: value for name, value in example_of(command_kind(act, case)).items() if name not in _SENDERS}
    return example | {"number": next((step.number for step in case.steps if duty and step.duty == duty.id), None)}


class _Moment:
    def __init__(self, duty: Duty | None, case: Case, roster: Roster, now: dt.datetime) -> None:
        self.duty, self.case, self.roster, self.now = duty, case, roster, now

    def fill(self, value: JsonValue) -> JsonValue:
        if isinstance(value, dict):
            return {name: self.fill(inner) for name, inner in value.items()}
        if isinstance(value, list):
            return [self.fill(inner) for inner in value]
        if not isinstance(value, str):
            return value
        found = PLACEHOLDER.fullmatch(value) if value.startswith("$") else None
        return self._placeholder(found) if found else self._told(value)

    def _placeholder(self, found: re.Match[str]) -> JsonValue:
        if found["date"]:
            return self._date(found["date"], found["shift"]).isoformat()
        if found["person"]:
            return self._person(found["person"]).model_dump(mode="json")
        if found["bytes"]:
            return hashlib.sha256(f"{self.case.id} {self._told(found['bytes'])}".encode()).hexdigest()
        return self._own(found["own"])

    def _date(self, name: str, distance: str | None) -> dt.date:
        work = duty_of(self.case, DutyKind.RECTIFY)
        starts = {"today": self.now, "due": work.deadline.at if work else self.now}
        start = starts[name] if name in starts else self._limit()
        span = Span.parse(distance or "0d")
        if not span.count:
            return today(self.case, start)
        return shift(self.case.calendar, self.case.policy.clock, start, span).date

    def _limit(self) -> dt.datetime:
        """Return the latest date that a plan may name: the item's limit, or tomorrow where that has passed."""
        return max(limit_now(self.case, self.now).at, self.now + self.case.policy.clock.day_length)

    def _person(self, person_id: str) -> Person:
        person = next((person for person in self.roster.people if person.id == person_id), None)
        if person is None:
            raise Refusal(text(f"名册中没有“{person_id}”。", f"Nobody in the roster has the id “{person_id}”."))
        return Person(**person.model_dump(include=set(Person.model_fields)))

    def _own(self, name: str) -> JsonValue:
        if name == "met":
            return [{"question": line.zh, "met": True} for line in self.case.policy.review.checklist]
        if name == "named":
            return self._named()
        if name == "proof":
            return [self._proof(kind) for kind in missing_evidence(self.case)]
        if self.duty is None:
            raise Refusal(text(f"${name} 须同时写 owes。", f"${name} needs an owes in its when."))
        own: dict[str, JsonValue] = {
            "duty": self.duty.id,
            "level": self.duty.owed_by.value,
            "interview": int(self.duty.subject) if self.duty.subject.isdigit() else None,
        }
        return own[name]

    def _named(self) -> JsonValue:
        named = assignment_for(self.roster, self.case.item.category)
        if named is None:
            raise Refusal(text("名册没有为本类别定人。", "The roster names nobody for the item's category."))
        return named.model_dump(mode="json")

    def _proof(self, kind: EvidenceKind) -> JsonValue:
        about = f"{self.case.id}/{self.case.round}/{kind}"
        return {
            "kind": kind.value,
            "title": name_of(kind).zh,
            "reference": f"OA/{about}",
            "sha256": hashlib.sha256(about.encode()).hexdigest(),
            "effective": today(self.case, self.now).isoformat(),
        }

    def _told(self, written: str) -> str:
        if "{" not in written:
            return written
        assignment, item = self.case.assignment, self.case.item
        names = {"{number}": str(item.number), "{title}": item.title, "{round}": str(self.case.round)}
        if assignment:
            names |= {"{leader}": assignment.leader.name, "{handler}": assignment.handler.name}
            names |= {"{handler_id}": assignment.handler.id, "{lead_unit}": assignment.lead_unit}
        for name, meant in names.items():
            written = written.replace(name, meant)
        return written
