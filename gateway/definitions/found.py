"""Where definitions are found: ours, those in the folders that an office names, and those of installed packages."""

import os
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import Final, NamedTuple

from gateway.definitions.apart import wanting
from gateway.definitions.checking import take_in
from gateway.definitions.source import definition_in
from gateway.policy_files import POLICIES
from gateway.yaml_models import unknown
from rules.blocks import Definition
from rules.definitions import SHIPPED
from schemas.words import Refusal, Text, text

VARIABLE: Final = "BIHUAN_DEFINITIONS"
FOLDER: Final = "definitions"
GROUP: Final = "bihuan.definitions"
HOUSE: Final = Path(__file__).resolve().parents[2]


class Found(NamedTuple):
    """A definition, or why it is none; which file it stands in, and its policy's."""

    name: str
    file: Path
    policy_file: Path
    definition: type[Definition] | None = None
    refused: Text | None = None


_LOADED: Final[dict[Path, Found]] = {}


def find_definitions(environ: Mapping[str, str], home: Path | None = None) -> tuple[Found, ...]:
    """Return all definitions that this process can tell, and those that are refused, with the reason.

    They lie in the site's folder `definitions`, in the folders that BIHUAN_DEFINITIONS names, and in packages.
    Each file is read once in a process: cases that run go on with what it said then.
    """
    own, named = tuple(_shipped(definition) for definition in SHIPPED), _folders(environ)
    usual = [home / FOLDER] if home and (home / FOLDER).is_dir() else []
    files = [*_files([*usual, *named]), *_installed()]
    return (*own, *_load(files), *_missing(named))


def definition_called(name: str, found: tuple[Found, ...]) -> Found:
    """Return the definition of a name; a Refusal where there is none, or says what is wrong with it."""
    for one in found:
        if name == one.name and one.refused:
            raise Refusal(one.refused)
        if name == one.name or (one.definition and name == one.definition.title.zh):
            return one
    why = unknown(name, [one.name for one in found if one.definition])
    raise Refusal(text(f"没有这个流程：{why.zh}", f"There is no such definition: {why.en}"))


def _shipped(definition: type[Definition]) -> Found:
    file = HOUSE / "rules" / "definitions" / f"{definition.name}.py"
    return Found(definition.name, file, POLICIES / "definitions" / f"{definition.name}.yaml", definition)


def load_definition(file: Path) -> Found:
    """Return what a file holds: a definition that is in the repertoire now, or why it is none."""
    return _load([file])[0]


def _load(files: Sequence[Path]) -> list[Found]:
    unknown_yet = [file for file in dict.fromkeys(files) if file not in _LOADED]
    refused = wanting(unknown_yet)
    for file in unknown_yet:
        _LOADED[file] = _taken_in(file, refused.get(file))
    return [_LOADED[file] for file in files]


def _taken_in(file: Path, wrong: Text | None) -> Found:
    policy_file = file.with_suffix(".yaml")
    try:
        if wrong is None:
            definition = definition_in(file)
            take_in(definition, file, policy_file)
            return Found(definition.name, file, policy_file, definition)
    except Refusal as refusal:  # there is another of that name
        wrong = refusal.reason
    return Found(file.stem, file, policy_file, refused=wrong)


def _files(folders: list[Path]) -> Iterator[Path]:
    for folder in folders:
        yield from (file.resolve() for file in sorted(folder.glob("*.py")) if _is_script(file))


def _installed() -> Iterator[Path]:
    for point in sorted(entry_points(group=GROUP), key=lambda point: point.name):
        if file := _file_of(point):
            yield file


def _is_script(file: Path) -> bool:
    return not file.name.startswith(("_", "test_", "conftest"))


def _folders(environ: Mapping[str, str]) -> list[Path]:
    return [Path(part).expanduser() for part in environ.get(VARIABLE, "").split(os.pathsep) if part.strip()]


def _missing(folders: list[Path]) -> Iterator[Found]:
    for folder in folders:
        if not folder.is_dir():
            why = text(f"{VARIABLE} 指的文件夹不存在：{folder}。", f"The folder of {VARIABLE} is not there: {folder}.")
            yield Found(folder.name, folder, folder, refused=why)


def _file_of(point: EntryPoint) -> Path | None:
    """Return the source of an installed definition; the package itself is not run."""
    try:
        spec = find_spec(point.module)
    except (ImportError, ValueError):
        return None
    return Path(spec.origin).resolve() if spec and spec.origin else None
