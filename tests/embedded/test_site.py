"""A site starts, keeps its data, and is started again with them."""

import shutil
from pathlib import Path

import pytest

from embedded.addresses import find_addresses
from embedded.namespace import RETENTION_DAYS
from embedded.roles import Role
from embedded.site import Site
from embedded.trouble import SiteTrouble
from schemas.settings import load_settings
from schemas.words import Refusal
from tests.embedded import machine


async def test_a_second_start_finds_the_data_of_the_first(home: Path) -> None:
    settings = machine.settings_for(home)
    async with Site(settings, search_attributes={"BhUnit": "Keyword"}) as site:
        owner = site.addresses.owner_database_url.get_secret_value()
        await machine.ask(owner, "CREATE TABLE kept AS SELECT 7 AS number")

    async with Site(settings, search_attributes={"BhUnit": "Keyword", "BhDue": "Datetime"}) as site:
        assert site.temporal is not None
        assert await machine.ask(owner, "SELECT number FROM kept") == 7
        namespace = site.temporal.namespace
        assert await namespace.search_attributes() == {"BhUnit": "Keyword", "BhDue": "Datetime"}
        assert await namespace.retention_seconds() == RETENTION_DAYS * 86400 == 315_360_000
        assert {standing.state for standing in site.status} == {"running"}

    with pytest.raises(SiteTrouble, match="BhDue has the type Datetime; this edition needs Int"):
        async with Site(settings, search_attributes={"BhDue": "Int"}):
            pass
    assert {standing.state for standing in site.status} == {"stopped"}


async def test_later_programs_find_the_running_site_and_are_told_when_there_is_none(home: Path) -> None:
    settings = machine.settings_for(home)
    with pytest.raises(Refusal, match="没有运行"):
        find_addresses(settings)

    async with Site(settings, without_temporal=True) as site:
        found = find_addresses(settings)
        assert found == site.addresses
        assert await machine.ask(found.database_url.get_secret_value(), "SELECT current_user::text") == Role.APP

    with pytest.raises(Refusal, match="没有运行"):
        find_addresses(settings)


async def test_servers_that_run_elsewhere_are_not_started(home: Path) -> None:
    environ = {**machine.environment(home), "BIHUAN_DATABASE_URL": "postgresql://ledger@db.example/ledger"}
    settings = load_settings({**environ, "TEMPORAL_ADDRESS": "temporal.example:7233"})

    async with Site(settings) as site:
        assert site.status == []
        assert site.addresses == find_addresses(settings)
        assert site.addresses.temporal_address == "temporal.example:7233"


async def test_an_interrupted_making_of_the_data_is_begun_again(made: Path, home: Path) -> None:
    machine.copy(made, home)
    (home / "postgres").rename(home / "postgres.half")
    (home / "postgres.half" / "PG_VERSION").unlink()

    async with Site(machine.settings_for(home), without_temporal=True) as site:
        assert site.status[0].state == "running"
    assert not (home / "postgres.half").exists()


async def test_a_long_path_gets_a_short_closed_folder_for_the_socket(made: Path, home: Path) -> None:
    deep = home / ("d" * 60) / ("e" * 60)
    deep.parent.mkdir(parents=True)
    machine.copy(made, deep)

    async with Site(machine.settings_for(deep), without_temporal=True) as site:
        assert site.postgres is not None
        short = site.postgres.socket
        try:
            assert await machine.ask(site.postgres.dsn(Role.APP), "SELECT 1") == 1
            assert len(f"{short}/.s.PGSQL.5432") <= 103
            assert short.stat().st_mode & 0o777 == 0o700
        finally:
            shutil.rmtree(short)
