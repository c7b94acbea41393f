"""Opening messages without a server: what is read, what is refused, what is kept of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from temporalio.api.common.v1 import Payload
from temporalio.common import RawValue

from schemas.commands import COMMANDS, Command, LeaveNote
from schemas.wire import DATA_CONVERTER
from schemas.words import Refusal, Text
from workflows.envelope import LARGEST, PICTURED, open_envelope, picture

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(exclude_categories=[])),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(st.characters(), max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)
ANYTHING = st.lists(JSON | st.binary(max_size=40).map(lambda data: RawValue(Payload(data=data))), max_size=3)


def opening(kind: type[Command], args: list[object]) -> Command | Text:
    try:
        return open_envelope(kind, args)
    except Refusal as refusal:
        return refusal.reason


@given(st.sampled_from(list(COMMANDS.values())), ANYTHING)
def test_whatever_is_sent_is_a_command_or_a_refusal(kind: type[Command], args: list[object]) -> None:
    opened = opening(kind, args)

    if isinstance(opened, Text):
        assert opened.zh.isprintable()
        assert opened.en.isprintable()
    else:
        assert isinstance(opened, kind)


@given(ANYTHING)
def test_whatever_is_sent_can_be_pictured_in_bounds(args: list[object]) -> None:
    shown = picture(args) or ""
    assert len(shown) <= PICTURED + 1
    assert shown.isprintable()


def test_a_payload_that_can_not_be_read_is_handed_over_unread() -> None:
    converter = DATA_CONVERTER.payload_converter
    broken = Payload(metadata={"encoding": b"json/plain"}, data=b"{broken")
    unheard = Payload(metadata={"encoding": b"unheard-of"}, data=b"x")
    plain = converter.to_payload({"a": 1})

    assert converter.from_payloads([plain, broken, unheard]) == [{"a": 1}, RawValue(broken), RawValue(unheard)]
    with pytest.raises((RuntimeError, ValueError)):
        converter.from_payloads([broken], [dict])


def test_a_note_may_have_lines_but_no_control_characters() -> None:
    sent = {"id": "1", "actor": "leader", "text": "一\n二\t三"}
    command = open_envelope(LeaveNote, [sent])
    assert isinstance(command, LeaveNote)
    assert command.text == "一\n二\t三"
    for sign in ("\x00", "\x1b", "\x85", "\ud800", "\u2028", "\u202e"):
        with pytest.raises(Refusal, match=f"U\\+{ord(sign):04X}|字符"):
            open_envelope(LeaveNote, [{**sent, "text": f"a{sign}b"}])


def test_a_payload_is_weighed_in_bytes() -> None:
    with pytest.raises(Refusal, match=str(LARGEST)):
        open_envelope(LeaveNote, [{"id": "1", "actor": "leader", "text": "闭" * (LARGEST // 3)}])
