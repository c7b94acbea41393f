"""A program that holds a site up, for tests which kill it, signal it, or run it as another user."""

import asyncio
import json
import os
import signal
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from embedded.child import Child
from embedded.site import Site
from embedded.trouble import SiteTrouble
from schemas.settings import load_settings
from schemas.words import Refusal, Text


def say(sentence: Text) -> None:
    print(sentence.en, flush=True)  # noqa: T201 - a program


async def hold() -> None:
    """Hold the site of the environment up until SIGTERM or SIGINT; arguments are a child's command."""
    told = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, told.set)
    async with Site(load_settings(os.environ), say=say) as site:
        if sys.argv[1:]:
            await site.start_child(Child(name="child", command=sys.argv[1:], cwd=Path.cwd()))
        addresses = site.addresses
        up = {
            "leashes": {standing.name: standing.pid for standing in site.status},
            "app": addresses.database_url.get_secret_value(),
            "owner": addresses.owner_database_url.get_secret_value(),
        }
        print(json.dumps(up), flush=True)  # noqa: T201
        await told.wait()


if __name__ == "__main__":
    try:
        asyncio.run(hold())
    except (Refusal, SiteTrouble) as answer:
        sys.exit(answer.reason.en)
