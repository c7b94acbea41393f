"""A case as its running workflow knows it, which may be a moment ahead of the ledger."""

import datetime as dt
from typing import Final

from temporalio.client import Client, WorkflowQueryFailedError
from temporalio.service import RPCError, RPCStatusCode

from schemas.case import Case
from schemas.values import CaseId
from schemas.words import Refusal, text
from workflows.in_time import ASK_AGAIN

ANSWERS_WITHIN: Final = dt.timedelta(seconds=10)


async def current_case(client: Client, case_id: CaseId) -> Case:
    """Return a case as it stands this moment; a Refusal where no workflow has this id or none can answer now."""
    try:
        return await query_case(client, case_id, ANSWERS_WITHIN)
    except RPCError as error:
        if error.status is RPCStatusCode.NOT_FOUND:
            raise Refusal(text(f"Temporal 中没有事项“{case_id}”。", f"Temporal knows no case “{case_id}”.")) from error
        raise
    except WorkflowQueryFailedError as error:
        raise Refusal(text(f"流程没有应答：{error}", f"The workflow did not answer: {error}")) from error


async def query_case(client: Client, case_id: CaseId, patience: dt.timedelta, tries: int = 3) -> Case:
    """Return what a case says of itself; ask again where something came in between (`workflows/in_time.py`)."""
    try:
        case: Case = await client.get_workflow_handle(case_id).query("case", result_type=Case, rpc_timeout=patience)
    except WorkflowQueryFailedError as error:
        if tries > 1 and ASK_AGAIN in error.message:
            return await query_case(client, case_id, patience, tries - 1)
        raise
    return case
