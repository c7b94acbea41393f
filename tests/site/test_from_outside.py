"""A campaign driven from outside, as an OA would: through Temporal's own client and its own command line."""

import asyncio
import json
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from temporalio.client import Client, WorkflowUpdateFailedError
from temporalio.envconfig import ClientConfig
from temporalio.exceptions import ApplicationError

from tests.site import oa
from tests.site.running import EXAMPLE, Office, until

CAMPAIGN = "2026-oa"
FAST = Path(__file__).parents[2] / "policies" / "fast.yaml"
OUR_CODE = ("Traceback", ".py", "site-packages", "File ")


@pytest.fixture(scope="module")
def brisk(at_site: Office) -> Path:
    """A policy whose look-backs come soon; a day lasts three seconds, so that people on a busy machine keep up."""
    policy = at_site.home.parent / "brisk.yaml"
    told = FAST.read_text().replace("name: fast", "name: brisk").replace("day: 1s", "day: 3s")
    policy.write_text(told.replace("after: [10d, 18d]", "after: [1d, 2d]"))
    return policy


@pytest.fixture(scope="module")
def campaign(at_site: Office, brisk: Path) -> Any:
    """The example's feedback, taken in: what the intake said of it."""
    return take_in(at_site, brisk)


def take_in(office: Office, policy: Path) -> Any:
    return office.asked("intake", EXAMPLE / "feedback.csv", "--campaign", CAMPAIGN, "--policy", policy, "--yes")


def shown(office: Office, number: int) -> Any:
    return office.asked("show", f"{CAMPAIGN}/{number:03}")


def is_done(office: Office, number: int) -> bool:
    return bool(shown(office, number)["summary"]["outcome"] == "done")


def refused(office: Office, number: int) -> list[Any]:
    """Return the signals that a case shows as refused."""
    return [entry["fact"] for entry in shown(office, number)["history"] if entry["fact"]["kind"] == "command_refused"]


def test_a_file_becomes_one_case_per_item_and_the_same_file_again_none(
    at_site: Office, brisk: Path, campaign: Any
) -> None:
    ids = [f"{CAMPAIGN}/{number:03}" for number in range(1, 21)]
    assert (campaign["started"], campaign["already_there"], campaign["failed"]) == (ids, [], {})

    again = take_in(at_site, brisk)

    assert (again["started"], again["already_there"], again["failed"]) == ([], ids, {})
    until(lambda: len(at_site.asked("list", "--campaign", CAMPAIGN)["cases"]) == 20, 10)


async def test_an_oa_sees_items_through_by_updates_by_signals_and_by_the_command_line(
    at_site: Office, stranger: Client, campaign: Any
) -> None:
    ways = {1: oa.by_update(stranger), 5: oa.by_signal(stranger), 10: oa.by_program(at_site)}

    sent = await asyncio.gather(
        *(oa.see_through(stranger, f"{CAMPAIGN}/{number:03}", way) for number, way in ways.items())
    )

    for number, ids in zip(ways, sent, strict=True):
        until(partial(is_done, at_site, number), 10)
        assert not refused(at_site, number)
        told = [entry["command_id"] for entry in shown(at_site, number)["history"]]
        assert list(dict.fromkeys(command for command in told if command)) == ids


async def test_signals_that_can_not_be_taken_are_seen_in_the_case(
    at_site: Office, stranger: Client, campaign: Any
) -> None:
    case = ["--workflow-id", f"{CAMPAIGN}/002"]
    report = ["workflow", "signal", *case, "--name", "report_progress"]
    await asyncio.to_thread(at_site.temporal, *report)
    await asyncio.to_thread(at_site.temporal, *report, "--input", "{}", "--input", "{}")
    await asyncio.to_thread(at_site.temporal, *report, "--input", '"nonsense"')
    await asyncio.to_thread(at_site.temporal, *report, "--input", "\x01\x02", "--input-meta", "encoding=binary/plain")
    await asyncio.to_thread(at_site.temporal, *report, "--input", "{}", "--input-meta", "encoding=unheard-of")
    stranger_says = {"id": "s-1", "actor": "nobody-here", "text": "我来办"}
    await stranger.get_workflow_handle(f"{CAMPAIGN}/002").signal("report_progress", stranger_says)
    await stranger.get_workflow_handle(f"{CAMPAIGN}/002").signal("abolish", {"id": "s-2"})

    until(lambda: len(refused(at_site, 2)) == 7, 10)

    said = refused(at_site, 2)
    assert [fact["command"] for fact in said] == ["report_progress"] * 6 + ["abolish"]
    assert said[5]["actor"] == "nobody-here"
    assert not any(trace in json.dumps(said, ensure_ascii=False) for trace in OUR_CODE)
    assert await oa.look(stranger, f"{CAMPAIGN}/002")


async def test_a_refused_update_is_a_sentence_and_shows_nothing_of_our_code(
    at_site: Office, stranger: Client, campaign: Any
) -> None:
    case_id = f"{CAMPAIGN}/003"
    early = {"id": "u-1", "actor": "hu-keyuan", "statement": "已完成"}
    update = ["workflow", "update", "execute", "--workflow-id", case_id, "--name"]
    said = [
        await asyncio.to_thread(at_site.temporal, *update, *words, code=1)
        for words in (
            ["report_done"],
            ["report_done", "--input", "{}", "--input", "{}"],
            ["report_done", "--input", "[1]"],
            ["report_done", "--input", json.dumps({**early, "actor": "nobody-here"})],
            ["report_done", "--input", json.dumps({**early, "typo": 1})],
            ["report_done", "--input", json.dumps(early)],
            ["abolish", "--input", "{}"],
        )
    ]
    with pytest.raises(WorkflowUpdateFailedError) as caught:
        await stranger.get_workflow_handle(case_id).execute_update("report_done", early)

    cause = caught.value.cause
    assert isinstance(cause, ApplicationError)
    assert cause.failure is not None
    assert not any(trace in sentence for sentence in [*said, str(cause.failure)] for trace in OUR_CODE)
    assert "typo" in said[4]
    assert "签收" in said[5]
    assert "abolish" in said[6]
    assert not refused(at_site, 3), "a refused update costs no fact: its sender has been told"


def test_the_programs_of_a_site_ignore_the_persons_own_temporal_file(at_site: Office, campaign: Any) -> None:
    file = at_site.home.parent / ".config" / "temporalio" / "temporal.toml"
    led = ClientConfig.load_client_connect_config(config_file=str(file), disable_env=True)

    assert led["target_host"] == "temporal.example:7233"
    assert at_site.asked("show", f"{CAMPAIGN}/004", "--live")["summary"]["stage"] == "acknowledging"
    assert at_site.asked("do", "acknowledge", f"{CAMPAIGN}/004", "--as", "hu-keyuan")["receipt"]
