"""An adoption applied: case by case through updates, some at once, none twice, and what failed is named."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from temporalio.client import WorkflowUpdateFailedError
from temporalio.service import RPCError

from gateway.adopting.proposals import Adoption
from gateway.asking import NotRunning, Unanswered
from gateway.temporal import AWAY
from schemas.receipts import Receipt
from schemas.values import CaseId
from schemas.words import Refusal, Text, text

AT_ONCE: Final = 16

Ask = Callable[[CaseId, Adoption], Awaitable[Receipt]]  # as gateway.asking does


@dataclass
class Applied:
    """What became of each case."""

    applied: dict[CaseId, int] = field(default_factory=dict)  # with the number of the last fact that it brought
    refused: dict[CaseId, Text] = field(default_factory=dict)
    failed: dict[CaseId, Text] = field(default_factory=dict)
    unanswered: set[CaseId] = field(default_factory=set)  # asked: it may have been taken or not
    silent: int = 0  # asked one after the other, and none of them answered
    away: bool = False  # nobody answers: no more are tried
    interrupted: bool = False
    unrecorded: list[CaseId] = field(default_factory=list)  # applied, and the ledger has not heard of it yet

    def untried(self, wanted: Mapping[CaseId, Adoption]) -> list[CaseId]:
        """Return the cases that were not asked."""
        asked = {*self.applied, *self.refused, *self.failed, *self.unanswered}
        return [case_id for case_id in wanted if case_id not in asked]


async def apply(
    ask: Ask, wanted: Mapping[CaseId, Adoption], became: Applied, told: Callable[[], None] = lambda: None
) -> None:
    """Ask each case to adopt; the same again has one effect only, so whatever was interrupted may be run anew.

    `became` is filled as it goes, so that an interruption leaves what is known. One case that does not answer holds up no
    other; where as many as are asked at once don't, one after the other, nobody is there.
    """
    waiting, most = iter(wanted.items()), min(AT_ONCE, len(wanted))

    async def hand() -> None:
        for case_id, adoption in waiting:
            became.unanswered.add(case_id)
            if await _answers(ask, case_id, adoption, became):
                became.unanswered.discard(case_id)
                became.silent = 0
            else:
                became.silent += 1
            became.away = became.away or became.silent >= most
            told()
            if became.away:
                return

    async with asyncio.TaskGroup() as hands:
        for _ in range(most):
            hands.create_task(hand())


async def _answers(ask: Ask, case_id: CaseId, adoption: Adoption, became: Applied) -> bool:
    """Ask one case, note its answer, and say whether there was one."""
    try:
        became.applied[case_id] = (await ask(case_id, adoption)).last
    except Unanswered:
        return False
    except NotRunning as not_running:
        became.failed[case_id] = not_running.reason
    except Refusal as refusal:
        became.refused[case_id] = refusal.reason
    except WorkflowUpdateFailedError as failed:
        became.failed[case_id] = _as_said(str(failed.cause))
    except RPCError as error:
        if error.status in AWAY:
            return False
        became.failed[case_id] = _as_said(error.message)
    return True


def _as_said(by_temporal: str) -> Text:
    return text(by_temporal, by_temporal)
