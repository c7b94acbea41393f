"""An adoption applied: case by case through updates, some at once, none twice, and what failed is named."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from temporalio.client import Client
from temporalio.service import RPCError

from gateway.adopting.proposals import Adoption
from gateway.asking import NotRunning, Unanswered, ask
from gateway.temporal import AWAY
from schemas.values import CaseId
from schemas.words import Refusal, Text, text

AT_ONCE: Final = 16


@dataclass
class Applied:
    """What became of each case."""

    applied: list[CaseId] = field(default_factory=list)
    refused: dict[CaseId, Text] = field(default_factory=dict)
    failed: dict[CaseId, Text] = field(default_factory=dict)
    away: bool = False  # nobody answers: no more are tried
    interrupted: bool = False

    def untried(self, wanted: Mapping[CaseId, Adoption]) -> list[CaseId]:
        """Return the cases of which nothing is known."""
        dealt_with = {*self.applied, *self.refused, *self.failed}
        return [case_id for case_id in wanted if case_id not in dealt_with]


async def apply(
    client: Client, wanted: Mapping[CaseId, Adoption], became: Applied, told: Callable[[], None] = lambda: None
) -> None:
    """Ask each case to adopt; the same again has one effect only, so whatever was interrupted may be run anew.

    `became` is filled as it goes, so that an interruption leaves what is known.
    """
    waiting = iter(wanted.items())

    async def hand() -> None:
        for case_id, adoption in waiting:
            if became.away:
                return
            await _ask(client, case_id, adoption, became)
            told()

    async with asyncio.TaskGroup() as hands:
        for _ in range(AT_ONCE):
            hands.create_task(hand())


async def _ask(client: Client, case_id: CaseId, adoption: Adoption, became: Applied) -> None:
    try:
        await ask(client, case_id, adoption)
    except NotRunning as not_running:
        became.failed[case_id] = not_running.reason
    except Refusal as refusal:
        became.refused[case_id] = refusal.reason
    except Unanswered:
        became.failed[case_id] = text(
            "没有得到答复，可能已改行，也可能没有", "no answer: it may have been taken or not"
        )
        became.away = True
    except RPCError as error:
        became.failed[case_id] = text(error.message, error.message)
        became.away = became.away or error.status in AWAY
    else:
        became.applied.append(case_id)
