"""Who reads what a command says may stop at any time: that changes neither what the command does nor how it ends."""

import subprocess
from pathlib import Path

import pytest

from gateway.cli.endings import Ending, code_of
from tests.gateway.cli.office import BIHUAN, EXAMPLE, HOUSE, Site, environment


def unread(environ: dict[str, str], *words: object) -> tuple[int, str]:
    """Run a command whose standard output nobody reads; return its exit code and what it told on standard error."""
    line = f"{' '.join([*BIHUAN, *map(str, words)])} | true; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", line], env=environ, capture_output=True, text=True, check=False, cwd=HOUSE)
    return done.returncode, done.stderr


@pytest.mark.parametrize(
    "words", [["--help"], ["list", "--help"], ["do"], ["intake", EXAMPLE / "notice.txt", "--dry-run"]]
)
def test_a_page_that_nobody_reads_is_no_failure(tmp_path: Path, words: list[object]) -> None:
    assert unread(environment(tmp_path / "home", (7233, 8233)), *words) == (0, "")


def test_an_intake_that_nobody_reads_is_done_to_its_end(site: Site, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("序号,反馈问题,问题类别\n1,甲,财务管理\n")
    code, told = unread(site.environ, "intake", file, "--campaign", "unread", "--yes")
    assert (code, told) == (0, "已立案 1 项，原已立案 0 项。\n")


def exit_of(code: int | str | None, because: Exception | None = None) -> SystemExit:
    leaving = SystemExit(code)
    leaving.__context__ = because
    return leaving


def test_an_exit_keeps_its_own_code_and_a_reader_that_left_is_none() -> None:
    assert [code_of(exit_of(code)) for code in (None, 0, 1, 3)] == [0, 0, 1, 3]
    assert code_of(exit_of("words")) == Ending.FAULT
    assert code_of(exit_of(1, BrokenPipeError())) == Ending.OK
    assert code_of(exit_of(1, ValueError())) == 1
