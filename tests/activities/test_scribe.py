"""The scribe: everything that is on record reaches the ledger, whatever is away, and nothing that is not."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path

import pytest

from activities import scribe as scribes
from activities.journal import Journal
from activities.scribe import Heard, OnRecord, Scribe
from rules.chain import ChainBroken, FactsMissing
from schemas.entries import Batch, Entry, in_batches
from schemas.values import CaseId
from tests.ledger.lives import Life, planned


class Record:
    """What Temporal has on record of some cases, which tasks ended there, and who was released."""

    def __init__(self, *lives: Life) -> None:
        self.entries: dict[CaseId, list[Entry]] = {life.case.id: list(life.entries) for life in lives}
        self.verdicts = [OnRecord.YES]
        self.is_away = False
        self.told_again = 0
        self.released: list[str] = []

    async def are_on_record(self, _: Sequence[Heard]) -> OnRecord:
        if self.is_away:
            raise ConnectionRefusedError
        return self.verdicts.pop(0) if len(self.verdicts) > 1 else self.verdicts[0]

    async def told_after(self, case_id: CaseId, number: int) -> Sequence[Batch]:
        if self.is_away:
            raise ConnectionRefusedError
        self.told_again += 1
        return list(in_batches(self.entries.get(case_id, [])[number:]))

    async def sticky_queue(self, _: CaseId, worker: str) -> str | None:
        return f"{worker}-sticky-queue"

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
        if self.is_away:
            raise ConnectionRefusedError
        if self.contradicts:
            raise ChainBroken("another fact 3 stands in the ledger")
        written = self.entries.setdefault(facts.case_id, [])
        if facts.entries[0].number > len(written) + 1:
            raise FactsMissing
        assert facts.entries[0].number == len(written) + 1
        written.extend(facts.entries)
        return len(written)


async def until(happened: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not happened():  # noqa: ASYNC110 - some other task does it
            await asyncio.sleep(0.01)


def heard(life: Life, first: int = 1, last: int | None = None) -> Heard:
    return Heard(life.case.id, "a-run", 3, life.entries[first - 1 : last])


async def test_what_is_heard_and_on_record_is_written_in_order(tmp_path: Path) -> None:
    life, shelf = planned(), Shelf()
    record = Record(life)
    with Journal(tmp_path, "me") as journal:
        async with Scribe(record, shelf, journal) as scribe:
            for number in range(1, len(life.entries) + 1):
                scribe.hear(heard(life, number, number))
            await until(lambda: journal.open == 0)

    assert shelf.entries[life.case.id] == list(life.entries)
    assert record.told_again == 0
    assert shelf.asked < 3, "what comes in one breath is written together"


async def test_it_takes_nothing_by_hearsay(tmp_path: Path) -> None:
    life, record, shelf = planned(), Record(), Shelf()
    record.verdicts = [OnRecord.NO]
    with Journal(tmp_path, "me") as journal:
        async with Scribe(record, shelf, journal) as scribe:
            scribe.hear(heard(life))
            await until(lambda: journal.open == 0)
    assert shelf.entries == {}


async def test_a_task_that_is_still_being_told_is_waited_for(tmp_path: Path) -> None:
    life, shelf = planned(), Shelf()
    record = Record(life)
    record.verdicts = [OnRecord.NOT_YET, OnRecord.NOT_YET, OnRecord.YES]
    with Journal(tmp_path, "me") as journal:
        async with Scribe(record, shelf, journal) as scribe:
            scribe.hear(heard(life))
            await until(lambda: journal.open == 0)
    assert (shelf.entries, record.told_again) == (record.entries, 0)


async def test_what_a_lost_task_told_is_replaced_by_what_it_tells_when_done_again(tmp_path: Path) -> None:
    lost, life, shelf = planned(), planned(), Shelf()
    lost.case = life.case
    record = Record(life)
    with Journal(tmp_path, "me") as journal:
        async with Scribe(record, shelf, journal) as scribe:
            scribe.hear(heard(lost, 1, 4))
            scribe.hear(heard(life))
            await until(lambda: journal.open == 0)
    assert (shelf.entries, record.told_again) == (record.entries, 0)


async def test_facts_that_another_worker_heard_before_are_told_again(tmp_path: Path) -> None:
    life, shelf = planned(), Shelf()
    record = Record(life)
    with Journal(tmp_path, "me") as journal:
        async with Scribe(record, shelf, journal) as scribe:
            scribe.hear(heard(life, 5))
            await until(lambda: journal.open == 0)
    assert (shelf.entries, record.told_again) == (record.entries, 1)


@pytest.mark.parametrize("away", ["the ledger", "Temporal"])
async def test_an_outage_delays_writing_and_forgets_nothing(tmp_path: Path, away: str) -> None:
    lives, shelf = [planned(), planned()], Shelf()
    record = Record(*lives)
    absent = shelf if away == "the ledger" else record
    absent.is_away = True
    with Journal(tmp_path, "me") as journal:
        async with Scribe(record, shelf, journal) as scribe:
            for life in lives:
                scribe.hear(heard(life))
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
    with Journal(tmp_path, "me") as journal:
        async with Scribe(Record(life), shelf, journal) as scribe:
            scribe.hear(heard(life))

    shelf.is_away = False
    with Journal(tmp_path, "me") as journal:
        async with Scribe(Record(life), shelf, journal):
            await until(lambda: life.case.id in shelf.entries and journal.open == 0)


@pytest.mark.parametrize("knew", [True, False])
async def test_a_worker_that_is_no_more_is_reported_to_temporal(tmp_path: Path, *, knew: bool) -> None:
    life, record = planned(), Record()
    with Journal(tmp_path, "its") as dead:
        if knew:
            dead.name_queue("its-sticky-queue")
        dead.note(life.case.id)

    with Journal(tmp_path, "me") as journal:
        async with Scribe(record, Shelf(), journal):
            await until(lambda: record.released == ["its-sticky-queue"])


async def test_after_the_machine_went_down_every_open_case_is_looked_at(tmp_path: Path) -> None:
    lives, shelf = [planned(), planned()], Shelf()
    record = Record(*lives)
    (tmp_path / "old.journal").write_text('{"boot": 1.0, "worker": "old"}\n')

    with Journal(tmp_path, "me") as journal:
        async with Scribe(record, shelf, journal):
            await until(lambda: shelf.entries == record.entries)


async def test_what_a_reset_workflow_told_does_not_hold_up_the_case_once_it_is_revived(tmp_path: Path) -> None:
    life, shelf = planned(), Shelf()
    shelf.entries[life.case.id] = list(life.entries[:5])
    other = life.entries[4].model_copy(update={"hash": "f" * 64})
    with Journal(tmp_path, "me") as journal:
        async with Scribe(Record(life), shelf, journal) as scribe:
            shelf.contradicts = True
            scribe.hear(Heard(life.case.id, "reset", 3, (other,)))
            await asyncio.sleep(0.3)
            shelf.contradicts = False
            scribe.hear(Heard(life.case.id, "revived", 3, life.entries[5:]))
            await until(lambda: journal.open == 0)
    assert shelf.entries[life.case.id] == list(life.entries)


async def test_a_ledger_that_contradicts_one_case_does_not_hold_up_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scribes, "LAST_WORDS", 0.1)
    bad, good, shelf = planned(), planned(), Shelf()
    with Journal(tmp_path, "me") as journal:
        async with Scribe(Record(bad, good), shelf, journal) as scribe:
            shelf.contradicts = True
            scribe.hear(heard(bad))
            await asyncio.sleep(0.2)
            shelf.contradicts = False
            scribe.hear(heard(good))
            await until(lambda: journal.open == 1)
            assert list(shelf.entries) == [good.case.id]
