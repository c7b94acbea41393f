"""How the embedded server keeps its word: through a power cut, or through crashes only."""

from dataclasses import dataclass
from typing import Final

from embedded.site import Site
from tests.bench.eased import EasedSite


@dataclass(frozen=True)
class Mode:
    """One way to write, and the site that has it."""

    suffix: str
    said: str
    site: type[Site]


SAFE: Final = Mode("", "FULL", Site)
EASED: Final = Mode("_eased", "NORMAL: a power cut may lose the last moments", EasedSite)
MODES: Final = (SAFE, EASED)
