"""An office-automation system as a stranger writes it: Temporal's own client and program, plain JSON, none of our code.

It reads a case by the query that the workflow offers, does what is owed as the person who owes it, and looks again.
"""

import asyncio
import datetime as dt
import hashlib
import json
from collections.abc import Awaitable, Callable
from typing import Any

from temporalio.client import Client

from tests.site.running import Office

Payload = dict[str, Any]
Send = Callable[[str, str, Payload], Awaitable[None]]

WITHIN_SECONDS = 60


async def look(client: Client, case_id: str) -> Any:
    """Return a case as plain JSON."""
    return await client.get_workflow_handle(case_id).query("case")


async def see_through(client: Client, case_id: str, send: Send, *, to: str = "settled") -> list[str]:
    """Do all that an item needs until it is in a stage; return the ids of the commands that were sent."""
    sent: list[str] = []
    async with asyncio.timeout(WITHIN_SECONDS):
        while (case := await look(client, case_id))["stage"] != to:
            if asked := what_is_owed(case):
                name, content, person = asked
                sent.append(f"oa-{case_id}-{to}-{len(sent)}")
                await send(case_id, name, {"id": sent[-1], "actor": person, **content})
                await _moved(client, case_id, case["head"]["number"])
            else:
                await asyncio.sleep(0.1)
    return sent


def what_is_owed(case: Any) -> tuple[str, Payload, str] | None:
    """Return the command that answers the first duty of a case, its content, and who gives it."""
    for duty in case["duties"]:
        if answer := _ANSWERS.get(duty["kind"]):
            name, content = answer(case)
            return name, content, _person(case, duty)
    return None


def by_update(client: Client) -> Send:
    """Send commands as updates, whose receipt is awaited."""

    async def send(case_id: str, name: str, payload: Payload) -> None:
        receipt = await client.get_workflow_handle(case_id).execute_update(name, payload)
        assert receipt["command_id"] == payload["id"]
        assert receipt["first"] <= receipt["last"]

    return send


def by_signal(client: Client) -> Send:
    """Send commands as signals, as an OA that can do no better."""

    async def send(case_id: str, name: str, payload: Payload) -> None:
        await client.get_workflow_handle(case_id).signal(name, payload)

    return send


def by_program(office: Office) -> Send:
    """Send commands by Temporal's own command line: first as a signal, then as an update, and so on."""
    forms = (("signal",), ("update", "execute"))
    turns: list[str] = []

    async def send(case_id: str, name: str, payload: Payload) -> None:
        turns.append(name)
        words = ["--workflow-id", case_id, "--name", name, "--input", json.dumps(payload, ensure_ascii=False)]
        await asyncio.to_thread(office.temporal, "workflow", *forms[len(turns) % 2], *words)

    return send


def _plan(case: Any) -> tuple[str, Payload]:
    return "submit_plan", {"measures": ["逐项纠正"], "due": str(dt.date.today() + dt.timedelta(days=12))}  # noqa: DTZ011


def _rectify(case: Any) -> tuple[str, Payload]:
    if case["evidence"]:
        return "report_done", {"statement": "已落实"}
    return "submit_evidence", {"evidence": [_proof(kind) for kind in case["opening"]["policy"]["evidence"]]}


def _proof(kind: str) -> Payload:
    today = str(dt.date.today())  # noqa: DTZ011
    digest = hashlib.sha256(kind.encode()).hexdigest()
    return {"kind": kind, "title": kind, "reference": f"oa://{kind}", "sha256": digest, "effective": today}


def _review(case: Any) -> tuple[str, Payload]:
    rules = case["opening"]["policy"]["review"]
    level = rules["levels"][len(case["review"]["approvals"])]
    answers = [{"question": line["zh"], "met": True} for line in rules["checklist"]]
    return "approve_closure", {"level": level, "answers": answers if level == rules["levels"][-1] else []}


_ANSWERS: dict[str, Callable[[Any], tuple[str, Payload]]] = {
    "acknowledge": lambda _: ("acknowledge", {}),
    "plan": _plan,
    "plan_review": lambda _: ("approve_plan", {}),
    "rectify": _rectify,
    "review": _review,
    "publish": lambda _: ("record_publication", {"where": "单位门户网站"}),
    "look_back": lambda _: ("pass_look_back", {"finding": "没有反弹"}),
}


def _person(case: Any, duty: Any) -> str:
    named = {"leader": "leader", "lead_unit": "head", "handler": "handler"}
    role = duty["owed_by"]
    people = [case["assignment"][named[role]]] if role in named else case["holders"][role]
    return next(str(person["id"]) for person in people if person["id"] not in duty["barred"])


async def _moved(client: Client, case_id: str, number: int) -> None:
    async def has_moved() -> bool:
        return bool((await look(client, case_id))["head"]["number"] > number)

    while not await has_moved():  # noqa: ASYNC110 - the other side is another process
        await asyncio.sleep(0.05)
