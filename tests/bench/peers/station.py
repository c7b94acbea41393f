"""How a peer is driven: a count and how many at once on a line of standard input, the seconds taken on one of output."""

import asyncio
import os
import sys
import time
from collections.abc import Awaitable, Callable

STEPS = 5


def dsn() -> str:
    """Return the address of the database that a peer may use as its own."""
    return os.environ["BENCH_DATABASE_URL"]


async def serve(lifecycle: Callable[[str], Awaitable[None]]) -> None:
    """Live through as many lifecycles as each line asks for, until there are no more lines."""
    print("ready", flush=True)  # noqa: T201 - the other side reads it
    serial = 0
    while line := await asyncio.to_thread(sys.stdin.readline):
        count, at_once = map(int, line.split())
        names = [f"peer-{serial + number}" for number in range(count)]
        serial += count
        began = time.monotonic()
        await _live(names, at_once, lifecycle)
        print(time.monotonic() - began, flush=True)  # noqa: T201


async def _live(names: list[str], at_once: int, lifecycle: Callable[[str], Awaitable[None]]) -> None:
    room = asyncio.Semaphore(at_once)

    async def with_room(name: str) -> None:
        async with room:
            await lifecycle(name)

    await asyncio.gather(*map(with_room, names))
