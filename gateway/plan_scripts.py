"""Scripts of plans come in as YAML files: what the people of one item do, made of blocks that a base may hold."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from gateway.field_words import fields_in_codes
from gateway.policy_files import POLICIES
from gateway.script_codes import in_codes
from gateway.yaml_files import Place, Plain, Problem, Written, read_yaml, refused
from gateway.yaml_models import model_of, unknown
from rules.repertoire import StepCommand, step_commands
from schemas.commands import COMMANDS, Command
from schemas.script import Act, Pattern, Script
from schemas.words import Refusal, Text, text

SCRIPTS = POLICIES / "scripts"
_BLOCKS = SCRIPTS / "blocks"


def shipped_scripts(folder: Path = SCRIPTS) -> tuple[str, ...]:
    """Return the names of the scripts in a folder: of our own for remediation, if nothing else is said."""
    return tuple(sorted(path.stem for path in folder.glob("*.yaml")))


def scripts_of(policy_file: Path) -> Path:
    """Return the folder of a definition's scripts: beside its policy, and of the same name."""
    return policy_file.with_suffix("")


def find_script(name_or_path: str, folder: Path = SCRIPTS) -> Path:
    """Return the file of a script: a name is one of the folder's, anything with a slash or .yaml is a path."""
    if re.fullmatch(r"[\w-]+", name_or_path):
        return _named(name_or_path, (folder,), Place(Path(name_or_path)))
    path = Path(name_or_path)
    if not path.is_file():
        raise refused([Problem(Place(path), (), text("没有这个脚本文件。", "There is no such script file."))])
    return path


def load_script(path: Path, procedure: str | None = None) -> Script:
    """Read a script with the blocks of its base; a Refusal names every fault with file, line and what is allowed.

    Its steps are those of a definition in the repertoire; one for remediation has none.
    """
    written = _with_blocks(read_yaml(path))
    script = model_of(Script, written)
    if problems := list(_unknown_steps(written, script, step_commands(procedure or ""))):
        raise refused(problems)
    patterns = {name: in_codes(pattern) for name, pattern in script.patterns.items()}
    return in_codes(script).model_copy(update={"patterns": patterns})


def _unknown_steps(written: Written, script: Script, known: Mapping[str, type[StepCommand]]) -> Iterator[Problem]:
    within: list[tuple[tuple[str, ...], Pattern]] = [((), script)]
    within += [(("patterns", name), pattern) for name, pattern in script.patterns.items()]
    for steps, pattern in within:
        for index, act in enumerate(pattern.acts):
            place: tuple[str | int, ...] = (*steps, "acts", index)
            if act.is_step and act.do not in known:
                yield written.problem((*place, "do"), unknown(act.do, known or COMMANDS))
            elif why := _misfit(known[act.do] if act.is_step else COMMANDS[act.do], act):
                yield written.problem((*place, "with"), why)
            if act.when.step and act.when.step not in known:
                yield written.problem((*place, "when", "step"), unknown(act.when.step, known or COMMANDS))


def _misfit(kind: type[Command], act: Act) -> Text | None:
    """Say which field a command does not have, or which names a choice that there isn't."""
    try:
        fields_in_codes(kind, act.payload)
    except Refusal as refusal:
        return refusal.reason
    return act.misfit({*kind.model_fields} - {"number"}) if act.is_step else None


def _with_blocks(written: Written) -> Written:
    if not isinstance(written.data, dict) or "extends" not in written.data:
        return written
    named, place = written.data["extends"], written.place_of(("extends",))
    base = read_yaml(_named(str(named), (written.file.parent, _BLOCKS), place))
    blocks, kept = _patterns(base), _patterns(written)
    data: dict[str, Plain] = {**written.data, "patterns": blocks | kept}
    below = {steps: place for steps, place in base.places.items() if steps[:1] == ("patterns",) and steps[1:2]}
    return Written(written.file, data, {s: p for s, p in below.items() if s[1] not in kept} | written.places)


def _patterns(written: Written) -> dict[str, Plain]:
    found = written.at("patterns")
    return dict(found) if isinstance(found, dict) else {}


def _named(name: str, folders: Iterable[Path], asked: Place) -> Path:
    known = {path.stem: path for folder in reversed([*folders]) for path in sorted(folder.glob("*.yaml"))}
    if name not in known:
        raise refused([Problem(asked, (), _no_such_script(name, known))])
    return known[name]


def _no_such_script(name: str, known: Iterable[str]) -> Text:
    reason = unknown(name, known)
    return text(f"没有这个脚本：{reason.zh}", f"There is no such script: {reason.en}")
