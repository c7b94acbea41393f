"""Lives of cases, as their workflows would write them down."""

import datetime as dt
from collections.abc import AsyncIterator, Iterable
from typing import Any

from ledger.book import Book
from ledger.comparing import Told
from rules.cases import carry_out, let_time_pass, open_case
from schemas.entries import Batch, Entry
from schemas.policy import Policy
from tests.workflows.town import COUNTY, command, new_case

START = dt.datetime(2026, 3, 2, 1, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


class Life:
    """A case, and all that happened to it so far."""

    def __init__(
        self, campaign: str = "2026-r3", *, assigned: bool = True, title: str = "", policy: Policy = COUNTY
    ) -> None:
        self.now = START
        opening = new_case(START, campaign=campaign, assigned=assigned, policy=policy).opening
        item = opening.item.model_copy(update={"title": title or f"公务接待超标准：第{opening.item.number}起"})
        self.case, self.entries = open_case(opening.model_copy(update={"item": item}), START)

    def do(self, name: str, actor: str, /, **fields: Any) -> "Life":
        outcome = carry_out(self.case, command(name, actor, **fields), self.now)
        self.case, self.entries = outcome.case, (*self.entries, *outcome.entries)
        return self

    def wait(self, days: int) -> "Life":
        self.now += days * DAY
        self.case, brought = let_time_pass(self.case, self.now)
        self.entries = (*self.entries, *brought)
        return self

    def batch(self, first: int = 1, last: int | None = None) -> Batch:
        return batch(self.entries[first - 1 : last])


def planned(campaign: str = "2026-r3") -> Life:
    """A case whose plan is in and whose progress is late: a dozen facts of many kinds."""
    life = Life(campaign).wait(1).do("acknowledge", "handler").wait(20)
    life.do("submit_plan", "handler", measures=["清退超标准费用", "修订接待制度"], due="2026-05-20")
    life.wait(1).do("approve_plan", "office").do("leave_note", "leader", text="从严把关")
    return life.wait(30).do("report_progress", "handler", text="已清退一半")


def batch(entries: Iterable[Entry]) -> Batch:
    held = tuple(entries)
    return Batch(case_id=held[0].case_id, campaign=held[0].case_id.partition("/")[0], entries=held)


async def write(book: Book, *lives: Life) -> None:
    for life in lives:
        await book.append(life.batch())


async def told(*lives: Life) -> AsyncIterator[Told]:
    for life in lives:
        yield Told(life.case.id, life.entries)


async def histories(*lives: Life) -> AsyncIterator[tuple[Entry, ...]]:
    for life in lives:
        yield life.entries
