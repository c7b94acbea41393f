"""Faults as an engine might have them: each is put into the tests' worker, never into the house's code."""

import zlib
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

import temporalio.worker
from pydantic import BaseModel
from temporalio.worker import (
    ContinueAsNewInput,
    HandleSignalInput,
    Interceptor,
    Worker,
    WorkflowInboundInterceptor,
    WorkflowInterceptorClassInput,
    WorkflowOutboundInterceptor,
)

import rules.cases
from ledger.book import Book
from schemas.case import Case
from schemas.commands import Command
from schemas.entries import Batch
from tests.chaos.plan import Plant

SKIPPED_CASE, SKIPPED_FACT = "/003", 7
DROPPED_OF = 5  # one signal in so many


class Broken(RuntimeError):  # noqa: N818 - what is broken, not an error of ours
    """A bug that somebody will mend."""


def plant(plants: Sequence[str]) -> None:
    """Put faults in that a run has to see."""
    if Plant.SKIP_BATCH in plants:
        _skip_a_batch()
    interceptors: list[Interceptor] = []
    if Plant.FORGET_IDS in plants:
        interceptors.append(_Between(forgets=True))
    if Plant.DROP_SIGNAL in plants:
        interceptors.append(_Between(drops=True))
    if interceptors:
        _let_in(interceptors)


def break_rules() -> None:
    """Let the rules fail where time brings something, and at one command in three."""
    hear = rules.cases.carry_out

    def carry_out(case: Case, command: Command, at: Any) -> Any:
        if zlib.crc32(command.id.encode()) % 3 == 0:
            raise Broken("a bug in the rules")
        return hear(case, command, at)

    def let_time_pass(case: Case, at: Any) -> NoReturn:
        raise Broken("a bug in the rules")

    _put(rules.cases, carry_out=carry_out, let_time_pass=let_time_pass)


def break_writing() -> None:
    """Let the ledger's code fail at every batch."""

    async def append(self: Book, batch: Batch) -> int:
        raise Broken("a bug in the writing")

    _put(Book, append=append)


def _skip_a_batch() -> None:
    write = Book.append

    async def append(self: Book, batch: Batch) -> int:
        skipped = batch.case_id.endswith(SKIPPED_CASE) and any(e.number == SKIPPED_FACT for e in batch.entries)
        return batch.entries[-1].number if skipped else await write(self, batch)

    _put(Book, append=append)


def _let_in(interceptors: list[Interceptor]) -> None:
    class Planted(Worker):
        def __init__(self, *args: Any, **options: Any) -> None:
            options["interceptors"] = [*options.get("interceptors", ()), *interceptors]
            super().__init__(*args, **options)

    _put(temporalio.worker, Worker=Planted)


def _put(place: object, **broken: Callable[..., Any]) -> None:
    for name, thing in broken.items():
        setattr(place, name, thing)


class _Between(Interceptor):
    """Stands between Temporal and the story."""

    def __init__(self, *, forgets: bool = False, drops: bool = False) -> None:
        self.forgets, self.drops = forgets, drops

    def workflow_interceptor_class(self, _: WorkflowInterceptorClassInput) -> type[WorkflowInboundInterceptor]:
        return _Forgetting if self.forgets else _Dropping


class _Dropping(WorkflowInboundInterceptor):
    async def handle_signal(self, input: HandleSignalInput) -> None:  # noqa: A002 - the SDK's name
        if zlib.crc32(repr(input.args).encode()) % DROPPED_OF:
            await super().handle_signal(input)


class _Amnesia(WorkflowOutboundInterceptor):
    def continue_as_new(self, input: ContinueAsNewInput) -> NoReturn:  # noqa: A002
        input.args = [_without_receipts(arg) for arg in input.args]
        super().continue_as_new(input)


class _Forgetting(WorkflowInboundInterceptor):
    def init(self, outbound: WorkflowOutboundInterceptor) -> None:
        super().init(_Amnesia(outbound))


def _without_receipts(carried: Any) -> Any:
    if isinstance(carried, BaseModel) and "receipts" in type(carried).model_fields:
        return carried.model_copy(update={"receipts": ()})
    return carried
