"""The live view on terminals of any width: nobody's name and no news is cut."""

import re

import pytest
from rich.console import Console

from gateway.cli.live_view import LiveView
from gateway.watching import Glance
from rules.deadlines import today
from rules.summary import summarise
from tests.gateway.foreseeing.test_plan import played


def shown(width: int, height: int, days: int) -> str:
    """Return what a terminal of some size shows of one case, so many days after its feedback."""
    plan = played("never_moves", days=days)
    case = plan.case
    console = Console(width=width, height=height, highlight=False, color_system=None)
    glance = Glance(plan.ended_at, (summarise(case),), {case.id: case}, plan.entries)
    with console.capture() as captured:
        console.print(LiveView("zh", ("演练",)).show(glance, console.size))
    return captured.get()


@pytest.mark.parametrize("width", [80, 100, 140])
def test_who_is_waited_for_stands_there_whole(width: int) -> None:
    handler = played("never_moves", days=30).case.assignment.handler  # type: ignore[union-attr]
    assert handler.name in shown(width, 30, 30)


@pytest.mark.parametrize("width", [80, 140])
def test_no_news_is_cut_and_the_last_stays_on_the_screen(width: int) -> None:
    screen = shown(width, 24, 60)
    roll = re.sub(r"[│\s]", "", screen.rpartition("╭")[2])
    plan = played("never_moves", days=60)
    assert str(today(plan.case, plan.entries[-1].at)) in roll
    assert "…" not in roll
    assert screen.count("\n") <= 24
