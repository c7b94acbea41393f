"""A server that ends by itself is started again: at once where it was steady, more and more slowly where it was not."""

import os
from pathlib import Path

import pytest

from embedded.child import Child, ChildServer
from embedded.keeper import Keeper
from schemas.words import Text
from tests.embedded import machine


@pytest.mark.parametrize(
    ("lives", "pauses"),
    [("0.6", ["0.2 s", "0.2 s", "0.2 s"]), ("0", ["0.2 s", "0.4 s", "0.8 s"])],
    ids=["steady", "unsteady"],
)
async def test_only_a_server_that_was_not_steady_waits_longer_each_time(
    tmp_path: Path, lives: str, pauses: list[str]
) -> None:
    said: list[str] = []
    lock = os.open(tmp_path / "lock", os.O_RDWR | os.O_CREAT)
    child = ChildServer(Child(name="child", command=["sleep", lives], cwd=tmp_path), tmp_path)

    def say(words: Text) -> None:
        said.append(words.en)

    keeper = Keeper(child, lock, say, steady_after=0.5)
    await keeper.start()
    await machine.eventually(lambda: len(_pauses(said)) >= len(pauses))
    await keeper.stop()
    os.close(lock)

    assert _pauses(said)[: len(pauses)] == pauses


def _pauses(said: list[str]) -> list[str]:
    return [line.rpartition("again in ")[2].rstrip(".") for line in said if "again in " in line]
