"""What makes a refusal a sentence in both languages."""

import re

from schemas.words import Text

_HAN = re.compile(r"[一-鿿]")
_RAW = re.compile(r"\b(None|DutyKind|Stage\.|Role\.|<|\{|\}|Error)")


def assert_sentence(said: Text) -> None:
    """A sentence says something in its own language, ends, and shows nothing of the machinery."""
    assert said.zh.endswith("。"), said.zh
    assert said.en.endswith("."), said.en
    assert "、" not in said.en, said.en
    assert len(_HAN.findall(said.zh)) >= 6, said.zh
    assert len(said.en.split()) >= 4, said.en
    assert not _RAW.search(said.zh), said.zh
    assert not _RAW.search(said.en), said.en
