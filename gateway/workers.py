"""The workers of a site, and when each was last heard of: one that is dead or stands still is none."""

import datetime as dt
from typing import Final, NamedTuple

from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest, ListWorkersRequest
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from gateway.logging import HEARTBEAT
from schemas.wire import TASK_QUEUE

# A worker that asks for tasks is held by the server for a minute; where no hearts are heard, that is all one knows.
_A_POLL: Final = dt.timedelta(seconds=75)


class Worker(NamedTuple):
    """A worker that the server knows, which keeps those of the last minutes."""

    identity: str
    heard: dt.datetime  # of it for the last time
    is_there: bool


async def workers(client: Client, at: dt.datetime) -> list[Worker]:
    """Return the workers of which the server has heard within the last minutes, by identity, and who is there now."""
    polls, beats = await _polls(client), await _beats(client)
    found = []
    for identity in sorted(polls.keys() | beats.keys()):
        heard = beats.get(identity) or polls[identity]
        patience = 4 * HEARTBEAT if identity in beats else _A_POLL
        found.append(Worker(identity, heard, is_there=at - heard < patience))
    return found


async def _polls(client: Client) -> dict[str, dt.datetime]:
    """Return when each last asked for workflow tasks."""
    request = DescribeTaskQueueRequest(
        namespace=client.namespace,
        task_queue=TaskQueue(name=TASK_QUEUE),
        task_queue_type=TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
    )
    described = await client.workflow_service.describe_task_queue(request)
    return {poller.identity: poller.last_access_time.ToDatetime(dt.UTC) for poller in described.pollers}


async def _beats(client: Client) -> dict[str, dt.datetime]:
    """Return when each one's heart was last heard; of none on a server that does not listen."""
    try:
        listed = await client.workflow_service.list_workers(ListWorkersRequest(namespace=client.namespace))
    except RPCError as error:
        if error.status in (RPCStatusCode.UNIMPLEMENTED, RPCStatusCode.INVALID_ARGUMENT):
            return {}
        raise
    beats = (one.worker_heartbeat for one in listed.workers_info if one.worker_heartbeat.task_queue == TASK_QUEUE)
    return {beat.worker_identity: beat.heartbeat_time.ToDatetime(dt.UTC) for beat in beats}
