"""The scribe: everything that is on record reaches the ledger, whatever is away, and nothing that is not."""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from activities import scribe as scribes
from activities.journal import Journal
from activities.scribe import Scribe
from rules.chain import ChainBroken
from schemas.facts import Batch, Entry
from schemas.values import CaseId
from tests.ledger.lives import Life, batch, planned


class Record:
    """What Temporal has on record of some cases, and who was released."""

    def __init__(self, *lives: Life) -> None:
        self.entries: dict[CaseId, list[Entry]] = {life.case.id: list(life.entries) for life in lives}
        self.is_away = False
        self.released: list[str] = []

    async def facts_after(self, case_id: CaseId, number: int) -> Batch | None:
        if self.is_away:
            raise ConnectionRefusedError
        some = self.entries.get(case_id, [])[number : number + 4]
        return batch(some) if some else None

    async def sticky_queue(self, _: CaseId) -> str | None:
        return "my-sticky-queue"

    async def release(self, sticky_queue: str) -> None:
        self.released.append(sticky_queue)

    async def open_cases(self) -> AsyncIterator[CaseId]:
        for case_id in self.entries:
            yield case_id


class Shelf:
    """A ledger in memory that can be away, and can contradict."""

    def __init__(self) -> None:
        self.entries: dict[CaseId, list[Entry]] = {}
        self.is_away = False
        self.contradicts = False
        self.asked = 0

    async def last(self, case_id: CaseId) -> int:
        self.asked += 1
        if self.is_away:
            raise ConnectionRefusedError
        return len(self.entries.get(case_id, []))

    async def append(self, facts: Batch) -> int:
        if self.contradicts:
            raise ChainBroken("another fact 3 stands in the ledger")
        written = self.entries.setdefault(facts.case_id, [])
        assert facts.entries[0].number == len(written) + 1
        written.extend(facts.entries)
        return len(written)


async def until(happened: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not happened():  # noqa: ASYNC110 - some other task does it
            await asyncio.sleep(0.01)


async def test_all_that_is_on_record_is_written_however_often_it_is_heard_of(tmp_path: Path) -> None:
    life, shelf = planned(), Shelf()
    with Journal(tmp_path) as journal:
        async with Scribe(Record(life), shelf, journal) as scribe:
            for _ in life.entries:
                scribe.hear(life.case.id)
            await until(lambda: journal.open == 0)

    assert shelf.entries[life.case.id] == list(life.entries)
    assert shelf.asked < 3, "what comes in one breath is written together"


async def test_it_takes_nothing_by_hearsay(tmp_path: Path) -> None:
    life, shelf = planned(), Shelf()
    with Journal(tmp_path) as journal:
        async with Scribe(Record(), shelf, journal) as scribe:
            scribe.hear(life.case.id)
            await until(lambda: journal.open == 0)
    assert shelf.entries == {}


@pytest.mark.parametrize("away", ["the ledger", "Temporal"])
async def test_an_outage_delays_writing_and_forgets_nothing(tmp_path: Path, away: str) -> None:
    lives, shelf = [planned(), planned()], Shelf()
    record = Record(*lives)
    absent = shelf if away == "the ledger" else record
    absent.is_away = True
    with Journal(tmp_path) as journal:
        async with Scribe(record, shelf, journal) as scribe:
            for life in lives:
                scribe.hear(life.case.id)
            await asyncio.sleep(0.3)
            assert (journal.open, shelf.entries) == (2, {})
            absent.is_away = False
            await until(lambda: journal.open == 0)
    assert shelf.entries == record.entries


async def test_what_was_not_written_when_it_stopped_is_written_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scribes, "LAST_WORDS", 0.1)
    life, shelf = planned(), Shelf()
    shelf.is_away = True
    with Journal(tmp_path) as journal:
        async with Scribe(Record(life), shelf, journal) as scribe:
            scribe.hear(life.case.id)

    shelf.is_away = False
    with Journal(tmp_path) as journal:
        async with Scribe(Record(life), shelf, journal):
            await until(lambda: life.case.id in shelf.entries and journal.open == 0)


async def test_a_worker_that_is_no_more_is_reported_to_temporal(tmp_path: Path) -> None:
    life, record = planned(), Record()
    with Journal(tmp_path) as dead:
        dead.name_queue("its-sticky-queue")
        dead.note(life.case.id)

    with Journal(tmp_path) as journal:
        async with Scribe(record, Shelf(), journal):
            await until(lambda: record.released == ["its-sticky-queue"])


async def test_after_the_machine_went_down_every_open_case_is_looked_at(tmp_path: Path) -> None:
    lives, shelf = [planned(), planned()], Shelf()
    record = Record(*lives)
    (tmp_path / "old.journal").write_text('{"boot": 1.0}\n')

    with Journal(tmp_path) as journal:
        async with Scribe(record, shelf, journal):
            await until(lambda: shelf.entries == record.entries)


async def test_a_ledger_that_contradicts_one_case_does_not_hold_up_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scribes, "LAST_WORDS", 0.1)
    bad, good, shelf = planned(), planned(), Shelf()
    with Journal(tmp_path) as journal:
        async with Scribe(Record(bad, good), shelf, journal) as scribe:
            shelf.contradicts = True
            scribe.hear(bad.case.id)
            await asyncio.sleep(0.2)
            shelf.contradicts = False
            scribe.hear(good.case.id)
            await until(lambda: journal.open == 1)
            assert list(shelf.entries) == [good.case.id]
