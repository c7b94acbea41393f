"""Cases whose workflow was ended, deleted or reset from outside go on from the ledger, and no fact of theirs changes."""

import asyncio
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from temporalio.client import Client

from tests.embedded import machine
from tests.site.running import EXAMPLE, Office, eventually, office_at, running, until

CAMPAIGN = "2026-revive"
TERMINATED, DELETED, CANCELLED, RESET, RESET_DEAD = (f"{CAMPAIGN}/{number:03}" for number in range(1, 6))
HARMED = (TERMINATED, DELETED, RESET, RESET_DEAD)


def _note(number: int) -> dict[str, str]:
    return {"id": f"note-{number}", "actor": "zheng-shuji", "text": "抓紧"}


@pytest.fixture(scope="module")
def apart() -> Iterator[Office]:
    """The office of a site of its own: what is harmed there would be found by other tests."""
    with tempfile.TemporaryDirectory(prefix="bh-", dir=machine.place()) as closed:
        office = office_at(Path(closed) / "home")
        with running(office, "up", "--roster", EXAMPLE / "roster.yaml") as program:
            until(lambda: "站点已就绪" in program.words or program.process.poll() is not None, 60, what="the site")
            office.asked("intake", EXAMPLE / "feedback.csv", "--campaign", CAMPAIGN, "--yes")
            # What a first task brought must not be done again with the notes that follow.
            until(lambda: len(_heads(office)) == 19, 20)
            yield office


@pytest.fixture
async def stranger(apart: Office) -> Client:
    """Temporal's own client, which knows nothing of us."""
    return await Client.connect(apart.address, namespace="bihuan")


@pytest.fixture(scope="module")
async def harmed(apart: Office) -> Office:
    """Its twenty items, five of them noted on once and harmed by Temporal's own command line."""
    stranger = await Client.connect(apart.address, namespace="bihuan")
    await asyncio.gather(*(_tell(stranger, case_id, 1) for case_id in (*HARMED, CANCELLED)))
    await eventually(lambda: all(_heads(apart)[case_id]["number"] == 3 for case_id in HARMED), 10)
    await asyncio.to_thread(_harm, apart)
    await eventually(lambda: DELETED not in apart.temporal("workflow", "list", "--limit", "1000"), 30)
    return apart


async def _tell(client: Client, case_id: str, number: int) -> None:
    await client.get_workflow_handle(case_id).execute_update("leave_note", _note(number))


def _heads(office: Office) -> dict[str, Any]:
    """Return the number and the hash of each case's last fact, which covers all facts before it and their times."""
    return {case["case_id"]: case["head"] for case in office.asked("list")["cases"] if case["case_id"] != CANCELLED}


def _harm(office: Office) -> None:
    reset = ("--type", "LastWorkflowTask", "--reason", "test")
    office.temporal("workflow", "terminate", "--workflow-id", TERMINATED, "--reason", "test")
    office.temporal("workflow", "delete", "--workflow-id", DELETED, "--yes")
    office.temporal("workflow", "cancel", "--workflow-id", CANCELLED)
    office.temporal("workflow", "reset", "--workflow-id", RESET, *reset)
    office.temporal("workflow", "terminate", "--workflow-id", RESET_DEAD, "--reason", "test")
    office.temporal("workflow", "reset", "--workflow-id", RESET_DEAD, *reset)


async def test_what_was_done_to_a_case_is_named_and_the_advice_changes_no_fact(
    harmed: Office, stranger: Client
) -> None:
    before = await asyncio.to_thread(_heads, harmed)
    await _tell(stranger, RESET, 2)  # taken by the reset workflow, and by nobody else

    shown = await asyncio.to_thread(harmed.bihuan, "show", TERMINATED)
    gone = await asyncio.to_thread(harmed.asked, "show", DELETED)
    swept = await asyncio.to_thread(harmed.tried, "sweep", code=4)
    verified = await asyncio.to_thread(harmed.asked, "verify", code=4)
    refused = await asyncio.to_thread(harmed.tried, "revive", *HARMED, code=4)
    revived = await asyncio.to_thread(harmed.asked, "revive", RESET, RESET_DEAD, "--drop-reset")

    assert f"事项 {DELETED}：台账中在办，但 Temporal 中没有它的流程。\n  → 查明是谁删除的；运行" in swept.stdout
    assert f"事项 {TERMINATED}：流程被 Temporal 结束（TERMINATED），不是自行办结。\n  → 查明是谁结束的" in swept.stdout
    assert f"事项 {RESET}：流程被人重置（temporal workflow reset），自第 3 条起与台账不同。" in swept.stdout
    assert swept.stderr == ""
    assert "！流程被 Temporal 结束（TERMINATED），不是自行办结。" in shown
    assert ("bihuan revive" in shown, "现在可以办理" in shown, "下一提醒" in shown) == (True, False, False)
    assert (gone["ended"]["kind"], gone["allowed_now"]) == ("lost", [])
    named = {(one["case_id"], one["kind"], one["number"]) for one in verified["findings"]}
    assert named == {(RESET, "reset", 3), (RESET_DEAD, "reset", 3), (DELETED, "lost", None)}
    assert f"已恢复：{TERMINATED} 从第 3 条接着办。" in refused.stderr
    assert f"事项 {RESET}：流程被人重置，重置后的第 3–4 条与台账不同" in refused.stderr
    assert [(one["head"], one["dropped"]) for one in revived["revived"]] == [(3, 2), (3, 1)]
    assert await asyncio.to_thread(_heads, harmed) == before


async def test_a_revived_case_is_sound_and_goes_on(harmed: Office, stranger: Client) -> None:
    await asyncio.gather(*(_tell(stranger, case_id, 3) for case_id in HARMED))
    await eventually(lambda: all(_heads(harmed)[case_id]["number"] == 4 for case_id in HARMED), 10, what="the ledger")

    assert (await asyncio.to_thread(harmed.asked, "show", TERMINATED))["ended"] is None
    swept = await asyncio.to_thread(harmed.asked, "sweep", "--deep")
    digest = await asyncio.to_thread(_digest, harmed)
    await asyncio.to_thread(harmed.asked, "rebuild", "--yes")

    assert swept["findings"] == []
    assert await asyncio.to_thread(_digest, harmed) == digest


def _digest(office: Office) -> object:
    return office.asked("verify")["campaigns"]


async def test_what_runs_or_never_was_is_left_alone(harmed: Office) -> None:
    said = await asyncio.to_thread(harmed.tried, "revive", CANCELLED, f"{CAMPAIGN}/999", code=1)
    assert f"事项 {CANCELLED}：流程正在运行，不需要恢复。" in said.stderr
    assert f"事项 {CAMPAIGN}/999：台账和 Temporal 中都没有它的记录" in said.stderr
