"""Each kind of finding has its sentence and its advice, in both languages alike."""

import string

import pytest

from gateway.sweeping.kinds import FindingKind
from gateway.sweeping.saying import REMEDIES, SENTENCES

MARKS = {"，", "。", "：", "；", "（", "）"}


def _places(words: str) -> set[str | None]:
    return {name for _, name, _, _ in string.Formatter().parse(words) if name}


@pytest.mark.parametrize("kind", FindingKind)
def test_a_kind_is_told_with_the_same_places_in_both_languages_and_with_what_helps(kind: FindingKind) -> None:
    assert _places(SENTENCES[kind].zh) == _places(SENTENCES[kind].en)
    assert REMEDIES[kind].zh.endswith("。")
    assert REMEDIES[kind].en.endswith(".")
    assert not MARKS & set(SENTENCES[kind].en + REMEDIES[kind].en)
