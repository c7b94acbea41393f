"""The command line as a whole: which commands there are, and how one is run and ends."""

import sys
import traceback
from collections.abc import Mapping, Sequence
from contextlib import suppress
from importlib import import_module
from typing import Any, Final

import typer
from typer.main import get_group

from gateway.cli.endings import Ending, code_of, ending_of
from gateway.cli.invocation import language_of, read_invocation
from gateway.cli.manual import Desk, Group
from gateway.cli.terminal import Terminal
from gateway.cli.usage import misuse_of
from gateway.cli.wording import both
from schemas.words import Text

# Command → the module whose `register(app)` adds it; loaded when it is asked for, so that a dry run is quick.
MODULES: Final[Mapping[str, str]] = {
    "up": "gateway.cli.up",
    "template": "gateway.cli.template",
    "intake": "gateway.cli.intake",
    "list": "gateway.cli.case_list",
    "show": "gateway.cli.case_page",
    "do": "gateway.cli.errand",
    "roster": "gateway.cli.roster",
    "definitions": "gateway.cli.definitions",
    "new": "gateway.cli.new",
    "start": "gateway.cli.start",
    "policy": "gateway.cli.policy",
    "adopt": "gateway.cli.adopt",
    "forecast": "gateway.cli.forecast",
    "verify": "gateway.cli.record",
    "rebuild": "gateway.cli.record",
    "sweep": "gateway.cli.sweep",
    "revive": "gateway.cli.revive",
    "migrate": "gateway.cli.preparing",
    "provision": "gateway.cli.preparing",
    "status": "gateway.cli.status",
    "rehearse": "gateway.cli.rehearsal",
    "watch": "gateway.cli.rehearsal",
}

HELP = both(
    "闭环：巡视巡察整改事项从收件到最后一次回头看，一件不漏。",
    "Bihuan: every inspection finding, from intake to its last look-back.",
)


class Office(Group):
    """All commands; each is loaded when it is asked for."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - Typer's own signature
        """Return the names of all commands in the order of the work."""
        return list(MODULES)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
        """Return a command; None where there is none of that name."""
        if cmd_name not in MODULES:
            return None
        desk = Desk()
        import_module(MODULES[cmd_name]).register(desk)
        self.commands[cmd_name] = get_group(desk).commands[cmd_name]
        return self.commands[cmd_name]


def run(argv: Sequence[str], environ: Mapping[str, str]) -> int:
    """Run one command line and return its exit code; nothing is raised, and all that was said is flushed."""
    terminal = Terminal(language=language_of(argv, environ), json="--json" in argv, environ=environ)
    try:
        code = _run(argv, environ)
    except BrokenPipeError:  # `bihuan list | head`: the reader has seen enough
        code = Ending.OK
    except SystemExit as leaving:
        code = code_of(leaving)
    except BaseException as error:  # noqa: BLE001 - whatever it is, it ends in a sentence and an exit code
        code = _end(terminal, error)
    return _flush(code)


def _run(argv: Sequence[str], environ: Mapping[str, str]) -> int:
    asked = read_invocation(argv, environ)
    terminal = Terminal(language=asked.language, json=asked.json, home=asked.home, environ=environ)
    office = Office(name="bihuan", help=HELP, no_args_is_help=False, invoke_without_command=False)
    try:
        words = list(asked.rest) or ["--help"]
        ended = office.main(words, prog_name="bihuan", standalone_mode=False, obj=terminal)
    except typer.Exit as end:
        ended = end.exit_code
    except typer.Abort as aborted:
        raise KeyboardInterrupt from aborted
    except Exception as error:
        if hasattr(error, "format_message"):
            context = getattr(error, "ctx", None)
            raise misuse_of(error.format_message(), context.command_path if context else "bihuan", MODULES) from error
        raise
    if ended == Ending.INTERRUPTED:  # Typer has made an exit of Ctrl-C
        raise KeyboardInterrupt
    return ended if isinstance(ended, int) else Ending.OK


def _end(terminal: Terminal, error: BaseException) -> int:
    code, sentence = ending_of(error)
    if code is Ending.FAULT:
        traceback.print_exception(error)
    with suppress(OSError):  # nobody listens any more
        terminal.say(sentence)
        terminal.give({"error": {"kind": code.name.lower(), "exit_code": int(code), **_in_both(sentence)}})
    return code


def _in_both(sentence: Text) -> dict[str, object]:
    return {"message": sentence.zh, "message_en": sentence.en}


def _flush(code: int) -> int:
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError):
            stream.flush()
    return code
