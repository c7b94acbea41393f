"""How an intake went: its progress while it runs, and what became of each item."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from gateway.cli.endings import Ending
from gateway.cli.tables import shortened
from gateway.cli.terminal import Terminal
from gateway.intake.planning import IntakePlan
from gateway.intake.starting import Started
from schemas.facts import Opening
from schemas.words import Text, text

_STARTING: Final = text("立案", "starting")


@contextmanager
def progress(terminal: Terminal, total: int, what: Text = _STARTING) -> Iterator[Callable[[], None]]:
    """Show how far it is, where a person looks; what is yielded is called once for each case."""
    console = Console(stderr=True)
    columns = (TextColumn(terminal.speak(what)), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as shown:
        task = shown.add_task("", total=total)
        yield lambda: shown.advance(task)


def report(terminal: Terminal, plan: IntakePlan, openings: list[Opening], became: Started) -> int:
    """Say what became of each item and return the exit code."""
    numbers = {opening.case_id: opening.item for opening in openings}
    renumbered = [opening for opening in openings if _is_renumbered(opening)]
    terminal.give(
        {
            "started": sorted(became.started),
            "already_there": sorted(became.there),
            "failed": {case_id: terminal.speak(why) for case_id, why in became.failed.items()},
            "not_tried": sorted(became.untried),
            "left_out": [error.model_dump(mode="json") for error in plan.errors],
            "left_done": [{"number": item.number, "title": item.title} for item in plan.left_done],
            "renumbered": [opening.case_id for opening in renumbered],
            "items": [
                {"case_id": id_, "number": item.number, "stated_as": item.stated_as, "title": item.title}
                for id_, item in numbers.items()
            ],
        }
    )
    counts = text(
        f"已立案 {len(became.started)} 项，原已立案 {len(became.there)} 项。",
        f"{len(became.started)} started, {len(became.there)} were there already.",
    )
    terminal.say(counts)
    for opening in renumbered:
        terminal.say(_renumbered(opening))
    if became.failed or became.untried:
        return _told_of_failure(terminal, became)
    return Ending.PARTLY if plan.errors else Ending.OK


def _is_renumbered(opening: Opening) -> bool:
    item = opening.item
    return item.stated_as not in (None, str(item.number))


def _renumbered(opening: Opening) -> Text:
    item, id_ = opening.item, opening.case_id
    title = shortened(item.title, 40)
    return text(
        f"  ！ 文中序号 {item.stated_as} 的案号是 {id_}（序号与案号不同）：{title}",
        f"  ! No. {item.stated_as} of the file is case {id_}, another number: {title}",
    )


def _told_of_failure(terminal: Terminal, became: Started) -> int:
    for why in dict.fromkeys(became.failed.values()):
        ids = [case_id for case_id, its_own in became.failed.items() if its_own == why]
        more = text(f"等 {len(ids)} 项", f" and {len(ids) - 1} more") if len(ids) > 1 else text("", "")
        terminal.say(text(f"  ✗ {ids[0]}{more.zh}：{why.zh}", f"  ✗ {ids[0]}{more.en}: {why.en}"))
    left = len(became.failed) + len(became.untried)
    terminal.say(
        text(
            f"还有 {left} 项没有立案。原因消除后再次运行同一命令即可补上，不会重复。",
            f"{left} were not started. When the cause is gone, run the same command again: none is started twice.",
        )
    )
    return Ending.TROUBLE if became.away else Ending.PARTLY
