"""Definitions that installed packages offer: where their source lies, found without running anything of the package."""

from collections.abc import Iterator
from importlib.machinery import ModuleSpec, PathFinder
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import Final, NamedTuple

from schemas.words import Text, text

GROUP: Final = "bihuan.definitions"


class Offer(NamedTuple):
    """A definition that a package offers: its name, its module, and its source, where that is there."""

    name: str
    module: str
    package: str
    file: Path | None

    @property
    def missing(self) -> Text:
        """Say that its source is not there."""
        return text(
            f"软件包 {self.package} 提供的流程“{self.name}”找不到源文件：没有模块 {self.module}（.py）。请重装或卸载该软件包。",
            f"The package {self.package} offers “{self.name}”, but its module {self.module} (.py) is not there: "
            "install it again, or remove it.",
        )


def offers() -> Iterator[Offer]:
    """Yield what installed packages offer under the entry points `bihuan.definitions`, by name."""
    for point in sorted(entry_points(group=GROUP), key=lambda point: point.name):
        module = point.value.partition(":")[0].strip()
        yield Offer(point.name, module, _package(point), _source_of(module))


def _package(point: EntryPoint) -> str:
    return point.dist.name if point.dist else "?"


def _source_of(module: str) -> Path | None:
    try:
        spec = _spec_of(module)
    except (ImportError, ValueError):
        return None
    is_source = spec is not None and spec.has_location and (spec.origin or "").endswith(".py")
    return Path(str(spec.origin)).resolve() if spec and is_source else None


def _spec_of(module: str) -> ModuleSpec | None:
    """Go down from the top package: `find_spec` of a module within one would run that package."""
    whole, *parts = module.split(".")
    spec = find_spec(whole)
    for part in parts:
        if spec is None or spec.submodule_search_locations is None:
            return None
        whole = f"{whole}.{part}"
        spec = PathFinder.find_spec(whole, spec.submodule_search_locations)
    return spec
