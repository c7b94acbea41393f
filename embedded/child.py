"""A program of the office's own that runs on the site beside the servers: the worker."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from embedded.process import Order
from embedded.trouble import SiteTrouble, explain


@dataclass(frozen=True, kw_only=True)
class Child:
    """What to run, and what it sees beside our own environment; asked to stop by SIGTERM and given its grace."""

    name: str
    command: Sequence[str]
    cwd: Path
    environ: Mapping[str, str] = field(default_factory=dict)
    grace_seconds: int = 15


class ChildServer:
    """A child as a keeper sees it."""

    def __init__(self, child: Child, logs: Path) -> None:
        self.child = child
        self.log = logs / f"{child.name}.log"

    @property
    def name(self) -> str:
        """What people call it."""
        return self.child.name

    async def prepare(self) -> Order:
        """Say how it is started."""
        return Order(
            command=self.child.command,
            log=self.log,
            stop=(("SIGTERM", self.child.grace_seconds),),
            cwd=self.child.cwd,
            environ=_ours(self.child.environ) | dict(self.child.environ),
        )

    async def ready(self) -> None:
        """Return at once: a child says in its own log how it fares."""

    def explain(self, said: str) -> SiteTrouble:
        """Say in a sentence why it ended."""
        return explain(self.name, self.child.cwd, self.log, said)


def _ours(told: Mapping[str, str]) -> dict[str, str]:
    """Return our environment without the address that may change the database's structure, and without what it says of
    Temporal where the child is told of the embedded one.
    """
    hidden = ("BIHUAN_OWNER_DATABASE_URL", *(["TEMPORAL_"] if "TEMPORAL_ADDRESS" in told else []))
    return {name: value for name, value in os.environ.items() if not name.startswith(hidden)}
