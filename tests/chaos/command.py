"""The house's own command, run as an office runs it."""

import asyncio
import sys

from tests.chaos.site import HOUSE
from tests.site.running import Office

WITHIN_SECONDS = 900


async def bihuan(office: Office, *words: str, within: float = WITHIN_SECONDS) -> tuple[int, str, str]:
    """Run a command; return its exit code, what it showed, and of what it complained."""
    command = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "gateway.cli", *words),
        env=dict(office.environ),
        cwd=HOUSE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        said, complained = await asyncio.wait_for(command.communicate(), within)
    except TimeoutError:
        command.kill()
        await command.wait()
        return -1, "", f"no end within {within:g} s"
    return command.returncode or 0, said.decode(), complained.decode().strip()
