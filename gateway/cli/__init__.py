"""The `bihuan` command, for the office and for scripts."""

import os
import sys
from typing import NoReturn

from gateway.cli.app import run


def main() -> NoReturn:
    """Run the command line and end the process with its exit code, without the interpreter's own clean-up.

    The Temporal SDK can crash an interpreter that is on its way out, after all has been done and said.
    """
    code = run(sys.argv[1:], os.environ)
    os._exit(code)
