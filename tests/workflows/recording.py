"""Records golden histories of the present edition: `python -m tests.workflows.recording`; never over recorded ones."""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import structlog
from temporalio.testing import WorkflowEnvironment

from rules.cases import EDITION
from schemas.entries import Batch
from schemas.search import SEARCH_ATTRIBUTES
from tests.rules.town import ANNOUNCED, EASY, HASTY
from tests.workflows.desk import BIN, Desk, Story, ours, with_search_attributes
from tests.workflows.life import Life
from tests.workflows.test_year import Year, live_a_year
from tests.workflows.town import FAST, command, new_case
from workflows.finding import key_of
from workflows.remediation import Remediation

HISTORIES = Path(__file__).resolve().parents[1] / "histories"

Play = Callable[[Desk], Awaitable[Story]]


async def a_year(desk: Desk) -> Story:
    story = await desk.begin(new_case(await desk.now(), campaign="golden", assigned=False))
    await live_a_year(Year(desk, story))
    return story


async def nobody_moves(desk: Desk) -> Story:
    story = await desk.begin(new_case(await desk.now(), campaign="golden", assigned=False))
    year = Year(desk, story)
    for _ in range(12):
        await year.until_the_next_alarm(await year.case())
    await desk.written(story)
    return story


async def unusable_messages(desk: Desk) -> Story:
    case = new_case(await desk.now(), campaign="golden")
    story = await desk.begin(case, start_signal="acknowledge", start_signal_args=[command("acknowledge", "handler")])
    await story.signal("assign")
    await story.signal("assign", args=[1, 2])
    await story.signal("abolish", {"id": "x"})
    await story.signal("approve_plan", command("approve_plan", "stranger"))
    await story.cancel()
    await desk.do(story, "leave_note", "principal", text="抓紧整改")
    await desk.written(story)
    return story


async def withdrawn(desk: Desk) -> Story:
    life = Life(await desk.now()).at_work()
    opening = life.case.opening
    await desk.book.append(Batch(case_id=opening.case_id, campaign=opening.campaign, entries=tuple(life.entries)))
    story = await desk.begin(life.case)
    await desk.do(story, "request_withdrawal", "office", reason="重复反馈")
    await desk.do(story, "decide_withdrawal", "secretary", grant=True, reason="情况属实")
    await story.result()
    return story


async def other_rules(desk: Desk) -> Story:
    """A policy and a calendar adopted by update and by signal, once before work and once when a duty is overdue."""
    story = await desk.begin(new_case(await desk.now(), campaign="golden"))
    await desk.do(story, "adopt_policy", "principal", policy=HASTY, reason="某委〔2026〕9号")
    year = Year(desk, story)
    for _ in range(3):
        await year.until_the_next_alarm(await year.case())
    await story.signal("adopt_policy", command("adopt_policy", "secretary", policy=EASY, reason="某委〔2026〕10号"))
    await desk.heard_out(story)
    await desk.do(story, "adopt_calendar", "office", calendar=ANNOUNCED, reason="国办通知")
    await desk.do(story, "acknowledge", "handler")
    for _ in range(2):
        await year.until_the_next_alarm(await year.case())
    await desk.written(story)
    return story


async def until_a_fresh_run(desk: Desk) -> Story:
    """Return the first of several runs."""
    story = await _noted(desk)
    return desk.client.get_workflow_handle_for(Remediation.run, story.id, run_id=story.first_execution_run_id)


async def from_a_fresh_run(desk: Desk) -> Story:
    """Return the latest of several runs."""
    story = desk.client.get_workflow_handle_for(Remediation.run, (await _noted(desk)).id)
    while await desk.events(story) < 10:
        await desk.do(story, "leave_note", "principal", text="继续抓紧")
        await desk.written(story)
    return story


async def _noted(desk: Desk) -> Story:
    story = await desk.begin(new_case(await desk.now(), campaign="golden", policy=FAST))
    latest = desk.client.get_workflow_handle_for(Remediation.run, story.id)
    for number in range(12):
        await desk.do(latest, "leave_note", "principal", text=f"第{number}次批示")
        await desk.written(latest)
    return story


SKIPPING: tuple[Play, ...] = (a_year, nobody_moves, unusable_messages, withdrawn, other_rules)
REAL: tuple[Play, ...] = (until_a_fresh_run, from_a_fresh_run)


async def record_missing(folder: Path) -> None:
    program = str(BIN / "temporal-test-server")
    for play in _missing(folder, SKIPPING):
        async with await WorkflowEnvironment.start_time_skipping(test_server_existing_path=program) as env:
            await _keep(folder, play, Desk(await with_search_attributes(env), ours(env)))
    if not _missing(folder, REAL):
        return
    async with await WorkflowEnvironment.start_local(
        dev_server_existing_path=str(BIN / "temporal"),
        search_attributes=[key_of(name) for name in SEARCH_ATTRIBUTES],
        dev_server_extra_args=["--dynamic-config-value", "limit.historyCount.suggestContinueAsNew=40"],
    ) as env:
        for play in _missing(folder, REAL):  # on a server that wants a fresh run after 40 events
            await _keep(folder, play, Desk(env, ours(env)))


def _missing(folder: Path, plays: tuple[Play, ...]) -> list[Play]:
    """Return the plays that are not recorded: what running cases have lived through is never recorded anew."""
    return [play for play in plays if not (folder / f"{play.__name__}.json").exists()]


async def _keep(folder: Path, play: Play, desk: Desk) -> None:
    async with desk.staffed():
        history = await (await play(desk)).fetch_history()
    (folder / f"{play.__name__}.json").write_text(history.to_json(), encoding="utf-8")
    sys.stdout.write(f"{play.__name__}: {len(history.events)} events\n")


def main() -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    folder = HISTORIES / f"edition-{EDITION}"
    if not _missing(folder, (*SKIPPING, *REAL)):
        sys.stdout.write(f"{folder} is recorded already, and running cases were told so. Start a new edition.\n")
        sys.stdout.flush()
        os._exit(1)
    folder.mkdir(parents=True, exist_ok=True)
    asyncio.run(record_missing(folder))
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
