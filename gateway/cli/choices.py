"""What an office chose once for its site, when it started it: the policy that its intakes run under by default."""

from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, ValidationError

FILE: Final = "office.json"
DEFAULT_POLICY: Final = "county"


class Choices(BaseModel):
    """What was chosen; kept in the site's folder."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    policy: str = DEFAULT_POLICY


def read_choices(home: Path) -> Choices:
    """Return what was chosen; the defaults where nothing was, or where the file can't be read."""
    try:
        return Choices.model_validate_json((home / FILE).read_bytes())
    except (OSError, ValidationError):
        return Choices()


def keep_choices(home: Path, choices: Choices) -> None:
    """Keep what was chosen, whole or not at all."""
    half = home / f"{FILE}.half"
    half.write_text(choices.model_dump_json())
    half.chmod(0o600)
    half.replace(home / FILE)
