"""The two that are compared."""

from typing import Final, Literal

Kind = Literal["ours", "bare"]
KINDS: Final[tuple[Kind, Kind]] = ("ours", "bare")
