"""Closure can be answered, rests on proof, and is looked at again."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from rules.soundness.findings import Code, Finding, Steps, found
from rules.soundness.lengths import about, days
from schemas.misreading import quote
from schemas.policy import DutyKind, Policy
from schemas.words import Text

LONGEST_QUESTION: Final = 500  # characters: what an answer can quote


def closure(policy: Policy) -> Iterator[Finding]:
    """Find a checklist that can't be answered, or closure without questions, proof or look-back."""
    yield from _checklist(policy)
    if not policy.evidence:
        yield found(
            Code.NO_EVIDENCE,
            "不要求任何佐证材料，一句话就可以申请销号；请至少写上 statement（情况说明）。",
            "No evidence is asked for: a sentence is enough to report an item done; ask for statement at least.",
            ("evidence",),
        )
    yield from _look_backs(policy)
    yield from _twice(policy)


def _checklist(policy: Policy) -> Iterator[Finding]:
    lines = policy.review.checklist
    if not lines:
        yield found(
            Code.NO_CHECKLIST,
            "没有审核清单，最后一级不必回答任何问题就可以销号；请写上审核时要回答的问题（如三不放过）。",
            "There is no checklist: the last level closes without answering anything; write what it has to answer.",
            ("review", "checklist"),
            ("review",),
        )
    for index, line in enumerate(lines):
        steps: Steps = ("review", "checklist", index)
        for language, words in (("zh", line.zh), ("en", line.en)):
            if not 0 < len(words) <= LONGEST_QUESTION or words != words.strip():
                yield found(
                    Code.WAIT_WITHOUT_OUTCOME,
                    f"照这样的文字无法回答，销号会一直等下去：文字不能为空，前后不能有空格，最多{LONGEST_QUESTION}个字。",
                    f"Worded so it can't be answered, and closure would wait for ever: no empty text, no space at either end, "
                    f"{LONGEST_QUESTION} characters at most.",
                    (*steps, language),
                )
        if _is_asked(line, lines[:index]):
            yield found(
                Code.CHECKLIST_TWICE,
                f"{quote(line.zh)}问了两次，回答只能算一次；请删去一个，或改成不同的问题。",
                f"{quote(line.en)} is asked twice, and one answer serves for both; drop one, or ask something else.",
                steps,
            )


def _is_asked(line: Text, before: Sequence[Text]) -> bool:
    return any(line.zh == other.zh or line.en == other.en for other in before)


def _look_backs(policy: Policy) -> Iterator[Finding]:
    after, given = policy.look_backs.after, policy.given(DutyKind.LOOK_BACK)
    if "after" not in policy.look_backs.model_fields_set:
        yield found(
            Code.NO_LOOK_BACK,
            "没有写何时回头看，销号以后反弹了也没有人知道；请写销号后多久看一次，如 after: [3mo]；确实不看，写 after: []。",
            "It isn't said when somebody looks back, so a relapse goes unnoticed; write after: [3mo], or after: [] if nobody "
            "is to.",
            ("look_backs",),
        )
    for index, (first, second) in enumerate(pairwise(after), start=1):
        gap = days(second) - days(first)
        if gap < days(given):
            said = about(gap)
            yield found(
                Code.LOOK_BACKS_OVERLAP,
                f"“{second}”与前一次“{first}”只隔{said.zh}，一次回头看却有{given.speak()}，前一次没看完后一次就开始；"
                "请拉开，或缩短 duties.look_back.due。",
                f"Between “{first}” and “{second}” lie {said.en}, and one look-back may take {given.speak('en')}; space them "
                "out, or shorten duties.look_back.due.",
                ("look_backs", "after", index),
                ("duties", "look_back", "due"),
            )


def _twice(policy: Policy) -> Iterator[Finding]:
    named: list[tuple[Steps, tuple[object, ...]]] = [(("evidence",), policy.evidence)]
    named += [
        (("ladders", name, "rungs", index, "tell"), rung.tell)
        for name, ladder in policy.ladders.items()
        for index, rung in enumerate(ladder.rungs)
    ]
    for steps, words in named:
        for index, word in enumerate(words):
            if word in words[:index]:
                yield found(
                    Code.NAMED_TWICE,
                    f"“{word}”写了两次，只算一次；请删去一个，或改成本来想写的。",
                    f"“{word}” stands twice and counts once; drop one, or write what was meant.",
                    (*steps, index),
                )
