"""A case as its running workflow knows it, which may be a moment ahead of the ledger."""

import datetime as dt
from typing import Final

from temporalio.client import Client, WorkflowQueryFailedError
from temporalio.service import RPCError, RPCStatusCode

from schemas.case import Case
from schemas.values import CaseId
from schemas.words import Refusal, text

ANSWERS_WITHIN: Final = dt.timedelta(seconds=10)


async def current_case(client: Client, case_id: CaseId) -> Case:
    """Return a case as it stands this moment; a Refusal where no workflow has this id or none can answer now."""
    try:
        found: Case = await client.get_workflow_handle(case_id).query(
            "case", result_type=Case, rpc_timeout=ANSWERS_WITHIN
        )
    except RPCError as error:
        if error.status is RPCStatusCode.NOT_FOUND:
            raise Refusal(text(f"Temporal 中没有事项“{case_id}”。", f"Temporal knows no case “{case_id}”.")) from error
        raise
    except WorkflowQueryFailedError as error:
        raise Refusal(text(f"流程没有应答：{error}", f"The workflow did not answer: {error}")) from error
    return found
