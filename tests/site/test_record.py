"""Whatever is done behind the ledger's back is found and named; a rebuild mends it byte by byte while cases live on."""

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import pytest
from temporalio import workflow
from temporalio.client import Client
from temporalio.worker import Worker

from ledger.fingerprint import dump
from tests.site import oa
from tests.site.running import EXAMPLE, Office, eventually

CAMPAIGN = "2026-still"  # under the county's policy nothing happens by itself while a test runs
UNUSABLE = 1_000  # signals: more than a run is long before it goes on in a fresh one

EDITED, INSERTED, DELETED, REORDERED, CUT_OFF, GONE = (f"{CAMPAIGN}/{number:03}" for number in (1, 2, 3, 5, 8, 10))
LONG = f"{CAMPAIGN}/014"
FORGOTTEN = f"{CAMPAIGN}/017"
WORKED_ON = (EDITED, INSERTED, DELETED, REORDERED, CUT_OFF, GONE, LONG, FORGOTTEN)

# What somebody with the database's highest rights can do.
TAMPERINGS = {
    EDITED: ("UPDATE facts SET fact = replace(fact::text, '逐项纠正', '不再纠正')::json WHERE case_id = $case",),
    INSERTED: (
        "CREATE TEMPORARY TABLE slip AS SELECT * FROM facts WHERE number = 5 AND case_id = $case",
        "UPDATE slip SET number = 6, previous = hash",
        "INSERT INTO facts SELECT * FROM slip",
    ),
    DELETED: ("DELETE FROM facts WHERE number = 2 AND case_id = $case",),
    REORDERED: (
        "UPDATE facts SET number = 1000 WHERE number = 2 AND case_id = $case",
        "UPDATE facts SET number = 2 WHERE number = 3 AND case_id = $case",
        "UPDATE facts SET number = 3 WHERE number = 1000 AND case_id = $case",
    ),
    CUT_OFF: ("DELETE FROM facts WHERE number > 3 AND case_id = $case",),
    GONE: (
        "DELETE FROM duties WHERE case_id = $case",
        "DELETE FROM cases WHERE case_id = $case",
        "DELETE FROM facts WHERE case_id = $case",
    ),
    LONG: ("DELETE FROM facts WHERE number = 100 AND case_id = $case",),
}
FOUND = {
    (EDITED, "edited", 4),
    (INSERTED, "inserted", 6),
    (DELETED, "deleted", 2),
    (REORDERED, "reordered", 3),
    (CUT_OFF, "cut_off", 4),
    (GONE, "missing_case", None),
    (LONG, "deleted", 100),
}


@workflow.defn(name="Remediation", sandboxed=False)
class Unknown:
    """A story that is not ours."""

    @workflow.run
    async def run(self, number: int) -> None:
        """Wait."""
        await workflow.sleep(3600 * number)

    @workflow.query
    def here(self) -> bool:
        """Say that the story has begun."""
        return True


@pytest.fixture(scope="module")
async def campaign(at_site: Office, stranger: Client) -> str:
    """A campaign of twenty items, some of them worked on, one of them over a storm and continue-as-new."""
    words = ("intake", EXAMPLE / "feedback.csv", "--campaign", CAMPAIGN, "--yes")
    await asyncio.to_thread(at_site.asked, *words)
    storm = stranger.get_workflow_handle(LONG)
    await asyncio.gather(*(storm.signal("abolish", {"no": number}) for number in range(UNUSABLE)))
    by_update = oa.by_update(stranger)
    await asyncio.gather(*(oa.see_through(stranger, case_id, by_update, to="rectifying") for case_id in WORKED_ON))
    await _in_a_fresh_run(stranger)
    await eventually(lambda: at_site.asked("verify")["sound"], 60, what="a sound ledger")
    return CAMPAIGN


async def _in_a_fresh_run(client: Client) -> None:
    """Wait until the storm has made its case go on in a fresh run."""
    async with asyncio.timeout(30):
        while len([run async for run in client.list_workflows(f'WorkflowId="{LONG}"')]) < 2:  # noqa: ASYNC110
            await asyncio.sleep(0.2)


@pytest.fixture
async def highest(at_site: Office) -> AsyncIterator[asyncpg.Connection]:
    """Somebody with the database's highest rights, who writes behind the guards' backs."""
    connection = await asyncpg.connect(at_site.addresses["owner_dsn"].replace("bihuan_owner", "bihuan_admin"))
    await connection.execute("SET session_replication_role = replica")
    yield connection
    await connection.close()


async def text_of(office: Office) -> list[str]:
    """Return all that the ledger holds of the campaign, byte by byte."""
    async with asyncpg.create_pool(office.addresses["owner_dsn"], min_size=1, max_size=1) as pool:
        return [line async for line in dump(pool) if CAMPAIGN in line]


async def test_what_was_done_behind_the_ledgers_back_is_named_and_mended(
    at_site: Office, stranger: Client, campaign: str, highest: asyncpg.Connection
) -> None:
    before = await text_of(at_site)
    for case_id, statements in TAMPERINGS.items():
        for statement in statements:
            assert await highest.execute(statement.replace("$case", f"'{case_id}'")) not in ("UPDATE 0", "DELETE 0")

    found = await asyncio.to_thread(at_site.asked, "verify", code=4)
    said = await asyncio.to_thread(at_site.tried, "verify", code=4)
    rebuilt = await asyncio.to_thread(at_site.asked, "rebuild", "--yes")

    named = {(one["case_id"], one["kind"], one["number"]) for one in found["findings"]}
    assert named >= FOUND
    assert {case_id for case_id, _, _ in named} == set(TAMPERINGS)
    assert f"事项 {EDITED}：第 4 条事实被改动。" in said.stdout
    assert said.stderr == "", "histories are replayed without a word"
    assert set(TAMPERINGS) <= set(rebuilt["refilled"])
    assert (rebuilt["kept"], rebuilt["dropped"]) == ([], [])
    assert await text_of(at_site) == before
    assert (await asyncio.to_thread(at_site.asked, "verify"))["sound"]


async def test_cases_go_on_after_a_rebuild_where_they_were(at_site: Office, stranger: Client, campaign: str) -> None:
    await asyncio.to_thread(at_site.asked, "rebuild", "--yes")
    note = {"id": "after", "actor": "zheng-shuji", "text": "抓紧"}

    receipt = await stranger.get_workflow_handle(LONG).execute_update("leave_note", note)

    await eventually(lambda: at_site.asked("show", LONG)["history"][-1]["number"] == receipt["first"], 10)


async def test_a_history_that_can_not_be_replayed_is_named_and_stops_nothing(
    at_site: Office, stranger: Client, campaign: str
) -> None:
    """Somebody else's program, which takes our workflow's name, stands for an edition that nobody knows any more."""
    before = await text_of(at_site)
    async with Worker(stranger, task_queue="not-ours", workflows=[Unknown]):
        handle = await stranger.start_workflow("Remediation", 7, id=f"{CAMPAIGN}/999", task_queue="not-ours")
        assert await handle.query("here")
    try:
        found = await asyncio.to_thread(at_site.tried, "verify", code=4)
        rebuilt = await asyncio.to_thread(at_site.tried, "rebuild", "--yes", code=4)
    finally:
        await asyncio.to_thread(at_site.temporal, "workflow", "delete", "--workflow-id", handle.id, "--yes")

    assert rebuilt.stderr.startswith(f"{handle.id} 的历史不能重放：")
    assert found.stdout.startswith(f"事项 {handle.id}：Temporal 中的历史不能重放，无从比对。换回能重放它的版本再核验")
    assert "台账完好" not in found.stdout
    assert len(rebuilt.stderr.splitlines()) == 1
    assert ".py" not in f"{rebuilt.stderr}{found.stdout}"
    assert await text_of(at_site) == before


async def test_a_case_whose_history_is_gone_is_kept_and_named(
    at_site: Office, stranger: Client, campaign: str, highest: asyncpg.Connection
) -> None:
    before = await text_of(at_site)
    await asyncio.to_thread(at_site.temporal, "workflow", "delete", "--workflow-id", FORGOTTEN, "--yes")
    await eventually(lambda: FORGOTTEN not in at_site.temporal("workflow", "list", "--limit", "1000"), 30)

    rebuilt = await asyncio.to_thread(at_site.tried, "rebuild", "--yes")
    found = await asyncio.to_thread(at_site.asked, "verify", code=4)

    assert "1 个事项已无历史，按原台账保留" in rebuilt.stdout
    assert FORGOTTEN in rebuilt.stdout
    assert await text_of(at_site) == before
    assert not found["sound"], "an open case does not lose its history by age"
    assert [(one["case_id"], one["kind"]) for one in found["findings"]] == [(FORGOTTEN, "lost")]

    await highest.execute("DELETE FROM facts WHERE number = 2 AND case_id = $1", FORGOTTEN)
    broken = await text_of(at_site)
    refused = await asyncio.to_thread(at_site.tried, "rebuild", "--yes", code=1)
    assert FORGOTTEN in refused.stderr
    assert await text_of(at_site) == broken, "a rebuild that can't mend everything changes nothing"
