"""Hostile command lines: any words after `bihuan`, where no site runs."""

import contextlib
import io
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import strategies as st

from gateway.cli.app import MODULES, run
from gateway.cli.endings import Ending
from gateway.cli.errand import command_of
from gateway.cli.fields import read_fields
from gateway.cli.invocation import read_invocation
from rules.names import command_name
from schemas.commands import COMMANDS, Command
from schemas.examples import example_of
from schemas.misreading import without_controls
from schemas.wire import DATA_CONVERTER
from schemas.words import Refusal, Text, text
from tests.fuzz.mutation import mutated
from tests.fuzz.papers import EXAMPLE
from tests.fuzz.signs import TEXTS
from tests.fuzz.target import Target
from tests.fuzz.verdict import SECONDS, answered, assert_said, in_time

STARTS_SERVERS = ("up", "rehearse", "watch")  # a sound line would start what runs for ever
WORDS = (
    *("--help", "--json", "--lang", "en", "zh", "--home", "--yes", "--dry-run", "--campaign", "2026-xc-2", "--limit"),
    *("--as", "张处长", "--id", "--data", '{"a": 1}', "{", "[[]]", "[" * 2000, "@nowhere", "@.", "-", "--help-fields"),
    *("2026-xc-2/007", "x/1", "/", "x/٣", "--stage", "整改中", "--colour", "red", "--policy", "county", "--roster"),
    *("--calendar", "--fed-back-on", "2026-02-30", "9999-12-31", "--unit", "--open-only", "--skip-bad", "import"),
    *(
        "show",
        "check",
        "--force",
        "--overdue",
        "--here",
        "--",
        "-h",
        "-1",
        "--=",
        "--x=y",
        "--evidence",
        "--milestones",
    ),
    *("name=a,due=b", "kind=rule,file=nowhere", "--present", "--level", "leader", "--due", "2026-09-30", "--text"),
)
FILES = tuple(str(EXAMPLE / name) for name in ("feedback.csv", "notice.txt", "roster.yaml", "script.yaml"))
SAFE = tuple(name for name in MODULES if name not in STARTS_SERVERS)
NAMES = (*COMMANDS, *(command_name(name).zh for name in COMMANDS))
SOUND = (
    ("intake", FILES[0], "--dry-run"),
    ("intake", FILES[1], "--dry-run", "--roster", FILES[2]),
    ("do", "leave_note", "2026-xc-2/007", "--as", "li", "--text"),
    ("do", "submit_plan", "x/1", "--as", "li", "--milestones"),
    ("policy", "check", FILES[2]),
    ("roster", "import", FILES[2]),
    ("list", "--limit"),
    ("show",),
    ("template", "空表.xlsx"),
)


@st.composite
def lines(draw: st.DrawFn) -> tuple[str, ...]:
    word = st.sampled_from(WORDS) | st.sampled_from(FILES) | TEXTS
    first = draw(st.sampled_from(SOUND) | st.sampled_from(SAFE).map(lambda name: (name,)) | st.tuples(word))
    if draw(st.booleans()) and first[0] == "do":
        first = ("do", draw(st.sampled_from(NAMES)), *first[2:])
    rest = draw(st.lists(word, max_size=5))
    words = (*first, *rest)
    return ("--nothing", *words) if _first_name(words) in STARTS_SERVERS else words


def _first_name(words: Sequence[str]) -> str:
    return next((word for word in words if word in MODULES), "")


@dataclass(frozen=True)
class Said:
    code: int
    out: str
    err: str


def is_answered(words: Sequence[str]) -> None:
    """A line ends with its exit code and a sentence, and never with the program's own fault."""
    given = [_possible(word) for word in words]
    said = _asked(given)
    assert said.code in set(Ending) - {Ending.FAULT, Ending.INTERRUPTED}, said.err[-2000:]
    assert "Traceback" not in said.err + said.out
    assert "\x1b" not in said.err, "what was typed does not act on the terminal"
    assert said.code in (Ending.OK, Ending.PARTLY) or (said.err + said.out).strip(), "a refusal says why"
    if "--json" in given and said.out.strip() and _is_a_command(given):
        json.loads(said.out)


def _is_a_command(given: Sequence[str]) -> bool:
    """Tell whether a line gives a command and doesn't ask for help."""
    try:
        rest = read_invocation(given, {}).rest
    except Refusal:
        return True
    return bool(rest) and rest[0] in MODULES and "--help" not in rest and "--" not in rest


def _asked(given: Sequence[str]) -> Said:
    with TemporaryDirectory() as folder, contextlib.chdir(folder):
        environ = {"HOME": folder, "PATH": os.defpath, "BIHUAN_HOME": str(Path(folder) / "site")}
        # As strict as a real terminal: what is no UTF-8 is not printed silently.
        out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", errors) for errors in ("strict", "backslashreplace"))
        stdin, sys.stdin = sys.stdin, io.StringIO("")
        try:
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), in_time(SECONDS):
                code = run(given, environ)
        finally:
            sys.stdin = stdin
        for stream in (out, err):
            stream.flush()
        return Said(code, *(stream.buffer.getvalue().decode() for stream in (out, err)))


def _possible(word: str) -> str:
    """Give what the operating system can hand over: no NUL, and bytes that are no UTF-8 as lone surrogates."""
    return os.fsdecode(word.replace("\0", "").encode("utf-8", "surrogatepass"))


@st.composite
def fields(draw: st.DrawFn) -> tuple[type[Command], tuple[str, ...], str | None]:
    kind = draw(st.sampled_from(list(COMMANDS.values())))
    sound = example_of(kind)
    values = st.sampled_from([str(value) for value in sound.values()]) | st.sampled_from(WORDS) | TEXTS
    names = st.sampled_from([f"--{name.replace('_', '-')}" for name in sound]) | TEXTS
    words = draw(st.lists(st.tuples(names, values), max_size=4))
    data = draw(st.none() | mutated(sound).map(json.dumps) | st.sampled_from(("{", "[]", "@nowhere", "null")))
    return kind, tuple(word for pair in words for word in pair), data


def is_sent_or_refused(written: tuple[type[Command], tuple[str, ...], str | None]) -> None:
    """What is written on a command line is refused in words, or becomes a message that Temporal takes."""
    kind, words, data = written
    given = [_possible(word) for word in words]
    try:
        payload = read_fields(kind, given, data)
    except Refusal as refusal:  # which the terminal shows without the controls of what it quotes
        assert_said(text(*map(without_controls, (refusal.reason.zh, refusal.reason.en))))
        return
    command = answered(lambda: command_of(kind, payload | {"id": "1", "actor": "li"}))
    if not isinstance(command, Text):
        assert DATA_CONVERTER.payload_converter.to_payload(command).data


TARGETS = (
    Target("command lines", lines(), is_answered, share=20, slice=60),
    Target("fields of a command line", fields(), is_sent_or_refused, share=60, slice=60),
)
