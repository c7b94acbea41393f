"""`bihuan migrate` and `bihuan provision`: a database and a Temporal server elsewhere made ready, again and again."""

import asyncio

import typer

from gateway.cli.connection import addresses_of, database_trouble, temporal_of
from gateway.cli.endings import Ending
from gateway.cli.terminal import Terminal, terminal_of
from gateway.cli.wording import both
from gateway.provisioning import provision as provide
from ledger.migrating import migrate as bring_up_to_date
from schemas.words import text


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(
        "migrate",
        help=both(
            "把台账数据库更新到本版本（用 BIHUAN_OWNER_DATABASE_URL 的身份）；可重复执行。",
            "Bring the ledger's database up to date, as the role in BIHUAN_OWNER_DATABASE_URL; safe to repeat.",
        ),
    )(migrate)
    app.command(
        "provision",
        help=both(
            "在 TEMPORAL_ADDRESS 的服务器上建立命名空间（保留十年）和检索属性；可重复执行。",
            "Make the namespace (kept for ten years) and the search attributes on the server in TEMPORAL_ADDRESS; "
            "safe to repeat.",
        ),
    )(provision)


def migrate(context: typer.Context) -> int:
    """Bring the ledger up to date."""
    return asyncio.run(_migrate(terminal_of(context)))


def provision(context: typer.Context) -> int:
    """Make a server elsewhere ready."""
    return asyncio.run(_provision(terminal_of(context)))


async def _migrate(terminal: Terminal) -> int:
    owner = addresses_of(terminal.settings()).owner_database_url.get_secret_value()
    with database_trouble():
        applied = await bring_up_to_date(owner)
    if applied:
        terminal.say(text(f"已更新：{'、'.join(applied)}", f"applied: {', '.join(applied)}"))
    else:
        terminal.say(text("台账数据库已是本版本。", "The ledger's database is up to date."))
    terminal.give({"applied": list(applied)})
    return Ending.OK


async def _provision(terminal: Terminal) -> int:
    async with temporal_of(terminal) as client:
        await provide(client, terminal.say)
        terminal.give({"namespace": client.namespace})
    return Ending.OK
