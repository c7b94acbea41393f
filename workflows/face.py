"""The face of a case in the Temporal UI: its board, its search attributes, and what it is recognised by."""

import datetime as dt

from temporalio import workflow

from rules.board import board
from rules.names import name_of
from schemas.case import Case
from schemas.words import Text, text
from workflows.finding import changes


def show(case: Case) -> None:
    """Show the case as it stands: its board for free, and the search attributes only where they changed (one event)."""
    workflow.set_current_details(board(case, "zh"))
    if updates := changes(workflow.info().typed_search_attributes, case):
        workflow.upsert_search_attributes(updates)


def name(case: Case) -> Text:
    """Say which item this is without telling what was found: summaries are read by many."""
    item = case.item
    speed = name_of(item.speed)
    category = f" · {item.category}" if item.category else ""
    return text(f"第{item.number}项{category} · {speed.zh}", f"item {item.number}{category} · {speed.en}")


def description(case: Case, at: dt.datetime) -> str:
    """Return what never changes about a case, in Markdown: its campaign, source, policy and calendar."""
    lines = [
        f"### {name(case).zh}",
        f"- 巡察轮次:{case.opening.campaign}",
        f"- 来源:{case.item.source or '未注明'}",
        f"- 整改办法:{case.policy.title.zh}({case.policy.name},版本 {case.policy.version})",
        f"- 工作日历:{case.calendar.version}",
        f"- 立项:{case.policy.clock.date_of(at)}",
    ]
    return "\n".join(lines)
