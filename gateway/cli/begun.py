"""Whether a case that was started has begun, and what is said where it has not."""

import asyncio
import time
from typing import Final

from temporalio.client import Client

from gateway.hindrances import Hindrance
from gateway.sweeping.asking import describe
from gateway.sweeping.causes import hindrance
from gateway.sweeping.kinds import FindingKind
from schemas.values import CaseId
from schemas.words import Text, text

PATIENCE_SECONDS: Final = 10
_LOOK_SECONDS: Final = 0.05


async def why_not_begun(client: Client, case_id: CaseId, *, is_new: bool) -> Text | None:
    """Return why no worker has done the first task of a case; None as soon as one has, which takes a moment.

    One that is new was opened with the script that is here.
    """
    end = time.monotonic() + PATIENCE_SECONDS
    while await _waits(client, case_id):
        if cause := await hindrance(client, case_id):
            return _hindered(case_id, cause, is_new=is_new)
        if time.monotonic() > end:
            return _untaken(case_id)
        await asyncio.sleep(_LOOK_SECONDS)
    return None


async def _waits(client: Client, case_id: CaseId) -> bool:
    live = await describe(client, case_id)
    return live is not None and live.pending_since is not None


def _hindered(case_id: CaseId, cause: Hindrance, *, is_new: bool) -> Text:
    if is_new:  # what the worker has is older: nothing is to be put back
        cause = cause._replace(kind=FindingKind.UNSERVED)
    return text(
        f"{case_id} 已登记，还没有开始办理：{cause.advice.zh}",
        f"{case_id} is registered and has not begun: {cause.advice.en}",
    )


def _untaken(case_id: CaseId) -> Text:
    return text(
        f"{case_id} 已登记，{PATIENCE_SECONDS} 秒内没有工作进程办理它；用 bihuan status、bihuan sweep 查看原因，不用再立项。",
        f"{case_id} is registered, and no worker has dealt with it within {PATIENCE_SECONDS} s: see `bihuan status` and "
        "`bihuan sweep`; it need not be started again.",
    )
