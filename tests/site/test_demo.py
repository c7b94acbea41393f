"""The example campaign as `make demo` plays it: everything is seen within two minutes, and nothing is left behind."""

import fcntl
import os
import pty
import re
import signal
import struct
import tempfile
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.embedded import machine
from tests.site.running import EXAMPLE, Office, Program, office_at, running, until

SHOWN_WITHIN_SECONDS = 120
COLOURS_AND_MOVES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")

# What a visitor sees, in this order for the item that it happens to; #8 is the one that relapses.
STORY = {
    "a leader is named": r"#3 .*名册确定：责任领导陈副主任",
    "proof is sent in": r"#1 .*提交佐证材料",
    "an item is late": r"#3 .*红色预警“完成整改并申请销号”",
    "an interview is called": r"#3 .*第1次约谈通知",
    "the interview is held": r"#3 .*第1次约谈于",
    "the late item is closed": r"#3 .*予以销号",
    "a look-back is passed": r"#8 .*第1次回头看通过",
    "the next one finds a relapse": r"#8 .*发现反弹，重新整改",
    "the item is planned anew": r"#8 .*批准整改方案",
    "and closed a second time": r"#8 .*予以销号",
    "nothing is owed any more": r"全部办结",
}


@contextmanager
def rehearsing(**options: int) -> Iterator[Program]:
    """Play the example as a visitor does: without a home, in a temporary folder of its own."""
    with tempfile.TemporaryDirectory(prefix="bh-", dir=machine.place()) as closed:
        office = office_at(Path(closed) / "home")
        visitor = {name: value for name, value in office.environ.items() if name != "BIHUAN_HOME"}
        office.environ = {**visitor, "TMPDIR": closed, "BIHUAN_HOME": str(office.home)}
        with running(office, "rehearse", EXAMPLE, **options) as program:
            yield program


def left_behind(program: Program) -> list[str]:
    """Return the folders that are still where temporary folders are made."""
    return [folder.name for folder in program.office.home.parent.iterdir() if folder.is_dir()]


@pytest.fixture(scope="module")
def demo() -> Iterator[Program]:
    """The demo, with its output going to a file."""
    with rehearsing() as program:
        yield program


def test_ctrl_c_in_a_terminal_ends_the_picture_and_all_that_ran(demo: Program) -> None:
    screen, keyboard = pty.openpty()
    fcntl.ioctl(keyboard, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 160, 0, 0))
    with rehearsing(stdout=keyboard) as program:
        os.close(keyboard)
        seen = _read_until(screen, r"责任领导[\s\S]*签收", within=60)
        everyone = program.everyone
        os.killpg(program.process.pid, signal.SIGINT)
        rest = _read_until(screen, None, within=60)

        assert program.process.wait(30) == 0, program.words
        assert re.search(r"Temporal 界面 +http://127\.0\.0\.1:\d+", seen)
        assert "某市卫生健康委巡察整改演练" in seen
        assert "Traceback" not in rest + program.words
        assert len(everyone) > 6
        assert not any(map(machine.lives, everyone))
        assert left_behind(program) == []
    os.close(screen)


def test_within_two_minutes_the_whole_story_is_told(demo: Program) -> None:
    until(lambda: "全部办结" in demo.words, SHOWN_WITHIN_SECONDS, what="the end of the campaign")

    said = demo.words
    for what, sentence in STORY.items():
        found = re.search(sentence, said)
        assert found, f"{what}: {sentence} is not in\n{said}"
    relapse = re.search(STORY["the next one finds a relapse"], said)
    assert relapse
    assert re.search(STORY["and closed a second time"], said[relapse.end() :])
    address = said.index("http://127.0.0.1:")
    assert address < said.index("名册确定"), "the address of Temporal's UI stands on top"
    assert said.count("全部办结") == 1


def test_it_stays_up_until_it_is_told_to_stop_and_leaves_nothing(demo: Program) -> None:
    until(lambda: "全部办结" in demo.words, SHOWN_WITHIN_SECONDS, what="the end of the campaign")
    everyone = demo.everyone
    assert left_behind(demo) != []

    assert demo.end(signal.SIGTERM) == 0

    assert not any(map(machine.lives, everyone))
    assert left_behind(demo) == []
    assert "Traceback" not in demo.words


@pytest.mark.parametrize("command", [("up",), ("rehearse", EXAMPLE)])
def test_told_to_stop_while_it_starts_it_stops_at_once_and_leaves_nothing(
    office: Office, command: tuple[str | Path, ...]
) -> None:
    with running(office, *command) as program:
        until(lambda: len(program.everyone) > 2, 30, what="the first servers")
        everyone = program.everyone

        assert program.end(signal.SIGTERM) == 0

        assert "已停止" in program.words
        assert "Traceback" not in program.words
        assert not any(map(machine.lives, everyone))


def _read_until(screen: int, sentence: str | None, *, within: float) -> str:
    """Read a terminal until a sentence stands on it, or to its end; return what was written, without colours."""
    written, end = b"", time.monotonic() + within
    while time.monotonic() < end:
        try:
            written += os.read(screen, 65536)
        except OSError:  # nobody holds the other side any more
            break
        plain = COLOURS_AND_MOVES.sub("", written.decode(errors="replace"))
        if sentence and re.search(sentence, plain):
            return plain
    assert sentence is None, written.decode(errors="replace")[-2000:]
    return COLOURS_AND_MOVES.sub("", written.decode(errors="replace"))
