"""A sound JSON value, damaged in a few places: what is nearly right goes deeper into a parser than noise does."""

import copy
from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

from tests.fuzz.signs import HOSTILE, JSON, NUMBERS, TEXTS

Way = tuple[str | int, ...]
DEEDS = ("text", "text", "text", "number", "any", "drop", "add", "list", "many", "deep")


@st.composite
def mutated(draw: st.DrawFn, sound: Any) -> Any:
    """Draw the value with up to three damages."""
    value = copy.deepcopy(sound)
    for _ in range(draw(st.integers(0, 3))):
        ways = [way for way in _ways(value) if way]
        if not ways:
            break
        _damage(draw, value, draw(st.sampled_from(ways)))
    return value


def _damage(draw: st.DrawFn, value: Any, way: Way) -> None:
    *above, last = way
    for step in above:
        value = value[step]
    match draw(st.sampled_from(DEEDS)):
        case "text":
            value[last] = draw(HOSTILE)
        case "number":
            value[last] = draw(NUMBERS)
        case "drop":
            del value[last]
        case "add" if isinstance(value, dict):
            value[draw(TEXTS)] = draw(JSON)
        case "list":
            value[last] = [value[last]]
        case "many":
            value[last] = [value[last]] * draw(st.sampled_from((0, 2, 51, 300)))
        case "deep":
            value[last] = _nested(draw(st.sampled_from((2, 60, 300))))
        case _:
            value[last] = draw(JSON)


def _nested(depth: int) -> Any:
    value: Any = "x"
    for level in range(depth):
        value = [value] if level % 2 else {"id": value}
    return value


def _ways(value: Any, way: Way = (), depth: int = 12) -> Iterator[Way]:
    """Go to every place in a value, but not into what is nested too deeply to be walked."""
    yield way
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, part in inner if depth else ():
        yield from _ways(part, (*way, step), depth - 1)
