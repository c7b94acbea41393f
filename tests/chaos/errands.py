"""What the tests' worker is told to do wrong, on a sheet that it reads when it starts."""

import json
from pathlib import Path
from typing import NamedTuple

from tests.chaos.plan import Plant


class Errand(NamedTuple):
    """One worker's faults."""

    plants: tuple[str, ...] = ()
    bug: str = ""  # "rule" or "write"
    skew: int = 0  # seconds by which its host's clock is wrong


class Sheet:
    """The file with the errands of all workers."""

    def __init__(self, file: Path, plants: tuple[Plant, ...] = ()) -> None:
        self.file = file
        self._sound = Errand(plants=tuple(plant.value for plant in plants))
        self._errands: dict[str, Errand] = {}
        self._write()

    def tell(self, worker: str, *, bug: str = "", skew: int = 0) -> None:
        """Give a worker an errand for its next start; without any it works as it should, but for what is planted."""
        self._errands[worker] = self._sound._replace(bug=bug, skew=skew)
        self._write()

    def _write(self) -> None:
        told = {"": self._sound, **self._errands}
        half = self.file.with_suffix(".half")
        half.write_text(json.dumps({name: errand._asdict() for name, errand in told.items()}))
        half.replace(self.file)


def errand_of(file: Path, worker: str) -> Errand:
    """Return what a worker is told."""
    told = json.loads(file.read_text())
    return Errand(**(told.get(worker) or told[""]))
