"""Sending: the same message again until somebody has said what became of it."""

import asyncio
import datetime as dt
from collections.abc import Callable
from typing import Any

from temporalio.client import (
    Client,
    WorkflowQueryFailedError,
    WorkflowUpdateFailedError,
    WorkflowUpdateRPCTimeoutOrCancelledError,
)
from temporalio.exceptions import ApplicationError
from temporalio.service import RPCError, RPCStatusCode

from gateway.current_case import query_case
from rules.chain import digest
from schemas.commands import COMMANDS
from schemas.receipts import Receipt
from schemas.values import CaseId
from schemas.wire import REFUSAL
from tests.chaos.journal import Form, Journal, Message, Told

PATIENCE = dt.timedelta(seconds=4)
PAUSE_SECONDS = 0.3


class Post:
    """Carries messages to cases, and writes down what their senders were told."""

    def __init__(self, client: Client, journal: Journal) -> None:
        self.journal = journal
        self._client = client

    async def deliver(self, message: Message, *, tries: int = 6, until: Callable[[], bool] = lambda: False) -> Told:
        """Send a message until its sender knows what became of it, or gives up for now."""
        for _ in range(tries):
            if until():
                break
            await self._once(message)
            if not message.is_open:
                break
            await asyncio.sleep(PAUSE_SECONDS)
        return message.told

    async def _once(self, message: Message) -> None:
        message.tries += 1
        try:
            await (self._update(message) if message.form is Form.UPDATE else self._signal(message))
        except WorkflowUpdateFailedError as failed:
            self._refused(message, failed)
        except (RPCError, WorkflowUpdateRPCTimeoutOrCancelledError) as error:
            if _is_not_found(error) and message.command_id:
                await self._look_up(message, str(error))
            else:
                self._unanswered(message, error)

    async def _update(self, message: Message) -> None:
        handle = self._client.get_workflow_handle(message.case_id)
        receipt: Any = await handle.execute_update(
            message.name, args=message.args, id=message.update_id, rpc_timeout=PATIENCE
        )
        self.journal.close(message, Told.RECEIPT, first=receipt["first"], last=receipt["last"])

    async def _signal(self, message: Message) -> None:
        handle = self._client.get_workflow_handle(message.case_id)
        await handle.signal(message.name, args=message.args, rpc_timeout=PATIENCE)
        self.journal.close(message, Told.STORED)

    async def _look_up(self, message: Message, reason: str) -> None:
        """Ask a case that has ended whether it took the command before, as the OA's programmer is told to."""
        message.looked_up = True
        try:
            case = await query_case(self._client, CaseId(message.case_id), PATIENCE)
        except (RPCError, WorkflowQueryFailedError) as error:
            if _is_not_found(error):
                return self.journal.close(message, Told.NOBODY, str(error))
            return self.journal.close(
                message, Told.UNSURE, repr(error)
            )  # the question was not answered: no doubtful try
        receipt = next((receipt for receipt in case.receipts if receipt.command_id == message.command_id), None)
        if receipt is None:
            return self.journal.close(message, Told.NOBODY, reason)
        return self._found(message, receipt)

    def _found(self, message: Message, receipt: Receipt) -> None:
        if receipt.asked != digest(COMMANDS[message.name].model_validate(message.args[0])):
            self.journal.close(message, Told.REFUSAL, f"its id stands for another command, {receipt.asked}")
        else:
            self.journal.close(message, Told.RECEIPT, first=receipt.first, last=receipt.last)

    def _refused(self, message: Message, failed: WorkflowUpdateFailedError) -> None:
        cause = failed.cause
        if isinstance(cause, ApplicationError) and cause.type == REFUSAL:
            self.journal.close(message, Told.REFUSAL, cause.message)
        else:  # a bug, or a run that ended meanwhile: no answer to a person
            message.doubtful = True
            self.journal.close(message, Told.UNSURE, f"{type(cause).__name__}: {cause}")

    def _unanswered(self, message: Message, error: Exception) -> None:
        if _is_not_found(error):
            self.journal.close(message, Told.NOBODY, str(error))
        else:
            message.doubtful = True
            self.journal.close(message, Told.UNSURE, repr(error))


def _is_not_found(error: Exception) -> bool:
    return isinstance(error, RPCError) and error.status is RPCStatusCode.NOT_FOUND
