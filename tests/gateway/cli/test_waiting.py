"""Waiting: for a person who is asked, and for a worker that is away."""

import datetime as dt
import os
import pty
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from gateway.asking import NotRunning, Unanswered, ask
from gateway.cli.connection import open_site
from gateway.cli.terminal import Terminal
from schemas.commands import DecideWithdrawal, LeaveNote, RequestWithdrawal
from schemas.values import CaseId
from schemas.words import Refusal
from tests.embedded.machine import children_of
from tests.gateway.cli.office import BIHUAN, EXAMPLE, HOUSE, Site


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "a.csv"
    file.write_text("序号,反馈问题,问题类别\n1,甲,财务管理\n")
    return file


@pytest.fixture
def notice(tmp_path: Path) -> Path:
    """A notice that declares one problem more than it lists."""
    written = (EXAMPLE / "notice.txt").read_text().replace("3个方面12个问题", "3个方面13个问题")
    (tmp_path / "notice.txt").write_text(written)
    return tmp_path / "notice.txt"


def answered(site: Site, keys: bytes, *words: object) -> tuple[int, str]:
    """Run a command at a terminal and press keys when it asks; return its exit code and what it told the person."""
    ours, theirs = pty.openpty()
    command = [*BIHUAN, *map(str, words)]
    environ = site.environ
    with subprocess.Popen(
        command, env=environ, cwd=HOUSE, stdin=theirs, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as asked:
        assert asked.stderr is not None
        said = ""
        while not said.endswith("[y/N] "):
            said += asked.stderr.read(1)
        if keys:
            os.write(ours, keys)
        else:
            asked.send_signal(signal.SIGINT)
        said += asked.stderr.read()
    os.close(ours)
    os.close(theirs)
    return asked.returncode, said


@pytest.mark.parametrize("no", [b"n\n", b"\n", b"\x04"])
def test_anything_but_yes_starts_nothing(site: Site, file: Path, no: bytes) -> None:
    code, said = answered(site, no, "intake", file, "--campaign", "asked-no")
    assert code == 1
    assert "什么也没有立案" in said
    assert "没有轮次“asked-no”" in site.ask("list", "--campaign", "asked-no").err


@pytest.mark.parametrize(("yes", "campaign"), [("是\n", "asked-zh"), ("y\n", "asked-en")])
def test_yes_in_either_language_starts_the_cases(site: Site, file: Path, yes: str, campaign: str) -> None:
    code, said = answered(site, yes.encode(), "intake", file, "--campaign", campaign)
    assert code == 0
    assert "已立案 1 项" in said


def test_the_question_says_where_the_text_disagrees_with_itself(site: Site, notice: Path) -> None:
    code, said = answered(site, b"n\n", "intake", notice, "--campaign", "asked-gap")
    assert code == 1
    assert "声明反馈问题13个，逐项列出12个" in said
    assert "立案 12 项" in said


def test_ctrl_c_at_the_question_ends_at_once(site: Site, file: Path) -> None:
    code, said = answered(site, b"", "intake", file, "--campaign", "asked-c")
    assert code == 130
    assert "已中断" in said


def test_a_text_that_disagrees_with_itself_is_taken_in_only_when_that_is_accepted(site: Site, notice: Path) -> None:
    words = ("intake", notice, "--campaign", "gap", "--yes", "--json")
    refused = site.ask(*words)
    assert refused.code == 1
    assert "声明反馈问题13个，逐项列出12个" in refused.document["error"]["message"]
    assert "--accept-mismatches" in refused.document["error"]["message"]
    assert "没有轮次“gap”" in site.ask("list", "--campaign", "gap").err
    accepted = site.ask(*words, "--accept-mismatches")
    assert accepted.code == 0
    assert len(accepted.document["started"]) == 12


@contextmanager
def worker_asleep(site: Site) -> Iterator[None]:
    leashes = children_of(site.program.pid)
    (worker,) = [pid for leash in leashes for pid in children_of(leash) if b"worker.py" in _command_line(pid)]
    os.kill(worker, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(worker, signal.SIGCONT)


def _command_line(pid: int) -> bytes:
    return subprocess.run(["ps", "-o", "args=", "-p", str(pid)], capture_output=True, check=True).stdout


async def test_a_worker_that_is_away_is_told_with_the_id_to_ask_again_under(site: Site, file: Path) -> None:
    assert site_ask(site, "intake", file, "--campaign", "away", "--yes").returncode == 0
    note = LeaveNote(id="note-1", actor="zheng-shuji", text="请抓紧")
    async with open_site(Terminal(environ=site.environ)) as opened:
        with worker_asleep(site), pytest.raises(Unanswered, match="--id note-1"):
            await ask(opened.client, CaseId("away/001"), note, patience=dt.timedelta(seconds=2))
        began = time.monotonic()
        receipt = await ask(opened.client, CaseId("away/001"), note, patience=dt.timedelta(seconds=60))
        again = await ask(opened.client, CaseId("away/001"), note)
    assert receipt == again
    assert time.monotonic() - began < 60


async def test_a_case_that_has_ended_still_answers_for_what_it_took(site: Site, file: Path) -> None:
    assert site_ask(site, "intake", file, "--campaign", "ended", "--yes").returncode == 0
    case_id, why = CaseId("ended/001"), "已由属地接管"
    decision = DecideWithdrawal(id="oa-71", actor="he-mishu", grant=True, reason=why)
    async with open_site(Terminal(environ=site.environ)) as opened:
        await ask(opened.client, case_id, RequestWithdrawal(id="oa-70", actor="zhang-chu", reason=why))
        # As a signal Temporal knows no answer of it: only the case does, and the ledger may not have it yet.
        handle = opened.client.get_workflow_handle(case_id)
        await handle.signal(decision.name, decision.model_dump(mode="json"))
        await handle.result()

        receipt = await ask(opened.client, case_id, decision)
        assert (receipt.command_id, receipt.first > 0) == ("oa-71", True)
        with pytest.raises(Refusal, match="“oa-71”已用于另一次办理"):
            await ask(opened.client, case_id, LeaveNote(id="oa-71", actor="zheng-shuji", text="请抓紧"))
        fresh = LeaveNote(id="oa-72", actor="zheng-shuji", text="请抓紧")
        with pytest.raises(NotRunning):
            await ask(opened.client, case_id, fresh)
        with pytest.raises(NotRunning):
            await ask(opened.client, CaseId("ended/999"), fresh)
        with worker_asleep(site), pytest.raises(Unanswered, match="--id oa-72"):
            await ask(opened.client, case_id, fresh, patience=dt.timedelta(seconds=2))


def site_ask(site: Site, *words: object) -> subprocess.CompletedProcess[bytes]:
    """Ask in a process of its own: this test has an event loop already."""
    return subprocess.run(
        [*BIHUAN, *map(str, words)],
        env=site.environ,
        cwd=HOUSE,
        capture_output=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
