"""A look at some cases from all sides, in the order that lets no fact of this moment appear as missing."""

import asyncio
import datetime as dt
from collections.abc import Callable, Sequence
from typing import Final

import asyncpg
from temporalio.client import Client
from temporalio.client import WorkflowExecutionStatus as Status

from gateway.histories import told_of
from gateway.sweeping import asking
from gateway.sweeping.findings import Finding
from gateway.sweeping.judging import FAILS_AGAIN, contradicts, judge
from gateway.sweeping.questions import Questions
from gateway.sweeping.sights import Answer, Listed, Live, Sight, Silence
from gateway.sweeping.turns import CALLS_AT_ONCE, QUESTIONS_AT_ONCE, in_turns
from ledger.comparing import first_other
from ledger.inventory import Line, lines_of
from ledger.reading import history
from schemas.values import CaseId

# What a case has said is in the ledger, and in Temporal's list, long before this has passed.
WRITTEN_WITHIN_SECONDS: Final = 3
LOOKS: Final = 2


def _nobody() -> None:
    """Tell nobody."""


Answers = dict[CaseId, Answer | Silence | None]


async def inspect(
    pool: asyncpg.Pool, client: Client, questions: Questions, case_ids: Sequence[CaseId], told: Callable[[], None]
) -> list[Finding]:
    """Return what is wrong with some cases; `told` is called LOOKS times for each."""
    if not case_ids:
        return []
    answers = await _asked(client, questions, case_ids, told)
    # A busy worker, or a connection that broke, may leave one question without an answer, but hardly two.
    silent = [case_id for case_id in case_ids if isinstance(answers[case_id], Silence)]
    answers |= {case_id: again for case_id, again in (await _asked(client, questions, silent)).items() if again}
    await asyncio.sleep(WRITTEN_WITHIN_SECONDS)
    seen = await _seen(client, case_ids, told)
    lines = await lines_of(pool, case_ids)
    await _ask_again(questions, lines, answers)
    resets = await _resets(pool, client, [one for one in case_ids if contradicts(lines.get(one), answers[one])])
    at = dt.datetime.now(dt.UTC)
    findings: list[Finding] = []
    for case_id in case_ids:
        listed, live = seen[case_id]
        findings += judge(Sight(case_id, lines.get(case_id), listed, live, answers[case_id], at, resets.get(case_id)))
    return findings


async def _resets(pool: asyncpg.Pool, client: Client, case_ids: Sequence[CaseId]) -> dict[CaseId, int]:
    """Return, of cases that the ledger contradicts because somebody reset them, from which fact on it does."""
    found: dict[CaseId, int] = {}

    async def look(case_id: CaseId) -> None:
        copy = await told_of(client, case_id)
        if copy and copy.was_reset and (number := first_other(copy.entries, await history(pool, case_id))):
            found[case_id] = number

    await in_turns(case_ids, QUESTIONS_AT_ONCE, look)
    return found


async def _asked(
    client: Client, questions: Questions, case_ids: Sequence[CaseId], told: Callable[[], None] = _nobody
) -> Answers:
    answers: Answers = {}

    async def look(case_id: CaseId) -> None:
        live = await asking.describe(client, case_id)
        answers[case_id] = await questions.ask(case_id) if live and _can_answer(live) else None
        told()

    await in_turns(case_ids, QUESTIONS_AT_ONCE, look)
    return answers


def _can_answer(live: Live) -> bool:
    return live.status in (Status.RUNNING, Status.COMPLETED) and live.attempt < FAILS_AGAIN


async def _seen(
    client: Client, case_ids: Sequence[CaseId], told: Callable[[], None]
) -> dict[CaseId, tuple[Listed | None, Live | None]]:
    seen: dict[CaseId, tuple[Listed | None, Live | None]] = {}

    async def look(case_id: CaseId) -> None:
        seen[case_id] = await asking.look_in_list(client, case_id), await asking.describe(client, case_id)
        told()

    await in_turns(case_ids, CALLS_AT_ONCE, look)
    return seen


async def _ask_again(questions: Questions, lines: dict[CaseId, Line], answers: Answers) -> None:
    """Ask those again of which the ledger knows more than they had said: most have only moved on meanwhile."""

    async def look(case_id: CaseId) -> None:
        answer = await questions.ask(case_id)
        moved_on = isinstance(answer, Answer) and answer.number > lines[case_id].head
        answers[case_id] = None if moved_on else answer

    ahead = [
        case_id
        for case_id, answer in answers.items()
        if isinstance(answer, Answer) and case_id in lines and lines[case_id].head > answer.number
    ]
    await in_turns(ahead, QUESTIONS_AT_ONCE, look)
