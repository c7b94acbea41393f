"""The help pages: commands and groups of commands that explain themselves in the language of the terminal."""

import re
from collections.abc import Callable
from typing import Any

import typer
from rich.console import Console
from rich.table import Table
from typer.core import TyperCommand, TyperGroup

from gateway.cli.endings import EXIT_CODES
from gateway.cli.terminal import terminal_of
from gateway.cli.wording import spoken
from schemas.words import Language, Text, text

Rows = list[tuple[str, str]]

USAGE, ARGUMENTS = text("用法：", "Usage: "), text("参数：", "Arguments:")
OPTIONS, COMMANDS = text("选项：", "Options:"), text("命令：", "Commands:")
EVERYWHERE = text("通用选项：", "Options of every command:")
COMMAND_WORD, OPTIONS_WORD = text("命令 [选项]", "COMMAND [OPTIONS]"), text("[选项]", "[OPTIONS]")

COMMON: tuple[tuple[str, Text], ...] = (
    (
        "--json",
        text(
            "在标准输出给出一个 JSON 文档；提示语写到标准错误",
            "one JSON document on standard output; messages on stderr",
        ),
    ),
    (
        "--home DIR",
        text("站点目录，默认 BIHUAN_HOME 或 ~/.bihuan", "the site's folder; BIHUAN_HOME, or else ~/.bihuan"),
    ),
    ("--lang zh|en", text("语言，默认 BIHUAN_LANG 或 zh", "language; BIHUAN_LANG, or else zh")),
    ("--help", text("显示本页", "show this page")),
)


class Command(TyperCommand):
    """A command whose help speaks the terminal's language."""

    def get_help(self, ctx: Any) -> str:
        """Return the help page."""
        language = terminal_of(ctx).language
        pieces = [argument for argument, _ in _arguments(self, language)]
        page = [
            USAGE.speak(language) + " ".join([ctx.command_path, *pieces, OPTIONS_WORD.speak(language)]),
            spoken(self.help, language),
            *_section(ARGUMENTS, _arguments(self, language), language),
            *_section(OPTIONS, _options(self, language), language),
            *_section(EVERYWHERE, [(name, said.speak(language)) for name, said in COMMON], language),
            spoken(self.epilog, language),
            EXIT_CODES.speak(language),
        ]
        return "\n\n".join(part for part in page if part)


class Group(TyperGroup):
    """A group of commands whose help speaks the terminal's language."""

    def get_help(self, ctx: Any) -> str:
        """Return the help page."""
        language = terminal_of(ctx).language
        found = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        commands = [(name, _in_short(spoken(command.help, language))) for name, command in found if command]
        page = [
            USAGE.speak(language) + f"{ctx.command_path} {COMMAND_WORD.speak(language)}",
            spoken(self.help, language),
            *_section(COMMANDS, commands, language),
            *_section(EVERYWHERE, [(name, said.speak(language)) for name, said in COMMON], language),
            spoken(self.epilog, language),
            EXIT_CODES.speak(language),
        ]
        return "\n\n".join(part for part in page if part)


class Desk(typer.Typer):
    """A Typer whose commands explain themselves in two languages."""

    def command(self, name: str | None = None, **settings: Any) -> Callable[..., Any]:
        """Register a command."""
        return super().command(name, **({"cls": Command} | settings))


def _arguments(command: TyperCommand, language: Language) -> Rows:
    found = [parameter for parameter in command.params if parameter.param_type_name == "argument"]
    return [
        (name if parameter.required else f"[{name}]", spoken(getattr(parameter, "help", ""), language))
        for parameter in found
        for name in [parameter.metavar or (parameter.name or "").upper()]
    ]


def _options(command: TyperCommand, language: Language) -> Rows:
    return [
        (
            _names(parameter),
            spoken(getattr(parameter, "help", ""), language) + _remark(parameter).speak(language),
        )
        for parameter in command.params
        if parameter.param_type_name == "option" and not getattr(parameter, "hidden", False)
    ]


def _names(parameter: Any) -> str:
    value = "" if parameter.is_flag else f" {parameter.metavar or (parameter.name or '').upper()}"
    return "/".join(parameter.opts) + value


def _remark(parameter: Any) -> Text:
    if parameter.required:
        return text("（必填）", " (required)")
    if parameter.default not in (None, False, (), []) and not parameter.is_flag:
        return text(f"（默认 {parameter.default}）", f" (default {parameter.default})")
    return text("", "")


def _section(title: Text, rows: Rows, language: Language) -> list[str]:
    if not rows:
        return []
    table = Table.grid(padding=(0, 3, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for row in rows:
        table.add_row(*row)
    console = Console(highlight=False, markup=False, color_system=None)
    console.width = max(console.width - 2, 20)
    with console.capture() as captured:
        console.print(table)
    lines = (f"  {line}".rstrip() for line in captured.get().splitlines())
    return ["\n".join([title.speak(language), *lines])]


def _in_short(help_text: str) -> str:
    """Return what stands before the first full stop."""
    line = help_text.partition("\n")[0]
    return re.split(r"[。;；]|[.:;] ", line)[0].rstrip(".")
