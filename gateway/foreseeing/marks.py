"""The letters and interviews of a plan as signs: what each is called for short, and where there is room for it."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from rules.spells import Step
from schemas.facts import InterviewCalled, RungClimbed
from schemas.policy import Colour, Letter
from schemas.values import DutyId
from schemas.words import Text, text

COLOURS: Final = {
    Colour.GREEN: "#3f9b57",
    Colour.BLUE: "#3b7dd8",
    Colour.YELLOW: "#e3b505",
    Colour.ORANGE: "#e8821e",
    Colour.RED: "#cf3434",
}
_BRIGHT: Final = {COLOURS[Colour.YELLOW], COLOURS[Colour.ORANGE]}  # on which white can't be read
_PURPLE = "#6a4c93"
_SIGNS = {
    Letter.REMINDER: text("提", "R"),
    Letter.WARNING: text("预", "W"),
    Letter.SUPERVISION: text("督", "S"),
    Letter.CIRCULAR: text("通", "C"),
}
_INTERVIEW = text("约", "I")


class Mark(NamedTuple):
    """A letter or the call to an interview, under the duty that it is about."""

    at: dt.datetime
    duty: DutyId
    sign: Text
    colour: str

    @property
    def ink(self) -> str:
        """Return the colour in which its sign can be read."""
        return "#222" if self.colour in _BRIGHT else "#fff"


def marks(steps: Iterable[Step]) -> Iterator[Mark]:
    """Yield the marks of a plan in the order of time."""
    for step in steps:
        fact, at = step.entry.fact, step.entry.at
        if isinstance(fact, RungClimbed) and fact.letter:
            yield Mark(at, fact.duty, _SIGNS[fact.letter], COLOURS[fact.colour])
        if isinstance(fact, InterviewCalled):
            (notice, *_) = step.opened
            yield Mark(at, notice.id, _INTERVIEW, _PURPLE)


def spread(wanted: Sequence[float], gap: float, first: float, last: float) -> list[float]:
    """Return places near the wanted ones, which ascend: a gap apart where there is room, else evenly."""
    gap = min(gap, (last - first) / max(len(wanted) - 1, 1))
    places: list[float] = []
    for x in wanted:
        places.append(max(x, places[-1] + gap if places else first))
    end = last
    for number in reversed(range(len(places))):
        places[number] = min(places[number], end)
        end = places[number] - gap
    return [round(x, 1) for x in places]


def labels(wanted: Mapping[float, float]) -> dict[float, int]:
    """Return the line of each label, the first being 0, by where it begins; given are their widths, ascending.

    One that would run into what follows goes a line lower, so that what leads down to it runs into none.
    """
    found: dict[float, int] = {}
    for x, width in reversed(list(wanted.items())):
        found[x] = max((line + 1 for begun, line in found.items() if begun <= x + width), default=0)
    return found
