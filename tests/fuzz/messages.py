"""Hostile messages: every command and the start of a case, as they come in over Temporal's wire."""

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

from hypothesis import strategies as st
from temporalio.api.common.v1 import Payload

from ledger.rows import case_row, duty_rows, fact_row
from rules.board import board
from rules.cases import carry_out, note_refusal, open_case
from rules.sentences import tell
from schemas.case import Case
from schemas.commands import COMMANDS, Command
from schemas.entries import Entry
from schemas.examples import example_of
from schemas.facts import CommandRefused
from schemas.policy import DutyKind
from schemas.wire import DATA_CONVERTER
from schemas.words import Text
from tests.fuzz.mutation import mutated
from tests.fuzz.signs import HOSTILE
from tests.fuzz.target import Target
from tests.fuzz.verdict import answered, assert_kept, assert_text
from tests.fuzz.visibility import assert_found
from tests.rules import town, units
from tests.rules.life import Life
from workflows.envelope import PICTURED, open_envelope, open_start, picture

METADATA = {"encoding": b"json/plain"}
ACTORS = (*town.EVERYBODY, "nobody")
MOMENTS = (
    Life,
    lambda: Life().assigned(),
    lambda: Life().acknowledged(),
    lambda: Life().at_work(60, ("制度印发", 20)),
    lambda: Life().at_work().reported(),
    lambda: Life(policy=units.SHOWN).at_work().reported().closes(),
    lambda: Life().closed().published().wait_for(DutyKind.LOOK_BACK),
)


@dataclass(frozen=True)
class Sent:
    """A message on its way: which command, at which moment of a case, and the bytes of each argument."""

    kind: type[Command]
    moment: int
    payloads: tuple[Payload, ...]


@cache
def life(moment: int) -> Life:
    return MOMENTS[moment]()


def payload_of(value: Any) -> Payload:
    return Payload(metadata=METADATA, data=json.dumps(value, ensure_ascii=True).encode())


@st.composite
def sent(draw: st.DrawFn) -> Sent:
    kind = draw(st.sampled_from(list(COMMANDS.values())))
    sound = example_of(kind) | {"actor": draw(st.sampled_from(ACTORS))}
    payloads = [payload_of(draw(mutated(sound)))]
    if not draw(st.integers(0, 19)):
        payloads = draw(st.lists(st.binary(max_size=60).map(_raw), max_size=3))
    return Sent(kind, draw(st.integers(0, len(MOMENTS) - 1)), tuple(payloads))


def _raw(data: bytes) -> Payload:
    encoding = (b"json/plain", b"binary/plain", b"json/protobuf", b"")[len(data) % 4]
    return Payload(metadata={"encoding": encoding, "messageType": b"x"}, data=data)


def is_heard_or_refused(message: Sent) -> None:
    """A command is a refusal in words without effect, or facts that every store takes; it is never half of both."""
    args = DATA_CONVERTER.payload_converter.from_payloads(list(message.payloads))
    shown = picture(args) or ""
    assert len(shown) <= PICTURED + 1
    assert shown.isprintable()
    command = answered(lambda: open_envelope(message.kind, args))
    at = life(message.moment)
    if isinstance(command, Text):
        refused = CommandRefused(
            command=message.kind.name, reason_zh=command.zh, reason_en=command.en, given=shown or None
        )
        assert_stored(*note_refusal(at.case, refused, at.now))
        return
    assert_kept(command)
    heard = answered(lambda: carry_out(at.case, command, at.now))
    if not isinstance(heard, Text):
        assert heard.entries
        assert_stored(heard.case, heard.entries)


def assert_stored(case: Case, entries: tuple[Entry, ...]) -> None:
    """What happened can be written into the ledger, told, shown and found."""
    for entry in entries:
        assert_kept(entry)
        assert_text(list(map(str, fact_row(entry))))
        assert_text([tell(entry.fact).zh, tell(entry.fact).en])
    assert_text(list(map(str, case_row(case))))
    for row in duty_rows(case):
        assert_text(list(map(str, row)))
    assert_text([board(case, "zh"), board(case, "en")])
    assert_found(case)


@st.composite
def starts(draw: st.DrawFn) -> Payload:
    """Draw a case to start with, its rules and calendar sound and its texts hostile."""
    opening = town.opening(assignment=town.ASSIGNMENT).model_dump(mode="json")
    kept = {name: opening.pop(name) for name in ("policy", "calendar", "standing")}
    opening["item"] |= {name: draw(HOSTILE) for name in draw(st.sets(st.sampled_from(("title", "category", "source"))))}
    return payload_of({"opening": kept | draw(mutated(opening))})


def is_opened_or_refused(payload: Payload) -> None:
    args = DATA_CONVERTER.payload_converter.from_payloads([payload])
    case = answered(lambda: open_start(args))
    opened = case if isinstance(case, Text) else answered(lambda: open_case(case.opening, town.MONDAY))
    if not isinstance(opened, Text):
        assert_stored(*opened)


TARGETS = (
    Target("the commands", sent(), is_heard_or_refused, share=200, slice=120),
    Target("starts of cases", starts(), is_opened_or_refused, share=60, slice=40),
)
