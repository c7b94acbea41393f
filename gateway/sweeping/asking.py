"""Asking Temporal about cases: its list, its server, the last events, and the case itself."""

import datetime as dt
import json
from collections.abc import Callable, Sequence
from typing import Final

from pydantic import ValidationError
from temporalio.api.common.v1 import WorkflowExecution as Named
from temporalio.api.history.v1 import HistoryEvent
from temporalio.api.workflowservice.v1 import GetWorkflowExecutionHistoryReverseRequest
from temporalio.client import Client, WorkflowExecution, WorkflowQueryFailedError
from temporalio.common import SearchAttributeKey
from temporalio.service import RPCError, RPCStatusCode

from gateway.current_case import ANSWERS_WITHIN, query_case
from gateway.sweeping.sights import Answer, Listed, Live, Silence
from gateway.temporal import AWAY
from rules.cases import next_alarm
from rules.recusal import debtors
from schemas.case import Case
from schemas.search import Attribute
from schemas.values import CaseId
from schemas.wire import OURS

LAST_EVENTS: Final = 20
LONGEST_REASON: Final = 200
_STAGE: Final = SearchAttributeKey.for_keyword(Attribute.STAGE)
_PROBLEMS: Final = SearchAttributeKey.for_keyword_list("TemporalReportedProblems")


async def list_workflows(
    client: Client, campaign: str | None = None, told: Callable[[], None] = lambda: None
) -> dict[CaseId, Listed]:
    """Return the latest run of every workflow of ours that Temporal's list shows, of one campaign or of all.

    `told` is called once for each.
    """
    wanted = f"{OURS} AND ExecutionStatus != 'ContinuedAsNew'"
    if campaign is None:
        return await _listed(client, wanted, told)
    listed = await _listed(client, f"{wanted} AND WorkflowId STARTS_WITH {_quoted(campaign + '/')}", told)
    return {case_id: one for case_id, one in listed.items() if case_id.rpartition("/")[0] == campaign}


async def look_in_list(client: Client, case_id: CaseId) -> Listed | None:
    """Return how Temporal's list shows one workflow now."""
    wanted = f"WorkflowId = {_quoted(case_id)} AND ExecutionStatus != 'ContinuedAsNew'"
    return (await _listed(client, wanted)).get(case_id)


async def describe(client: Client, case_id: CaseId) -> Live | None:
    """Return a workflow as the server has it; None where it knows none of that id."""
    try:
        described = await client.get_workflow_handle(case_id).describe()
    except RPCError as error:
        if error.status is RPCStatusCode.NOT_FOUND:
            return None
        raise
    if not described.raw_description.HasField("pending_workflow_task"):
        return Live(described.status)
    task = described.raw_description.pending_workflow_task
    return Live(described.status, task.attempt, task.original_scheduled_time.ToDatetime(dt.UTC))


async def last_events(client: Client, case_id: CaseId) -> Sequence[HistoryEvent]:
    """Return the last events of a workflow's present run, the latest first; none where the server knows it no more."""
    request = GetWorkflowExecutionHistoryReverseRequest(
        namespace=client.namespace,
        execution=Named(workflow_id=case_id),
        maximum_page_size=LAST_EVENTS,
    )
    try:
        return (await client.workflow_service.get_workflow_execution_history_reverse(request)).history.events
    except RPCError as error:
        if error.status is RPCStatusCode.NOT_FOUND:
            return ()
        raise


async def ask(client: Client, case_id: CaseId) -> Answer | Silence:
    """Return what a case says of itself, or what was said instead of an answer."""
    try:
        return _answer(await query_case(client, case_id, ANSWERS_WITHIN))
    except RPCError as error:
        if error.status is RPCStatusCode.UNAVAILABLE:
            raise
        return Silence(_reason(error.message), timed_out=error.status in AWAY)
    except (WorkflowQueryFailedError, ValidationError, RuntimeError, TypeError) as error:  # a story that is not ours
        return Silence(_reason(str(error)))


def _answer(case: Case) -> Answer:
    alarm = next_alarm(case)
    return Answer(
        number=case.head.number,
        hash=case.head.hash,
        stage=case.stage,
        outcome=case.outcome,
        next_alarm=alarm.at if alarm else None,
        waits=any(debtors(case, duty) for duty in case.duties),
        at=case.last_fact_at,
    )


async def _listed(client: Client, wanted: str, told: Callable[[], None] = lambda: None) -> dict[CaseId, Listed]:
    latest: dict[CaseId, Listed] = {}
    async for run in client.list_workflows(wanted):
        case_id = CaseId(run.id)
        if case_id not in latest or latest[case_id].since < run.start_time:
            latest[case_id] = _one(run)
        told()
    return latest


def _one(run: WorkflowExecution) -> Listed:
    shown = run.typed_search_attributes
    return Listed(run.status, shown.get(_STAGE), run.start_time, troubled=bool(shown.get(_PROBLEMS)))


def _reason(said: str) -> str:
    return next(iter(said.strip().splitlines()), "—")[:LONGEST_REASON]


def _quoted(value: str) -> str:
    """Write a value into a list's query."""
    return json.dumps(value, ensure_ascii=False)
