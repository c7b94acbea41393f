"""The standard item-year, step by step: 14 confirmed commands, 5 reminders, 3 look-backs, under the county's policy.

Its clock runs fast, and its look-backs come a month after one another instead of three: how long nothing happens adds no
event. Each command comes half a day after what it follows, so that timers in between ring as they would in a real year.
"""

import asyncio
import datetime as dt
from typing import Any

from temporalio.client import Client, WorkflowHandle

from rules.cases import next_alarm
from schemas.case import Case
from schemas.policy import Policy
from tests.bench.unit import Message, proof
from tests.workflows.town import COUNTY

COMMANDS, ALARMS, LOOK_BACKS = 14, 5, 3
JUDGES = {"lead_unit": "head", "leader": "leader", "office": "office", "committee": "secretary"}


def year_policy(day_seconds: float) -> Policy:
    """Return the county's policy with three look-backs and a fast clock."""
    clock = COUNTY.clock.model_dump(mode="json") | {"day_length": f"{round(1000 * day_seconds)}ms"}
    changed = {"name": "bench-year", "look_backs": {"after": ["1mo", "2mo", "3mo"]}, "clock": clock}
    return COUNTY.model_validate(COUNTY.model_dump(mode="json") | changed)


class Year:
    """One item's year."""

    def __init__(self, client: Client, case_id: str, day_seconds: float) -> None:
        self._handle: WorkflowHandle[Any, Any] = client.get_workflow_handle(case_id)
        self._day = day_seconds
        self._case_id = case_id
        self._sent = 0

    async def live(self) -> None:
        """Live through the year, to the end."""
        await self._do(("acknowledge", {"actor": "handler"}))
        await self._do(self._plan(await self._case()))
        await self._do(("approve_plan", {"actor": "office"}))
        await self._reminded()
        await self._do(("report_progress", {"actor": "handler", "text": "正在清退"}))
        await self._reminded()
        await self._hand_in(await self._case())
        await self._reviewed()
        await self._reminded()
        await self._do(("record_publication", {"actor": "office", "where": "门户网站"}))
        for _ in range(LOOK_BACKS):
            await self._reminded()
            await self._do(("pass_look_back", {"actor": "supervisor", "finding": "未见反弹"}))
        await asyncio.wait_for(self._handle.result(), 60)

    async def _hand_in(self, case: Case) -> None:
        day = self._today(case)
        evidence = [proof(kind, day, self._case_id) for kind in case.policy.evidence]
        await self._do(("submit_evidence", {"actor": "handler", "evidence": evidence}))
        await self._do(("report_done", {"actor": "handler", "statement": "各项措施已落实"}))

    async def _reviewed(self) -> None:
        """Let four levels agree, the first two only after a reminder."""
        rules = (await self._case()).policy.review
        for number, level in enumerate(rules.levels):
            if number < 2:
                await self._reminded()
            last = level is rules.levels[-1]
            answers = [{"question": line.zh, "met": True} for line in rules.checklist] if last else []
            await self._do(("approve_closure", {"actor": JUDGES[level], "level": level, "answers": answers}))

    async def _reminded(self) -> None:
        """Wait until time itself brings the next fact."""
        case = await self._case()
        alarm = next_alarm(case)
        assert alarm is not None
        await asyncio.sleep(max(0.0, (alarm.at - dt.datetime.now(dt.UTC)).total_seconds()))
        while (await self._case()).head.number == case.head.number:  # noqa: ASYNC110 - another process
            await asyncio.sleep(self._day / 5)

    async def _do(self, message: Message) -> None:
        await asyncio.sleep(self._day / 2)
        name, content = message
        self._sent += 1
        sent = {"id": f"{self._case_id}-{self._sent}", **content}
        await self._handle.execute_update(name, sent, id=sent["id"])

    async def _case(self) -> Case:
        case: Case = await self._handle.query("case", result_type=Case)
        return case

    def _today(self, case: Case) -> dt.date:
        return case.policy.clock.date_of(dt.datetime.now(dt.UTC))

    def _plan(self, case: Case) -> Message:
        due = self._today(case) + dt.timedelta(days=88)
        return "submit_plan", {"actor": "handler", "measures": ["修订接待管理办法"], "due": str(due)}
