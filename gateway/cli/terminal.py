"""The terminal that a command was given on: who is told what, and on which stream."""

import json
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

import typer
from pydantic import BaseModel, JsonValue

from gateway.cli.calling import as_called, program_called
from schemas.misreading import without_controls
from schemas.settings import Settings, load_settings
from schemas.words import Language, Text


@dataclass(frozen=True)
class Terminal:
    """Sentences go to standard error; what was asked for goes to standard output, as text or as one JSON document."""

    language: Language = "zh"
    json: bool = False
    home: str | None = None
    environ: Mapping[str, str] = field(default_factory=lambda: os.environ)

    def say(self, sentence: Text) -> None:
        """Tell the person something."""
        _write(without_controls(self.speak(sentence)), sys.stderr)

    def show(self, page: str) -> None:
        """Show what was asked for; nothing where a JSON document is asked for instead."""
        if not self.json:
            _write(page, sys.stdout)

    def give(self, document: "BaseModel | JsonValue | Mapping[str, object]") -> None:
        """Give the one JSON document that was asked for; nothing where a page is asked for instead."""
        if self.json:
            _write(as_json(document, sys.stdout.encoding or "utf-8"), sys.stdout)

    def speak(self, sentence: Text) -> str:
        """Return a text in the language of this terminal; the commands that it advises can be copied."""
        program = program_called(sys.argv[0], self.environ.get("PATH"), _here())
        return as_called(sentence.speak(self.language), program)

    @property
    def is_attended(self) -> bool:
        """Say whether somebody is there to answer a question."""
        return sys.stdin is not None and sys.stdin.isatty()

    def settings(self) -> Settings:
        """Return the settings of the environment, with the folder and the language that were said here."""
        said = {"BIHUAN_LANG": self.language} | ({"BIHUAN_HOME": self.home} if self.home else {})
        return load_settings({**self.environ, **said})


def terminal_of(context: typer.Context) -> Terminal:
    """Return the terminal of a command."""
    return context.obj if isinstance(context.obj, Terminal) else Terminal()


def _here() -> Path:
    try:
        return Path.cwd()
    except FileNotFoundError:  # somebody has removed the folder in which we were called
        return Path("/")


def _write(words: str, stream: TextIO) -> None:
    # `bihuan intake … | head`: who has seen enough does not stop what the command does, nor change how it ends.
    with suppress(BrokenPipeError):
        print(words, file=stream, flush=True)


def as_json(document: "BaseModel | JsonValue | Mapping[str, object]", encoding: str = "utf-8") -> str:
    """Return a document as JSON, Chinese as it is; what the encoding does not hold is escaped, so nothing is lost."""
    plain = document.model_dump(mode="json") if isinstance(document, BaseModel) else document
    written = json.dumps(plain, ensure_ascii=False, indent=2)
    return "".join(_escaped(sign, encoding) for sign in written) if _lacks(encoding, written) else written


def _lacks(encoding: str, written: str) -> bool:
    try:
        written.encode(encoding)
    except UnicodeEncodeError:
        return True
    return False


def _escaped(sign: str, encoding: str) -> str:
    return json.dumps(sign)[1:-1] if _lacks(encoding, sign) else sign
