"""A target of the fuzzing: what is fed to it, what must hold, and how its share of the inputs is counted.

Hypothesis alone: what takes bytes apart here is C and Rust (lxml, calamine, zlib), into which Atheris does not see.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.strategies import SearchStrategy

T = TypeVar("T")


@dataclass(frozen=True)
class Target(Generic[T]):
    """Inputs of one kind, and the property that holds for each of them; whatever it raises is a finding."""

    name: str
    inputs: SearchStrategy[T]
    holds: Callable[[T], None]
    share: int  # of a thousand inputs of the long run
    slice: int  # inputs of the default tests; 0 where each takes seconds

    def attack(self, inputs: int, seeded: int | None) -> int:
        """Feed so many inputs, from a seed or always the same ones; return how many were tried, raise the finding."""
        tried = 0

        def once(value: T) -> None:
            nonlocal tried
            tried += 1
            self.holds(value)

        bounded = settings(
            max_examples=inputs,
            deadline=None,
            database=None,
            derandomize=seeded is None,
            suppress_health_check=list(HealthCheck),
            print_blob=False,
            phases=(Phase.generate, Phase.shrink),
        )
        fed = bounded(given(self.inputs)(once))
        try:
            (fed if seeded is None else seed(seeded)(fed))()
        except BaseException as finding:
            finding.__dict__["tried"] = tried
            raise
        return tried
