"""The leash: a small process that is the parent of one server and outlives nobody.

It runs by its path, without the rest of the house. Its standard input is a pipe that the site holds open; when that
closes, because the site says so or because the site was killed, the server is stopped. A stop in order and a crash thus
go the same way, and the parent of a process can never stop a stranger that inherited its number.
"""

import argparse
import ctypes
import os
import select
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence

PR_SET_PDEATHSIG = 1


def main(arguments: Sequence[str]) -> int:
    """Run one server until it ends or the pipe closes; return the server's exit code, 128 + n after signal n."""
    order = _parser().parse_args(arguments)
    wake = _wake_on_signals()
    os.umask(0o077)
    server = _start(order)
    while server.poll() is None:
        readable, _, _ = select.select([sys.stdin.fileno(), wake], [], [])
        signals = set(os.read(wake, 512)) if wake in readable else set()
        if sys.stdin.fileno() in readable or signals & {signal.SIGTERM, signal.SIGINT, signal.SIGHUP}:
            _stop(server, order.stop)
    _sweep(server)
    return server.returncode if server.returncode >= 0 else 128 - server.returncode


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser()
    parser.add_argument("--stop", action="append", type=_step, help="signal:seconds, in the order they are tried")
    parser.add_argument("--uid", type=int)
    parser.add_argument("--gid", type=int)
    parser.add_argument("--cwd")
    parser.add_argument("--lock", type=int, action="append", default=[], help="a descriptor that the server inherits")
    parser.add_argument("command", nargs="+")
    return parser


def _step(written: str) -> tuple[signal.Signals, float]:
    name, _, seconds = written.partition(":")
    return signal.Signals[name], float(seconds)


def _wake_on_signals() -> int:
    """Return a descriptor on which the number of every signal arrives; a server's end is one of them."""
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    signal.set_wakeup_fd(writer)
    for number in (signal.SIGCHLD, signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: None)
    return reader


def _start(order: argparse.Namespace) -> subprocess.Popen[bytes]:
    switched = {} if order.uid is None else {"user": order.uid, "group": order.gid, "extra_groups": []}
    return subprocess.Popen(
        order.command,
        stdin=subprocess.DEVNULL,
        cwd=order.cwd,
        pass_fds=order.lock,
        process_group=0,
        preexec_fn=_dies_with_us(order.stop[0][0]),  # noqa: PLW1509 - this process has one thread
        **switched,
    )


def _dies_with_us(number: signal.Signals) -> Callable[[], None] | None:
    """Let Linux stop the server when this leash itself is killed; set after the change of user, which clears it."""
    if sys.platform != "linux":
        return None
    prctl, parent = ctypes.CDLL(None).prctl, os.getpid()

    def ask() -> None:
        prctl(PR_SET_PDEATHSIG, int(number))
        if os.getppid() != parent:
            os._exit(1)

    return ask


def _stop(server: subprocess.Popen[bytes], steps: Sequence[tuple[signal.Signals, float]]) -> None:
    for number, seconds in (*steps, (signal.SIGKILL, 60)):
        server.send_signal(number)
        try:
            server.wait(seconds)
        except subprocess.TimeoutExpired:
            continue
        return


def _sweep(server: subprocess.Popen[bytes]) -> None:
    """Leave nothing of the server's process group behind."""
    try:
        os.killpg(server.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
