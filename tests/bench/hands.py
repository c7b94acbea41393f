"""Workers as processes of their own: ours as the site starts it, and the bare one."""

import asyncio
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from google.protobuf.timestamp_pb2 import Timestamp
from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest

from embedded.leash import PR_SET_PDEATHSIG
from schemas.wire import TASK_QUEUE
from tests.bench import bare
from tests.bench.ground import Ground
from tests.bench.kind import Kind

HOUSE = Path(__file__).resolve().parents[2]
_COMMANDS: dict[Kind, list[str]] = {"ours": [str(HOUSE / "worker.py")], "bare": ["-m", "tests.bench.bare_worker"]}
QUEUES: dict[Kind, str] = {"ours": TASK_QUEUE, "bare": bare.QUEUE}


class Hands:
    """One worker process, which can be killed and started again."""

    def __init__(self, ground: Ground, kind: Kind, log: BinaryIO) -> None:
        self._ground = ground
        self._kind = kind
        self._log = log
        self._process: subprocess.Popen[bytes] | None = None
        self._began = 0.0

    @property
    def pid(self) -> int:
        """Return the process's number."""
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Start the process and return at once."""
        self._began = time.time()
        self._process = subprocess.Popen(
            [sys.executable, *_COMMANDS[self._kind]],
            cwd=HOUSE,
            env=self._environ(),
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=self._log,
            preexec_fn=_dies_with_us,  # noqa: PLW1509 - it calls one function of the C library
        )

    async def ready(self) -> None:
        """Return when the server sees that the worker polls."""
        for _ in range(600):
            if await self._polls():
                return
            assert self._process is not None
            assert self._process.poll() is None, f"the {self._kind} worker ended; see {self._log.name}"
            await asyncio.sleep(0.05)
        raise AssertionError(f"the {self._kind} worker does not poll")

    def kill(self) -> None:
        """End the process as a power cut would."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    async def stop(self) -> None:
        """Ask the process to end, and wait."""
        assert self._process is not None
        self._process.send_signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            await asyncio.to_thread(self._process.wait, 30)
        self.kill()

    async def _polls(self) -> bool:
        client = self._ground.client
        described = await client.workflow_service.describe_task_queue(
            DescribeTaskQueueRequest(
                namespace=client.namespace,
                task_queue=TaskQueue(name=QUEUES[self._kind]),
                task_queue_type=TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
            )
        )
        return any(_seconds(poller.last_access_time) > self._began for poller in described.pollers)

    def _environ(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("TEMPORAL_", "BIHUAN_"))}
        told = self._ground.site.environment()
        return {**kept, **told, "BENCH_DATABASE_URL": self._ground.owner_dsn, "PYTHONPATH": str(HOUSE)}


def _dies_with_us() -> None:
    """Let Linux end the worker when the bench is killed: a worker without a bench would try for ever."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(signal.SIGKILL))


def _seconds(at: Timestamp) -> float:
    return at.seconds + at.nanos / 1e9


@asynccontextmanager
async def hired(ground: Ground, kind: Kind) -> AsyncIterator[Hands]:
    """Let a worker work while the body runs."""
    log = Path(ground.environ["BIHUAN_HOME"]).with_name(f"{kind}.log")
    with log.open("ab") as file:
        hands = Hands(ground, kind, file)
        hands.start()
        try:
            await hands.ready()
            yield hands
        finally:
            await hands.stop()
