"""Rows that were corrected after their case was opened: found by their number, so that none is opened twice unnoticed."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from gateway.intake.planning import Draft, IntakePlan, place
from gateway.spreadsheets.columns import BY_KEY, Key
from ledger.registry import Known
from schemas.intake import RowError
from schemas.item import FeedbackItem
from schemas.words import Language, Text, text

_FIELDS: Final = {
    "title": Key.TITLE,
    "body": Key.DETAIL,
    "group": Key.GROUP,
    "source": Key.SOURCE,
    "category": Key.CATEGORY,
    "speed": Key.SPEED,
    "measures": Key.MEASURES,
    "due": Key.DUE,
    "amount_yuan": Key.AMOUNT,
}


def set_apart(plan: IntakePlan, known: Sequence[Known], language: Language, *, as_new: bool = False) -> IntakePlan:
    """Return the plan with an error for each row whose number has a case of other words, unless it is to be a new one.

    What else was changed in a row that has its case is remarked on: the case stays as it was opened.
    """
    here = {draft.opening.item.digest for draft in plan.drafts}
    by_digest = {one.digest: one for one in known}
    # An item that stands elsewhere in the file was not changed: its number went to another one.
    by_number = {one.number: one for one in known if one.digest not in here}
    astray = {
        id(draft): by_number[draft.opening.item.number]
        for draft in plan.drafts
        if draft.opening.item.digest not in by_digest and draft.opening.item.number in by_number and not as_new
    }
    errors = [_error(draft, astray[id(draft)], language) for draft in plan.drafts if id(draft) in astray]
    return replace(
        plan,
        drafts=tuple(draft for draft in plan.drafts if id(draft) not in astray),
        errors=tuple(sorted((*plan.errors, *errors), key=lambda error: error.row)),
        remarks=(*plan.remarks, *_ignored(plan, by_digest)),
    )


def _ignored(plan: IntakePlan, by_digest: dict[str, Known]) -> Iterator[Text]:
    for draft in plan.drafts:
        there = by_digest.get(draft.opening.item.digest)
        if there and there.item and (what := _differing(draft.opening.item, there.item)):
            where = place(draft.read)
            yield text(
                f"{where.zh}已立案（{there.case_id}），与立案时不同：{what.zh}；原案不因再次收件而改动。",
                f"{where.en} has its case ({there.case_id}), opened with another {what.en}; taking it in again changes "
                "nothing of it.",
            )


def _error(draft: Draft, there: Known, language: Language) -> RowError:
    item = draft.opening.item
    what = (there.item and _differing(item, there.item)) or BY_KEY[Key.TITLE].label
    why = text(
        f"序号 {item.number} 已有 {there.case_id}（内容不同：{what.zh}），原案不因再次收件而改动。只是改了字句的，不必再收；"
        f"确是另一个问题的，加 --as-new 另立新案。",
        f"No. {item.number} is {there.case_id} already (with another {what.en}); taking it in again changes nothing of "
        "it. If only the wording was corrected, leave the row out; if it is another problem, add --as-new.",
    )
    return RowError(
        row=draft.read.row or item.number,
        column=BY_KEY[Key.NUMBER].label.speak(language),
        message=why.speak(language),
    )


def _differing(one: FeedbackItem, other: FeedbackItem) -> Text | None:
    """Name the columns in which two items differ; None where they don't."""
    labels = [BY_KEY[key].label for name, key in _FIELDS.items() if getattr(one, name) != getattr(other, name)]
    if not labels:
        return None
    return text("、".join(label.zh for label in labels), ", ".join(label.en for label in labels))
