"""The ground on which both are measured: one embedded site in a temporary folder, its clients, and what it uses."""

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg
from temporalio.client import Client

from embedded.site import Site
from ledger.migrating import migrate
from schemas.search import SEARCH_ATTRIBUTES
from schemas.settings import load_settings
from schemas.wire import DATA_CONVERTER
from tests.bench.bare_worker import TABLE
from tests.bench.usage import cpu_seconds, family
from tests.embedded.machine import environment, server_of


@dataclass
class Ground:
    """A running site without workers."""

    environ: Mapping[str, str]
    site: Site
    client: Client
    pool: asyncpg.Pool

    @property
    def temporal_pid(self) -> int:
        """Return the process of the Temporal server."""
        return server_of(self._leash("Temporal"))

    @property
    def postgres_pid(self) -> int:
        """Return the process of PostgreSQL that all its others descend from."""
        return server_of(self._leash("PostgreSQL"))

    @property
    def dsn(self) -> str:
        """Return the ledger's address for the application."""
        return self.site.addresses.database_url.get_secret_value()

    @property
    def owner_dsn(self) -> str:
        """Return the ledger's address for its owner."""
        return self.site.addresses.owner_database_url.get_secret_value()

    def _leash(self, name: str) -> int | None:
        return next(standing.pid for standing in self.site.status if standing.name == name)

    def used(self, **workers: int) -> dict[str, float]:
        """Return the CPU seconds used until now by each party."""
        postgres = cpu_seconds(family(self.postgres_pid))
        times = {"server": cpu_seconds([self.temporal_pid]), "database": postgres, "client": time.process_time()}
        return times | {name: cpu_seconds([pid]) for name, pid in workers.items()}


@asynccontextmanager
async def ground(place: Path | None = None, kind: type[Site] = Site) -> AsyncIterator[Ground]:
    """Start a site as `bihuan up` does, without its worker, in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="bench-", dir=place) as folder:
        environ = environment(Path(folder) / "home")
        async with kind(load_settings(environ), search_attributes=SEARCH_ATTRIBUTES) as site:
            addresses = site.addresses
            await migrate(addresses.owner_database_url.get_secret_value())
            client = await Client.connect(
                str(addresses.temporal_address),
                namespace=str(addresses.temporal_namespace),
                data_converter=DATA_CONVERTER,
            )
            async with asyncpg.create_pool(
                addresses.owner_database_url.get_secret_value(), min_size=1, max_size=4
            ) as pool:
                await pool.execute(TABLE)
                yield Ground(environ, site, client, pool)


async def settled_down(ground: Ground, seconds: float = 1.0, **workers: int) -> None:
    """Wait until the parties do next to nothing, so that one measurement does not pay for the one before."""
    for _ in range(60):
        before = sum(ground.used(**workers).values())
        await asyncio.sleep(seconds)
        if sum(ground.used(**workers).values()) - before < 0.1 * seconds:
            return
