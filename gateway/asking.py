"""Asking a case: one command as a Temporal update, with its receipt or the sentence that says why not."""

import asyncio
import datetime as dt
from contextlib import suppress
from typing import Final

from temporalio.client import (
    Client,
    WorkflowQueryFailedError,
    WorkflowUpdateFailedError,
    WorkflowUpdateRPCTimeoutOrCancelledError,
)
from temporalio.exceptions import ApplicationError
from temporalio.service import RPCError, RPCStatusCode

from gateway.current_case import query_case
from gateway.sweeping.causes import hindrance
from rules.cases import receipt_of
from rules.chain import digest
from schemas.commands import Command
from schemas.receipts import Receipt
from schemas.values import CaseId
from schemas.wire import REFUSAL
from schemas.words import Refusal, Text, text

PATIENCE: Final = dt.timedelta(seconds=20)
_LOOK: Final = dt.timedelta(seconds=5)  # at why there is no answer


class Unanswered(Exception):  # noqa: N818 - trouble: the worker is away
    """Nobody answered in time; the command may or may not have been taken, and may be sent again under its id."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.zh)
        self.reason = reason


class NotRunning(Refusal):
    """No case of this id runs, and where one has ended it did not take the command before."""


async def ask(client: Client, case_id: CaseId, command: Command, patience: dt.timedelta = PATIENCE) -> Receipt:
    """Return the receipt of a command; Refusal where it is not allowed, NotRunning where no such case runs.

    Unanswered where nobody answers in time, with the cause where the case's definition is it. The same command id may be
    sent as often as one likes: also to a case that has ended since it carried the command out.
    """
    handle = client.get_workflow_handle(case_id)
    try:
        async with asyncio.timeout(patience.total_seconds()):
            receipt: Receipt = await handle.execute_update(command.name, command, id=command.id, result_type=Receipt)
            return _own(receipt, command)
    except WorkflowUpdateFailedError as failed:
        raise _refusal(failed) from failed
    except (TimeoutError, WorkflowUpdateRPCTimeoutOrCancelledError) as late:
        raise await _held_up(client, case_id, command) or _unanswered(command, patience) from late
    except RPCError as error:
        if error.status is RPCStatusCode.NOT_FOUND:
            return await _ask_the_ended(client, case_id, command, patience)
        raise await _held_up(client, case_id, command) or error from error


async def _ask_the_ended(client: Client, case_id: CaseId, command: Command, patience: dt.timedelta) -> Receipt:
    """Return the receipt of a command that a case took before it ended: in an earlier run, as a signal, unheard.

    The case itself is asked, which knows its latest commands; the ledger may be behind.
    """
    try:
        async with asyncio.timeout(patience.total_seconds()):
            case = await query_case(client, case_id, patience)
    except RPCError as error:
        if error.status is RPCStatusCode.NOT_FOUND:
            raise _not_running(case_id) from error
        raise await _held_up(client, case_id, command) or _unanswered(command, patience) from error
    except (TimeoutError, WorkflowQueryFailedError) as error:
        raise await _held_up(client, case_id, command) or _unanswered(command, patience) from error
    if receipt := receipt_of(case, command):
        return receipt
    raise _not_running(case_id)


def _own(receipt: Receipt, command: Command) -> Receipt:
    """Return a receipt of this very command: Temporal answers a known id before the case can look at the content."""
    if receipt.asked in (None, digest(command)):
        return receipt
    raise Refusal(
        text(
            f"编号“{command.id}”已用于另一次办理（第{receipt.first}条）；每次办理须用新的编号。",
            f"The id “{command.id}” stands for another command (fact {receipt.first}); use a new id.",
        )
    )


def _refusal(failed: WorkflowUpdateFailedError) -> Exception:
    cause = failed.cause
    if isinstance(cause, ApplicationError) and cause.type == REFUSAL and cause.details:
        return Refusal(Text.model_validate(cause.details[0]))
    return failed


def _unanswered(command: Command, patience: dt.timedelta) -> Unanswered:
    seconds = int(patience.total_seconds())
    return Unanswered(
        text(
            f"{seconds} 秒内没有得到答复，可能已受理，也可能没有。请检查工作进程是否在运行（bihuan up），再用同一编号办一次，"
            f"不会重复：--id {command.id}",
            f"No answer within {seconds} s: it may have been taken or not. Is the worker running (bihuan up)? Then ask "
            f"again with the same id, which has one effect only: --id {command.id}",
        )
    )


async def _held_up(client: Client, case_id: CaseId, command: Command) -> Unanswered | None:
    """Return what the case waits for where it can't go on; None where that is not known."""
    with suppress(RPCError, TimeoutError):
        async with asyncio.timeout(_LOOK.total_seconds()):
            if cause := await hindrance(client, case_id):
                return Unanswered(_once_more(cause.advice, command))
    return None


def _once_more(why: Text, command: Command) -> Text:
    return text(
        f"{why.zh}然后用同一编号再办一次，不会重复：--id {command.id}",
        f"{why.en} Then ask again with the same id, which has one effect only: --id {command.id}",
    )


def _not_running(case_id: CaseId) -> NotRunning:
    return NotRunning(text(f"事项“{case_id}”没有在办理中。", f"The case “{case_id}” is not running."))
