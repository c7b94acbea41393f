"""Opening a message: from the arguments that Temporal hands over to a command or a case, or a refusal in words."""

import contextlib
import json
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final, TypeVar

from pydantic import BaseModel, ValidationError
from temporalio.common import RawValue

from schemas.case import Case
from schemas.commands import Command
from schemas.examples import shown_example
from schemas.misreading import QUOTED, explain, harmless
from schemas.policy import Policy
from schemas.shared import shared_calendar, shared_policy
from schemas.time import WorkCalendar
from schemas.wire import REMEDIATION
from schemas.words import Refusal, Text, text

K = TypeVar("K", bound=BaseModel)

LARGEST = 256 * 1024  # bytes of a command: so that a batch of facts always fits into one payload of Temporal's 2 MB
PICTURED = 1_000  # characters of a refused payload that are kept
# Beside control characters: what breaks a line of a list, and what turns it round.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_NO_LEDGER_TAKES = re.compile(r"\x00")


def open_envelope(kind: type[Command], args: Sequence[object]) -> Command:
    """Return the command that was sent, or raise a Refusal that names the field, what stands there and what may."""
    example = json.dumps(shown_example(kind), ensure_ascii=False)
    sent = _only_one(kind.name, args, text(f"示例：{example}", f" Example: {example}"))
    _refuse_what_is_too_large(sent)
    command = _read(kind, _with_shared_values(sent) if isinstance(sent, dict) else sent)
    refuse_controls(sent)
    return command


def open_start(args: Sequence[object]) -> Case:
    """Return the case that a story is started with, or raise a Refusal like that of a command."""
    sent = _only_one(REMEDIATION, args, text("", ""))
    case = _read(Case, _with_shared_rules(sent))
    if r"\u0000" in json.dumps(sent):  # a case is large, and nearly always clean
        _refuse_characters(_NO_LEDGER_TAKES, sent)
    return case


def refuse_controls(sent: object) -> None:
    """Refuse texts with characters that break a line of a list or letter, or turn it round."""
    _refuse_characters(_CONTROL, sent)


def _with_shared_rules(sent: object) -> object:
    """Put one policy and one calendar in place of equal ones: they are most of a case, and alike in thousands of them."""
    match sent:
        case {"opening": dict(opening), **state}:
            return {**_with_shared_values(state), "opening": _with_shared_values(opening)}
    return sent


def _with_shared_values(sent: dict[Any, Any]) -> dict[Any, Any]:
    shared: dict[str, object] = {}
    with contextlib.suppress(ValidationError):  # what is wrong with it is said where the whole is read
        for name, read in _SHARED.items():
            if isinstance(value := sent.get(name), dict):
                shared[name] = read(json.dumps(value))
    return sent | shared


_SHARED: Final[dict[str, Callable[[str], Policy | WorkCalendar]]] = {
    "policy": shared_policy,
    "calendar": shared_calendar,
    "adopted_policy": shared_policy,
    "adopted_calendar": shared_calendar,
}


def picture(args: Sequence[object]) -> str | None:
    """Show what was sent as bounded, harmless text: a fact must fit into any ledger; None where nothing was sent."""
    shown = " | ".join(_written(arg)[: PICTURED + 1] for arg in args[:5] if arg is not None)
    return harmless(shown, PICTURED) or None


def _written(sent: object) -> str:
    if isinstance(sent, RawValue):
        return sent.payload.data[: PICTURED * 4].decode("utf-8", "replace")
    return json.dumps(sent, ensure_ascii=False, default=repr)


def _only_one(name: str, args: Sequence[object], example: Text) -> object:
    given = [arg for arg in args if arg is not None]
    if len(given) != 1:
        raise Refusal(
            text(
                f"“{name}”须附一个 JSON 对象，收到的是 {len(given)} 个。{example.zh}",
                f"“{name}” takes one JSON object, {len(given)} were sent.{example.en}",
            )
        )
    if isinstance(given[0], RawValue):
        raise Refusal(text("内容不是有效的 JSON。", "The payload is not valid JSON."))
    return given[0]


def _read(kind: type[K], sent: object) -> K:
    try:
        return kind.model_validate(sent)
    except ValidationError as error:
        raise explain(kind, error) from None


def _refuse_what_is_too_large(sent: object) -> None:
    if (size := len(_written(sent).encode("utf-8", "replace"))) > LARGEST:
        raise Refusal(
            text(
                f"内容有 {size} 字节，最多 {LARGEST} 字节：材料只附引用，不附原文。",
                f"The payload has {size} bytes, {LARGEST} are allowed: send references, not documents.",
            )
        )


def _refuse_characters(kind: re.Pattern[str], sent: object) -> None:
    """Refuse what PostgreSQL can't store (U+0000), and of commands what would break a line of a list or letter."""
    for field, words in _texts(sent, ""):
        if found := kind.search(words):
            where, sign = harmless(field, QUOTED), f"U+{ord(found[0]):04X}"
            raise Refusal(
                text(
                    f"字段“{where}”含有控制字符 {sign}，不允许。",
                    f"The field “{where}” contains the control character {sign}; it is not allowed.",
                )
            )


def _texts(sent: object, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(sent, str):
        yield path, sent
    elif isinstance(sent, dict):
        for key, inner in sent.items():
            yield from _texts(inner, f"{path}.{key}".lstrip("."))
    elif isinstance(sent, list):
        for number, inner in enumerate(sent):
            yield from _texts(inner, f"{path}.{number}".lstrip("."))
