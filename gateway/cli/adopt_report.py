"""How an adoption went: what became of each case, and how to go on."""

from collections.abc import Mapping
from typing import Final

from gateway.adopting.applying import Applied
from gateway.adopting.foreseeing import Outlook
from gateway.cli.adopt_words import outcome, still_asked
from gateway.cli.endings import Ending
from gateway.cli.terminal import Terminal
from schemas.values import CaseId
from schemas.words import Text, text

NAMED: Final = 3  # cases named for each reason

_MAY_BE_TAKEN = text("已经要求，没有等到答复：可能已办，也可能没有", "asked, and no answer: it may be done or not")
_NOT_RECORDED = text(
    "已办，台账还没有记到；记到以前不要撤回", "done, and the ledger has not heard of it yet: don't undo it before"
)
_PAUSED = text(
    "已暂停。再运行同一命令即从这里接着办，不会重复。", "Paused. The same command goes on from here, none twice."
)
_AGAIN = text(
    "原因消除后再运行同一命令即可补上，不会重复。",
    "When the cause is gone, run the same command again: none is done twice.",
)


def report(terminal: Terminal, outlook: Outlook, became: Applied, untried: list[CaseId], *, back: bool) -> int:
    """Give the document, say what became of each case, and return the exit code."""
    terminal.give(_document(terminal, outlook, became, untried))
    tell(terminal, outlook, became, untried, back=back)
    if became.interrupted:
        return Ending.INTERRUPTED
    if became.failed or became.unanswered or untried:
        return Ending.TROUBLE if became.away else Ending.PARTLY
    return Ending.PARTLY if outlook.refused or became.refused or outlook.untold or became.unrecorded else Ending.OK


def tell(terminal: Terminal, outlook: Outlook, became: Applied, untried: list[CaseId], *, back: bool) -> None:
    """Say what became of how many cases, why, and how to go on."""
    terminal.say(outcome(outlook, became, len(untried), back=back))
    tell_reasons(terminal, outlook.refused | became.refused)
    tell_reasons(terminal, became.failed)
    tell_reasons(terminal, dict.fromkeys(sorted(became.unanswered), _MAY_BE_TAKEN))
    tell_reasons(terminal, dict.fromkeys(became.unrecorded, _NOT_RECORDED))
    if became.unanswered:
        terminal.say(still_asked(len(became.unanswered), min(became.unanswered), back=back))
    if became.failed or became.unanswered or untried:
        terminal.say(_PAUSED if became.interrupted else _AGAIN)


def _document(terminal: Terminal, outlook: Outlook, became: Applied, untried: list[CaseId]) -> dict[str, object]:
    return {
        "applied": sorted(became.applied),
        "already_there": outlook.there,
        "nothing_to_undo": outlook.nothing_to_undo,
        "refused": _spoken(terminal, outlook.refused | became.refused),
        "failed": _spoken(terminal, became.failed),
        "unanswered": sorted(became.unanswered),
        "not_tried": untried,
        "not_in_ledger": sorted([*outlook.untold, *became.unrecorded]),
        "interrupted": became.interrupted,
    }


def _spoken(terminal: Terminal, reasons: Mapping[CaseId, Text]) -> dict[str, str]:
    return {case_id: terminal.speak(why) for case_id, why in sorted(reasons.items())}


def tell_reasons(terminal: Terminal, reasons: Mapping[CaseId, Text]) -> None:
    """Say each reason once, and for which cases."""
    by_reason: dict[Text, list[CaseId]] = {}
    for case_id, why in reasons.items():
        by_reason.setdefault(why, []).append(case_id)
    for why, ids in by_reason.items():
        named, more = "、".join(ids[:NAMED]), len(ids) - NAMED
        tail = text(f"等 {len(ids)} 项", f" and {more} more") if more > 0 else text("", "")
        terminal.say(text(f"  ✗ {named}{tail.zh}：{why.zh}", f"  ✗ {named}{tail.en}: {why.en}"))
