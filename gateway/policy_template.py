"""A file to start a policy of one's own from: the base, what may differ, and where its source is to be written."""

import json
from collections.abc import Iterator
from typing import Final

from schemas.policy import DutyKind, Policy
from schemas.values import Value
from schemas.words import Text

MODELINE: Final = "# yaml-language-server: $schema=policy.schema.json"

_DUTIES: Final = (DutyKind.ASSIGN, DutyKind.ACKNOWLEDGE, DutyKind.PLAN, DutyKind.PLAN_REVIEW, DutyKind.REVIEW)
_SOURCE: Final = "来源：（文号或规定 · which rule says so）"


def template(name: str, title: Text, base: Policy) -> str:
    """Return a policy file that says nothing yet but its name and base; what often differs stands there, commented."""
    head = (
        MODELINE,
        f"# {title.zh}",
        "#",
        f"# 没写的照底本 {base.name}（bihuan policy show {base.name}）；写了的整项替换。数字后面请写出处。",
        f"# What is not written here stands in {base.name}; what is written replaces the whole entry. Name your sources.",
        "#   15wd 工作日 · 10d 天 · 2w 周 · 3mo 月 · 1y 年；-10d 提前十天，0d 当日",
        f"extends: {base.name}",
        "",
        f"name: {name}",
        f"title: {{zh: {_quoted(title.zh)}, en: {_quoted(title.en)}}}",
        "",
        "# 要改哪一部分，就去掉那几行行首的“# ”（名称和其下各行一起去掉）。以下是底本现在的规定。",
        "# Take “# ” away before what differs, with the line above that names it. Here stands what the base says now.",
    )
    return "\n".join([*head, *(f"# {line}".rstrip() for line in _parts(base))]) + "\n"


def _parts(base: Policy) -> Iterator[str]:
    yield ""
    yield "duties:"
    for kind in _DUTIES:
        yield f"  {kind.value}: {_flow(base.duties[kind])}  # {_SOURCE}"
    yield ""
    yield "speeds:"
    for speed, rule in base.speeds.items():
        yield f"  {speed.value}: {_flow(rule)}  # {_SOURCE}"
    yield ""
    yield f"evidence: [{', '.join(base.evidence)}]  # {_SOURCE}"
    yield ""
    yield f"look_backs: {_flow(base.look_backs)}  # {_SOURCE}"
    yield ""
    yield f"extension: {_flow(base.extension)}  # {_SOURCE}"


def _flow(rule: Value) -> str:
    """Return a rule on one line."""
    written = rule.model_dump(mode="json", exclude_none=True)
    return "{" + ", ".join(f"{name}: {_plain(value)}" for name, value in written.items()) + "}"


def _plain(value: object) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(str, value))}]"
    return json.dumps(value) if isinstance(value, bool) else str(value)


def _quoted(line: str) -> str:
    return json.dumps(line, ensure_ascii=False)
