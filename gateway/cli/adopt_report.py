"""How an adoption went: what became of each case, and how to go on."""

from collections.abc import Mapping
from typing import Final

from gateway.adopting.applying import Applied
from gateway.adopting.foreseeing import Outlook
from gateway.cli.endings import Ending
from gateway.cli.terminal import Terminal
from schemas.values import CaseId
from schemas.words import Text, text

NAMED: Final = 3  # cases named for each reason


def report(terminal: Terminal, outlook: Outlook, became: Applied, untried: list[CaseId]) -> int:
    """Say what became of each case and return the exit code."""
    refused = outlook.refused | became.refused
    terminal.give(
        {
            "applied": sorted(became.applied),
            "already_there": outlook.there,
            "refused": {case_id: terminal.speak(why) for case_id, why in sorted(refused.items())},
            "failed": {case_id: terminal.speak(why) for case_id, why in sorted(became.failed.items())},
            "not_tried": untried,
        }
    )
    terminal.say(
        text(
            f"已改行 {len(became.applied)} 项，原已如此 {len(outlook.there)} 项，不予改行 {len(refused)} 项，"
            f"没有办成 {len(became.failed)} 项，未办 {len(untried)} 项。",
            f"{len(became.applied)} adopted it, {len(outlook.there)} had it already, {len(refused)} refused, "
            f"{len(became.failed)} failed, {len(untried)} not tried.",
        )
    )
    tell_reasons(terminal, refused)
    tell_reasons(terminal, became.failed)
    if became.failed or untried:
        terminal.say(_how_to_go_on(became))
        return Ending.TROUBLE if became.away else Ending.PARTLY
    return Ending.PARTLY if refused else Ending.OK


def tell_reasons(terminal: Terminal, reasons: Mapping[CaseId, Text]) -> None:
    """Say each reason once, and for which cases."""
    by_reason: dict[Text, list[CaseId]] = {}
    for case_id, why in reasons.items():
        by_reason.setdefault(why, []).append(case_id)
    for why, ids in by_reason.items():
        named, more = "、".join(ids[:NAMED]), len(ids) - NAMED
        tail = text(f"等 {len(ids)} 项", f" and {more} more") if more > 0 else text("", "")
        terminal.say(text(f"  ✗ {named}{tail.zh}：{why.zh}", f"  ✗ {named}{tail.en}: {why.en}"))


def _how_to_go_on(became: Applied) -> Text:
    if became.interrupted:
        return text(
            "已暂停。再运行同一命令即从这里接着办，不会重复。",
            "Paused. The same command goes on from here, none twice.",
        )
    return text(
        "原因消除后再运行同一命令即可补上，不会重复。",
        "When the cause is gone, run the same command again: none is done twice.",
    )
