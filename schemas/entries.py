"""Facts in their places: what the chain links, and what travels to the ledger."""

from collections.abc import Iterator, Sequence
from typing import Final, Self

from pydantic import Field

from schemas.facts import Fact
from schemas.values import CaseId, ChainHead, CommandId, Instant, Record, Sha256


class Entry(Record):
    """One fact in its place: the number within its case, when, by which command, and the hash that chains it."""

    case_id: CaseId
    number: int = Field(ge=1)
    at: Instant
    fact: Fact
    command_id: CommandId | None = None
    asked: str | None = None  # what was asked under that id: the command's name and a digest of its content
    previous: Sha256
    hash: Sha256

    @property
    def head(self) -> ChainHead:
        """Return the chain head after this entry."""
        return ChainHead(number=self.number, hash=self.hash)


class Batch(Record):
    """Facts on their way to the ledger, in order, all of one case."""

    case_id: CaseId
    campaign: str
    entries: tuple[Entry, ...] = Field(min_length=1)

    @classmethod
    def of(cls, entries: Sequence[Entry]) -> Self:
        """Put some facts of one case together, however many they are."""
        case_id = entries[0].case_id
        return cls(case_id=case_id, campaign=case_id.rpartition("/")[0], entries=tuple(entries))


MOST: Final = 50  # entries of a batch
HEAVIEST: Final = 1_000_000  # bytes of a batch; a payload of Temporal's holds 2 MB


def in_batches(entries: Sequence[Entry]) -> Iterator[Batch]:
    """Cut a case's facts into batches that fit into Temporal's payloads."""
    some: list[Entry] = []
    weight = 0
    for entry in entries:
        size = len(entry.model_dump_json().encode())
        if some and (len(some) == MOST or weight + size > HEAVIEST):
            yield Batch.of(some)
            some, weight = [], 0
        some.append(entry)
        weight += size
    if some:
        yield Batch.of(some)
