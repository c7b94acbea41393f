"""A rehearsal of one's own: its folder lies anywhere, is named from where one stands, and brings its own policy."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.embedded.machine import free_ports
from tests.gateway.cli.office import BIHUAN, EXAMPLE, HOUSE, Ask, environment


@pytest.fixture
def elsewhere() -> Iterator[Path]:
    """A folder with a rehearsal in it, under a name that leaves room for the servers' sockets."""
    with tempfile.TemporaryDirectory(prefix="bh-") as closed:
        shutil.copytree(EXAMPLE, Path(closed) / "drill")
        yield Path(closed)


def under(policy: str, folder: Path) -> None:
    script = folder / "drill" / "script.yaml"
    script.write_text(script.read_text().replace("\npolicy: fast\n", f"\npolicy: {policy}\n"))


@pytest.mark.parametrize("policy", ["ours.yaml", "ours"])
def test_a_policy_that_is_not_there_is_refused_before_anything_starts(
    bihuan: Ask, elsewhere: Path, policy: str
) -> None:
    under(policy, elsewhere)
    ended = bihuan("rehearse", elsewhere / "drill")
    assert ended.code == 1
    assert "没有这个办法" in ended.err
    assert "正在启动" not in ended.err


def test_a_folder_named_from_here_is_played_with_its_own_policy(elsewhere: Path) -> None:
    shutil.copy(HOUSE / "policies" / "fast.yaml", elsewhere / "drill" / "ours.yaml")
    under("ours.yaml", elsewhere)
    said = elsewhere / "said.txt"
    with said.open("w") as out:
        environ = environment(elsewhere / "nowhere", free_ports()) | {"PYTHONPATH": str(HOUSE)}
        words = [*BIHUAN, "rehearse", "drill", "--home", "home"]
        program = subprocess.Popen(words, env=environ, cwd=elsewhere, stdout=out, stderr=out, start_new_session=True)
        _wait_for(said, program)
        os.killpg(program.pid, signal.SIGINT)
        assert program.wait(60) == 0, said.read_text()
    assert "已立案 20 项" in said.read_text()


def _wait_for(said: Path, program: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 90
    while "名册确定" not in said.read_text():
        assert program.poll() is None, said.read_text()
        assert time.monotonic() < end, said.read_text()
        time.sleep(0.3)
