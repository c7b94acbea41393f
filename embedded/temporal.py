"""Temporal on the site: the real server with its UI, on a file, durable, on this machine's own address only."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from embedded.binaries import temporal_program
from embedded.folder import SiteFolder
from embedded.namespace import Namespace
from embedded.ports import LOOPBACK, demand_free
from embedded.process import Order, bare_environment
from embedded.trouble import SiteTrouble, explain
from schemas.settings import Settings
from schemas.words import text

ANSWERS_WITHIN_SECONDS: Final = 60

# The default journal calls fsync 84 times in a case's life where a write-ahead log calls it 22 times, and both keep
# every confirmed step through a power cut; synchronous=NORMAL would not.
PRAGMAS: Final = ("journal_mode=WAL", "synchronous=FULL")

# Without the first, a lone start waits for the next tick of 50 ms; without the second, a search attribute that was just
# added is unknown for up to a minute. One partition of the queue is enough for one machine: with the default four, what
# comes to one where nobody polls is handed on ten times a second at most, and one answer in twenty waits for 100 ms.
DYNAMIC: Final = (
    "history.transferProcessorMaxPollRPS=2000",
    "system.forceSearchAttributesCacheRefreshOnRead=true",
    "matching.numTaskqueueReadPartitions=1",
    "matching.numTaskqueueWritePartitions=1",
)


class Temporal:
    """The site's own Temporal server: how it is started and when it is ready."""

    name: Final = "Temporal"

    def __init__(self, folder: SiteFolder, settings: Settings, search_attributes: Mapping[str, str]) -> None:
        self.settings = settings
        self.search_attributes = search_attributes
        self.data = folder.room("temporal") / "temporal.sqlite"
        self.log = folder.room("logs") / "temporal.log"
        self.address = f"{LOOPBACK}:{settings.temporal_port}"
        self.ui_url = f"http://{LOOPBACK}:{settings.ui_port}"

    @property
    def namespace(self) -> Namespace:
        """The namespace in which the office's cases live."""
        return Namespace(self.settings.namespace, self.address, temporal_program())

    async def prepare(self) -> Order:
        """Say how the server is started."""
        return Order(
            command=_command(temporal_program(), self.data, self.settings),
            log=self.log,
            stop=(("SIGTERM", 20),),
            cwd=self.data.parent,
            environ=bare_environment() | {"TEMPORAL_VERSION_CHECK_DISABLED": "1"},
        )

    async def ready(self) -> None:
        """Wait until the server answers and its namespace is as it should be."""
        for _ in range(ANSWERS_WITHIN_SECONDS * 20):
            if await _listens(self.settings.temporal_port) and await self.namespace.exists():
                await self.namespace.provide(self.search_attributes)
                return
            await asyncio.sleep(0.05)
        raise _silent(self.log)

    def explain(self, said: str) -> SiteTrouble:
        """Say in a sentence why the server ended."""
        return explain(self.name, self.data, self.log, said)


def _command(program: Path, data: Path, settings: Settings) -> list[str]:
    return [
        *(str(program), "server", "start-dev", "--db-filename", str(data), "--namespace", settings.namespace),
        *("--ip", LOOPBACK, "--ui-ip", LOOPBACK),
        *("--port", str(settings.temporal_port), "--ui-port", str(settings.ui_port), "--ui-disable-news-fetch"),
        *(f"--sqlite-pragma={pragma}" for pragma in PRAGMAS),
        *(f"--dynamic-config-value={value}" for value in DYNAMIC),
        *("--log-level", "warn", "--disable-config-file", "--disable-config-env"),
    ]


async def _listens(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection(LOOPBACK, port)
    except OSError:
        return False
    writer.close()
    return True


def _silent(log: Path) -> SiteTrouble:
    return SiteTrouble(
        text(
            f"Temporal 启动后 {ANSWERS_WITHIN_SECONDS} 秒没有应答（详见 {log}）。请稍后再启动。",
            f"Temporal did not answer within {ANSWERS_WITHIN_SECONDS} s (see {log}). Start again later.",
        )
    )


def demand_ports(settings: Settings) -> None:
    """Refuse to go on when a port that the server needs is taken by another program."""
    demand_free(settings.temporal_port, "BIHUAN_TEMPORAL_PORT")
    demand_free(settings.ui_port, "BIHUAN_UI_PORT")
