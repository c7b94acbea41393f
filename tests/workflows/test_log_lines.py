"""What processes of ours write of trouble: where it is and of which case, and never what a case was told."""

import asyncio
import datetime as dt
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import BaseModel, ValidationError
from temporalio import activity, workflow
from temporalio.api.enums.v1 import EventType
from temporalio.client import Client
from temporalio.common import RetryPolicy
from temporalio.exceptions import FailureError
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Worker

from gateway.histories import copy_history
from gateway.logging import configure_logging, quiet_temporal
from gateway.temporal import connect_to_temporal
from schemas.case import Case
from schemas.intake import IntakeReading
from schemas.settings import load_settings
from schemas.words import Text
from tests.workflows.recording import HISTORIES
from tests.workflows.test_histories import history_at

HOUSE = Path(__file__).resolve().parents[2]
SECRET = "公务接待超标准"  # noqa: S105 - a finding's title


@activity.defn
async def faulty_deed(title: str) -> None:
    raise ConnectionRefusedError(f"no row for {title}")


@workflow.defn(sandboxed=False)
class Faulty:
    @workflow.run
    async def run(self, title: str) -> None:
        try:
            await workflow.execute_activity(
                faulty_deed,
                title,
                start_to_close_timeout=dt.timedelta(seconds=5),
                retry_policy=RetryPolicy(maximum_attempts=1),
            )
        except FailureError as failed:
            raise RuntimeError(f"no rule for {title}") from failed


async def work_faultily(address: str) -> None:
    configure_logging()
    quiet_temporal()
    client = await Client.connect(address)
    async with Worker(client, task_queue="faulty", workflows=[Faulty], activities=[faulty_deed]):
        await client.start_workflow(Faulty.run, SECRET, id="round/007", task_queue="faulty")
        await asyncio.sleep(2)


async def copy_a_broken_history() -> None:
    await connect_to_temporal(load_settings({}), lazy=True)
    history = history_at(HISTORIES / "edition-1" / "a_year.json")
    timer = next(event for event in history.events if event.HasField("timer_started_event_attributes"))
    timer.event_type = EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED
    timer.activity_task_scheduled_event_attributes.activity_type.name = "another"
    sys.stdout.write(json.dumps({"in trouble": bool((await copy_history(history)).trouble)}))


def in_a_process_of_its_own(*argv: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tests.workflows.test_log_lines", *argv],
        cwd=HOUSE,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )


async def test_trouble_is_told_by_its_type_its_place_and_its_case_alone(real_server: WorkflowEnvironment) -> None:
    address = real_server.client.service_client.config.target_host
    done = await asyncio.to_thread(in_a_process_of_its_own, "work", address)

    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert SECRET not in done.stdout + done.stderr
    assert any(line["logger"].startswith("temporal-sdk_core") for line in lines), "the core said nothing"
    assert all(line["run"] for line in lines)
    of_sdk = [line for line in lines if line["logger"].startswith("temporalio.")]
    assert {(line["campaign"], line["case"]) for line in of_sdk} == {("round", "round/007")}
    (refused,) = [line for line in of_sdk if line.get("deed") == "faulty_deed"]
    assert refused["exception"].startswith("ConnectionRefusedError\n")
    failed = next(line for line in of_sdk if line["event"].startswith("Failed activation"))
    assert "RuntimeError" in failed["exception"]
    assert "test_log_lines.py" in failed["exception"]


def test_the_core_of_the_sdk_never_writes_among_what_a_command_answers() -> None:
    assert json.loads(in_a_process_of_its_own("copy").stdout) == {"in trouble": True}


@pytest.mark.parametrize("kind", [Case, Text, IntakeReading])
def test_a_misreading_never_quotes_what_was_read(kind: type[BaseModel]) -> None:
    with pytest.raises(ValidationError) as caught:
        kind.model_validate({"title": {"of": SECRET}, "zh": {"of": SECRET}, "opening": {"item": {"title": [SECRET]}}})
    assert SECRET not in str(caught.value)
    assert SECRET in str(caught.value.errors())


if __name__ == "__main__":
    asyncio.run(work_faultily(sys.argv[2]) if sys.argv[1] == "work" else copy_a_broken_history())
    sys.stdout.flush()
    os._exit(0)
