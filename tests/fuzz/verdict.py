"""What is asked of every answer to something hostile: in bounds, in words, and fit to be kept."""

import json
import re
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TypeVar

from pydantic import BaseModel

from schemas.words import Refusal, Text

T = TypeVar("T")

SECONDS = 10.0  # of CPU for one small input: generous, for the machine may be slow and the input is tiny
LONGEST_SAID = 10_000
_HAN = re.compile(r"[一-鿿]")
_RAW = re.compile(
    r"Traceback|object at 0x|<class|NoneType|pydantic|Errno|codec can't|invalid literal|Error\b|\bNone\b|DutyKind|Role\."
)
_QUOTED = re.compile(r"“[^”]*”|「[^」]*」")  # what was sent may be called anything
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")


class Hung(BaseException):
    """An input took longer than any of its size may."""


def answered(ask: Callable[[], T]) -> T | Text:
    """Return what came of an input within its time, or the sentence of its refusal."""
    try:
        with in_time(SECONDS):
            return ask()
    except Refusal as refusal:
        assert_said(refusal.reason)
        return refusal.reason


@contextmanager
def in_time(seconds: float) -> Iterator[None]:
    """Raise Hung in whatever takes more CPU seconds than these."""

    def hang(_signal: int, _frame: FrameType | None) -> None:
        raise Hung(f"more than {seconds} s of CPU")

    before = signal.signal(signal.SIGVTALRM, hang)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def assert_harmless(value: object) -> None:
    """No sign anywhere that would act on a terminal, or turn a line of a list round."""
    match value:
        case str():
            assert not _CONTROL.search(value), ascii(value)
        case dict():
            assert_harmless(list(value.values()))
        case list() | tuple():
            for inner in value:
                assert_harmless(inner)


def assert_said(said: Text) -> None:
    """A refusal is a short sentence in both languages that shows nothing of the machinery and harms no terminal."""
    for words in (said.zh, said.en):
        assert not _CONTROL.search(words), ascii(words)
        assert not _RAW.search(_QUOTED.sub("“”", words)), words
        assert len(words) <= LONGEST_SAID, words[:200]
    assert len(_HAN.findall(said.zh)) >= 4, said.zh
    assert len(said.en.split()) >= 3, said.en


def assert_kept(value: BaseModel) -> None:
    """What was accepted can be written as JSON, is the same when it is read back, and fits PostgreSQL's text."""
    written = value.model_dump_json()
    assert type(value).model_validate_json(written) == value
    assert_text(json.loads(written))


def assert_text(value: object) -> None:
    """No NUL and no lone surrogate anywhere: PostgreSQL stores neither."""
    if isinstance(value, str):
        assert "\0" not in value, value[:300]
        value.encode()
    for inner in value if isinstance(value, list) else (*value, *value.values()) if isinstance(value, dict) else ():
        assert_text(inner)
