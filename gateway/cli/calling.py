"""How this program is called where it runs, so that a command that a sentence advises can be copied as it stands."""

import re
import shutil
from pathlib import Path
from typing import Final

NAME: Final = "bihuan"
_ADVISED: Final = re.compile(rf"(?<![\w/.~-]){NAME}(?= +[a-z])|(?<=[\u3000-\uffef]){NAME}(?= +[a-z])")


def as_called(words: str, program: str) -> str:
    """Return words in which commands of ours are called as a person can call them here."""
    return words if program == NAME else _ADVISED.sub(lambda _: program, words)


def program_called(typed: str, search: str | None, here: Path) -> str:
    """Return how the program that was started as `typed` can be called again in a folder; by its name where it's found.

    `search` is the PATH. What was started in another way, as a module or by a test, is called by its name.
    """
    file = here / typed
    found = shutil.which(NAME, path=search or "")
    if file.name != NAME or not file.exists() or (found and file.samefile(found)):
        return NAME
    return str(file.relative_to(here)) if _is_below(file, here) else str(file)


def _is_below(file: Path, here: Path) -> bool:
    return here != Path(here.anchor) and file.is_relative_to(here)
