"""Ports of this machine that a server wants for itself."""

import socket
from typing import Final

from schemas.words import Refusal, text

LOOPBACK: Final = "127.0.0.1"


def demand_free(port: int, variable: str) -> None:
    """Refuse to go on when another program listens on the port; the variable sets another one."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except PermissionError:
            raise _not_allowed(port, variable) from None
        except OSError:
            raise _taken(port, variable) from None


def _taken(port: int, variable: str) -> Refusal:
    return Refusal(
        text(
            f"端口 {port} 已被别的程序占用。请停掉那个程序，或用 {variable} 改用另一个端口。",
            f"Port {port} is taken by another program. Stop that program, or set {variable} to another port.",
        )
    )


def _not_allowed(port: int, variable: str) -> Refusal:
    return Refusal(
        text(
            f"当前用户不能使用端口 {port}。请用 {variable} 改用 1024 以上的端口。",
            f"This user may not listen on port {port}. Set {variable} to a port above 1024.",
        )
    )
