"""Which command is meant by what somebody wrote: its name in code, its name in Chinese, or a step of a definition."""

import difflib
from collections.abc import Callable, Iterator

from gateway.cli.endings import Misuse
from rules.names import command_name
from rules.repertoire import StepCommand, repertoire, step_commands
from schemas.commands import COMMANDS, Command
from schemas.words import Text, text


def kind_of(written: str, told_by: Callable[[], str | None] = lambda: None) -> type[Command]:
    """Return the command that is meant; Misuse with the nearest where none is, or where several definitions have it.

    A step is called by its name, by its Chinese title, or with its definition's name before it: clue.take_over. Of
    several, that of the definition by which the case is told is meant; only then is it asked for.
    """
    meant = {names[0]: kind for names, kind in _known() if _is_one_of(names, written)}
    if len(meant) > 1 and not is_general(written) and (definition := told_by()):
        meant = {name: kind for name, kind in meant.items() if name.startswith(f"{definition}.")} or meant
    if len(meant) == 1 or is_general(written):
        return next(iter(meant.values()))
    raise _several(written.strip(), tuple(meant)) if meant else _none(written.strip())


def is_general(written: str) -> bool:
    """Say whether one of the commands that need no definition is meant."""
    return any(_is_one_of((name, command_name(name).zh), written) for name in COMMANDS)


def _is_one_of(names: tuple[str, ...], written: str) -> bool:
    return bool({written.strip(), written.strip().lower().replace("-", "_")} & {*names})


def called(kind: type[Command]) -> Text:
    """Return what people call a command, or the step that it is."""
    return kind.called if issubclass(kind, StepCommand) else command_name(kind.name)


def _known() -> Iterator[tuple[tuple[str, ...], type[Command]]]:
    for name, kind in COMMANDS.items():
        yield (name, command_name(name).zh), kind
    for procedure in repertoire():
        for name, step in step_commands(procedure).items():
            yield (f"{procedure}.{name}", name, step.called.zh), step


def _several(written: str, full: tuple[str, ...]) -> Misuse:
    zh, en = "、".join(full), ", ".join(full)
    return Misuse(
        text(f"几个流程都有“{written}”，请写全：{zh}。", f"Several definitions have “{written}”: write {en}."),
    )


def _none(written: str) -> Misuse:
    known = [name for names, _ in _known() for name in names]
    near = difflib.get_close_matches(written, known, n=3, cutoff=0.4)
    zh = f"是否指 {'、'.join(near)}？" if near else ""
    en = f" Is {', '.join(near)} meant?" if near else ""
    return Misuse(
        text(
            f"没有“{written}”这个办理事项。{zh}运行 bihuan do 列出全部。",
            f"There is no command “{written}”.{en} `bihuan do` lists all.",
        )
    )
