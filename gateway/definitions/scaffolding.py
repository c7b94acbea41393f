"""A definition to begin with: four files that are whole, so that the first thing that one sees is a green test."""

import keyword
import re
from pathlib import Path
from typing import Final

from gateway.plan_scripts import scripts_of
from schemas.commands import COMMANDS
from schemas.system_errors import said_of
from schemas.wire import REMEDIATION
from schemas.words import Refusal, text

_NAME: Final = re.compile(r"[a-z][a-z0-9_]{1,39}")
_PATTERNS: Final = Path(__file__).with_name("scaffold")


def scaffold(name: str, folder: Path) -> tuple[Path, ...]:
    """Write a definition's script, policy, planner script and tests; nothing is overwritten, and nothing half written."""
    if not _NAME.fullmatch(name) or keyword.iskeyword(name) or name in COMMANDS or name == REMEDIATION.lower():
        raise Refusal(
            text(
                f"流程名称“{name}”不可用：小写字母开头，只用小写字母、数字、下划线，2至40个字符，且不与办理事项同名。",
                f"“{name}” can't be a definition's name: 2 to 40 small letters, digits, underscores, and no command's name.",
            )
        )
    texts = {
        folder / f"{name}.py": "definition.py.txt",
        folder / f"{name}.yaml": "policy.yaml.txt",
        scripts_of(folder / f"{name}.yaml") / "in_time.yaml": "in_time.yaml.txt",
        folder / f"test_{name}.py": "test_definition.py.txt",
    }
    if there := [file for file in texts if file.exists()]:
        listed = "、".join(map(str, there))
        raise Refusal(text(f"已有文件，不覆盖：{listed}。", f"Files are there already: {listed}."))
    try:
        for file, pattern in texts.items():
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(_filled(pattern, name), "utf-8")
    except OSError as error:
        raise Refusal(
            text(f"写不了 {folder}：{said_of(error).zh}。", f"{folder} can't be written: {said_of(error).en}.")
        ) from error
    return tuple(texts)


def _filled(pattern: str, name: str) -> str:
    kind = "".join(part.capitalize() for part in name.split("_"))
    written = (_PATTERNS / pattern).read_text("utf-8")
    return written.replace("NAME", name).replace("CLASS", kind)
