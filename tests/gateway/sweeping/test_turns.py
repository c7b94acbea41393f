"""Many deeds are done a few at a time, and a failure ends them all."""

import asyncio

import pytest

from gateway.sweeping.turns import in_turns


async def test_all_is_done_and_never_more_than_so_many_at_once() -> None:
    done: list[int] = []
    busy = most = 0

    async def deed(number: int) -> None:
        nonlocal busy, most
        busy += 1
        most = max(most, busy)
        await asyncio.sleep(0.001)
        busy -= 1
        done.append(number)

    await in_turns(range(20), 3, deed)
    await in_turns([], 3, deed)

    assert sorted(done) == list(range(20))
    assert most == 3


async def test_the_first_failure_ends_all_and_is_raised() -> None:
    done: list[int] = []

    async def deed(number: int) -> None:
        if number == 3:
            raise ConnectionError("away")
        await asyncio.sleep(0.001)
        done.append(number)

    with pytest.raises(ConnectionError):
        await in_turns(range(1000), 4, deed)
    before = list(done)
    await asyncio.sleep(0.02)
    assert done == before
    assert len(done) < 10
