"""A question to the person at the terminal."""

import signal
import sys

from gateway.cli.terminal import Terminal
from schemas.words import Text

YES = frozenset({"y", "yes", "是", "确认", "好"})


def agreed(terminal: Terminal, question: Text) -> bool:
    """Ask, and say whether the answer is yes; anything else, and no answer at all, is no. Ctrl-C interrupts."""
    # Under asyncio Ctrl-C only cancels the task, which nobody notices while a line is waited for.
    handler = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        sys.stderr.write(f"{terminal.speak(question)} [y/N] ")
        sys.stderr.flush()
        return sys.stdin.readline().strip().lower() in YES
    finally:
        signal.signal(signal.SIGINT, handler)
