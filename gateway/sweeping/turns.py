"""Many deeds, a few at a time."""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from typing import Final, TypeVar

T = TypeVar("T")

CALLS_AT_ONCE: Final = 16
QUESTIONS_AT_ONCE: Final = 8  # each may make a worker tell a whole history again


async def in_turns(many: Collection[T], at_once: int, deed: Callable[[T], Awaitable[None]]) -> None:
    """Do something with each, never more than so many at once; the first failure ends all and is raised."""
    ahead = iter(many)

    async def go_on() -> None:
        for one in ahead:
            await deed(one)

    lanes = [asyncio.create_task(go_on()) for _ in range(min(at_once, len(many)))]
    try:
        await asyncio.gather(*lanes)
    finally:
        for lane in lanes:
            lane.cancel()
