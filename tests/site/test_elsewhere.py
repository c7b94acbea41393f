"""Servers that an office runs by itself are made ready by two commands, again and again; the site then uses them."""

import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest
from temporalio.client import Client

from embedded.site import Site
from schemas.search import SEARCH_ATTRIBUTES
from schemas.settings import load_settings
from tests.embedded import machine
from tests.site import oa
from tests.site.running import EXAMPLE, Office, eventually, running

TEN_YEARS_SECONDS = 3650 * 86_400


@pytest.fixture(scope="module")
async def servers() -> AsyncIterator[Site]:
    """A Temporal server and a PostgreSQL that know nothing of us yet."""
    with tempfile.TemporaryDirectory(prefix="bh-", dir=machine.place()) as closed:
        async with Site(load_settings(machine.environment(Path(closed) / "home"))) as site:
            yield site


@pytest.fixture
def apart(office: Office, servers: Site) -> Office:
    """An office that is told of them by the environment alone."""
    addresses = servers.addresses
    office.environ = {
        **office.environ,
        "BIHUAN_DATABASE_URL": addresses.database_url.get_secret_value(),
        "BIHUAN_OWNER_DATABASE_URL": addresses.owner_database_url.get_secret_value(),
        "TEMPORAL_ADDRESS": addresses.temporal_address or "",
        "TEMPORAL_NAMESPACE": "remediation",
    }
    return office


async def test_servers_elsewhere_are_made_ready_and_a_second_time_changes_nothing(apart: Office) -> None:
    lacking = apart.tried("list", code=3)
    applied = apart.asked("migrate")["applied"]
    made = apart.tried("provision")

    again = apart.tried("provision")

    assert "migrat" in lacking.stderr or "更新" in lacking.stderr
    assert applied
    assert apart.asked("migrate")["applied"] == []
    assert "已建立命名空间 remediation" in made.stderr
    assert "已建立" not in again.stderr
    client = await Client.connect(apart.environ["TEMPORAL_ADDRESS"], namespace="remediation")
    described = await client.workflow_service.describe_namespace(DescribeNamespaceRequest(namespace="remediation"))
    assert described.config.workflow_execution_retention_ttl.seconds == TEN_YEARS_SECONDS
    known = apart.temporal("operator", "search-attribute", "list")
    assert all(name in known for name in SEARCH_ATTRIBUTES)


async def test_a_site_runs_its_worker_beside_servers_elsewhere(apart: Office) -> None:
    with running(apart, "up", "--roster", EXAMPLE / "roster.yaml") as program:
        await eventually(lambda: "站点已就绪" in program.words or program.process.poll() is not None, 60)
        taken = apart.asked("intake", EXAMPLE / "feedback.csv", "--campaign", "2026-apart", "--yes")
        client = await Client.connect(apart.environ["TEMPORAL_ADDRESS"], namespace="remediation")
        await oa.see_through(client, "2026-apart/005", oa.by_update(client), to="rectifying")

        assert len(taken["started"]) == 20
        await eventually(lambda: apart.asked("show", "2026-apart/005")["summary"]["stage"] == "rectifying", 10)
        assert apart.asked("verify")["sound"]


def test_a_server_elsewhere_that_does_not_answer_is_told_in_a_sentence(apart: Office) -> None:
    apart.environ = {**apart.environ, "TEMPORAL_ADDRESS": "127.0.0.1:1"}

    said = apart.tried("provision", code=3).stderr

    assert "连不上 Temporal（127.0.0.1:1）" in said
    assert "Traceback" not in said
