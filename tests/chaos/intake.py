"""How cases come into a run: by the command that an office uses, tried again until it is done."""

import asyncio
import sys
from collections.abc import Callable
from pathlib import Path

from tests.chaos.site import HOUSE
from tests.site.running import Office
from tests.site.small import quick_policy

BATCH = 20
HEADER = "序号,来源,反馈问题,具体表现,问题类别,整改类型,责任领导,牵头单位,配合单位,责任人,完成时限,整改措施\n"
SPEEDS = ("立行立改", "限期整改", "长期坚持", "限期整改")
ROSTER = """
unit: 某市卫健委
people:
  - {id: office, name: 钱主任, unit: 某市卫健委, roles: [office]}
  - {id: clerk, name: 孙科员, unit: 某市卫健委, roles: [office]}
  - {id: principal, name: 赵书记, unit: 某市卫健委, roles: [principal]}
  - {id: secretary, name: 吴秘书, unit: 某市卫健委, roles: [committee]}
  - {id: higher, name: 郑市长, unit: 某市卫健委, roles: [higher]}
  - {id: supervisor, name: 周组长, unit: 某市卫健委, roles: [supervisor]}
  - {id: leader, name: 张处长, unit: 某市卫健委, roles: [leader], categories: [财务管理]}
  - {id: head, name: 王科长, unit: 某市卫健委, roles: [lead_unit], categories: [财务管理]}
  - {id: handler, name: 刘科员, unit: 某市卫健委, roles: [handler], categories: [财务管理]}
"""


class Intake:
    """Takes campaigns in, one after the other."""

    def __init__(self, office: Office, folder: Path, day: str) -> None:
        self._office, self._folder = office, folder
        self.tries = 0
        self.started: list[str] = []
        self._policy = quick_policy(folder / "hurry.yaml", "hurry", day=day, look_backs="[3d, 6d]")
        self._roster = folder / "roster.yaml"
        self._roster.write_text(ROSTER)

    async def take_in(self, campaign: str, count: int, is_over: Callable[[], bool] = lambda: False) -> None:
        """Take a file in, again and again until the command says that all is well."""
        file = self._folder / f"{campaign}.csv"
        file.write_text(HEADER + "".join(_row(campaign, number) for number in range(1, count + 1)))
        for _ in range(30):
            if is_over():
                return
            self.tries += 1
            if await self._once(campaign, file):
                self.started += [f"{campaign}/{number:03}" for number in range(1, count + 1)]
                return
            await asyncio.sleep(1)
        raise AssertionError(f"campaign {campaign} could not be taken in")

    async def _once(self, campaign: str, file: Path) -> bool:
        words = ["intake", str(file), "--campaign", campaign, "--policy", str(self._policy)]
        words += ["--roster", str(self._roster), "--yes"]
        with (self._folder / "intake.said").open("ab") as said:
            command = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "gateway.cli", *words),
                env=dict(self._office.environ),
                cwd=HOUSE,
                stdout=said,
                stderr=said,
            )
            try:
                return await asyncio.wait_for(command.wait(), 60) == 0
            except TimeoutError:
                command.kill()
                await command.wait()
                return False


def _row(campaign: str, number: int) -> str:
    category = "财务管理" if number % 7 else "信访举报"  # the latter is nobody's by the roster: the office assigns it
    found = f"第{number}号问题（{campaign}）"
    return f"{number},某巡反〔2〕号,{found},抽查发现{number}次。,{category},{SPEEDS[number % 4]},,,,,,\n"
