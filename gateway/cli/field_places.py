"""Where a command's fields stand on a command line, and what is said of those that can't be taken."""

from collections.abc import Mapping
from typing import Any, Final

from pydantic import BaseModel, ValidationError

from schemas.commands import Evidence
from schemas.misreading import QUOTED, Allowed, Steps, explain, harmless
from schemas.words import Refusal, Text, text

# Of values that have fields of their own: what a person needs to know of each.
LABELS: Final[Mapping[str, Text]] = {
    "title": text("名称", "its title"),
    "reference": text("存放处", "where it is kept"),
    "sha256": text("文件的 SHA-256", "the file's SHA-256"),
    "effective": text("生效日期", "the date from which it holds"),
    "name": text("名称", "its name"),
    "due": text("期限", "when it is due"),
    "question": text("核查的问题", "what is asked"),
    "met": text("是否做到", "whether it is met"),
    "remark": text("说明", "a remark"),
    "what": text("承诺的事", "what is promised"),
}
PARTS: Final = ("leader", "lead_unit", "handler")  # of an assignment; the rest follows from them
_SHA256: Final = next(rule.pattern for rule in Evidence.model_fields["sha256"].metadata if hasattr(rule, "pattern"))


def as_option(steps: Steps) -> Text:
    """Return a field as it is written on a command line: --evidence, its first value, and there the date."""
    if not steps:  # all of it: a half character can't even be written down
        return text("命令", "the command")
    option, *rest = _within_options(steps)
    position = rest[0] if rest and isinstance(rest[0], int) else None
    inner = harmless(".".join(map(str, rest if position is None else rest[1:])), QUOTED)
    label = LABELS.get(inner)
    zh, en = f" {option}", str(option)
    if position is not None:
        zh, en = f"{zh} 第{position + 1}条", f"{en} (value {position + 1})"
    if inner:
        zh, en = f"{zh}的 {inner}", f"{en}: {inner}"
    if inner and label:
        zh, en = f"{zh}（{label.zh}）", f"{en} ({label.en})"
    return text(zh if zh[-1] in "条）" else f"{zh} ", en)


def explain_options(kind: type[BaseModel], error: ValidationError) -> Refusal:
    """Turn a validation error into a refusal that speaks of options."""
    return explain(kind, error, as_option, _ALLOWED)


def _within_options(steps: Steps) -> Steps:
    if steps[:1] != ("assignment",):
        return (_option(steps[0]), *steps[1:])
    return (_option(steps[1]), *steps[2:]) if steps[1:] else (" ".join(map(_option, PARTS)),)


def _option(field: str | int) -> str:
    return f"--{harmless(str(field), QUOTED).replace('_', '-')}"


def _patterned(context: Mapping[str, Any]) -> Text:
    if context["pattern"] != _SHA256:
        return text(f"须符合 {context['pattern']}", f"it must match {context['pattern']}")
    return text("应为 64 位十六进制数；写 file=文件名 就自动算出", "64 hexadecimal digits; file=PATH works them out")


_YES_NO: Final[Allowed] = lambda _: text("应为 是 或 否", "write true or false")  # noqa: E731
_ALLOWED: Final[Mapping[str, Allowed]] = {
    "string_pattern_mismatch": _patterned,
    "bool_parsing": _YES_NO,
    "bool_type": _YES_NO,
}
