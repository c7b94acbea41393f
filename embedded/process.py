"""One server's process, on its leash."""

import asyncio
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Self

from embedded import leash
from embedded.account import Account
from embedded.logs import open_log

# A process that has no environment of its own still needs to find a shell and its home.
BARE: Final = ("PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SSL_CERT_FILE", "GOGC", "GOMAXPROCS")


@dataclass(frozen=True, kw_only=True)
class Order:
    """What to start, as whom and where, and how it wants to be asked to stop (signal, seconds it is given)."""

    command: Sequence[str]
    log: Path
    stop: Sequence[tuple[str, int]]
    cwd: Path
    account: Account | None = None
    environ: Mapping[str, str] = field(default_factory=dict)


class Process:
    """A running server; it ends when it is stopped, and also when this program is killed."""

    def __init__(self, order: Order, leash_process: asyncio.subprocess.Process) -> None:
        self.order = order
        self._leash = leash_process

    @classmethod
    async def start(cls, order: Order, lock: int) -> Self:
        """Start the server in a session of its own, so that Ctrl-C in a terminal leaves the order of stopping to us."""
        with open_log(order.log) as log:
            started = await asyncio.create_subprocess_exec(
                *_leashed(order, lock),
                stdin=asyncio.subprocess.PIPE,
                stdout=log,
                stderr=log,
                env=dict(order.environ),
                start_new_session=True,
                pass_fds=(lock,),
            )
        return cls(order, started)

    @property
    def pid(self) -> int:
        """The number of the leash, whose child is the server."""
        return self._leash.pid

    async def ended(self) -> int:
        """Wait for the end; return the exit code, 128 + n after signal n."""
        return await self._leash.wait()

    async def stop(self) -> int:
        """Stop the server and wait for it; no more than its own patience and a minute."""
        if self._leash.stdin is not None:
            self._leash.stdin.close()
        try:
            return await asyncio.wait_for(self.ended(), sum(seconds for _, seconds in self.order.stop) + 65)
        except TimeoutError:
            self._leash.kill()
            return await self.ended()


def bare_environment() -> dict[str, str]:
    """Return what a server may see of our environment: no Temporal, PostgreSQL or office variables."""
    return {name: os.environ[name] for name in BARE if name in os.environ}


def _leashed(order: Order, lock: int) -> list[str]:
    account = order.account
    return [
        *(sys.executable, "-I", "-S", leash.__file__),
        *(f"--stop={name}:{seconds}" for name, seconds in order.stop),
        *((f"--uid={account.uid}", f"--gid={account.gid}") if account else ()),
        f"--cwd={order.cwd}",
        f"--lock={lock}",
        "--",
        *order.command,
    ]
