"""The face of a case in the Temporal UI: its board, and what it is recognised by."""

import datetime as dt
import re

from rules.board import alarm_line, board
from rules.labels import discreet, fitting, lately
from rules.names import name_of
from schemas.case import Alarm, Case
from schemas.search import keyword
from schemas.words import Text, text
from workflows.minutes import Minutes

_MARKUP = re.compile(r"[\\`*_{}\[\]<>#!|~&]")


def details(case: Case, minutes: Minutes) -> str:
    """Return the case's page: its board, and what happened lately."""
    story = lately(minutes.entries, case.policy.clock, case.definition)
    return f"{heading(case)}\n\n{board(discreet(case), 'zh')}" + (f"\n\n#### 最近经过\n{story}" if story else "")


def alarm_label(case: Case, alarm: Alarm) -> str:
    """Return what a case's timer is for."""
    return alarm_line(discreet(case), alarm).zh


def name(case: Case) -> Text:
    """Say which item this is without telling what was found: for lists, which many people read."""
    item, procedure = case.item, case.opening.procedure
    speed = procedure.title if procedure else name_of(item.speed)
    category = f" · {keyword(item.category)}" if item.category else ""
    zh, en = f"第{item.number}项{category} · {speed.zh}", f"item {item.number}{category} · {speed.en}"
    return text(fitting(zh), fitting(en))


def heading(case: Case) -> str:
    """Say which item this is, with what was found, in Markdown: for the case's own page."""
    return f"**{_plain(case.shown_title)}** · {_plain(name(case).zh)}"


def description(case: Case, at: dt.datetime) -> str:
    """Return what never changes about a case, in Markdown: what was found, its campaign, source, policy, calendar."""
    lines = [
        f"### 第{case.item.number}项 {_plain(case.shown_title)}",
        f"- 批次：{case.opening.campaign}",
        f"- 来源：{_plain(case.item.source) or '未注明'}",
        f"- 办法：{case.policy.title.zh}（{case.policy.name}，版本 {case.policy.version}）",
        f"- 工作日历：{case.calendar.version}",
        f"- 立项：{case.policy.clock.date_of(at)}",
    ]
    if case.policy.clock.runs_fast:
        lines.append(f"- 演练：一天 {case.policy.clock.day_length.total_seconds():g} 秒，日期均为演练日期")
    return "\n".join(lines)


def _plain(words: str) -> str:
    """Return one short line that Markdown shows as it is: what comes from outside makes no headings or links."""
    return _MARKUP.sub(r"\\\g<0>", keyword(words))
