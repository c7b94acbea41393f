"""A sweep finds every planted orphan and names it, and what it advises helps; on a healthy site it finds nothing."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import asyncpg
import pytest
from temporalio import workflow
from temporalio.client import Client
from temporalio.worker import Worker

from gateway.sweeping.findings import Lag
from gateway.sweeping.sweep import Depth, Site, Swept, sweep
from tests.embedded import machine
from tests.site.running import EXAMPLE, Office, eventually, office_at, running, until
from workflows.plugin import bihuan_plugin

CAMPAIGN = "2026-sweep"


def case(number: int) -> str:
    return f"{CAMPAIGN}/{number:03}"


DELETED, TERMINATED, UNREGISTERED, CUT_OFF, SETTLED, FORGED, NOTED = map(case, (1, 2, 3, 4, 5, 6, 7))
REGISTERED_ONLY, RAISING, ENDED, BESIDE = map(case, (901, 902, 903, 904))


@workflow.defn(name="Remediation", sandboxed=False)
class Strange:
    """A story that is not ours: it raises, ends or waits, as its id says."""

    @workflow.run
    async def run(self) -> None:
        """Do as told."""
        if workflow.info().workflow_id == RAISING:
            raise RuntimeError("a planted bug")
        if workflow.info().workflow_id == BESIDE:
            await workflow.sleep(3600)


@pytest.fixture(scope="module")
def planted_on() -> Iterator[Office]:
    """The office of a site with twenty items that nobody works on; what is planted there would disturb other tests."""
    with tempfile.TemporaryDirectory(prefix="bh-", dir=machine.place()) as closed:
        office = office_at(Path(closed) / "home")
        with running(office, "up", "--roster", EXAMPLE / "roster.yaml") as program:
            until(lambda: "站点已就绪" in program.words or program.process.poll() is not None, 60, what="the site")
            office.asked("intake", EXAMPLE / "feedback.csv", "--campaign", CAMPAIGN, "--yes")
            until(lambda: len(office.asked("list", "--campaign", CAMPAIGN)["cases"]) == 20, 20)
            yield office


@pytest.fixture
async def highest(planted_on: Office) -> AsyncIterator[asyncpg.Connection]:
    """Somebody with the database's highest rights, who writes behind the guards' backs."""
    connection = await asyncpg.connect(planted_on.addresses["owner_dsn"].replace("bihuan_owner", "bihuan_admin"))
    await connection.execute("SET session_replication_role = replica")
    yield connection
    await connection.close()


@pytest.fixture
async def stranger(planted_on: Office) -> Client:
    """Temporal's own client, which knows nothing of us."""
    return await Client.connect(planted_on.address, namespace="bihuan")


@pytest.fixture
async def strange(stranger: Client) -> AsyncIterator[None]:
    """Somebody else's program, which takes our workflow's name."""
    async with Worker(stranger, task_queue="not-ours", workflows=[Strange]):
        yield


class Looker:
    """Somebody who sweeps the campaign, at every depth at once, for a sweep only reads."""

    def __init__(self, pool: asyncpg.Pool, client: Client) -> None:
        self.site = Site(pool, client, has_worker=True, progress=lambda *_: nullcontext(lambda: None))

    async def at_every_depth(self) -> dict[Depth, Swept]:
        swept = await asyncio.gather(*(sweep(self.site, depth) for depth in Depth))
        return dict(zip(Depth, swept, strict=True))


@pytest.fixture
async def looker(planted_on: Office) -> AsyncIterator[Looker]:
    client = await Client.connect(planted_on.address, namespace="bihuan", plugins=[bihuan_plugin()])
    async with asyncpg.create_pool(planted_on.addresses["owner_dsn"], min_size=1, max_size=3) as pool:
        yield Looker(pool, client)


def named(swept: Swept) -> set[tuple[str | None, str]]:
    return {(finding.case_id, finding.kind.value) for finding in swept.findings}


async def test_on_a_healthy_site_nothing_is_found_however_closely_one_looks(planted_on: Office, looker: Looker) -> None:
    for depth, found in (await looker.at_every_depth()).items():
        assert found == Swept(20, 20, 20, suspects=0, asked=20 if depth is Depth.DEEP else 0, findings=[])
    told = await asyncio.to_thread(planted_on.tried, "sweep")
    assert told.stdout == "清查了 20 个问题、20 个流程（在办 20 个），其中可疑而细查的 0 个，问询 0 次：未发现问题。\n"
    assert told.stderr == ""


async def test_without_a_worker_that_is_said_once_and_nobody_is_asked(looker: Looker) -> None:
    looker.site = replace(looker.site, has_worker=False)

    found = await looker.at_every_depth()

    assert [named(one) for one in found.values()] == [{(None, "no_worker")}] * 3
    assert [one.asked for one in found.values()] == [0, 0, 0]


async def _plant(office: Office, client: Client, highest: asyncpg.Connection) -> None:
    """Do to the campaign all that should never be done."""
    await asyncio.to_thread(office.temporal, "workflow", "terminate", "--workflow-id", TERMINATED, "--reason", "test")
    await asyncio.to_thread(office.temporal, "workflow", "delete", "--workflow-id", DELETED, "--yes")
    for case_id in (REGISTERED_ONLY, RAISING, ENDED):
        register = "INSERT INTO items (campaign, digest, number, case_id) VALUES ($1, $2, $3, $2)"
        await highest.execute(register, CAMPAIGN, case_id, int(case_id[-3:]))
    for case_id in (RAISING, ENDED, BESIDE):
        await client.start_workflow("Remediation", id=case_id, task_queue="not-ours")
    await highest.execute("DELETE FROM items WHERE case_id = $1", UNREGISTERED)
    await highest.execute("DELETE FROM facts WHERE number = 2 AND case_id = $1", CUT_OFF)
    await highest.execute("UPDATE cases SET outcome = 'done', stage = 'settled' WHERE case_id = $1", SETTLED)
    await highest.execute("UPDATE cases SET head_hash = reverse(head_hash) WHERE case_id = $1", FORGED)
    await highest.execute("REVOKE INSERT ON facts FROM bihuan_app")
    for number in (1, 2):
        note = {"id": f"lag-{number}", "actor": "zheng-shuji", "text": "抓紧"}
        await client.get_workflow_handle(NOTED).execute_update("leave_note", note)


AT_A_GLANCE = {
    (DELETED, "lost"),
    (TERMINATED, "ended"),
    (REGISTERED_ONLY, "unstarted"),
    (RAISING, "stuck"),
    (ENDED, "unanswering"),
    (ENDED, "unrecorded_end"),
    (BESIDE, "unregistered"),
    (UNREGISTERED, "unregistered"),
    (CUT_OFF, "spoiled"),
    (SETTLED, "spoiled"),
}
BEYOND_THE_LEDGER = {
    (case_id, kind) for case_id, kind in AT_A_GLANCE if case_id in (REGISTERED_ONLY, RAISING, ENDED, BESIDE)
}
BY_LAST_EVENTS = AT_A_GLANCE | {(NOTED, "behind")}
BY_THEIR_WORD = BY_LAST_EVENTS | {(FORGED, "contradicting")}


async def test_every_planted_orphan_is_found_and_named_and_the_advice_helps(
    planted_on: Office, stranger: Client, highest: asyncpg.Connection, strange: None, looker: Looker
) -> None:
    written = await highest.fetchval("SELECT updated_at FROM cases WHERE case_id = $1", NOTED)
    try:
        await _plant(planted_on, stranger, highest)
        await eventually(lambda: DELETED not in planted_on.temporal("workflow", "list", "--limit", "1000"), 30)
        found, told = await asyncio.gather(
            looker.at_every_depth(),
            asyncio.to_thread(planted_on.tried, "sweep", "--campaign", CAMPAIGN, code=4),
        )
    finally:
        await highest.execute("GRANT INSERT ON facts TO bihuan_app")

    assert [named(one) for one in found.values()] == [AT_A_GLANCE, BY_LAST_EVENTS, BY_THEIR_WORD]
    lags = [finding.lag for finding in found[Depth.USUAL].findings if finding.lag]
    assert lags == [Lag(ledger=2, case=4, since=written)]
    assert f"事项 {TERMINATED}：流程被 Temporal 结束（TERMINATED），不是自行办结。\n  → 查明是谁结束的" in told.stdout
    assert f"事项 {NOTED}：台账落后 2 条：台账到第 2 条" in told.stdout
    assert told.stdout.endswith("发现 11 处问题。\n")
    assert told.stderr == ""

    await asyncio.to_thread(planted_on.tried, "rebuild", "--yes", code=4)  # for it can't read the strangers' histories
    await asyncio.to_thread(planted_on.tried, "revive", DELETED, TERMINATED)
    last = await looker.at_every_depth()
    assert [named(one) for one in last.values()] == [BEYOND_THE_LEDGER] * 3
