"""A long stream, taken in handy pieces."""

from collections.abc import AsyncIterable, AsyncIterator
from typing import Final, TypeVar

T = TypeVar("T")

CASES_AT_ONCE: Final = 100


async def in_chunks(stream: AsyncIterable[T]) -> AsyncIterator[list[T]]:
    """Yield the stream's members in order, a hundred at a time."""
    chunk: list[T] = []
    async for member in stream:
        chunk.append(member)
        if len(chunk) == CASES_AT_ONCE:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
