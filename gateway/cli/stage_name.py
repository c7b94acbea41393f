"""What the terminal calls where a case stands: its stage, and how it ended where that is not the usual end."""

from rules.names import name_of
from schemas.case import Stage
from schemas.words import Text, text


def stage_name(stage: Stage, outcome: str | None) -> Text:
    """Return the name of a stage; a case that ended by being withdrawn says so."""
    name = name_of(stage)
    return text("撤销办结", f"{name.en} (withdrawn)") if outcome == "withdrawn" else name
