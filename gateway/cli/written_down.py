"""What somebody wrote down as he did a step, beside what the sentence about it tells already."""

import json
from collections.abc import Iterator, Mapping
from typing import Final

from pydantic import JsonValue
from pydantic.fields import FieldInfo

from rules.blocks import Verdict
from rules.repertoire import StepCommand, step_commands
from schemas.steps import Choice, StepDone
from schemas.words import Language, Text, text

# What forms usually ask for; a field may bring a description of its own.
_USUAL: Final[Mapping[str, Text]] = {
    "evidence": text("佐证材料", "evidence"),
    "measures": text("措施", "measures"),
    "on": text("日期", "on"),
    "opinion": text("意见", "opinion"),
    "reason": text("理由", "reason"),
    "reference": text("文号或存放处", "reference"),
    "text": text("内容", "text"),
    "where": text("在哪里", "where"),
}
_YES, _NO = text("是", "yes"), text("否", "no")


def written_down(done: StepDone, definition: str | None, language: Language) -> str:
    """Return a step's fields with what they hold; empty where nothing is left to tell.

    A choice and a verdict are told by the fact's sentence, unless the definition is not here to say which they are.
    """
    parts = list(_parts(done, step_commands(definition or "").get(done.step), language))
    colon, between = ("：", "；") if language == "zh" else (": ", "; ")
    return between.join(f"{name}{colon}{said}" for name, said in parts)


def _parts(done: StepDone, kind: type[StepCommand] | None, language: Language) -> Iterator[tuple[str, str]]:
    for name, value in done.fields.items():
        if said := _said(value, language):
            field = kind.model_fields.get(name) if kind else None
            if not (kind and field and _stands_in_the_sentence(kind, name, field)):
                usual = _USUAL.get(name, text(name, name)).speak(language)
                yield (field and field.description) or usual, said


def _stands_in_the_sentence(kind: type[StepCommand], name: str, field: FieldInfo) -> bool:
    is_choice = isinstance(field.annotation, type) and issubclass(field.annotation, Choice)
    return is_choice or (name == "agree" and issubclass(kind, Verdict))


def _said(value: JsonValue, language: Language) -> str:
    """Say a value as a person would; nothing where it holds nothing. Of evidence and the like, its title is enough."""
    match value:
        case None:
            return ""
        case bool():
            return (_YES if value else _NO).speak(language)
        case list():
            return ("、" if language == "zh" else ", ").join(filter(None, (_said(one, language) for one in value)))
        case {"title": str(title)}:
            return title
        case dict():
            return json.dumps(value, ensure_ascii=False)
    return str(value)
