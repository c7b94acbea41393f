"""A desk at which stories are acted: a server, a worker of ours, and a ledger in memory."""

import asyncio
import contextlib
import datetime as dt
import sys
import tempfile
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from temporalio.api.enums.v1 import EventType, IndexedValueType
from temporalio.api.operatorservice.v1 import AddSearchAttributesRequest
from temporalio.client import Client, WithStartWorkflowOperation, WorkflowHandle, WorkflowUpdateFailedError
from temporalio.exceptions import ApplicationError
from temporalio.service import RPCError
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Replayer, Worker

from activities.journal import Journal
from activities.ledger import LedgerDeeds
from activities.scribe import Scribe
from gateway.cases_on_record import CasesOfTemporal
from gateway.current_case import query_case
from schemas.case import Case, CaseSummary
from schemas.commands import Command
from schemas.entries import Entry
from schemas.facts import CommandRefused
from schemas.receipts import Receipt
from schemas.search import SEARCH_ATTRIBUTES
from schemas.values import CaseId
from tests.workflows.notebook import Notebook
from tests.workflows.town import command
from workflows.finding import key_of
from workflows.listening import Ear
from workflows.plugin import Guarding, bihuan_plugin
from workflows.remediation import Remediation
from workflows.starting import start_options

BIN = Path(sys.executable).parent

_PATIENCE = [dt.timedelta(seconds=3), dt.timedelta(seconds=30)]
_ON_THE_WAY = (EventType.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED, EventType.EVENT_TYPE_WORKFLOW_TASK_STARTED)

Story = WorkflowHandle[Remediation, CaseSummary]


async def at_last(start: Callable[[], Awaitable[WorkflowEnvironment]]) -> WorkflowEnvironment:
    """Start a server; the SDK gives it five seconds to answer, in which a busy machine may not come to it."""
    for _ in range(5):
        with contextlib.suppress(RuntimeError):
            return await start()
    return await start()


@dataclass
class Desk:
    """One worker's queue on one server; every story that was begun here is replayed at the end."""

    env: WorkflowEnvironment
    client: Client
    queue: str = field(default_factory=lambda: f"q-{uuid.uuid4()}")
    book: Notebook = field(default_factory=Notebook)
    begun: list[Story] = field(default_factory=list)

    async def now(self) -> dt.datetime:
        return (await self.env.get_current_time()).astimezone(dt.UTC)

    async def begin(self, case: Case, **options: Any) -> Story:
        given = {**start_options(case, await self.now(), self.queue), **options}
        return self.keep(await self.client.start_workflow(Remediation.run, case, **given))

    async def with_start(self, case: Case) -> WithStartWorkflowOperation[Remediation, CaseSummary]:
        options = start_options(case, await self.now(), self.queue)
        return WithStartWorkflowOperation(Remediation.run, case, **options)

    def keep(self, story: Story) -> Story:
        self.begun.append(story)
        return story

    async def do(self, story: Story, name: str, actor: str, /, **fields: Any) -> Receipt:
        return await self.send(story, command(name, actor, **fields))

    async def send(self, story: Story, asked: Command) -> Receipt:
        receipt: Receipt = await story.execute_update(asked.name, asked, result_type=Receipt)
        return receipt

    async def case(self, story: Story) -> Case:
        for patience in _PATIENCE:  # the server that skips time loses a query now and then
            with contextlib.suppress(RPCError):
                return await query_case(self.client, CaseId(story.id), patience)
        raise AssertionError(f"{story.id} does not answer")

    async def written(self, story: Story) -> Case:
        """Return the case when the ledger has all of its facts, which fold to the same case."""
        for _ in range(1000):
            case = await self.case(story)
            if self.book.cases.get(story.id) == case:
                return case
            await asyncio.sleep(0.02)
        raise AssertionError(f"the ledger lags: {self.book.kinds(story.id)}, not {case.head}")

    async def heard_out(self, story: Story) -> None:
        """Wait until a case has heard its signals: the server that skips time tells an update among signals that came
        first, and in replay after them.
        """
        while True:
            history = (await story.fetch_history()).events
            if history[-1].event_type not in (*_ON_THE_WAY, EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED):
                return
            await asyncio.sleep(0.02)

    async def ended(self, story: Story) -> CaseSummary:
        """Return how a case ended, when the ledger has that too."""
        ended = await story.result()
        await self.written(story)
        return ended

    async def events(self, story: Story) -> int:
        """Return how many events the history has when no task is on its way."""
        while True:
            history = (await story.fetch_history()).events
            if history[-1].event_type not in _ON_THE_WAY:
                return len(history)
            await asyncio.sleep(0.02)

    def entries(self, story: Story) -> list[Entry]:
        return self.book.entries.get(story.id, [])

    def refusals(self, story: Story) -> list[CommandRefused]:
        return [entry.fact for entry in self.entries(story) if isinstance(entry.fact, CommandRefused)]

    @asynccontextmanager
    async def staffed(self, *, is_heard: bool = True, **options: Any) -> AsyncIterator["Desk"]:
        deeds = LedgerDeeds(self.book)
        with tempfile.TemporaryDirectory() as folder, Journal(Path(folder), self.client.identity) as journal:
            scribe = Scribe(CasesOfTemporal(self.client), self.book, journal)
            ears = [Ear(scribe.hear)] if is_heard else []
            own = {"activities": [deeds.write_facts], "interceptors": ears, "workflow_runner": Guarding()}
            async with Worker(self.client, task_queue=self.queue, **{**own, **options}), scribe:
                yield self


async def replay(client: Client, story: Story) -> None:
    """Replay all of a story's run with today's code, or fail."""
    history = await client.get_workflow_handle(story.id).fetch_history()
    await replayer().replay_workflow(history)


def replayer() -> Replayer:
    return Replayer(workflows=[], plugins=[bihuan_plugin()], build_id="replay")


def ours(env: WorkflowEnvironment) -> Client:
    """Return an environment's client with our plugin."""
    config = env.client.config()
    config["plugins"] = [bihuan_plugin()]
    return Client(**config)


async def with_search_attributes(env: WorkflowEnvironment) -> WorkflowEnvironment:
    """Make ours known to a time-skipping server, where an unknown one would hang the story."""
    types = {name: IndexedValueType.ValueType(key_of(name).indexed_value_type) for name in SEARCH_ATTRIBUTES}
    request = AddSearchAttributesRequest(namespace=env.client.namespace, search_attributes=types)
    await env.client.operator_service.add_search_attributes(request)
    return env


def refusal_of(error: WorkflowUpdateFailedError) -> ApplicationError:
    assert isinstance(error.cause, ApplicationError)
    return error.cause
