"""Servers for stories: one that skips time, and the real one."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

import pytest
import structlog
from temporalio.testing import WorkflowEnvironment

from schemas.search import SEARCH_ATTRIBUTES
from tests.workflows.desk import BIN, Desk, at_last, ours, replay, with_search_attributes
from workflows.finding import key_of
from workflows.plugin import Trusting


@pytest.fixture(autouse=True, scope="session")
def _quiet() -> None:
    structlog.configure(processors=[_drop])


def _drop(_: object, __: str, ___: structlog.typing.EventDict) -> structlog.typing.EventDict:
    raise structlog.DropEvent


@pytest.fixture
async def skipping() -> AsyncIterator[Desk]:
    """A desk on a server of its own that skips time; every story is replayed at the end."""
    async with _skipping() as desk:
        yield desk


@pytest.fixture
async def uncached() -> AsyncIterator[Desk]:
    """The same with a worker that forgets every story after each task, and to whom nobody listens.

    The server that skips time loses now and then a query which comes while a case is told anew.
    """
    async with _skipping(max_cached_workflows=0, workflow_runner=Trusting(), is_heard=False) as desk:
        yield desk


@asynccontextmanager
async def _skipping(**options: Any) -> AsyncIterator[Desk]:
    program = str(BIN / "temporal-test-server")
    start = partial(WorkflowEnvironment.start_time_skipping, test_server_existing_path=program)
    async with await at_last(start) as env:
        desk = Desk(await with_search_attributes(env), ours(env))
        async with desk.staffed(**options):
            yield desk
        for story in desk.begun:
            await replay(desk.client, story)


@pytest.fixture(scope="session")
async def still_server() -> AsyncIterator[WorkflowEnvironment]:
    program = str(BIN / "temporal-test-server")
    async with await at_last(
        partial(WorkflowEnvironment.start_time_skipping, test_server_existing_path=program)
    ) as env:
        yield await with_search_attributes(env)


@pytest.fixture
async def still(still_server: WorkflowEnvironment) -> AsyncIterator[Desk]:
    """A desk on a shared server whose clock nobody moves."""
    desk = Desk(still_server, ours(still_server))
    async with desk.staffed():
        yield desk
    for story in desk.begun:
        await replay(desk.client, story)


@pytest.fixture(scope="session")
async def real_server() -> AsyncIterator[WorkflowEnvironment]:
    """The real server, which suggests a fresh run after 40 events instead of 4,096."""
    start = partial(
        WorkflowEnvironment.start_local,
        dev_server_existing_path=str(BIN / "temporal"),
        search_attributes=[key_of(name) for name in SEARCH_ATTRIBUTES],
        dev_server_extra_args=[
            *("--dynamic-config-value", "limit.historyCount.suggestContinueAsNew=40"),
            *("--dynamic-config-value", 'history.workflowIdReuseMinimalInterval="0s"'),
            *("--dynamic-config-value", "history.transferProcessorMaxPollRPS=2000"),
        ],
    )
    async with await at_last(start) as env:
        yield env


@pytest.fixture
async def real(real_server: WorkflowEnvironment) -> AsyncIterator[Desk]:
    """A desk on the real server; every story's latest run is replayed at the end."""
    desk = Desk(real_server, ours(real_server))
    async with desk.staffed():
        yield desk
    for story in desk.begun:
        await replay(desk.client, story)
