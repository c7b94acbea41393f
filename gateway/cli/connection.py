"""The way to a running site: its database and its Temporal server, or a sentence that says what is not there."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass

import asyncpg
from temporalio.client import Client
from temporalio.service import RPCError

from embedded.addresses import Addresses, find_addresses
from embedded.trouble import SiteTrouble
from gateway.cli.terminal import Terminal
from gateway.temporal import AWAY, TemporalAway, connect_to_temporal
from ledger.migrating import pending
from schemas.settings import Settings
from schemas.words import Refusal, text

ANSWERS_WITHIN_SECONDS = 15
# The last is what asyncpg makes of a server that is killed in the middle of an answer.
_AWAY = (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError)


@dataclass(frozen=True)
class Connection:
    """A running site: the ledger and the cases."""

    pool: asyncpg.Pool
    client: Client


def addresses_of(settings: Settings) -> Addresses:
    """Return where the site's parts are; trouble where it is not running."""
    try:
        return find_addresses(settings)
    except Refusal as not_running:
        raise SiteTrouble(not_running.reason) from None


@asynccontextmanager
async def open_ledger(terminal: Terminal) -> AsyncIterator[asyncpg.Pool]:
    """Open the ledger of the running site; a database that is away, or of another edition, is told in a sentence."""
    dsn = addresses_of(terminal.settings()).database_url.get_secret_value()
    with database_trouble():
        await _demand_edition(dsn)
        # None is held ready: a pool that keeps some would tell of each failure to do so, while the ledger is away.
        async with asyncpg.create_pool(dsn, min_size=0, max_size=4, timeout=ANSWERS_WITHIN_SECONDS) as pool:
            yield pool


@contextmanager
def database_trouble() -> Iterator[None]:
    """Tell in a sentence what a database that is away, or refuses us, said."""
    try:
        yield
    except BrokenPipeError:  # of whoever reads what the command says, not of the database
        raise
    except FileNotFoundError as error:
        if error.filename:  # a file of ours, and not the socket of a database that has just been stopped
            raise
        raise _database_away(error) from error
    except (*_AWAY, ConnectionError, TimeoutError) as error:
        raise _database_away(error) from error


@asynccontextmanager
async def temporal_of(terminal: Terminal) -> AsyncIterator[Client]:
    """Open the site's Temporal server; one that is away, or fails meanwhile, is told in a sentence."""
    client = await _client(terminal.settings())
    try:
        yield client
    except RPCError as error:
        raise _temporal_trouble(error) from error


@asynccontextmanager
async def open_site(terminal: Terminal) -> AsyncIterator[Connection]:
    """Open the ledger and Temporal of the running site."""
    async with open_ledger(terminal) as pool, temporal_of(terminal) as client:
        yield Connection(pool, client)


async def _client(settings: Settings) -> Client:
    if not settings.temporal_is_elsewhere:
        # The running site knows its port and namespace; the environment of this command may say others.
        there = addresses_of(settings)
        port = int((there.temporal_address or "").rpartition(":")[2])
        known = {"temporal_port": port, "temporal_namespace": there.temporal_namespace}
        settings = settings.model_copy(update=known)
    try:
        return await connect_to_temporal(settings)
    except TemporalAway as away:
        zh, _, en = str(away).partition(" / ")
        raise SiteTrouble(text(zh, en or zh)) from away


async def _demand_edition(dsn: str) -> None:
    if lacking := await pending(dsn):
        raise SiteTrouble(
            text(
                f"台账数据库还缺 {len(lacking)} 个版本的更新（{lacking[-1]}）。请重新运行 bihuan up，由它更新。",
                f"The ledger's database lacks {len(lacking)} migrations ({lacking[-1]}). Run `bihuan up` again.",
            )
        )


def _database_away(error: Exception) -> SiteTrouble:
    said = str(error).splitlines()[0] if str(error) else type(error).__name__
    return SiteTrouble(
        text(
            f"台账数据库没有应答（{said}）。请检查站点是否在运行（bihuan up），或核对 BIHUAN_DATABASE_URL。",
            f"The ledger's database does not answer ({said}). Is the site running (bihuan up)? Or check "
            "BIHUAN_DATABASE_URL.",
        )
    )


def _temporal_trouble(error: RPCError) -> SiteTrouble:
    if error.status in AWAY:
        return SiteTrouble(
            text(
                "Temporal 没有应答。请检查站点是否在运行（bihuan up），稍后再试。",
                "Temporal does not answer. Is the site running (bihuan up)? Try again later.",
            )
        )
    return SiteTrouble(text(f"Temporal 没有办成：{error.message}", f"Temporal refused: {error.message}"))
