"""An office's whole intake through `bihuan intake`: many items that are open from then on."""

import asyncio
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench.ground import Ground
from tests.bench.hands import HOUSE, Hands
from tests.bench.usage import memory_bytes

CAMPAIGN = "bench-crowd"
_HEADER = "序号,来源,反馈问题,具体表现,问题类别,整改类型,责任领导,牵头单位,配合单位,责任人,完成时限,整改措施"
_CATEGORIES = ("党建工作", "财务管理", "医疗服务")
ROSTER = HOUSE / "docs" / "example" / "roster.yaml"
POLL_SECONDS = 0.25


@dataclass
class Intake:
    """How an intake went: when all was durable, when all was assigned, and what the worker held on the way."""

    count: int
    durable_seconds: float = 0.0
    assigned_seconds: float = 0.0
    memory: list[tuple[int, int]] = field(default_factory=list)  # cases in the ledger, bytes of the worker


async def take_in(ground: Ground, ours: Hands, count: int) -> Intake:
    """Take in one spreadsheet of so many items by the command that an office uses."""
    sheet = Path(ground.environ["BIHUAN_HOME"]).with_name("feedback.csv")
    sheet.write_text("\n".join([_HEADER, *(_row(number) for number in range(1, count + 1)), ""]))
    seen, began = Intake(count), time.monotonic()
    words = ("intake", str(sheet), "--campaign", CAMPAIGN, "--policy", "county", "--roster", str(ROSTER), "--yes")
    taking = asyncio.create_task(_bihuan(ground, *words))
    assigned = 0
    while assigned < count:
        await asyncio.sleep(POLL_SECONDS)
        if taking.done():
            taking.result()
            seen.durable_seconds = seen.durable_seconds or time.monotonic() - began
        assigned = await in_ledger(ground, CAMPAIGN)
        seen.memory.append((assigned, memory_bytes([ours.pid])))
        assert time.monotonic() - began < 60 + count, "the intake does not end"
    seen.assigned_seconds = time.monotonic() - began
    await taking
    seen.durable_seconds = seen.durable_seconds or time.monotonic() - began
    return seen


async def in_ledger(ground: Ground, campaign: str) -> int:
    """Return how many cases of a campaign the ledger has with their assignment."""
    asked = "SELECT count(*) FROM cases WHERE campaign = $1 AND leader_id IS NOT NULL"
    found: int = await ground.pool.fetchval(asked, campaign)
    return found


async def oldest(ground: Ground, count: int) -> list[str]:
    """Return the ids of the items of the intake that were opened first."""
    asked = "SELECT case_id FROM facts WHERE number = 1 AND case_id LIKE $1 ORDER BY at LIMIT $2"
    return [row["case_id"] for row in await ground.pool.fetch(asked, f"{CAMPAIGN}/%", count)]


async def _bihuan(ground: Ground, *words: str) -> None:
    done = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "gateway.cli", *words),
        cwd=HOUSE,
        env={**ground.environ, "PYTHONPATH": str(HOUSE)},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await done.communicate()
    assert done.returncode == 0, said.decode(errors="replace")[-2000:]


def _row(number: int) -> str:
    category = _CATEGORIES[number % len(_CATEGORIES)]
    return f"{number},第三轮巡察,问题{number}:公务接待超标准,抽查发现第{number}例。,{category},限期整改,,,,,,"
