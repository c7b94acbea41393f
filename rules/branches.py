"""How a definition's story is told from its facts: by hand, for it waits for nothing but people."""

from collections.abc import Coroutine, Generator
from typing import Any, Generic, NamedTuple, TypeVar

from schemas.people import Role
from schemas.steps import StepDone

T = TypeVar("T")


class Ask(NamedTuple):
    """What a story waits for: a step, the how-manieth time, by whom, and who may not do it."""

    step: str
    number: int
    about: str = ""
    owed_by: Role | None = None
    not_by: tuple[str, ...] = ()  # whoever did one of these steps

    def is_met_by(self, done: StepDone) -> bool:
        """Say whether this is what was done."""
        return (self.step, self.number) == (done.step, done.number)


Waiting = Generator[tuple[Ask, ...], StepDone, T]
Part = Coroutine[Any, Any, T]


class Answer:
    """Waits for one step."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask

    def __await__(self) -> Waiting[StepDone]:
        """Return what was done, once it was."""
        done = yield (self._ask,)
        return done


class Branch(Generic[T]):
    """One coroutine, told as far as the facts go."""

    def __init__(self, part: Part[T]) -> None:
        self._part = part
        self.asks: tuple[Ask, ...] = ()
        self.ended: tuple[T] | None = None  # what it returned, once it did
        self._go_on(None)

    def hears(self, done: StepDone) -> None:
        """Go on where this is what it waits for; let it pass where it is not."""
        if any(ask.is_met_by(done) for ask in self.asks):
            self._go_on(done)

    def close(self) -> None:
        """Stop waiting."""
        self._part.close()

    def _go_on(self, done: StepDone | None) -> None:
        try:
            self.asks = self._part.send(done)
        except StopIteration as end:
            self.asks, self.ended = (), (end.value,)


class Together(Generic[T]):
    """Waits for several coroutines at once."""

    def __init__(self, *parts: Part[T]) -> None:
        self._parts = parts

    def __await__(self) -> Waiting[tuple[T, ...]]:
        """Return what each returned, in their order, once all did."""
        branches = [Branch(part) for part in self._parts]
        try:
            while any(branch.ended is None for branch in branches):
                yield from _next(branches)
        finally:
            for branch in branches:
                branch.close()
        return tuple(branch.ended[0] for branch in branches if branch.ended)


class Until(Generic[T]):
    """Waits for one coroutine, and for what goes on beside it as long."""

    def __init__(self, main: Part[T], *beside: Part[Any]) -> None:
        self._main, self._beside = main, beside

    def __await__(self) -> Waiting[T]:
        """Return what the first one returned, once it did; nobody waits for the others then."""
        main = Branch(self._main)
        branches = [main, *map(Branch, self._beside)]
        try:
            while main.ended is None:
                yield from _next(branches)
        finally:
            for branch in branches:
                branch.close()
        return main.ended[0]


def _next(branches: list[Any]) -> Waiting[None]:
    done = yield tuple(ask for branch in branches for ask in branch.asks)
    for branch in branches:
        branch.hears(done)
