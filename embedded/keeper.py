"""The keeper of one server: starts it, starts it again when it ends by itself, and stops it."""

import asyncio
import datetime as dt
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final, Protocol

from embedded.logs import bound, said_since
from embedded.process import Order, Process
from embedded.trouble import SiteTrouble
from schemas.time import SHANGHAI
from schemas.words import Text, text

FIRST_PAUSE_SECONDS: Final = 0.2
LONGEST_PAUSE_SECONDS: Final = 30.0
# Long enough to tell a server that can't start from one that is killed now and then, which is to be back at once.
STEADY_AFTER_SECONDS: Final = 10.0
LOG_LOOKED_AT_EACH_SECONDS: Final = 60.0

Say = Callable[[Text], None]


class Server(Protocol):
    """What a keeper must know of a server."""

    @property
    def name(self) -> str:
        """What people call it."""

    async def prepare(self) -> Order:
        """Make what it needs and say how it is started; asked once."""

    async def ready(self) -> None:
        """Wait until it does its work."""

    def explain(self, said: str) -> SiteTrouble:
        """Say in a sentence why it ended, from the last that it wrote."""


class State(StrEnum):
    """Where a server stands."""

    STARTING = "starting"
    RUNNING = "running"
    PAUSED = "paused"  # ended by itself; starts again in a moment
    STOPPED = "stopped"


@dataclass(frozen=True, kw_only=True)
class Standing:
    """One server as an operator sees it."""

    name: str
    state: State
    restarts: int
    log: Path | None
    pid: int | None


class Keeper:
    """Keeps one server running until it is told to stop."""

    def __init__(self, server: Server, lock: int, say: Say, steady_after: float = STEADY_AFTER_SECONDS) -> None:
        self.server = server
        self.say = say
        self.state = State.STOPPED
        self.restarts = 0
        self._lock = lock
        self._steady_after = steady_after
        self._order: Order | None = None
        self._process: Process | None = None
        self._watch: asyncio.Task[None] | None = None

    @property
    def standing(self) -> Standing:
        """How the server stands now."""
        return Standing(
            name=self.server.name,
            state=self.state,
            restarts=self.restarts,
            log=self._order.log if self._order else None,
            pid=self._process.pid if self._process and self.state is not State.STOPPED else None,
        )

    async def start(self) -> None:
        """Start the server and wait until it is ready; whatever keeps it from that is raised as a sentence."""
        self._order = await self.server.prepare()
        await self._start(self._order)
        self._watch = asyncio.create_task(self._keep(self._order))

    async def stop(self) -> None:
        """Stop the server and wait for its end; a server that is not running is stopped already."""
        if self._watch is not None:
            self._watch.cancel()
            await asyncio.wait([self._watch])
        if self._process is not None and self.state is not State.STOPPED:
            await self._process.stop()
        self.state = State.STOPPED

    async def _start(self, order: Order) -> None:
        self.state = State.STARTING
        size = order.log.stat().st_size if order.log.exists() else 0
        self._process = await Process.start(order, self._lock)
        try:
            in_time = await _before(self.server.ready(), self._process.ended())
        except Exception:
            await self._process.stop()
            raise
        if not in_time:
            raise self.server.explain(said_since(order.log, size))
        self.state = State.RUNNING

    async def _keep(self, order: Order) -> None:
        pause = FIRST_PAUSE_SECONDS
        while True:
            began = time.monotonic()
            code = await self._ended(order)
            self.state = State.PAUSED
            if time.monotonic() - began > self._steady_after:
                pause = FIRST_PAUSE_SECONDS
            self.say(_ended_by_itself(self.server.name, code, pause))
            await asyncio.sleep(pause)
            pause = await self._again(order, min(pause * 2, LONGEST_PAUSE_SECONDS))

    async def _again(self, order: Order, pause: float) -> float:
        """Start again until it succeeds; return the pause that the next end deserves."""
        while True:
            self.restarts += 1
            try:
                await self._start(order)
            except (SiteTrouble, OSError) as trouble:
                self.state = State.PAUSED
                self.say(_not_yet(self.server, trouble, pause))
            else:
                self.say(text(f"{self.server.name} 已重新启动。", f"{self.server.name} is running again."))
                return pause
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)

    async def _ended(self, order: Order) -> int:
        """Wait for the server's end, and see meanwhile that its log does not fill the disk."""
        if self._process is None:
            return 0
        end = asyncio.ensure_future(self._process.ended())
        try:
            while not end.done():
                await asyncio.wait([end], timeout=LOG_LOOKED_AT_EACH_SECONDS)
                bound(order.log)
            return end.result()
        finally:
            end.cancel()


async def _before(ready: Coroutine[None, None, None], end: Coroutine[None, None, int]) -> bool:
    """Tell whether the server was ready before it ended; what its readiness raises is raised."""
    awaited, ended = asyncio.ensure_future(ready), asyncio.ensure_future(end)
    try:
        await asyncio.wait([awaited, ended], return_when=asyncio.FIRST_COMPLETED)
        if awaited.done():
            awaited.result()
        return awaited.done()
    finally:
        for task in (awaited, ended):
            task.cancel()
        await asyncio.wait([awaited, ended])


def _ended_by_itself(name: str, code: int, pause: float) -> Text:
    how = text(f"被信号 {code - 128} 终止", f"killed by signal {code - 128}")
    if code < 128:
        how = text(f"退出码 {code}", f"exit code {code}")
    return text(
        f"{_now()} {name} 意外结束（{how.zh}），{pause:g} 秒后重新启动。",
        f"{_now()} {name} ended by itself ({how.en}); starting again in {pause:g} s.",
    )


def _not_yet(server: Server, trouble: SiteTrouble | OSError, pause: float) -> Text:
    reason = trouble.reason if isinstance(trouble, SiteTrouble) else server.explain(str(trouble)).reason
    return text(f"{_now()} {reason.zh}{pause:g} 秒后再试。", f"{_now()} {reason.en} Trying again in {pause:g} s.")


def _now() -> str:
    return dt.datetime.now(SHANGHAI).strftime("%H:%M:%S")
