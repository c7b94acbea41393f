"""What the sender of a message is told once its case has ended."""

import asyncio
import datetime as dt
import tempfile
from pathlib import Path
from typing import Any

import pytest

from ledger.reading import load_case
from schemas.case import Case
from schemas.values import CaseId
from tests.chaos.answers import way_out
from tests.chaos.intake import Intake
from tests.chaos.journal import Form, Journal, Message, Told
from tests.chaos.post import Post
from tests.chaos.pulse import PROBES
from tests.chaos.site import harsh_site
from tests.embedded import machine

CASE = CaseId(PROBES[0])
DAY = "1s"
PATIENCE_SECONDS = 60.0


@pytest.mark.timeout(180)
async def test_a_case_that_has_ended_still_says_what_it_took(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.jsonl")
    with tempfile.TemporaryDirectory(prefix="bh-", dir=machine.place()) as folder:
        async with harsh_site(Path(folder), (), []) as victim, victim.ledger(2) as pool:
            post = Post(await victim.client(), journal)
            await Intake(victim.office, Path(folder), DAY).take_in("probe", len(PROBES))

            taken = list[Message]()
            async with asyncio.timeout(PATIENCE_SECONDS):
                while not (case := await load_case(pool, CASE)) or not case.settled:
                    if case and (message := _leave(journal, case, len(taken))):
                        await post.deliver(message)
                        taken.append(message)
                    await asyncio.sleep(0.2)
            lost = [message for message in taken if message.told is Told.RECEIPT][-1]

            for form in Form:
                copy = _begin(journal, form, lost.name, lost.args[0])
                assert await post.deliver(copy) is Told.RECEIPT
                assert (copy.first, copy.last, copy.looked_up) == (lost.first, lost.last, True)

            note = {"id": lost.command_id, "actor": "principal", "text": "抓紧"}
            assert await post.deliver(_begin(journal, Form.UPDATE, "leave_note", note)) is Told.REFUSAL
            for form in Form:
                fresh = _begin(journal, form, "leave_note", note | {"id": f"never-taken-{form}"})
                assert await post.deliver(fresh) is Told.NOBODY


def _leave(journal: Journal, case: Case, serial: int) -> Message | None:
    command = way_out(case, dt.datetime.now(dt.UTC), f"out-{serial}")
    return _begin(journal, Form.UPDATE, command.name, command.model_dump(mode="json")) if command else None


def _begin(journal: Journal, form: Form, name: str, content: dict[str, Any]) -> Message:
    return journal.begin(CASE, form, name, [content], content["id"], command_id=content["id"])
