"""How a case is started: what Temporal is told beside the case itself."""

import datetime as dt
from typing import Any, TypedDict

from temporalio.common import TypedSearchAttributes, WorkflowIDConflictPolicy, WorkflowIDReusePolicy

from rules.cases import open_case
from schemas.case import Case, Stage
from schemas.wire import TASK_QUEUE
from workflows import face
from workflows.finding import search_attributes


class StartOptions(TypedDict):
    """Keyword arguments of `Client.start_workflow` and of `WithStartWorkflowOperation`."""

    id: str
    task_queue: str
    id_reuse_policy: WorkflowIDReusePolicy
    id_conflict_policy: WorkflowIDConflictPolicy
    search_attributes: TypedSearchAttributes
    static_summary: str
    static_details: str
    memo: dict[str, Any]


def start_options(case: Case, at: dt.datetime, task_queue: str = TASK_QUEUE) -> StartOptions:
    """Return how to start a case about `at`: once only, found from the first moment, and recognised by its name."""
    opened = open_case(case.opening, at)[0] if case.stage is Stage.NEW else case
    name = face.name(case).zh
    return StartOptions(
        id=case.id,
        task_queue=task_queue,
        id_reuse_policy=WorkflowIDReusePolicy.REJECT_DUPLICATE,
        id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
        search_attributes=search_attributes(opened),
        static_summary=name,
        static_details=face.description(case, at),
        # Continue-as-new loses summary and details, and keeps the memo of the start.
        memo={"item": name, "policy": case.policy.name, "policy_version": case.policy.version},
    )
