"""The site on one machine: its servers started together, kept running, and stopped in order."""

import asyncio
import os
from collections.abc import Coroutine, Iterable, Mapping, Sequence
from dataclasses import replace
from types import TracebackType
from typing import Self

from embedded.addresses import Addresses, Embedded, cross_out, joined, write_down
from embedded.child import Child, ChildServer
from embedded.folder import SiteFolder, is_in_use
from embedded.keeper import Keeper, Say, Server, Standing
from embedded.postgres import Postgres
from embedded.roles import Role
from embedded.temporal import Temporal, demand_ports
from embedded.trouble import SiteTrouble, unusable
from schemas.settings import Settings
from schemas.words import Text, text


def _silence(_: Text) -> None: ...


class Site:
    """PostgreSQL and Temporal on this machine, without those that run elsewhere by the settings.

    Nothing of it outlives this program, not even when this program is killed. Signals are the caller's to hear.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        search_attributes: Mapping[str, str] | None = None,
        say: Say = _silence,
        without_temporal: bool = False,
        without_postgres: bool = False,
    ) -> None:
        self.settings = settings
        self.say = say
        self.postgres: Postgres | None = None
        self.temporal: Temporal | None = None
        self._search_attributes = dict(search_attributes or {})
        self._wants_postgres = not (without_postgres or settings.database_is_elsewhere)
        self._wants_temporal = not (without_temporal or settings.temporal_is_elsewhere)
        self._folder: SiteFolder | None = None
        self._servers: list[Keeper] = []
        self._children: list[Keeper] = []

    async def __aenter__(self) -> Self:
        """Start the servers and wait until all are ready; on trouble, or when cancelled, none is left running."""
        # Before anything is made: a start that can't succeed leaves no folder behind.
        if self._wants_temporal and not is_in_use(self.settings.home):
            demand_ports(self.settings)
        try:
            self._folder = await SiteFolder.open(self.settings.home)
            servers = self._arrange(self._folder)
            self._servers = [Keeper(server, self._folder.lock, self.say) for server in servers]
            await _all(keeper.start() for keeper in self._servers)
            write_down(self.settings.home, self._embedded())
        except OSError as error:
            await self.stop()
            raise unusable(self.settings.home, error) from error
        except BaseException:
            await self.stop()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop all, in order."""
        await self.stop()

    @property
    def addresses(self) -> Addresses:
        """Where database and Temporal are, embedded or elsewhere."""
        return joined(self.settings, self._embedded())

    @property
    def status(self) -> Sequence[Standing]:
        """How each server and each child stands now, in the order in which they were started."""
        return [keeper.standing for keeper in (*self._servers, *self._children)]

    async def start_child(self, child: Child) -> None:
        """Start a program beside the servers and keep it running; it sees their addresses in its environment."""
        if self._folder is None:
            raise SiteTrouble(text("站点没有运行。", "The site is not running."))
        told = replace(child, environ={**self.environment(), **child.environ})
        keeper = Keeper(ChildServer(told, self._folder.room("logs")), self._folder.lock, self.say)
        self._children.append(keeper)
        await keeper.start()

    def environment(self) -> Mapping[str, str]:
        """Return the variables that lead a child to the embedded servers; none of them is a secret."""
        embedded = self._embedded()
        told = {
            "BIHUAN_HOME": str(self.settings.home),
            "BIHUAN_LANG": self.settings.language,
            "BIHUAN_DATABASE_URL": embedded.app_dsn,
            "TEMPORAL_ADDRESS": embedded.temporal_address,
            "TEMPORAL_NAMESPACE": embedded.temporal_namespace,
            # The person's own file tells of other servers, with keys and certificates that this one does not know.
            "TEMPORAL_CONFIG_FILE": os.devnull if self.temporal else None,
        }
        return {name: value for name, value in told.items() if value is not None}

    async def stop(self) -> None:
        """Stop the children, then Temporal, then PostgreSQL; each is waited for."""
        if self._folder is None:
            return
        cross_out(self.settings.home)
        for keeper in (*reversed(self._children), *reversed(self._servers)):
            await keeper.stop()
        self._folder.close()
        self._folder = None

    def _arrange(self, folder: SiteFolder) -> Sequence[Server]:
        servers: list[Server] = []
        if self._wants_postgres:
            self.postgres = Postgres(folder)
            servers.append(self.postgres)
        if self._wants_temporal:
            demand_ports(self.settings)  # again: what a killed site left behind may have held them until now
            self.temporal = Temporal(folder, self.settings, self._search_attributes)
            servers.append(self.temporal)
        return servers

    def _embedded(self) -> Embedded:
        return Embedded(
            app_dsn=self.postgres.dsn(Role.APP) if self.postgres else None,
            owner_dsn=self.postgres.dsn(Role.OWNER) if self.postgres else None,
            temporal_address=self.temporal.address if self.temporal else None,
            temporal_namespace=self.settings.namespace if self.temporal else None,
            ui_url=self.temporal.ui_url if self.temporal else None,
        )


async def _all(starts: Iterable[Coroutine[None, None, None]]) -> None:
    """Start together; when one fails, wait for the others, then raise the first failure."""
    for outcome in await asyncio.gather(*starts, return_exceptions=True):
        if outcome is not None:
            raise outcome
