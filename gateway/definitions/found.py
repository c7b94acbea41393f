"""Where definitions are found: ours, those in the folders that an office names, and those of installed packages."""

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from gateway.definitions.apart import Verdict, examined
from gateway.definitions.installed import offers
from gateway.definitions.serving import serve
from gateway.policy_files import POLICIES
from gateway.yaml_models import unknown
from rules.blocks import Definition
from rules.definitions import SHIPPED
from schemas.words import Refusal, Text, text

VARIABLE: Final = "BIHUAN_DEFINITIONS"
FOLDER: Final = "definitions"
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
    for file, verdict in examined(unknown_yet).items():
        _LOADED[file] = _taken_in(file, verdict)
    return [_LOADED[file] for file in files]


def _taken_in(file: Path, verdict: Verdict) -> Found:
    policy_file, wrong = file.with_suffix(".yaml"), verdict.wrong
    try:
        if wrong is None:
            definition = serve(file, verdict.walked)
            return Found(definition.name, file, policy_file, definition)
    except Refusal as refusal:  # there is another of that name, or it is told otherwise here
        wrong = refusal.reason
    return Found(file.stem, file, policy_file, refused=wrong)


def _files(folders: list[Path]) -> Iterator[Path]:
    for folder in folders:
        yield from (file.resolve() for file in sorted(folder.glob("*.py")) if is_script(file))


def _installed() -> Iterator[Path]:
    yield from (offer.file for offer in offers() if offer.file)


def is_script(file: Path) -> bool:
    """Say whether a file of such a name is read as a definition: tests lie beside them."""
    return not file.name.startswith(("_", "test_", "conftest"))


def _folders(environ: Mapping[str, str]) -> list[Path]:
    return [Path(part).expanduser() for part in environ.get(VARIABLE, "").split(os.pathsep) if part.strip()]


def _missing(folders: list[Path]) -> Iterator[Found]:
    for folder in folders:
        if not folder.is_dir():
            why = text(f"{VARIABLE} 指的文件夹不存在：{folder}。", f"The folder of {VARIABLE} is not there: {folder}.")
            yield Found(folder.name, folder, folder, refused=why)
    for offer in offers():
        if offer.file is None:
            yield Found(offer.name, Path(offer.module), Path(offer.module), refused=offer.missing)
