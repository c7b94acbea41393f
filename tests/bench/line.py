"""One line of the table: what was measured of both, the goal, and the raw samples behind it."""

from typing import Any

from pydantic import BaseModel, ConfigDict


class Line(BaseModel):
    """A measurement; `ours` and `bare` are in the same unit, None where one of them has no such number."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    what: str
    unit: str
    ours: float | None
    bare: float | None = None
    ratio: float | None = None  # ours to bare; the median of the pairs where there are pairs
    goal: str = ""
    met: bool | None = None  # None: no goal, or one that this scale does not answer
    method: str
    samples: dict[str, Any] = {}


class Failure(BaseModel):
    """A stage that could not be measured, and why; the others are measured nevertheless."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    stage: str
    why: str


class Beside(BaseModel):
    """How busy the machine was with other programs while a stage was measured."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    stage: str
    seconds: float
    others_percent: float  # CPU of the whole machine used by processes that are none of the bench's


class Run(BaseModel):
    """One run of the bench with all that is needed to judge it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    made_at: str
    scale: dict[str, int | float | str]
    versions: dict[str, str]
    machine: dict[str, str | int | float]
    beside: tuple[Beside, ...]
    lines: tuple[Line, ...]
    failures: tuple[Failure, ...] = ()

    @property
    def by_id(self) -> dict[str, Line]:
        """Return the lines by their names."""
        return {line.id: line for line in self.lines}
