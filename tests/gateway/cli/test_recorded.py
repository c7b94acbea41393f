"""Waiting for the ledger: until it has what was done, and no longer than it comes further."""

import time
from pathlib import Path

from gateway.cli.connection import open_ledger
from gateway.cli.recorded import until_recorded
from gateway.cli.terminal import Terminal
from schemas.values import CaseId
from tests.gateway.cli.office import Site
from tests.gateway.cli.test_office_day import table
from tests.gateway.cli.test_waiting import site_ask, worker_asleep


async def test_it_is_waited_for_as_long_as_it_comes_further(site: Site, tmp_path: Path) -> None:
    case = CaseId("recorded/001")
    with worker_asleep(site):
        assert site_ask(site, "intake", table(tmp_path, "甲"), "--campaign", "recorded", "--yes").returncode == 0
        async with open_ledger(Terminal(environ=site.environ)) as pool:
            assert await until_recorded(pool, {case: 1}, patience=0) == [case]
            began = time.monotonic()
            assert await until_recorded(pool, {case: 1}, patience=0.3) == [case]
            assert time.monotonic() - began >= 0.3
    async with open_ledger(Terminal(environ=site.environ)) as pool:
        assert await until_recorded(pool, {case: 1}, patience=60) == []
        await pool.close()
        assert await until_recorded(pool, {case: 1}) == [case]  # the ledger is away
