"""One run: a site, people, harm, and in the end peace; what came of it is left for the reconciliation."""

import asyncio
import json
import logging
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import asyncpg

from ledger.fingerprint import fingerprint
from tests.chaos.command import bihuan
from tests.chaos.harm import Blow, Harm
from tests.chaos.histories import Told, tell_histories
from tests.chaos.intake import BATCH, Intake
from tests.chaos.journal import Journal
from tests.chaos.people import Manner
from tests.chaos.plan import Plan
from tests.chaos.post import Post
from tests.chaos.pulse import PROBES, Pulse
from tests.chaos.record import Recorded, read_record_at_rest
from tests.chaos.site import Victim, harsh_site
from tests.chaos.village import Village, manners
from tests.embedded import machine

MOST_OPEN = 80
PEACE_SECONDS = 120.0  # how long the end may take
PEACE_WITH_PLANTS_SECONDS = 15.0  # some cases will never come to it then
QUIET_SECONDS = 12.0  # of people acting without harm, where none is asked for


@dataclass
class Outcome:
    """All that a run leaves: the three sources, and what the commands said of them."""

    plan: Plan
    journal: Journal
    began: float = 0.0
    took: float = 0.0
    ended: float = 0.0
    blows: list[Blow] = field(default_factory=list)
    started: list[str] = field(default_factory=list)
    intake_tries: int = 0
    manners: dict[Manner, int] = field(default_factory=dict)
    stuck: list[str] = field(default_factory=list)
    recorded: list[Recorded] = field(default_factory=list)
    histories: dict[str, Told] = field(default_factory=dict)
    verified: Any = None
    prints: tuple[str, str] = ("", "")
    rebuilt: str = ""
    said: list[str] = field(default_factory=list)


async def run(plan: Plan, say: Callable[[str], None]) -> Outcome:
    """Do one run and return what it left."""
    for name in ("temporal", "temporalio"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    outcome = Outcome(plan, Journal(plan.out / "journal.jsonl"))
    outcome.began = time.time()
    with tempfile.TemporaryDirectory(prefix="bh-", dir=machine.place()) as closed:
        async with harsh_site(Path(closed), plan.plants, outcome.said) as victim:
            try:
                await _play(victim, Path(closed), outcome, say)
            finally:
                _keep_logs(victim, plan.out)
    outcome.took = time.time() - outcome.began
    return outcome


async def _play(victim: Victim, folder: Path, outcome: Outcome, say: Callable[[str], None]) -> None:
    plan, client = outcome.plan, await victim.client()
    post = Post(client, outcome.journal)
    async with victim.ledger(4) as pool:
        village, pulse = Village(pool, post, client, plan.seed), Pulse(post, pool)
        intake = Intake(victim.office, folder, plan.day)
        await intake.take_in("probe", len(PROBES))
        async with _going_on(village, pulse, intake, plan):
            harm = Harm(plan, victim, village, pulse, say)
            outcome.blows = harm.blows
            await (harm.run() if plan.kills else asyncio.sleep(QUIET_SECONDS))
        say("peace: what nobody answered is asked again, and every case is led to its end")
        await _make_peace(village, intake, outcome, plan)
        await _gather(victim, pool, outcome, say)


@asynccontextmanager
async def _going_on(village: Village, pulse: Pulse, intake: Intake, plan: Plan) -> AsyncIterator[None]:
    """Let people live, notes be left and cases come in, while the block does harm."""
    async with asyncio.TaskGroup() as tasks:  # where one fails, the run fails at once
        for what in (village.live(), pulse.beat(), _take_in(village, intake, plan)):
            tasks.create_task(what)
        await asyncio.sleep(2)
        yield
        village.is_over = pulse.is_over = True
    await village.rest()


async def _take_in(village: Village, intake: Intake, plan: Plan) -> None:
    for number, first in enumerate(range(0, plan.cases, BATCH), start=1):
        while len(village.open_cases) > MOST_OPEN - BATCH and not village.is_over:  # noqa: ASYNC110
            await asyncio.sleep(0.5)
        if not village.is_over:
            count = min(BATCH, plan.cases - first)
            await intake.take_in(f"chaos-{number:02}", count, lambda: village.is_over)


async def _make_peace(village: Village, intake: Intake, outcome: Outcome, plan: Plan) -> None:
    for probe in PROBES:
        village.follow(probe)
    outcome.stuck = await village.end(PEACE_WITH_PLANTS_SECONDS if plan.plants else PEACE_SECONDS)
    outcome.manners = manners(village)
    outcome.started, outcome.intake_tries = intake.started, intake.tries
    outcome.ended = time.time()


async def _gather(victim: Victim, pool: asyncpg.Pool, outcome: Outcome, say: Callable[[str], None]) -> None:
    say("reading the ledger and Temporal's histories")
    client = await victim.client()
    await _until_nothing_runs(client)
    outcome.recorded = await read_record_at_rest(pool)
    outcome.histories = await tell_histories(client)
    say("bihuan verify, bihuan rebuild")
    outcome.verified = await _verify(victim)
    before = await fingerprint(pool)
    done = await _rebuild(victim)
    outcome.prints, outcome.rebuilt = (before, await fingerprint(pool)), done


async def _until_nothing_runs(client: Any) -> None:
    """Wait a moment for the lists of Temporal to show that all has ended."""
    for _ in range(50):
        if not [run async for run in client.list_workflows('ExecutionStatus="Running"')]:
            return
        await asyncio.sleep(0.2)


async def _verify(victim: Victim) -> Any:
    code, said, complained = await bihuan(victim.office, "verify", "--json")
    if code not in (0, 4):
        return {"sound": False, "findings": [{"case_id": "", "sentence": {"en": f"exit code {code}: {complained}"}}]}
    return json.loads(said) | {"complained": complained}


async def _rebuild(victim: Victim) -> str:
    code, _, complained = await bihuan(victim.office, "rebuild", "--yes")
    return "" if code == 0 else f"exit code {code}: {complained}"


def _keep_logs(victim: Victim, out: Path) -> None:
    """Keep what the servers said beside the report: the site's folder goes."""
    logs = out / "logs"
    logs.mkdir(exist_ok=True)
    for log in (victim.site.settings.home / "logs").glob("*.log"):
        (logs / log.name).write_bytes(log.read_bytes()[-2_000_000:])
