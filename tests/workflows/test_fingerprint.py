"""What each story asks of Temporal, in order: a change here may leave running cases stuck, recorded path or not."""

import ast
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TypeGuard

from tests.workflows.recording import HISTORIES

STORIES = Path(__file__).resolve().parents[2] / "workflows"
BASELINE = HISTORIES / "fingerprint.json"

# Calls of temporalio.workflow that write into a history, or that decide what is written.
COMMANDS = {
    "continue_as_new", "deprecate_patch", "patched", "random", "sleep", "upsert_memo", "upsert_search_attributes",
    "uuid4", "wait_condition",
}  # fmt: skip
DOORS = {"finding.show", "self._alarm.set", "continuing.as_new"}  # through which a story reaches them

ADVICE = """
The stories ask other things of Temporal than they did:
{changed}
A case that is running would be told differently from what its history says, and get stuck at its next step.
  - If only code that no running case can have passed is new (a new story, a new command's branch): accept the change.
  - Otherwise let the old way stand for cases of the older edition, and raise EDITION: docs/decisions/0007-editions.md.
Then write what stands here into {baseline}:
{now}
"""


def test_the_stories_ask_of_temporal_what_they_asked_before() -> None:
    now = {name: calls for path in sorted(STORIES.glob("*.py")) for name, calls in _functions(path)}
    before = json.loads(BASELINE.read_text(encoding="utf-8"))

    changed = sorted(name for name in {*now, *before} if now.get(name) != before.get(name))
    written = json.dumps(now, indent=1)
    told = "\n".join(f"  {_place(name)}: {before.get(name, [])} -> {now.get(name, [])}" for name in changed)
    assert not changed, ADVICE.format(changed=told, baseline=BASELINE, now=written)


def _place(name: str) -> str:
    """Return where a function stands now, or only its name where it is gone."""
    module, _, function = name.partition(".")
    path = STORIES / f"{module}.py"
    found = (
        [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if _is(node, function)] if path.exists() else []
    )
    return f"workflows/{path.name}:{found[0].lineno} {function}" if found else name


def _is(node: ast.AST, function: str) -> TypeGuard[ast.FunctionDef | ast.AsyncFunctionDef]:
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name == function


def _functions(path: Path) -> Iterator[tuple[str, list[str]]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (calls := list(_commands(node))):
            yield f"{path.stem}.{node.name}", calls


def _commands(function: ast.AST) -> Iterator[str]:
    """Yield, in the order of the source, what is awaited and what writes into a history."""
    for child in ast.iter_child_nodes(function):
        if isinstance(child, ast.Await) and isinstance(child.value, ast.Call):
            yield f"await {ast.unparse(child.value.func)}"
        elif isinstance(child, ast.Call) and _counts(called := ast.unparse(child.func)):
            yield called
        else:
            yield from _commands(child)


def _counts(called: str) -> bool:
    module, _, name = called.rpartition(".")
    return called in DOORS or (module == "workflow" and name in COMMANDS)
