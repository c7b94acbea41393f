"""The `bihuan` command, for the office and for scripts."""

import io
import os
import sys
from importlib import import_module
from typing import NoReturn

INTERRUPTED = 130


def main() -> NoReturn:
    """Run the command line and end the process with its exit code, without the interpreter's own clean-up.

    The Temporal SDK can crash an interpreter that is on its way out, after all has been done and said.
    """
    for stream in (sys.stdout, sys.stderr):  # a terminal that lacks a sign is shown another in its place
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        code: int = import_module("gateway.cli.app").run(sys.argv[1:], os.environ)
    except KeyboardInterrupt:  # while it was still being loaded
        code = INTERRUPTED
    os._exit(code)
