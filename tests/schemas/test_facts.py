"""Facts as words: each told apart by its kind, read back as it was written, and by older workers too."""

import datetime as dt
from typing import get_args

import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError

from schemas.entries import Batch, Entry
from schemas.facts import Fact, Resumed
from schemas.values import CaseId

FACTS: tuple[type[BaseModel], ...] = get_args(get_args(Fact)[0])
ADAPTER: TypeAdapter[Fact] = TypeAdapter(Fact)
LI = {"id": "li", "name": "李科长"}


def test_every_fact_has_a_kind_of_its_own() -> None:
    kinds = [fact.model_fields["kind"].default for fact in FACTS]
    assert len(kinds) == len(set(kinds)) == len(FACTS)


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.__name__)
def test_a_fact_is_read_back_by_its_kind(fact: type[BaseModel]) -> None:
    kind = fact.model_fields["kind"].default
    with pytest.raises(ValidationError) as caught:
        ADAPTER.validate_python({"kind": kind, "by": 7})
    assert all(error["loc"][0] == kind for error in caught.value.errors())


def test_an_unknown_kind_is_refused_with_those_that_exist() -> None:
    with pytest.raises(ValidationError, match="case_opened"):
        ADAPTER.validate_python({"kind": "forgotten"})


def test_an_older_worker_reads_a_fact_with_a_field_that_came_later() -> None:
    assert ADAPTER.validate_python({"kind": "resumed", "by": None, "weather": "rain"}) == Resumed(by=None)


def test_a_fact_goes_through_json() -> None:
    written = {"kind": "suspended", "by": LI, "reason": "汛期", "until": "2026-04-01T17:30:00+08:00"}
    fact = ADAPTER.validate_python(written)
    assert ADAPTER.validate_json(ADAPTER.dump_json(fact)) == fact
    assert fact.model_dump()["until"] == dt.datetime(2026, 4, 1, 9, 30, tzinfo=dt.UTC)


def test_an_instant_without_a_zone_is_no_instant() -> None:
    with pytest.raises(ValidationError, match="timezone"):
        ADAPTER.validate_python({"kind": "suspended", "by": LI, "reason": "汛期", "until": "2026-04-01T17:30:00"})


def entry(**changes: object) -> dict[str, object]:
    known: dict[str, object] = {"case_id": "t/7", "number": 1, "at": "2026-03-02T02:00:00Z"}
    return known | {"fact": {"kind": "resumed", "by": None}, "previous": "0" * 64, "hash": "a" * 64} | changes


def test_an_entry_knows_the_head_that_it_makes() -> None:
    read = Entry.model_validate(entry(number=3))
    assert (read.head.number, read.head.hash) == (3, "a" * 64)


@pytest.mark.parametrize("changes", [{"number": 0}, {"hash": "short"}, {"previous": "Z" * 64}, {"at": "yesterday"}])
def test_an_entry_that_is_none_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Entry.model_validate(entry(**changes))


def test_a_batch_brings_something() -> None:
    with pytest.raises(ValidationError):
        Batch(case_id=CaseId("t/7"), campaign="t", entries=())
