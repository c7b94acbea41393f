"""The journal: a worker that is killed forgets no case, and another takes over what it left."""

import json
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from activities.journal import Journal, Legacy
from schemas.values import CaseId

A, B = CaseId("2026-r3/001"), CaseId("2026-三轮/002")


def left_in(folder: Path) -> list[Legacy]:
    with Journal(folder, "me") as journal:
        return list(journal.inherit())


def killed_after(folder: Path, deeds: str) -> None:
    """Let a worker of its own do something with a journal, and die without a word."""
    opened = f"from activities.journal import Journal; journal = Journal(pathlib.Path({str(folder)!r}), 'dead')"
    program = f"import os, pathlib; {opened}; {deeds}; os._exit(9)"
    subprocess.run([sys.executable, "-c", program], check=False, cwd=Path(__file__).resolve().parents[2])


def test_what_a_killed_worker_noted_is_taken_over_once(tmp_path: Path) -> None:
    killed_after(tmp_path, f"journal.note({A!r}); journal.note({B!r}); journal.name_queue('sticky-7')")

    with Journal(tmp_path, "me") as heir:
        assert list(heir.inherit()) == [Legacy("dead", frozenset({A, B}), "sticky-7", before_boot=False)]
        assert heir.open == 2
        assert list(heir.inherit()) == []


def test_what_a_worker_left_whose_heir_dies_too_goes_to_the_next(tmp_path: Path) -> None:
    killed_after(tmp_path, f"journal.note({A!r})")
    killed_after(tmp_path, "next(journal.inherit())")

    assert {legacy.cases for legacy in left_in(tmp_path)} == {frozenset({A})}


def test_what_was_done_is_not_left_to_others(tmp_path: Path) -> None:
    killed_after(tmp_path, f"journal.name_queue('s'); journal.note({A!r}); journal.done({A!r}, 1); journal.note({B!r})")
    assert left_in(tmp_path) == [Legacy("dead", frozenset({B}), "s", before_boot=False)]


def test_the_journal_of_a_worker_that_lives_is_left_alone(tmp_path: Path) -> None:
    with Journal(tmp_path, "me") as first, Journal(tmp_path, "me") as second:
        first.note(A)
        assert list(second.inherit()) == []


def test_a_worker_that_ended_in_order_leaves_nothing_unless_something_is_open(tmp_path: Path) -> None:
    with Journal(tmp_path, "me"):
        pass
    assert not list(tmp_path.iterdir())

    with Journal(tmp_path, "me") as journal:
        journal.note(A)
    assert left_in(tmp_path) == [Legacy("me", frozenset({A}), None, before_boot=False)]


def test_a_case_that_is_noted_again_meanwhile_is_not_done(tmp_path: Path) -> None:
    with Journal(tmp_path, "me") as journal:
        journal.note(A)
        seen = journal.seen(A)
        journal.note(A)
        assert not journal.done(A, seen)
        assert journal.done(A, journal.seen(A))
        assert journal.open == 0


def test_it_does_not_grow_with_what_is_done(tmp_path: Path) -> None:
    with Journal(tmp_path, "me") as journal:
        journal.note(B)
        for number in range(60_000):
            journal.note(CaseId(f"2026-r3/{number:03d}"))
            assert journal.done(CaseId(f"2026-r3/{number:03d}"), 1)
        (file,) = tmp_path.iterdir()
        assert file.stat().st_size < 1_100_000

    (legacy,) = left_in(tmp_path)
    assert B in legacy.cases


def test_notes_of_many_threads_are_all_kept(tmp_path: Path) -> None:
    def note(some: int) -> None:
        for number in range(200):
            journal.note(CaseId(f"2026-r{some}/{number:03d}"))

    with Journal(tmp_path, "me") as journal:
        threads = [threading.Thread(target=note, args=(some,)) for some in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    (legacy,) = left_in(tmp_path)
    assert len(legacy.cases) == 1_600


@pytest.mark.parametrize("cut", [b'{"case": "2026-', b"\x00\x00\x00", b"[1]\n"])
def test_a_file_that_was_cut_off_with_the_machine_is_read_as_far_as_it_goes(tmp_path: Path, cut: bytes) -> None:
    lines = [{"boot": 1.0, "worker": "old"}, {"case": A}]
    (tmp_path / "old.journal").write_bytes(b"".join(json.dumps(line).encode() + b"\n" for line in lines) + cut)

    assert left_in(tmp_path) == [Legacy("old", frozenset({A}), None, before_boot=True)]
