"""A problem of the outline as an item: its title, its own text, what was done, and what it states of itself."""

import datetime as dt
import re
from typing import Final

from gateway.documents import statuses
from gateway.documents.drafts import Draft, draft_of
from gateway.documents.outline import Node
from schemas.intake import ReadItem, StatedStatus

AMOUNT: Final = re.compile(
    r"\d[\d,,]*(?:\.\d+)?\s*(?:余|多)?(?:亿|万|千|百)?(?:余|多)?元|"
    r"[一二三四五六七八九十百千两]{1,8}(?:余|多)?(?:万|亿)(?:余|多)?元"
)
DATE: Final = re.compile(
    r"(?:19|20)\d\d年\d{1,2}月(?:\d{1,2}日|[上中下]旬|底|初|份|末)?|(?<!\d)(?:19|"
    r"20)\d\d[-./]\d{1,2}[-./]\d{1,2}(?!\d)|(?<![\d年])\d{1,2}月(?:\d{1,2}日|底|上旬|中旬|下旬|初|"
    r"末)"
)
DAY: Final = re.compile(r"((?:19|20)\d\d)(?:年|[-./])(\d{1,2})(?:月|[-./])(\d{1,2})日?")
CUT: Final = re.compile(r"[^。!?;;”))》】.…:]$")


def item_of(node: Node, *, answered: bool) -> ReadItem:
    """Turn a problem's node into an item; `answered` says that the document reports measures at all."""
    draft = draft_of(node, answered=answered)
    item = finish(draft, number=node.number, group=_group(node), answered=answered)
    said = next((said for above in node.ancestors if (said := statuses.of_heading(above.heading))), None)
    return (
        item
        if item.status or said is None
        else item.model_copy(update={"status": said, "flags": tuple(flags(said, draft.measures))})
    )


def finish(draft: Draft, *, number: int | None, group: str | None, answered: bool = True) -> ReadItem:
    """Close a draft: status, flags, amounts and dates are read from its texts as they stand."""
    if not draft.measures and draft.answers:
        draft.measures = list(draft.standing)
    texts = [draft.title, *draft.body, *draft.measures, *draft.standing, *draft.owned.values()]
    whole = "\n".join(texts)
    said = _standing(draft, answered=answered)
    due = DAY.search(_owned(draft, "时限", "期限", "时间"))
    return ReadItem(
        number=number,
        group=group,
        title=draft.title,
        body="\n".join(draft.body),
        measures=tuple(draft.measures),
        status=said,
        flags=tuple(flags(said, draft.measures)),
        amounts=tuple(dict.fromkeys(AMOUNT.findall(whole))),
        dates=tuple(dict.fromkeys(DATE.findall(whole))),
        leader=_owned(draft, "领导") or None,
        lead_unit=_owned(draft, "牵头单位", "牵头科室", "牵头部门", "责任单位", "责任科室", "责任部门") or None,
        handler=_owned(draft, "责任人", "联系人") or None,
        due=_day(due) if due else None,
    )


def flags(said: StatedStatus | None, measures: list[str]) -> list[str]:
    """What a person should look at: a problem stated as done whose own text says that work goes on."""
    words = [found for text in measures if (found := statuses.goes_on(text))]
    if said is StatedStatus.DONE and words:
        return [f"原文称已完成整改，但本项正文又写“{words[0]}”，请核实是否确已完成。"]
    return []


def _standing(draft: Draft, *, answered: bool) -> StatedStatus | None:
    """The status that labels state, else the last one that the texts state; an opinion's texts tell faults only."""
    labelled = [said for text in draft.standing if (said := statuses.stated([text]) or statuses.meaning(text))]
    if labelled:
        return labelled[-1]
    return statuses.stated(draft.measures or draft.body, draft.title) if answered else None


def _owned(draft: Draft, *names: str) -> str:
    return next((text for label, text in draft.owned.items() for name in names if name in label), "")


def _day(found: re.Match[str]) -> dt.date | None:
    try:
        return dt.date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None


def _group(node: Node) -> str | None:
    above = next(node.ancestors, None)
    return above.heading or None if above else None
