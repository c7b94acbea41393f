"""How entries and cases lie in the tables: every row follows from the facts alone."""

import datetime as dt
import json
from collections.abc import Iterable
from typing import Any, NamedTuple

from pydantic import TypeAdapter

from rules.chain import canonical
from rules.labels import shown_subject
from rules.recusal import debtors
from rules.summary import summarise
from schemas.case import Case
from schemas.duty import Duty
from schemas.entries import Entry
from schemas.facts import Fact
from schemas.shared import shared_calendar, shared_policy

_FACT: TypeAdapter[Fact] = TypeAdapter(Fact)


class FactRow(NamedTuple):
    """One fact as it is stored; `fact` is its canonical JSON."""

    case_id: str
    number: int
    at: dt.datetime
    kind: str
    command_id: str | None
    asked: str | None
    previous: str
    hash: str
    fact: str


class CaseRow(NamedTuple):
    """One case as lists show it, and its state but for the opening, which its first fact holds for ever."""

    case_id: str
    campaign: str
    number: int
    title: str
    category: str
    speed: str
    stage: str
    round: int
    colour: str | None
    leader_id: str | None
    leader: str | None
    lead_unit: str | None
    handler_id: str | None
    handler: str | None
    owes: list[str]
    due: dt.datetime | None
    item_due: dt.datetime | None
    original_due: dt.datetime | None
    provisional: bool
    next_alarm: dt.datetime | None
    look_back: int
    outcome: str | None
    head_number: int
    head_hash: str
    updated_at: dt.datetime
    state: str


class DutyRow(NamedTuple):
    """One open duty, and whom it means now."""

    case_id: str
    id: str
    kind: str
    owed_by: str
    person_ids: list[str]
    subject: str
    since: dt.datetime
    due: dt.datetime
    rule: str
    calendar: str
    provisional: bool
    original_due: dt.datetime
    ladder: str
    rung: int
    colour: str | None


class ItemRow(NamedTuple):
    """One item of the registry: which text is which case."""

    campaign: str
    digest: str
    number: int
    case_id: str


def fact_row(entry: Entry) -> FactRow:
    """Return the row of an entry."""
    return FactRow(
        case_id=entry.case_id,
        number=entry.number,
        at=entry.at,
        kind=entry.fact.kind,
        command_id=entry.command_id,
        asked=entry.asked,
        previous=entry.previous,
        hash=entry.hash,
        fact=canonical(entry.fact),
    )


def entry_of(row: FactRow) -> Entry:
    """Return the entry of a row; a ValueError where the stored fact is no fact any more."""
    return Entry.model_validate(row._asdict() | {"fact": _FACT.validate_json(row.fact)})


def case_row(case: Case) -> CaseRow:
    """Return the row of a case."""
    summary = summarise(case)
    shown = summary.model_dump(exclude={"head"})
    columns = {name: plain(value) for name, value in shown.items()}
    return CaseRow(**columns, head_number=case.head.number, head_hash=case.head.hash, state=_state(case))


def _state(case: Case) -> str:
    """Write a case but for its opening; what it has adopted as the facts have it, whoever read it in which order."""
    adopted = {"adopted_policy": case.adopted_policy, "adopted_calendar": case.adopted_calendar}
    own = case.model_dump_json(exclude={"opening", *adopted}, exclude_defaults=True)
    more = [f',"{name}":{value.canonical}' for name, value in adopted.items() if value]
    return f"{own[:-1]}{''.join(more)}}}" if more else own


def case_of(first_fact: str, state: str) -> Case:
    """Return the case of a state and of the first fact's JSON; a ValueError where they are none."""
    told, kept = json.loads(first_fact), json.loads(state)
    if isinstance(opening := told.get("opening"), dict):
        told["opening"] = _with_shared(opening, "policy", "calendar")
    return Case.model_validate(told | _with_shared(kept, "adopted_policy", "adopted_calendar"))


def _with_shared(whole: dict[str, Any], policy: str, calendar: str) -> dict[str, Any]:
    """Put one policy and one calendar in place of equal ones: they are most of a case, and alike in thousands of them."""
    shared: dict[str, Any] = {}
    if policy in whole:
        shared[policy] = shared_policy(json.dumps(whole[policy]))
    if calendar in whole:
        shared[calendar] = shared_calendar(json.dumps(whole[calendar]))
    return whole | shared


def duty_rows(case: Case) -> list[DutyRow]:
    """Return the rows of the open duties of a case, sorted by id."""
    return sorted(_duty_row(case, duty) for duty in case.duties)


def _duty_row(case: Case, duty: Duty) -> DutyRow:
    return DutyRow(
        case_id=case.id,
        id=duty.id,
        kind=duty.kind.value,
        owed_by=duty.owed_by.value,
        person_ids=[plain(person.id) for person in debtors(case, duty)],
        subject=plain(shown_subject(case, duty)),
        since=duty.since,
        due=duty.deadline.at,
        rule=plain(duty.deadline.rule),
        calendar=plain(duty.deadline.calendar),
        provisional=duty.deadline.provisional,
        original_due=duty.original.at,
        ladder=plain(duty.ladder),
        rung=duty.rung,
        colour=duty.colour.value if duty.colour else None,
    )


def item_row(case: Case) -> ItemRow:
    """Return how a case is registered."""
    return ItemRow(case.opening.campaign, case.item.digest, case.item.number, case.id)


def plain(value: Any) -> Any:
    """Return a value for a text column; PostgreSQL's text has no NUL, and one in a title must not stop a case."""
    if isinstance(value, str):
        return str(value).replace("\0", "␀")
    if isinstance(value, Iterable):
        return [plain(part) for part in value]
    return value
