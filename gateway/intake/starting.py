"""Starting one workflow per item: many at once, none twice, and what could not be started is named."""

import asyncio
import datetime as dt
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import Final

from temporalio.client import Client, RPCError
from temporalio.common import WorkflowIDConflictPolicy
from temporalio.exceptions import WorkflowAlreadyStartedError

from gateway.temporal import AWAY
from schemas.case import Case
from schemas.facts import Opening
from schemas.values import CaseId
from schemas.wire import REMEDIATION
from schemas.words import Refusal, Text, text
from workflows.starting import start_options

AT_ONCE: Final = 32


@dataclass
class Started:
    """What became of each case."""

    started: list[CaseId] = field(default_factory=list)
    there: list[CaseId] = field(default_factory=list)  # an earlier intake started it
    failed: dict[CaseId, Text] = field(default_factory=dict)
    away: bool = False  # Temporal did not answer: no more are tried
    untried: list[CaseId] = field(default_factory=list)


async def start_cases(
    client: Client,
    openings: Sequence[Opening],
    *,
    at: dt.datetime,
    known: Collection[CaseId] = (),
    told: Callable[[], None] = lambda: None,
) -> Started:
    """Start each case that the ledger does not know yet; `told` is called once for each that is dealt with.

    A case that can't be started does not hold up the others; they are left untried where Temporal is away.
    """
    became = Started()
    room = asyncio.Semaphore(AT_ONCE)

    async def deal_with(opening: Opening) -> None:
        async with room:
            await _start(client, opening, at, known, became)
            told()

    await asyncio.gather(*(deal_with(opening) for opening in openings))
    return became


async def _start(client: Client, opening: Opening, at: dt.datetime, known: Collection[CaseId], became: Started) -> None:
    if opening.case_id in known:
        became.there.append(opening.case_id)
    elif became.away:
        became.untried.append(opening.case_id)
    else:
        await _start_new(client, opening, at, became)


async def _start_new(client: Client, opening: Opening, at: dt.datetime, became: Started) -> None:
    case = Case(opening=opening)
    try:
        # Not USE_EXISTING: an intake says which cases were there already.
        options = start_options(case, at) | {"id_conflict_policy": WorkflowIDConflictPolicy.FAIL}
        story = opening.procedure.name if opening.procedure else REMEDIATION
        await client.start_workflow(story, case, **options)
    except WorkflowAlreadyStartedError:
        became.there.append(opening.case_id)
    except Refusal as refusal:
        became.failed[opening.case_id] = refusal.reason
    except RPCError as error:
        became.failed[opening.case_id] = text(error.message, error.message)
        became.away = became.away or error.status in AWAY
    else:
        became.started.append(opening.case_id)
