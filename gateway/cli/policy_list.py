"""`bihuan policy list`: the policies that are shipped, each with what it is for."""

from pathlib import Path
from typing import NamedTuple

import typer
from pydantic import JsonValue

from gateway.cli.policy_rules import length
from gateway.cli.tables import page, plain, table
from gateway.cli.terminal import Terminal, terminal_of
from gateway.policy_files import POLICIES, policy_of, written_policy
from gateway.policy_sources import Sources
from rules.names import name_of
from schemas.policy import Policy, Speed
from schemas.words import Refusal, text

_HEADERS = (text("名称", "Name"), text("标题", "Title"), *map(name_of, Speed), text("底本", "Base"))
_BROKEN = text("（文件有误，请看 bihuan policy show {}）", "(the file has faults: see bihuan policy show {})")


class Found(NamedTuple):
    """A policy's file, what it says, and the base that it extends; no policy where the file has faults."""

    file: Path
    policy: Policy | None
    base: str


def presets(context: typer.Context) -> None:
    """List our policies."""
    terminal = terminal_of(context)
    found = [_found(path) for path in sorted(POLICIES.glob("*.yaml"))]
    terminal.give([_described(preset) for preset in found])
    made = table(list(map(terminal.speak, _HEADERS)), wide=(1,))
    for preset in found:
        made.add_row(*map(plain, _row(preset, terminal)))
    terminal.show(page(made))


def _found(path: Path) -> Found:
    try:
        written = written_policy(path)
        policy, files = policy_of(written), Sources(written).files
    except Refusal:
        return Found(path, None, "")
    return Found(path, policy, files[1].stem if len(files) > 1 else "")


def _row(found: Found, terminal: Terminal) -> list[str]:
    name, policy = found.file.stem, found.policy
    if policy is None:
        return [name, terminal.speak(_BROKEN).format(name), *("" for _ in Speed), ""]
    limits = [length(policy.speeds[speed].due).speak(terminal.language) for speed in Speed]
    return [name, policy.title.speak(terminal.language), *limits, found.base]


def _described(found: Found) -> dict[str, JsonValue]:
    policy = found.policy
    if policy is None:
        return {"name": found.file.stem, "file": str(found.file), "faulty": True}
    return {
        "name": policy.name,
        "title": policy.title.model_dump(),
        "version": policy.version,
        "file": str(found.file),
        "extends": found.base or None,
        "speeds": {speed.value: str(policy.speeds[speed].due) for speed in Speed},
    }
