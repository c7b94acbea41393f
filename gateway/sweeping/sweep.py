"""A sweep: all cases by what is cheap to see, and those that look wrong from all sides."""

import datetime as dt
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import IntEnum
from functools import partial
from typing import NamedTuple

import asyncpg
from temporalio.client import Client
from temporalio.client import WorkflowExecutionStatus as Status

from gateway.sweeping import asking
from gateway.sweeping.causes import changed, with_causes
from gateway.sweeping.findings import Finding, found
from gateway.sweeping.glimpse import is_waiting, may_lack_facts
from gateway.sweeping.inspection import LOOKS, inspect
from gateway.sweeping.judging import agree
from gateway.sweeping.kinds import FindingKind
from gateway.sweeping.questions import Questions
from gateway.sweeping.suspecting import is_suspect
from gateway.sweeping.turns import CALLS_AT_ONCE, QUESTIONS_AT_ONCE, in_turns
from ledger.inventory import Line, take_inventory
from ledger.open_cases import scripted_cases
from schemas.values import CaseId
from schemas.words import Text, text

Progress = Callable[[Text, int], AbstractContextManager[Callable[[], None]]]


class Depth(IntEnum):
    """How closely all cases are looked at; what looks wrong is always looked at from all sides."""

    QUICK = 0  # by lists alone
    USUAL = 1  # and by the last events of each open case
    DEEP = 2  # and by what each open case says of itself


class Swept(NamedTuple):
    """What was looked at, and what was found."""

    items: int
    open: int
    workflows: int
    suspects: int  # looked at from all sides
    asked: int  # questions put to cases
    findings: list[Finding]


@dataclass(frozen=True)
class Site:
    """Where a sweep looks, and whom it tells how far it is."""

    pool: asyncpg.Pool
    client: Client
    has_worker: bool
    progress: Progress


async def sweep(site: Site, depth: Depth, campaign: str | None = None) -> Swept:
    """Return all that does not fit together between register, ledger and Temporal; nothing is written."""
    lines = await take_inventory(site.pool, campaign)
    with site.progress(text("流程列表", "list"), len(lines)) as told:
        listed = await asking.list_workflows(site.client, campaign, told)
    questions = Questions(partial(asking.ask, site.client), has_worker=site.has_worker)
    at = dt.datetime.now(dt.UTC)
    suspects = {
        case_id for case_id in lines.keys() | listed.keys() if is_suspect(lines.get(case_id), listed.get(case_id), at)
    }
    running = sorted(case_id for case_id, one in listed.items() if one.status is Status.RUNNING)
    rest = [case_id for case_id in running if case_id not in suspects]
    suspects |= await _closer(site, questions, depth, {case_id: lines[case_id] for case_id in rest})
    with site.progress(text("细查", "from all sides"), LOOKS * len(suspects)) as told:
        findings = await inspect(site.pool, site.client, questions, sorted(suspects), told)
    findings = await with_causes(site.client, findings)
    findings += changed(await scripted_cases(site.pool, campaign), findings)
    return Swept(
        items=sum(line.registered for line in lines.values()),
        open=len(running),
        workflows=len(listed),
        suspects=len(suspects),
        asked=questions.put,
        findings=[*_of_site(site, questions), *findings],
    )


async def _closer(site: Site, questions: Questions, depth: Depth, lines: dict[CaseId, Line]) -> set[CaseId]:
    """Return which of the open cases that look right in the lists don't at a closer look."""
    if depth is Depth.QUICK:
        return set()
    if depth is Depth.DEEP and site.has_worker:
        return await _by_their_word(site, questions, lines)
    return await _by_last_events(site, lines)


async def _by_last_events(site: Site, lines: dict[CaseId, Line]) -> set[CaseId]:
    suspects: set[CaseId] = set()
    with site.progress(text("最近事件", "last events"), len(lines)) as told:

        async def look(case_id: CaseId) -> None:
            events = await asking.last_events(site.client, case_id)
            if is_waiting(events) or may_lack_facts(events, lines[case_id]):
                suspects.add(case_id)
            told()

        await in_turns(lines, CALLS_AT_ONCE, look)
    return suspects


async def _by_their_word(site: Site, questions: Questions, lines: dict[CaseId, Line]) -> set[CaseId]:
    suspects: set[CaseId] = set()
    with site.progress(text("逐件问询", "questions"), len(lines)) as told:

        async def look(case_id: CaseId) -> None:
            answer = await questions.ask(case_id)
            if not agree(lines[case_id], answer):
                suspects.add(case_id)
            told()

        await in_turns(lines, QUESTIONS_AT_ONCE, look)
    return suspects


def _of_site(site: Site, questions: Questions) -> list[Finding]:
    if not site.has_worker:
        return [found(FindingKind.NO_WORKER)]
    if questions.left:
        return [found(FindingKind.UNASKED, count=len(questions.left))]
    return []
