"""What may be said with every command, wherever it stands: --lang, --home, --json."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gateway.cli.endings import Misuse
from schemas.words import Language, text


@dataclass(frozen=True)
class Invocation:
    """A command line without the options that every command takes, and what those said."""

    language: Language
    home: str | None
    json: bool
    rest: tuple[str, ...]


def language_of(argv: Sequence[str], environ: Mapping[str, str]) -> Language:
    """Return the language to speak, whatever else is wrong with the command line; Chinese where nothing is said."""
    said = [environ.get("BIHUAN_LANG", "")]
    for word, following in zip(argv, [*argv, ""][1:], strict=True):
        if word == "--lang":
            said.append(following)
        elif word.startswith("--lang="):
            said.append(word.removeprefix("--lang="))
    return "en" if [word for word in said if word in ("zh", "en")][-1:] == ["en"] else "zh"


def read_invocation(argv: Sequence[str], environ: Mapping[str, str]) -> Invocation:
    """Take the options for every command out of a command line; Misuse where one lacks its value."""
    said: dict[str, str] = {}
    rest: list[str] = []
    words = iter(argv)
    for word in words:
        name, equals, value = word.partition("=")
        if word == "--":
            rest += [word, *words]
        elif word == "--json":
            said["--json"] = word
        elif name in ("--lang", "--home"):
            said[name] = value if equals else next(words, "")
            _demand(name, said[name])
        else:
            rest.append(word)
    return Invocation(language_of(argv, environ), said.get("--home"), "--json" in said, tuple(rest))


def _demand(name: str, value: str) -> None:
    if name == "--lang" and value not in ("zh", "en"):
        raise Misuse(text("--lang 只能是 zh 或 en。", "--lang takes zh or en."))
    if not value or value.startswith("--"):
        raise Misuse(text("--home 后面须写一个目录。", "--home needs a folder after it."))
