"""What a Temporal server elsewhere must have before cases can live there: the namespace and its search attributes."""

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable
from typing import Final

from google.protobuf.duration_pb2 import Duration
from temporalio.api.enums.v1 import IndexedValueType
from temporalio.api.namespace.v1 import NamespaceConfig
from temporalio.api.operatorservice.v1 import AddSearchAttributesRequest, ListSearchAttributesRequest
from temporalio.api.workflowservice.v1 import (
    DescribeNamespaceRequest,
    RegisterNamespaceRequest,
    UpdateNamespaceRequest,
)
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from schemas.search import SEARCH_ATTRIBUTES
from schemas.words import Text, text
from workflows.finding import key_of

RETENTION: Final = dt.timedelta(days=3650)  # ten years: a closed case's history is kept as long as its paper file
PATIENCE: Final = dt.timedelta(seconds=90)  # a server may take a minute to know its own new namespace


async def provision(client: Client, say: Callable[[Text], None]) -> None:
    """Make the namespace with ten years' retention, and the search attributes that it lacks; what is there stays."""
    name = client.namespace
    if not await _exists(client):
        await _register(client)
        say(text(f"已建立命名空间 {name}，保留十年", f"namespace {name} made, kept for ten years"))
    elif await _retention(client) < RETENTION:
        await _prolong(client)
        say(text(f"命名空间 {name} 的保留期已改为十年", f"namespace {name} is kept for ten years now"))
    if missing := await _patiently(lambda: _missing(client)):
        await _add_search_attributes(client, missing)
    say(text(f"检索属性齐备（{len(SEARCH_ATTRIBUTES)} 个）", f"{len(SEARCH_ATTRIBUTES)} search attributes are there"))


async def _exists(client: Client) -> bool:
    try:
        await _retention(client)
    except RPCError as error:
        if error.status is RPCStatusCode.NOT_FOUND:
            return False
        raise
    return True


async def _retention(client: Client) -> dt.timedelta:
    described = await client.workflow_service.describe_namespace(DescribeNamespaceRequest(namespace=client.namespace))
    return described.config.workflow_execution_retention_ttl.ToTimedelta()


async def _register(client: Client) -> None:
    await client.workflow_service.register_namespace(
        RegisterNamespaceRequest(namespace=client.namespace, workflow_execution_retention_period=_ten_years())
    )


async def _prolong(client: Client) -> None:
    config = NamespaceConfig(workflow_execution_retention_ttl=_ten_years())
    await client.workflow_service.update_namespace(UpdateNamespaceRequest(namespace=client.namespace, config=config))


async def _missing(client: Client) -> list[str]:
    present = await client.operator_service.list_search_attributes(
        ListSearchAttributesRequest(namespace=client.namespace)
    )
    return [name for name in SEARCH_ATTRIBUTES if name not in present.custom_attributes]


async def _add_search_attributes(client: Client, missing: list[str]) -> None:
    request = AddSearchAttributesRequest(namespace=client.namespace)
    for name in missing:
        request.search_attributes[name] = IndexedValueType.ValueType(int(key_of(name).indexed_value_type))
    await client.operator_service.add_search_attributes(request)


async def _patiently(ask: Callable[[], Awaitable[list[str]]]) -> list[str]:
    async with asyncio.timeout(PATIENCE.total_seconds()):
        while True:
            try:
                return await ask()
            except RPCError as error:
                if error.status is not RPCStatusCode.NOT_FOUND:
                    raise
            await asyncio.sleep(1)


def _ten_years() -> Duration:
    duration = Duration()
    duration.FromTimedelta(RETENTION)
    return duration
