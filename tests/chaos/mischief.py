"""Messages that nobody can take: malformed, forged, too large, for cases that never were."""

import random
from typing import Any, NamedTuple

from schemas.case import Case
from tests.chaos.journal import Form


class Junk(NamedTuple):
    """Something that must be refused, whatever the case looks like."""

    case_id: str
    form: Form
    name: str
    args: list[Any]


def junk(case: Case, mark: str, chance: random.Random) -> Junk:
    """Return one, with the mark in it by which it is found again."""
    form = chance.choice(list(Form))
    made = chance.choice(_KINDS)(mark)
    return Junk(case.id, form, *made)


def for_nobody(case: Case, mark: str, chance: random.Random) -> Junk:
    """Return a sound message for a case that never was."""
    note = {"id": mark, "actor": "principal", "text": "查无此案"}
    return Junk(f"{case.opening.campaign}/9{chance.randrange(100):02}", chance.choice(list(Form)), "leave_note", [note])


def _note(mark: str, **fields: Any) -> dict[str, Any]:
    return {"id": mark, "actor": "principal", "text": "批示"} | fields


_KINDS = (
    lambda mark: ("leave_note", [_note(mark, actor="stranger")]),
    lambda mark: ("leave_note", [_note(mark, typo=1)]),
    lambda mark: ("leave_note", [_note(mark, text="")]),
    lambda mark: ("leave_note", [_note(mark, text="\u0007 bell")]),
    lambda mark: ("leave_note", [{"id": mark}]),
    lambda mark: ("leave_note", [_note(mark), _note(mark)]),
    lambda mark: ("leave_note", [mark]),
    lambda mark: ("leave_note", [[mark, 1, None]]),
    lambda mark: ("leave_note", [{"id": mark, "text": "大" * 100_000, "actor": "principal"}]),
    lambda mark: ("report_progress", [{"id": mark, "actor": "principal", "text": "代报"}]),
    lambda mark: ("fulfil_commitment", [{"id": mark, "actor": "leader", "duty": "commitment-9999", "text": "兑现"}]),
    lambda mark: ("decide_matter", [{"id": mark, "actor": "secretary", "duty": "matter-9999", "decision": "同意"}]),
    lambda mark: ("abolish_everything", [{"id": mark}]),
    lambda mark: ("hand_over", [{"id": mark, "actor": "office", "leaver": "handler"}]),
    lambda mark: ("suspend", [{"id": mark, "actor": "principal", "reason": "歇一歇", "until": "0001-01-01"}]),
)
